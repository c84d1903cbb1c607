//! The little of Markdown that the checks need: links and headings outside code.

/// A link and the line it stands on, counted from 1.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link<'a> {
    pub(super) line: usize,
    pub(super) target: &'a str,
}

/// Every inline link, `[words](target)`, outside fenced code.
pub(super) fn links(text: &str) -> Vec<Link<'_>> {
    let mut found = Vec::new();
    for (line, content) in prose_lines(text) {
        let mut rest = content;
        while let Some(at) = rest.find("](") {
            rest = &rest[at + 2..];
            let Some(end) = rest.find(')') else { break };
            // A title may follow the address, after a space.
            if let Some(target) = rest[..end].split_whitespace().next() {
                found.push(Link { line, target });
            }
            rest = &rest[end..];
        }
    }
    found
}

/// The anchors of all headings, as hosting sites make them: lower case, spaces to dashes, only letters,
/// digits, dashes and underscores kept.
pub(super) fn anchors(text: &str) -> Vec<String> {
    let headings = prose_lines(text).filter(|(_, line)| line.starts_with('#'));
    headings
        .map(|(_, line)| anchor(line.trim_start_matches('#').trim()))
        .collect()
}

/// The lines outside fenced code, with their numbers from 1.
pub(super) fn prose_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut in_code = false;
    text.lines().enumerate().filter_map(move |(index, line)| {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
            return None;
        }
        (!in_code).then_some((index + 1, line))
    })
}

fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
        _ => None,
    });
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_in_prose_are_found_and_those_in_code_are_not() {
        let text = "a [b](c.md) and [d](e.md#f \"title\")\n```\n[no](x)\n```\n[g](h)\n";
        let found: Vec<_> = links(text)
            .into_iter()
            .map(|link| (link.line, link.target))
            .collect();
        assert_eq!(found, [(1, "c.md"), (1, "e.md#f"), (5, "h")]);
    }

    #[test]
    fn headings_become_the_anchors_hosts_make() {
        assert_eq!(
            anchors("# What is, and isn't\n## `Process` mode\n"),
            ["what-is-and-isnt", "process-mode"]
        );
    }
}
