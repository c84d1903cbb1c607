//! The table of `bench bindings`: 80 columns, each figure beside Rust's, each goal beside its figure.
//!
//! Guarantees: a goal is marked ok or missed by the figure of this very run; what has no goal has no mark. A goal that
//! is missed does not fail the command: figures are for people.

use anstyle::{AnsiColor, Style};

use super::figures::Figures;
use super::{EVENTS, ROUNDS};

/// A call from another language may take this many times Rust's.
const TIMES_RUST: f64 = 3.0;

/// Language, layer in its line, what it is.
const LAYERS: [(&str, &str, &str); 5] = [
    ("Rust", "", "Rust"),
    ("Kotlin", "core", "Kotlin, generated call, JSON text"),
    ("Kotlin", "kotlin", "Kotlin, suspend function, a map"),
    ("Swift", "core", "Swift, generated call, JSON text"),
    ("Swift", "swift", "Swift, async function, a dictionary"),
];

const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();

/// Prints it.
pub(super) fn print(figures: &Figures) {
    anstream::println!("log_event, {EVENTS} calls into a fresh folder, medians of {ROUNDS} rounds in turn");
    anstream::println!("{:<36}{:>8}{:>8}{:>8}   goal", "", "p50 us", "p99 us", "x Rust");
    let rust = figures.of_record("Rust", "", "p50_us");
    for (language, layer, what) in LAYERS {
        let Some(p50) = figures.of_record(language, layer, "p50_us") else {
            continue;
        };
        let times = rust.filter(|rust| *rust > 0.0).map(|rust| p50 / rust);
        let goal = match times {
            Some(times) if language != "Rust" => mark(times <= TIMES_RUST, &format!("<= {TIMES_RUST}")),
            _ => String::new(),
        };
        anstream::println!(
            "{what:<36}{:>8}{:>8}{:>8}   {goal}",
            shown(Some(p50), 1),
            shown(figures.of_record(language, layer, "p99_us"), 1),
            shown(times, 2),
        );
    }
    anstream::println!();
    anstream::println!("allocated by the binding for one call");
    anstream::println!("{:<36}{:>8}{:>13}", "", "bytes", "allocations");
    for (language, layer, what) in LAYERS.into_iter().skip(1) {
        let of = |figure| figures.of_allocations(language, layer, figure);
        if let Some(bytes) = of("bytes_per_call") {
            let blocks = shown(of("allocations_per_call"), 1);
            anstream::println!("{what:<36}{:>8}{blocks:>13}", shown(Some(bytes), 0));
        }
    }
    anstream::println!();
    anstream::println!("cold start in a fresh folder, ms, median of {ROUNDS}");
    anstream::println!(
        "{:<36}{:>8}{:>8}{:>12}{:>8}",
        "",
        "load",
        "open",
        "first event",
        "all"
    );
    for language in ["Rust", "Kotlin", "Swift"] {
        let of = |figure| figures.of_cold(language, figure);
        // Rust's program has nothing to load, and names its constructor's time plainly.
        let (open, first) = (of("open_ms").or(of("ms")), of("first_event_ms"));
        let sum = open.zip(first).map(|(open, first)| open + first);
        anstream::println!(
            "{language:<36}{:>8}{:>8}{:>12}{:>8}",
            shown(of("load_ms"), 1),
            shown(open, 1),
            shown(first, 1),
            shown(of("all_ms").or(sum), 1),
        );
    }
}

fn mark(ok: bool, goal: &str) -> String {
    if ok {
        format!("{goal} {GOOD}ok{GOOD:#}")
    } else {
        format!("{goal} {BAD}missed{BAD:#}")
    }
}

fn shown(figure: Option<f64>, digits: usize) -> String {
    figure.map_or_else(|| "-".to_owned(), |figure| format!("{figure:.digits$}"))
}
