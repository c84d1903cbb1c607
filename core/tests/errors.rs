//! Every stable code is listed once, used somewhere, and `docs/errors.md` is that list.
//!
//! `FRONTDESK_WRITE_DOCS=1` writes the page anew.

// Test code throughout, also the functions beside the tests.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use frontdesk_core::diagnostics::codes::{GROUPS, Known};

fn house(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn read(path: &str) -> String {
    std::fs::read_to_string(house(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn listed() -> Vec<&'static Known> {
    GROUPS.iter().flat_map(|group| group.codes).collect()
}

/// All Rust sources below a folder, without the modules of tests.
fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            sources(&path, found);
        } else if name.ends_with(".rs") && !name.contains("tests") {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
            found.push((path, code));
        }
    }
}

/// The text literals that stand where a code is made.
fn made_in(source: &str) -> BTreeSet<String> {
    const MAKERS: [&str; 9] = [
        "code: ",
        "InputError::new(",
        "InputError::over(",
        "Refuse(",
        "unavailable(",
        "refuse(",
        "Refusal::new(",
        "Self::new(",
        "Refusal::input(",
    ];
    let mut codes = BTreeSet::new();
    for maker in MAKERS {
        for (at, _) in source.match_indices(maker) {
            let rest = source[at + maker.len()..].trim_start();
            if let Some(code) = rest.strip_prefix('"').and_then(|rest| rest.split('"').next()) {
                codes.insert(code.to_owned());
            }
        }
    }
    codes
}

#[test]
fn no_code_is_listed_twice_and_every_one_says_what_to_do() {
    let mut met = BTreeSet::new();
    for known in listed() {
        assert!(met.insert(known.code), "{} is listed twice", known.code);
        assert!(known.advice.ends_with('.'), "{}", known.code);
        assert!(
            !known.advice.contains('|'),
            "{} would break the table",
            known.code
        );
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        assert!(
            known.code.chars().all(plain) && known.code.len() <= 64,
            "{}",
            known.code
        );
    }
}

#[test]
fn every_code_the_core_makes_is_listed() {
    let known: BTreeSet<String> = listed().into_iter().map(|known| known.code.to_owned()).collect();
    let mut found = Vec::new();
    sources(&house("core/src"), &mut found);
    let mut missing = BTreeMap::new();
    let mut count = 0;
    for (path, source) in found {
        if path.components().any(|part| part.as_os_str() == "diagnostics") {
            continue;
        }
        for code in made_in(&source) {
            count += 1;
            if !known.contains(&code) {
                missing.insert(code, path.clone());
            }
        }
    }
    assert!(count > 60, "only {count} places found: the search is broken");
    assert!(
        missing.is_empty(),
        "not in core/src/diagnostics/codes: {missing:#?}"
    );
}

#[test]
fn every_code_of_the_contract_is_listed() {
    let known: BTreeSet<&str> = listed().into_iter().map(|known| known.code).collect();
    let document: serde_json::Value = serde_yaml_ng::from_str(&read("contract/openapi.yaml")).unwrap();
    let mut codes = BTreeSet::new();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let place = "/properties/errors/items/properties/code/enum";
        if !name.ends_with("Error") {
            continue;
        }
        if let Some(all) = schema.pointer(place).and_then(|codes| codes.as_array()) {
            codes.extend(all.iter().map(|code| code.as_str().unwrap().to_owned()));
        }
    }
    assert!(codes.len() > 25, "only {codes:?}");
    // The table of codes of the vectors.
    let readme = read("contract/vectors/README.md");
    let table = readme.split("\n## Codes\n").nth(1).unwrap();
    for row in table.lines().filter(|line| line.starts_with("| `")) {
        let first = row.split('|').nth(1).unwrap();
        codes.extend(first.split('`').skip(1).step_by(2).map(str::to_owned));
    }
    let missing: Vec<_> = codes
        .iter()
        .filter(|code| !known.contains(code.as_str()))
        .collect();
    assert!(
        missing.is_empty(),
        "not in core/src/diagnostics/codes: {missing:?}"
    );
}

#[test]
fn every_listed_code_is_used_by_the_core_the_contract_or_the_server() {
    let mut found = Vec::new();
    sources(&house("core/src"), &mut found);
    sources(&house("server/src"), &mut found);
    let mut used: String = found
        .into_iter()
        .filter(|(path, _)| {
            !path
                .parent()
                .is_some_and(|folder| folder.ends_with("diagnostics/codes"))
        })
        .map(|(_, source)| source)
        .collect();
    used.push_str(&read("contract/openapi.yaml"));
    let unused: Vec<&str> = listed()
        .into_iter()
        .map(|known| known.code)
        .filter(|code| {
            !used.match_indices(code).any(|(at, _)| {
                let edge = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '_');
                edge(used[..at].chars().next_back()) && edge(used[at + code.len()..].chars().next())
            })
        })
        .collect();
    assert!(unused.is_empty(), "nothing uses {unused:?}");
}

#[test]
fn the_page_of_errors_is_the_list() {
    let path = house("docs/errors.md");
    let page = page();
    if std::env::var_os("FRONTDESK_WRITE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "docs/errors.md is not what core/src/diagnostics/codes says; FRONTDESK_WRITE_DOCS=1 writes it"
    );
    println!("docs/errors.md: {} codes", listed().len());
}

fn page() -> String {
    let mut page = String::from(
        "# Errors\n\nGenerated from `core/src/diagnostics/codes`; a test of the core checks it. Every call that fails \
         ends in one error with\na stable `code`, the same word in every language, and, where there is one, the `field` at \
         fault and the `limit` that was\nexceeded. `at_fault` names what to look at first: a field names its own (`api_key`, \
         `identity.jwt`), otherwise the code\ndecides. A code that is not here is a newer server's: it is passed on \
         unchanged, or as `http_<status>` when the answer\nhad none.\n",
    );
    for group in GROUPS {
        write!(
            page,
            "\n## {}\n\n{}\n\n| code | look at | what to do |\n|---|---|---|\n",
            group.title, group.about
        )
        .unwrap();
        for known in group.codes {
            let fault = known.fault.map_or("", |fault| fault.in_words());
            writeln!(page, "| `{}` | {fault} | {} |", known.code, known.advice).unwrap();
        }
    }
    page
}
