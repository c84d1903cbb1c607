//! Relative links in the documents: the file must exist, and so must the heading after `#`.
//!
//! Addresses on the web are left alone: whether another site is up is not this tree's fault.

use std::fs;
use std::path::Path;

use super::{markdown, tree, verdict};
use crate::house::House;
use crate::steps::Verdict;
use crate::stop::Stop;

/// Checks every Markdown file of the tree.
pub(crate) fn run(house: &House) -> Result<Verdict, Stop> {
    let mut faults = Vec::new();
    let mut checked = 0;
    let documents = tree::files_with_extension(&house.root, "md")?;
    for path in &documents {
        let text = fs::read_to_string(path)?;
        let shown = path.strip_prefix(&house.root).unwrap_or(path);
        for link in markdown::links(&text) {
            if is_outside(link.target) {
                continue;
            }
            checked += 1;
            if let Some(fault) = fault_of(path, &text, link.target) {
                faults.push(format!("{}:{}: {fault}", shown.display(), link.line));
            }
        }
    }
    verdict(
        &faults,
        format!("{checked} links in {} documents", documents.len()),
    )
}

fn is_outside(target: &str) -> bool {
    target.contains("://") || target.starts_with("mailto:")
}

fn fault_of(document: &Path, text: &str, target: &str) -> Option<String> {
    let (file, heading) = target.split_once('#').unwrap_or((target, ""));
    let folder = document.parent().unwrap_or(document);
    let linked = if file.is_empty() {
        document.to_path_buf()
    } else {
        folder.join(file)
    };
    if !linked.exists() {
        return Some(format!("{target} leads nowhere"));
    }
    let is_document = linked.extension().is_some_and(|ext| ext == "md");
    if heading.is_empty() || !is_document {
        return None;
    }
    let anchors = if file.is_empty() {
        markdown::anchors(text)
    } else {
        markdown::anchors(&fs::read_to_string(&linked).ok()?)
    };
    (!anchors.iter().any(|anchor| anchor == heading)).then(|| format!("{target}: no such heading"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house_with(files: &[(&str, &str)]) -> (tempfile::TempDir, House) {
        let dir = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            fs::write(dir.path().join(name), text).expect("written");
        }
        let root = dir.path().to_path_buf();
        (
            dir,
            House {
                target: root.join("target"),
                cache: root.join("cache"),
                root,
                ci: false,
            },
        )
    }

    #[test]
    fn a_link_to_a_file_that_is_gone_is_told_with_its_line() {
        let (_dir, house) = house_with(&[("a.md", "text\n[b](b.md)\n")]);
        let stop = run(&house).expect_err("a fault");
        assert_eq!(stop.tail, "a.md:2: b.md leads nowhere");
    }

    #[test]
    fn a_link_to_a_heading_needs_the_heading() {
        let (_dir, house) = house_with(&[
            ("a.md", "[b](b.md#two) [c](#three)\n# Three\n"),
            ("b.md", "# One\n"),
        ]);
        let stop = run(&house).expect_err("a fault");
        assert_eq!(stop.tail, "a.md:1: b.md#two: no such heading");
    }

    #[test]
    fn addresses_on_the_web_are_not_looked_up() {
        let (_dir, house) = house_with(&[(
            "a.md",
            "[x](https://example.org/none) [y](mailto:a@example.org)\n",
        )]);
        assert!(run(&house).is_ok());
    }
}
