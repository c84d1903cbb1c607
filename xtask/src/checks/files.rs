//! The size and the opening of source files: at most 400 lines, and `//!` prose first.
//!
//! A file that wants more lines has a seam in it; a module that cannot say what it guarantees is not
//! finished. Applies to every crate of the workspace, tests and examples included.

use std::fs;
use std::path::Path;

use super::{tree, verdict};
use crate::house::House;
use crate::steps::Verdict;
use crate::stop::Stop;

/// A file longer than this is refused.
const MOST_LINES: usize = 400;

/// Where the rule applies.
const ROOMS: &[&str] = &["core", "server", "bindings", "examples", "tests", "xtask"];

/// Checks every Rust file of the rooms.
pub(crate) fn run(house: &House) -> Result<Verdict, Stop> {
    let mut faults = Vec::new();
    let mut files = 0;
    for room in ROOMS {
        for path in tree::files_with_extension(&house.root.join(room), "rs")? {
            files += 1;
            let shown = path.strip_prefix(&house.root).unwrap_or(&path);
            faults.extend(faults_of(shown, &fs::read_to_string(&path)?));
        }
    }
    verdict(&faults, format!("{files} files"))
}

fn faults_of(path: &Path, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let lines = text.lines().count();
    if lines > MOST_LINES {
        faults.push(format!(
            "{}: {lines} lines, at most {MOST_LINES}: look for the seam",
            path.display()
        ));
    }
    if !text.starts_with("//!") {
        faults.push(format!("{}:1: does not open with //! prose", path.display()));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_hundred_lines_are_allowed_and_one_more_is_not() {
        let mut text = String::from("//! A room.\n");
        text.push_str(&"// line\n".repeat(MOST_LINES - 1));
        assert!(faults_of(Path::new("a.rs"), &text).is_empty());
        text.push_str("// one more\n");
        assert_eq!(faults_of(Path::new("a.rs"), &text).len(), 1);
    }

    #[test]
    fn a_module_without_opening_prose_is_named() {
        let faults = faults_of(Path::new("core/src/a.rs"), "use std::fs;\n");
        assert_eq!(faults, ["core/src/a.rs:1: does not open with //! prose"]);
    }
}
