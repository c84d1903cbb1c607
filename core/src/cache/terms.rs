//! What a person typed, as a question to the index of words; and what was found, as HTML.
//!
//! Guarantees: no input is an error or an operator of the index's language; the last word matches as a beginning;
//! of what comes out, `em` is the only element. Pure.

/// Characters of a term that count, as on the server.
const TERM_CHARS: usize = 255;
/// Words of a term that count.
const MOST_WORDS: usize = 16;
/// Characters from which on a single beginning is looked for everywhere.
const SHORTEST_BEGINNING: usize = 2;

/// Stand for `<em>` and `</em>` until the text around them is made HTML: characters of private use that no text of
/// an article means to show.
pub(super) const OPEN: char = '\u{f8f0}';
pub(super) const CLOSE: char = '\u{f8f1}';

/// The words of a term, as the index is asked for them; empty when there is nothing to look for.
pub(super) fn words(term: &str) -> Vec<String> {
    let kept: String = term.chars().take(TERM_CHARS).collect();
    kept.split(|c: char| c.is_whitespace() || c.is_control())
        // A word without a letter or digit matches nothing by itself and must not forbid the others.
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .take(MOST_WORDS)
        .map(|word| word.replace('"', " "))
        .collect()
}

/// The question for articles that hold all (or any) of the words. Within quotes nothing has a meaning.
pub(super) fn question(words: &[String], joined_by: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    // One letter begins half of all words of all texts: it is looked for in titles, while the person types on.
    let alone = words.len() == 1 && words.iter().all(|word| word.chars().count() < SHORTEST_BEGINNING);
    format!(
        "{}{}*",
        if alone { "title : " } else { "" },
        quoted.join(joined_by)
    )
}

/// Whether words of this term are not set apart by spaces, so that an index of words does not find them.
pub(super) fn is_unspaced(term: &str) -> bool {
    term.chars().any(|c| {
        matches!(c,
            '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
            | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
    })
}

/// A marked piece of plain text as HTML; `None` when nothing in it is marked.
pub(super) fn highlight(marked: &str) -> Option<String> {
    if !marked.contains(OPEN) {
        return None;
    }
    let mut html = String::with_capacity(marked.len() + 32);
    let mut open = false;
    for character in marked.chars() {
        match character {
            OPEN if !open => html.push_str("<em>"),
            CLOSE if open => html.push_str("</em>"),
            OPEN | CLOSE => continue,
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            other if other.is_control() => html.push(' '),
            other => html.push(other),
        }
        open = match character {
            OPEN => true,
            CLOSE => false,
            _ => open,
        };
    }
    if open {
        html.push_str("</em>");
    }
    Some(html)
}

/// Marks the first place of `term` in `text`, with some characters around it.
pub(super) fn mark(text: &str, term: &str) -> Option<String> {
    const AROUND: usize = 40;
    let at = text.find(term)?;
    let (before, rest) = text.split_at(at);
    let (found, after) = rest.split_at(term.len());
    let start = before
        .char_indices()
        .rev()
        .nth(AROUND - 1)
        .map_or(0, |(index, _)| index);
    let end = after
        .char_indices()
        .nth(AROUND)
        .map_or(after.len(), |(index, _)| index);
    let (cut, more) = (
        if start > 0 { "…" } else { "" },
        if end < after.len() { "…" } else { "" },
    );
    Some(format!(
        "{cut}{}{OPEN}{found}{CLOSE}{}{more}",
        &before[start..],
        &after[..end]
    ))
}
