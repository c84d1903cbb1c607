//! Every public function of the client can be called through the driver, is told in a scenario, and every
//! scenario has a fault.
//!
//! The list is read from the core's own source, so that a function that is new fails here until it is told.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use frontdesk_tests::scenario::{Scenario, Step, driver_program};
use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// `pub fn` and `pub async fn` inside `impl Frontdesk`, whatever file they are in.
fn public_functions() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in sources(&root().join("core/src")) {
        let text = std::fs::read_to_string(&file).expect("a source can be read");
        let mut inside = false;
        for line in text.lines() {
            if line.starts_with("impl Frontdesk {") {
                inside = true;
            } else if line.starts_with('}') {
                inside = false;
            }
            let Some(rest) = line.strip_prefix("    pub ").filter(|_| inside) else {
                continue;
            };
            let Some(rest) = rest.trim_start_matches("async ").strip_prefix("fn ") else {
                continue;
            };
            let name = rest.split(['(', '<']).next().expect("a function has a name");
            found.insert(name.to_owned());
        }
    }
    // Makes a client; the driver is started with what it needs.
    assert!(found.remove("builder"), "the list is read from the right place");
    assert!(found.len() > 50, "{found:?}");
    found
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder can be listed") {
        match entry.expect("an entry").path() {
            path if path.is_dir() => all.extend(sources(&path)),
            path if path.extension().is_some_and(|extension| extension == "rs") => all.push(path),
            _ => {}
        }
    }
    all
}

fn scenarios() -> Vec<(String, Scenario)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(root().join("contract/scenarios")).expect("the scenarios are there") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let text = std::fs::read_to_string(&path).expect("a scenario can be read");
            let name = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let scenario = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            all.push((name, scenario));
        }
    }
    all
}

#[test]
fn every_public_function_of_the_client_is_a_call_of_the_driver() {
    let names = public_functions();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut driver = Command::new(driver_program())
        .args([
            "drive",
            "--server",
            "http://127.0.0.1:9",
            "--app-id",
            "a",
            "--api-key",
            "k",
            "--data",
        ])
        .arg(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the driver starts");
    let mut input = driver.stdin.take().expect("its input is a pipe");
    for name in &names {
        // An argument that no call has: what knows the call says so, and nothing is done.
        let line = json!({ "id": name, "call": name, "args": { "no such argument": null, "x": [[[]]] } });
        writeln!(input, "{line}").expect("the driver listens");
    }
    drop(input);
    let output = BufReader::new(driver.stdout.take().expect("its output is a pipe"));
    let lines: Vec<Value> = output
        .lines()
        .map(|line| serde_json::from_str(&line.expect("a line")).expect("JSON"))
        .collect();
    assert!(driver.wait().expect("it ends").success());
    let unknown: Vec<&str> = lines
        .iter()
        .filter(|line| line["error"]["code"] == "unknown_call")
        .filter_map(|line| line["id"].as_str())
        .collect();
    assert!(unknown.is_empty(), "the driver does not know {unknown:?}");
    let answered: BTreeSet<&str> = lines.iter().filter_map(|line| line["id"].as_str()).collect();
    assert_eq!(answered.len(), names.len(), "each was answered");
}

#[test]
fn every_public_function_of_the_client_is_told_in_a_scenario() {
    let mut told = BTreeSet::new();
    for (_, scenario) in scenarios() {
        for step in scenario.steps {
            if let Step::Call(call) = step {
                told.insert(call.call);
            }
        }
    }
    let untold: Vec<String> = public_functions().difference(&told).cloned().collect();
    assert!(untold.is_empty(), "no scenario calls {untold:?}");
}

#[test]
fn there_are_at_least_sixty_scenarios_and_each_has_a_fault() {
    let all = scenarios();
    assert!(all.len() >= 60, "{} scenarios", all.len());
    let harmless: Vec<&str> = all
        .iter()
        .filter(|(_, scenario)| !scenario.steps.iter().any(Step::is_fault))
        .map(|(name, _)| name.as_str())
        .collect();
    assert!(harmless.is_empty(), "nothing goes wrong in {harmless:?}");
}
