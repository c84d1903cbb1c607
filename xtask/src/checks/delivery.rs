//! `docs/DELIVERY.md`: every promise names the test that shows it, and that test exists.
//!
//! A table of that page whose last column is headed "Shown by" makes promises: each of its rows must
//! hold at least one reference `path/to/file.rs#function`, and every reference anywhere on the page must
//! name a function that carries a test attribute in that file. Paths are taken from the tree's root.

use std::fs;
use std::path::Path;

use super::{markdown, verdict};
use crate::house::House;
use crate::steps::Verdict;
use crate::stop::Stop;

const PAGE: &str = "docs/DELIVERY.md";

/// Checks the page.
pub(crate) fn run(house: &House) -> Result<Verdict, Stop> {
    let text = fs::read_to_string(house.root.join(PAGE))
        .map_err(|error| Stop::new(format!("cannot read {PAGE}: {error}")))?;
    let mut faults = rows_without_reference(&text);
    let mut count = 0;
    for (line, content) in markdown::prose_lines(&text) {
        for reference in references(content) {
            count += 1;
            if let Some(fault) = fault_of(&house.root, reference) {
                faults.push(format!("{PAGE}:{line}: {fault}"));
            }
        }
    }
    if count == 0 {
        faults.push(format!("{PAGE}: names no test at all"));
    }
    verdict(&faults, format!("{count} references"))
}

/// Words of the shape `path.rs#function`, without what Markdown puts around them.
fn references(line: &str) -> Vec<&str> {
    let words = line.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.' | '#')));
    words
        .filter(|word| word.contains(".rs#"))
        .map(|word| word.trim_end_matches('.'))
        .collect()
}

fn fault_of(root: &Path, reference: &str) -> Option<String> {
    let (file, function) = reference.split_once('#')?;
    // On the page links are relative to docs/; bare words are relative to the root.
    let file = file.strip_prefix("../").unwrap_or(file);
    let Ok(source) = fs::read_to_string(root.join(file)) else {
        return Some(format!("{file} does not exist"));
    };
    (!has_test(&source, function)).then(|| format!("{file} has no test named {function}"))
}

/// True when `fn name(` stands there with a test attribute between it and the item before it.
fn has_test(source: &str, name: &str) -> bool {
    let head = format!("fn {name}(");
    let lines: Vec<_> = source.lines().map(str::trim).collect();
    lines.iter().enumerate().any(|(index, line)| {
        let is_function = line.starts_with(&head) || line.starts_with(&format!("async {head}"));
        let mut above = lines[..index].iter().rev().take_while(|line| is_decoration(line));
        is_function && above.any(|line| is_test_attribute(line))
    })
}

fn is_decoration(line: &str) -> bool {
    line.starts_with('#') || line.starts_with("//")
}

fn is_test_attribute(line: &str) -> bool {
    line == "#[test]" || line.starts_with("#[tokio::test")
}

fn rows_without_reference(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut promises = false;
    for (number, line) in markdown::prose_lines(text) {
        if !line.starts_with('|') {
            promises = false;
        } else if line.trim_end_matches(['|', ' ']).ends_with("Shown by") {
            promises = true;
        } else if promises && !is_rule(line) && references(line).is_empty() {
            faults.push(format!("{PAGE}:{number}: a promise without a test"));
        }
    }
    faults
}

/// The line of dashes under a table's head.
fn is_rule(line: &str) -> bool {
    line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "/// Words.\n#[test]\n#[ignore]\nfn kept_over_a_kill() {}\n\n\
        #[tokio::test(flavor = \"multi_thread\")]\nasync fn sent_once() {}\n\nfn no_test() {}\n";

    #[test]
    fn only_functions_with_a_test_attribute_count() {
        assert!(has_test(SOURCE, "kept_over_a_kill"));
        assert!(has_test(SOURCE, "sent_once"));
        assert!(!has_test(SOURCE, "no_test"));
        assert!(!has_test(SOURCE, "sent"), "a name is matched whole");
    }

    #[test]
    fn references_are_found_in_links_and_in_code() {
        let line = "| x | [t](../tests/tests/k1.rs#a_b), `core/tests/q.rs#c_d`. |";
        assert_eq!(
            references(line),
            ["../tests/tests/k1.rs#a_b", "core/tests/q.rs#c_d"]
        );
    }

    #[test]
    fn a_row_that_promises_without_a_test_is_a_fault() {
        let page =
            "| Promise | Shown by |\n|---|---|\n| kept | `a.rs#b` |\n| sent | soon |\n\n| free | table |\n";
        assert_eq!(
            rows_without_reference(page),
            ["docs/DELIVERY.md:4: a promise without a test"]
        );
    }
}
