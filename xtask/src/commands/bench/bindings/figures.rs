//! What the programs told: one line per turn, kept as it came, and the medians over the turns.
//!
//! Guarantees: a figure that a program does not tell is absent, never zero. Pure; tested here.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// All lines.
#[derive(Debug, Default)]
pub(super) struct Figures {
    record: BTreeMap<&'static str, Vec<Value>>,
    cold: BTreeMap<&'static str, Vec<Value>>,
    allocations: BTreeMap<&'static str, Value>,
}

impl Figures {
    pub(super) fn record(&mut self, language: &'static str, line: Value) {
        self.record.entry(language).or_default().push(line);
    }

    pub(super) fn cold(&mut self, language: &'static str, line: Value) {
        self.cold.entry(language).or_default().push(line);
    }

    pub(super) fn allocations(&mut self, language: &'static str, line: Value) {
        self.allocations.insert(language, line);
    }

    /// The median over the turns of one figure of `log_event`; `layer` is empty for a program with one.
    pub(super) fn of_record(&self, language: &str, layer: &str, figure: &str) -> Option<f64> {
        median(self.record.get(language)?, |line| member(line, layer, figure))
    }

    /// The median over the turns of one figure of the cold start.
    pub(super) fn of_cold(&self, language: &str, figure: &str) -> Option<f64> {
        median(self.cold.get(language)?, |line| member(line, "", figure))
    }

    /// What the binding allocated per call.
    pub(super) fn of_allocations(&self, language: &str, layer: &str, figure: &str) -> Option<f64> {
        match self.allocations.get(language) {
            Some(line) => member(line, layer, figure),
            None => self.of_record(language, layer, figure),
        }
    }

    /// Everything, for other programs.
    pub(super) fn json(&self) -> String {
        json!({"record": self.record, "cold": self.cold, "allocations": self.allocations}).to_string()
    }
}

fn member(line: &Value, layer: &str, figure: &str) -> Option<f64> {
    let line = if layer.is_empty() { line } else { &line[layer] };
    line[figure].as_f64()
}

fn median(lines: &[Value], figure: impl Fn(&Value) -> Option<f64>) -> Option<f64> {
    let mut figures: Vec<f64> = lines.iter().filter_map(figure).collect();
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_turn_counts_and_a_figure_nobody_told_is_absent() {
        let mut figures = Figures::default();
        for p50 in [90.0, 20.0, 30.0] {
            figures.record("Kotlin", json!({"core": {"p50_us": p50, "bytes_per_call": 7}}));
        }
        assert_eq!(figures.of_record("Kotlin", "core", "p50_us"), Some(30.0));
        assert_eq!(figures.of_record("Kotlin", "kotlin", "p50_us"), None);
        assert_eq!(figures.of_record("Swift", "core", "p50_us"), None);
        assert_eq!(figures.of_cold("Kotlin", "all_ms"), None);
        assert_eq!(
            figures.of_allocations("Kotlin", "core", "bytes_per_call"),
            Some(7.0)
        );
        figures.allocations("Kotlin", json!({"core": {"bytes_per_call": 9}}));
        assert_eq!(
            figures.of_allocations("Kotlin", "core", "bytes_per_call"),
            Some(9.0)
        );
    }
}
