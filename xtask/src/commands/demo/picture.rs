//! A terminal's output as an animated SVG.
//!
//! Guarantees: no script, no font and nothing from elsewhere in it, so that it moves wherever a picture may be shown;
//! columns stand under each other in any font; who asked for less motion sees the end, still. Understands the few colour
//! codes that the demo prints, and drops others. Called by `recording`.

use std::fmt::Write as _;
use std::time::Duration;

/// A line, and when it appears.
pub(super) struct Frame {
    pub(super) at: Duration,
    pub(super) line: String,
}

const COLUMNS: usize = 80;
const ROWS: usize = 24;
const ADVANCE: f64 = 7.8;
const LEADING: usize = 19;
const EDGE: usize = 18;
const BAR: usize = 34;

/// How long the last picture stays before it all begins anew.
const REST: Duration = Duration::from_secs(8);

/// The whole picture.
pub(super) fn drawn(frames: &[Frame]) -> String {
    let end = frames.last().map_or(Duration::ZERO, |frame| frame.at);
    let whole = (end + REST).as_secs_f64();
    let mut moves = (String::new(), String::new());
    let mut lines = String::new();
    for (index, frame) in frames.iter().enumerate() {
        let share = frame.at.as_secs_f64() / whole * 100.0;
        let rows = index + 1;
        let up = rows.saturating_sub(ROWS) * LEADING;
        let down = rows * LEADING;
        // Writing to a text cannot fail.
        let _ = write!(moves.0, "{share:.2}%{{transform:translateY(-{up}px)}}");
        let _ = write!(moves.1, "{share:.2}%{{transform:translateY({down}px)}}");
        let _ = writeln!(lines, "{}", drawn_line(&frame.line, EDGE + rows * LEADING - 5));
    }
    let (up, down) = (
        frames.len().saturating_sub(ROWS) * LEADING,
        frames.len() * LEADING,
    );
    let (width, height) = (2 * EDGE + 624, BAR + 2 * EDGE + ROWS * LEADING);
    let (room, all) = (ROWS * LEADING + EDGE, frames.len() * LEADING + EDGE);
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="cargo xtask demo: events told offline survive a kill and reach the server once, in order, under the right person">
<style>
text{{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#d7dce2;white-space:pre}}
.d{{fill:#7f8a96}}.b{{font-weight:700}}.r{{fill:#f47b72}}.g{{fill:#5fcf80}}.y{{fill:#e5b95c}}.u{{fill:#6fb3f2}}.m{{fill:#cf94f0}}.c{{fill:#56c8cf}}
#up{{animation:up {whole:.2}s step-end infinite}}#down{{animation:down {whole:.2}s step-end infinite}}
@keyframes up{{0%{{transform:translateY(0)}}{up_moves}}}
@keyframes down{{0%{{transform:translateY(0)}}{down_moves}}}
@media (prefers-reduced-motion:reduce){{#up{{animation:none;transform:translateY(-{up}px)}}#down{{animation:none;transform:translateY({down}px)}}}}
</style>
<rect width="{width}" height="{height}" rx="10" fill="#16191d"/>
<circle cx="20" cy="18" r="5.5" fill="#f0655b"/><circle cx="38" cy="18" r="5.5" fill="#e5b53f"/><circle cx="56" cy="18" r="5.5" fill="#57b960"/>
<text x="{middle}" y="22" text-anchor="middle" class="d">cargo xtask demo</text>
<clipPath id="window"><rect y="{BAR}" width="{width}" height="{window}"/></clipPath>
<g clip-path="url(#window)"><g transform="translate(0 {BAR})"><g id="up">
{lines}<g id="down"><rect y="{EDGE}" width="{width}" height="{cover}" fill="#16191d"/></g>
</g></g></g>
</svg>
"##,
        middle = width / 2,
        window = room,
        cover = all,
        up_moves = moves.0,
        down_moves = moves.1,
    )
}

/// A line of text at its height, each run of one look an element of its own.
fn drawn_line(line: &str, y: usize) -> String {
    let mut text = String::new();
    let mut column = 0;
    for (look, run) in runs(line) {
        let length = run.chars().count().min(COLUMNS.saturating_sub(column));
        let run: String = run.chars().take(length).collect();
        let blank = run.chars().take_while(|one| *one == ' ').count();
        let shown = run.trim();
        if !shown.is_empty() {
            let x = f64::from(u32::try_from(column + blank).unwrap_or(0)).mul_add(ADVANCE, 18.0);
            let wide = f64::from(u32::try_from(shown.chars().count()).unwrap_or(0)) * ADVANCE;
            let class = if look.is_empty() {
                String::new()
            } else {
                format!(" class=\"{look}\"")
            };
            let _ = write!(
                text,
                "<text x=\"{x:.1}\" y=\"{y}\" textLength=\"{wide:.1}\"{class}>{}</text>",
                escaped(shown)
            );
        }
        column += length;
    }
    text
}

/// The runs of a line that look alike, by the colour codes between them.
fn runs(line: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut look: Vec<&str> = Vec::new();
    for (index, piece) in line.split("\u{1b}[").enumerate() {
        let mut text = piece;
        if index > 0
            && let Some((code, rest)) = piece.split_once('m')
        {
            match class_of(code) {
                Some(class) => look.push(class),
                None => look.clear(),
            }
            text = rest;
        }
        if !text.is_empty() {
            found.push((look.join(" "), text.to_owned()));
        }
    }
    found
}

fn class_of(code: &str) -> Option<&'static str> {
    match code {
        "1" => Some("b"),
        "2" => Some("d"),
        "31" => Some("r"),
        "32" => Some("g"),
        "33" => Some("y"),
        "34" => Some("u"),
        "35" => Some("m"),
        "36" => Some("c"),
        _ => None,
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_become_classes_and_end_at_their_reset() {
        let line = "\u{1b}[1m\u{1b}[32m✓\u{1b}[0m <done>";
        assert_eq!(
            runs(line),
            [
                ("b g".to_owned(), "✓".to_owned()),
                (String::new(), " <done>".to_owned())
            ]
        );
        let drawn = drawn_line(line, 40);
        assert!(drawn.contains(r#"class="b g">✓</text>"#), "{drawn}");
        assert!(
            drawn.contains(r#"x="33.6" y="40" textLength="46.8">&lt;done&gt;"#),
            "{drawn}"
        );
    }

    #[test]
    fn the_picture_holds_each_line_once_and_names_nothing_outside_itself() {
        let frames: Vec<Frame> = (0..30)
            .map(|index| Frame {
                at: Duration::from_millis(200 * index),
                line: format!("line {index}"),
            })
            .collect();
        let picture = drawn(&frames);
        assert_eq!(picture.matches("<text ").count(), 31);
        assert!(!picture.contains("href") && !picture.contains("script") && !picture.contains("NaN"));
    }
}
