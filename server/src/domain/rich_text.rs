//! Text with a little formatting, made harmless before it is stored.
//!
//! Whatever an operator or a device writes passes [`sanitise`] once, on its way in; what is stored is what
//! a messenger may show. Elements, attributes and schemes are lists of what is allowed, so that nothing
//! new in HTML ever gets through by itself. Pure functions, called on request threads.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

/// Elements that stay. Everything else is dropped and its text kept, except where the text is code.
const ELEMENTS: [&str; 34] = [
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "del",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "i",
    "img",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "s",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];

/// Elements that begin a new line of plain text.
const BLOCKS: [&str; 15] = [
    "blockquote",
    "br",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "tr",
    "ul",
];

static BUILDER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(ELEMENTS))
        .clean_content_tags(HashSet::from([
            "script", "style", "title", "template", "noscript",
        ]))
        .tag_attributes(
            [
                ("a", HashSet::from(["href", "title"])),
                ("img", HashSet::from(["src", "alt", "width", "height"])),
                ("ol", HashSet::from(["start"])),
                ("td", HashSet::from(["colspan", "rowspan"])),
                ("th", HashSet::from(["colspan", "rowspan"])),
            ]
            .into(),
        )
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        // A relative address would lead somewhere inside the app that shows the text.
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .strip_comments(true);
    builder
});

/// The harmless part of `html`.
#[must_use]
pub fn sanitise(html: &str) -> String {
    BUILDER.clean(html).to_string()
}

/// HTML that shows `text` as it is: a paragraph for each block of lines.
#[must_use]
pub fn from_text(text: &str) -> String {
    let unified = text.replace("\r\n", "\n");
    unified
        .split("\n\n")
        .map(str::trim)
        .filter(|block| !block.is_empty())
        .map(|block| format!("<p>{}</p>", escape(block).replace('\n', "<br>")))
        .collect()
}

/// `text` with the characters escaped that mean something in HTML.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
    out
}

/// The words of sanitised HTML: blocks become lines, control characters vanish.
#[must_use]
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        push_words(&mut out, &rest[..at]);
        rest = &rest[at..];
        let end = if rest.starts_with('<') { '>' } else { ';' };
        let Some(length) = rest.find(end) else { break };
        let inside = &rest[1..length];
        if end == '>' {
            let name = inside.trim_start_matches('/');
            let name = name
                .split(|c: char| !c.is_ascii_alphanumeric())
                .next()
                .unwrap_or("");
            if BLOCKS.contains(&name) && !out.is_empty() && !out.ends_with('\n') {
                out.truncate(out.trim_end().len());
                out.push('\n');
            } else if matches!(name, "td" | "th") && !out.ends_with(char::is_whitespace) {
                out.push(' ');
            }
        } else {
            out.push(match inside {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                // The serialiser of sanitised text writes no other entities.
                _ => ' ',
            });
        }
        rest = &rest[length + 1..];
    }
    if !rest.starts_with(['<', '&']) {
        push_words(&mut out, rest);
    }
    out.truncate(out.trim_end().len());
    out
}

/// Appends text with every run of white space as one space.
fn push_words(out: &mut String, text: &str) {
    for character in text.chars() {
        if character.is_whitespace() {
            if !out.is_empty() && !out.ends_with(char::is_whitespace) {
                out.push(' ');
            }
        } else if !character.is_control() {
            out.push(character);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_or_leads_into_the_app_is_taken_out() {
        for (given, kept) in [
            ("<script>alert(1)</script>Hi", "Hi"),
            ("<p onclick=\"x()\" style=\"position:fixed\">Hi</p>", "<p>Hi</p>"),
            (
                "<img src=\"javascript:x\" onerror=\"x()\" alt=\"a\">",
                "<img alt=\"a\">",
            ),
            ("<iframe src=\"https://a.b\">x</iframe>", "x"),
            ("<svg><a xlink:href=\"javascript:x\">x</a></svg>", ""),
            ("<form action=\"https://a.b\"><input name=\"q\">x</form>", "x"),
            ("<img src=\"data:image/svg+xml;base64,AAAA\">", "<img>"),
            ("<!-- secret --><b>Hi</b>", "<b>Hi</b>"),
        ] {
            let clean = sanitise(given);
            assert!(
                clean == kept || (kept.is_empty() && !clean.contains("javascript")),
                "{given} became {clean}"
            );
        }
        let link = sanitise("<a href=\"https://a.b\" target=\"_top\">x</a><a href=\"/logout\">y</a>");
        assert_eq!(
            link,
            "<a href=\"https://a.b\" rel=\"noopener noreferrer nofollow\">x</a>\
             <a rel=\"noopener noreferrer nofollow\">y</a>"
        );
    }

    #[test]
    fn formatting_stays() {
        let text = "<h2>A</h2><p>B <strong>c</strong></p><ul><li>d</li></ul><ol start=\"3\"><li>e</li></ol>";
        assert_eq!(sanitise(text), text);
    }

    #[test]
    fn cleaning_twice_changes_nothing() {
        for text in [
            "<p>a & b <c",
            "&lt;script&gt;",
            "<b><i>x</b></i>",
            "<math><mtext></p><style>",
        ] {
            let once = sanitise(text);
            assert_eq!(sanitise(&once), once, "{text}");
        }
    }

    #[test]
    fn plain_text_has_a_line_per_block_and_no_markup() {
        let html = sanitise(
            "<h2>Start</h2>\n<p>One &amp; two,<br>three &lt;four&gt;</p><ul><li>a</li><li>b</li></ul>",
        );
        assert_eq!(plain(&html), "Start\nOne & two,\nthree <four>\na\nb");
        assert_eq!(plain("no markup"), "no markup");
        assert_eq!(plain(&sanitise("a\u{1}b\u{a0}c < d")), "ab c < d");
    }

    #[test]
    fn plain_text_becomes_paragraphs_that_show_it_as_it_was() {
        assert_eq!(
            from_text("a <b>\nc\n\nd & e"),
            "<p>a &lt;b&gt;<br>c</p><p>d &amp; e</p>"
        );
        assert_eq!(plain(&from_text("a <b>\nc\n\nd & e")), "a <b>\nc\nd & e");
    }
}
