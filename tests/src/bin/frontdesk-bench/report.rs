//! The table for people and the figures for programs.
//!
//! Guarantees: a row is printed as soon as it is known; figures are medians over the rounds, a ratio is the
//! median of each round's own; a mark compares with a bar of the issue, or with a goal of our own (marked
//! with a star). Called by the measurements, on the main thread.

use serde_json::{Value, json};

use crate::figures::median;

/// What a ratio (or a figure that stands alone) must reach.
#[derive(Clone, Copy)]
pub(crate) enum Bar {
    None,
    Least { value: f64, ours: bool },
    Most { value: f64, ours: bool },
}

impl Bar {
    pub(crate) fn least(value: f64) -> Self {
        Self::Least { value, ours: false }
    }

    pub(crate) fn most(value: f64) -> Self {
        Self::Most { value, ours: false }
    }

    pub(crate) fn goal_least(value: f64) -> Self {
        Self::Least { value, ours: true }
    }

    pub(crate) fn goal_most(value: f64) -> Self {
        Self::Most { value, ours: true }
    }

    fn met(self, value: f64) -> Option<bool> {
        match self {
            Self::None => None,
            Self::Least { value: bar, .. } => Some(value >= bar),
            Self::Most { value: bar, .. } => Some(value <= bar),
        }
    }

    fn text(self) -> String {
        let star = |ours| if ours { "*" } else { "" };
        match self {
            Self::None => String::new(),
            Self::Least { value, ours } => format!(">= {value}{}", star(ours)),
            Self::Most { value, ours } => format!("<= {value}{}", star(ours)),
        }
    }
}

/// One line of the table.
pub(crate) struct Row {
    what: String,
    ours: Vec<f64>,
    peer: Vec<f64>,
    bar: Bar,
    /// The bar is for the ratio and not for the figure.
    compared: bool,
}

impl Row {
    pub(crate) fn new(what: &str) -> Self {
        Self {
            what: what.to_owned(),
            ours: Vec::new(),
            peer: Vec::new(),
            bar: Bar::None,
            compared: false,
        }
    }

    /// Our figure and the peer's of the same rounds; the bar is for the ratio.
    pub(crate) fn beside(mut self, ours: Vec<f64>, peer: Vec<f64>, bar: Bar) -> Self {
        (self.ours, self.peer, self.bar, self.compared) = (ours, peer, bar, true);
        self
    }

    /// A figure with a bar of its own.
    pub(crate) fn alone(mut self, ours: Vec<f64>, bar: Bar) -> Self {
        (self.ours, self.bar) = (ours, bar);
        self
    }

    /// Shows what a peer has there.
    pub(crate) fn with_peer(mut self, peer: Vec<f64>) -> Self {
        self.peer = peer;
        self
    }

    fn ratio(&self) -> Option<f64> {
        let ratios: Vec<f64> = self.ours.iter().zip(&self.peer).map(|(o, p)| o / p).collect();
        (self.compared && !ratios.is_empty()).then(|| median(&ratios))
    }

    fn met(&self) -> Option<bool> {
        match self.compared {
            true => self.ratio().and_then(|ratio| self.bar.met(ratio)),
            false => self.bar.met(median(&self.ours)),
        }
    }
}

/// Everything measured so far.
pub(crate) struct Report {
    group: String,
    rows: Vec<(String, Row)>,
    load: [String; 2],
}

impl Report {
    pub(crate) fn begin() -> Self {
        println!(
            "figures are medians over rounds in which the sides take turns; a ratio is the median of each"
        );
        println!("round's own; bars are the issue's, starred ones goals of our own\n");
        Self {
            group: String::new(),
            rows: Vec::new(),
            load: [load(), String::new()],
        }
    }

    pub(crate) fn group(&mut self, name: &str) {
        name.clone_into(&mut self.group);
        println!(
            "{name:<46} {:>11} {:>11} {:>7} {:>8}",
            "ours", "peer", "ratio", "bar"
        );
    }

    pub(crate) fn say(&self, text: &str) {
        println!("  {text}");
    }

    pub(crate) fn row(&mut self, row: Row) {
        let show = |values: &[f64]| match values.is_empty() {
            true => String::new(),
            false => number(median(values)),
        };
        let ratio = row.ratio().map_or(String::new(), |ratio| format!("{ratio:.2}x"));
        let mark = row.met().map_or("", |met| if met { "met" } else { "NOT MET" });
        println!(
            "  {:<44} {:>11} {:>11} {ratio:>7} {:>8} {mark}",
            row.what,
            show(&row.ours),
            show(&row.peer),
            row.bar.text()
        );
        self.rows.push((self.group.clone(), row));
    }

    pub(crate) fn end(&mut self) {
        self.load[1] = load();
        let missed = self
            .rows
            .iter()
            .filter(|(_, row)| row.met() == Some(false))
            .count();
        let judged = self.rows.iter().filter(|(_, row)| row.met().is_some()).count();
        println!("\n{} of {judged} bars and goals met", judged - missed);
        println!(
            "load of the machine: {} before, {} after",
            self.load[0], self.load[1]
        );
    }

    pub(crate) fn json(&self) -> Value {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|(group, row)| {
                json!({
                    "measurement": group,
                    "what": row.what,
                    "ours": median(&row.ours),
                    "peer": (!row.peer.is_empty()).then(|| median(&row.peer)),
                    "ratio": row.ratio(),
                    "bar": row.bar.text(),
                    "met": row.met(),
                    "rounds": {"ours": row.ours, "peer": row.peer},
                })
            })
            .collect();
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        json!({"cores": cores, "load_before": self.load[0], "load_after": self.load[1], "rows": rows})
    }
}

/// With as many digits as mean something.
fn number(value: f64) -> String {
    match value.abs() {
        large if large >= 1000.0 => {
            let digits = format!("{value:.0}");
            let groups: Vec<&str> = digits
                .as_bytes()
                .rchunks(3)
                .rev()
                .filter_map(|group| std::str::from_utf8(group).ok())
                .collect();
            groups.join(",")
        }
        medium if medium >= 100.0 => format!("{value:.0}"),
        small if small >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// What else the machine has to do, where it says so.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let words: Vec<&str> = text.split(' ').take(3).collect();
    words.join(" ")
}
