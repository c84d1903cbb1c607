//! A list of steps, run in order until one fails.
//!
//! What it guarantees: each step is counted once as passed, failed or skipped; under CI a skip is a
//! failure; after a failure nothing else runs and what did not run is named. `commands::test` owns the
//! list, this room only walks it.

use std::time::Instant;

use crate::house::House;
use crate::report;
use crate::stop::Stop;

/// How a step that did not fail ended.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// It ran and all was well; the note is shown beside the time.
    Passed(String),
    /// It could not run here, and why. A failure under CI.
    Skipped(String),
}

/// One thing to check.
#[derive(Clone, Copy)]
pub(crate) struct Step {
    /// The word that repeats it: `cargo xtask test NAME`.
    pub(crate) name: &'static str,
    /// What it does, in a few words.
    pub(crate) what: &'static str,
    /// Does it.
    pub(crate) run: fn(&House) -> Result<Verdict, Stop>,
}

/// How many steps ended how.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Steps that ran and were well.
    pub(crate) passed: usize,
    /// Steps that failed; at most one, as nothing runs after it.
    pub(crate) failed: usize,
    /// Steps that could not run here.
    pub(crate) skipped: usize,
}

/// Runs the steps in order and stops at the first failure.
pub(crate) fn walk(house: &House, steps: &[Step]) -> Tally {
    let mut tally = Tally::default();
    for (index, step) in steps.iter().enumerate() {
        report::step_begins(index + 1, steps.len(), step.name, step.what);
        let begun = Instant::now();
        match judged(house, (step.run)(house)) {
            Ok(Verdict::Passed(note)) => {
                tally.passed += 1;
                report::step_passed(begun.elapsed(), &note);
            }
            Ok(Verdict::Skipped(why)) => {
                tally.skipped += 1;
                report::step_skipped(&why);
            }
            Err(stop) => {
                tally.failed += 1;
                report::step_failed(step.name, begun.elapsed(), &stop);
                for left in &steps[index + 1..] {
                    report::not_run(left.name);
                }
                break;
            }
        }
    }
    tally
}

fn judged(house: &House, ended: Result<Verdict, Stop>) -> Result<Verdict, Stop> {
    match ended {
        Ok(Verdict::Skipped(why)) if house.ci => {
            Err(Stop::new(format!("skipped, which CI does not allow: {why}")))
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(ci: bool) -> House {
        House {
            root: "/".into(),
            target: "/".into(),
            cache: "/".into(),
            ci,
        }
    }

    fn step(run: fn(&House) -> Result<Verdict, Stop>) -> Step {
        Step {
            name: "step",
            what: "a step of a test",
            run,
        }
    }

    fn good(_: &House) -> Result<Verdict, Stop> {
        Ok(Verdict::Passed(String::new()))
    }

    fn absent(_: &House) -> Result<Verdict, Stop> {
        Ok(Verdict::Skipped("no such tool".into()))
    }

    fn bad(_: &House) -> Result<Verdict, Stop> {
        Err(Stop::new("broken"))
    }

    #[test]
    fn nothing_runs_after_a_failure() {
        let tally = walk(&house(false), &[step(good), step(bad), step(good)]);
        assert_eq!(
            tally,
            Tally {
                passed: 1,
                failed: 1,
                skipped: 0
            }
        );
    }

    #[test]
    fn a_skip_is_told_at_home_and_fails_in_ci() {
        let steps = [step(absent), step(good)];
        assert_eq!(
            walk(&house(false), &steps),
            Tally {
                passed: 1,
                failed: 0,
                skipped: 1
            }
        );
        assert_eq!(
            walk(&house(true), &steps),
            Tally {
                passed: 0,
                failed: 1,
                skipped: 0
            }
        );
    }
}
