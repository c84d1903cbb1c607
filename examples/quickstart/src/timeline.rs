//! What the story prints: one line per thing that happens, with the time since the start and who did it.
//!
//! Guarantees: lines fit 80 columns as long as the words given do; colour and symbols only on a terminal and
//! without `--plain` (`NO_COLOR` switches the colour off too). Used by the story's thread.

use std::fmt::Display;
use std::io::IsTerminal;
use std::time::Instant;

use anstyle::{AnsiColor, Color, Style};

use crate::failure::Failure;

const DIM: Style = Style::new().dimmed();
const BOLD: Style = Style::new().bold();
const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const CARE: Style = AnsiColor::Yellow.on_default().bold();

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// It was asked for and it is done.
    Good,
    /// It was taken note of and waits.
    Waits,
    /// Something went away.
    Cut,
    /// It is not as it must be.
    Bad,
}

/// The printer.
pub(crate) struct Timeline {
    begun: Instant,
    symbols: bool,
}

impl Timeline {
    pub(crate) fn start(plain: bool) -> Self {
        let plain = plain || !std::io::stdout().is_terminal();
        if plain {
            anstream::ColorChoice::Never.write_global();
        }
        Self {
            begun: Instant::now(),
            symbols: !plain,
        }
    }

    /// A part of the story begins.
    pub(crate) fn scene(&self, title: &str) {
        let rule = if self.symbols { "──" } else { "--" };
        anstream::println!("\n{DIM}{rule}{DIM:#} {BOLD}{title}{BOLD:#}");
    }

    /// Something happened.
    pub(crate) fn tell(&self, who: &str, mark: Mark, what: impl Display) {
        let seconds = self.begun.elapsed().as_secs_f64();
        let style = style_of(mark);
        let symbol = self.symbol(mark);
        let colour = colour_of(who);
        anstream::println!(
            "{DIM}{seconds:7.2} s{DIM:#}  {colour}{who:<7}{colour:#} {style}{symbol}{style:#} {what}"
        );
    }

    /// A line of a table or a list, with a mark in front.
    pub(crate) fn point(&self, mark: Mark, what: impl Display) {
        let style = style_of(mark);
        let symbol = self.symbol(mark);
        anstream::println!(" {style}{symbol}{style:#} {what}");
    }

    /// A line as it is.
    pub(crate) fn line(&self, text: impl Display) {
        anstream::println!("{text}");
    }

    /// A heading of a table.
    pub(crate) fn heading(&self, text: impl Display) {
        anstream::println!("{DIM}{text}{DIM:#}");
    }

    pub(crate) fn seconds(&self) -> f64 {
        self.begun.elapsed().as_secs_f64()
    }

    /// The story cannot go on.
    pub(crate) fn broke_off(&self, why: &Failure) {
        let symbol = self.symbol(Mark::Bad);
        anstream::eprintln!("\n {BAD}{symbol} the story broke off{BAD:#}: {why}");
    }

    fn symbol(&self, mark: Mark) -> &'static str {
        match (mark, self.symbols) {
            (Mark::Good, true) => "✓",
            (Mark::Waits, true) => "…",
            (Mark::Cut, true) => "✂",
            (Mark::Bad, true) => "✗",
            (Mark::Good, false) => "ok",
            (Mark::Waits, false) => "..",
            (Mark::Cut, false) => "--",
            (Mark::Bad, false) => "!!",
        }
    }
}

fn style_of(mark: Mark) -> Style {
    match mark {
        Mark::Good => GOOD,
        Mark::Waits => CARE,
        Mark::Cut | Mark::Bad => BAD,
    }
}

/// The same person or thing has the same colour throughout.
fn colour_of(who: &str) -> Style {
    let colour = match who {
        "phone" => AnsiColor::Magenta,
        "laptop" => AnsiColor::Cyan,
        _ => AnsiColor::Blue,
    };
    Style::new().fg_color(Some(Color::Ansi(colour)))
}
