//! The server's table, and whether it is as it must be.
//!
//! Guarantees: the table is read from the server's database and from nowhere else; each rule is checked by
//! itself and every deviation is named with the id at fault. Reading is read-only. Called at the end, when the
//! server is gone.

mod found;
mod rules;

pub(crate) use found::{Found, read};

use crate::story::Told;
use crate::timeline::{Mark, Timeline};

/// Prints the table.
pub(crate) fn show(timeline: &Timeline, found: &Found) {
    timeline.scene("What the server has (its database, view event_timeline)");
    timeline.heading(format_args!(
        "  #  {:<8}{:<19}{:<12}operation",
        "contact", "event", "moved from"
    ));
    for (index, row) in found.events.iter().enumerate() {
        let number = index + 1;
        let contact = row.contact.as_deref().unwrap_or("visitor");
        let moved_from = row.recorded_contact_id.as_ref().map_or("", |_| "visitor");
        timeline.line(format_args!(
            "{number:>3}  {contact:<8}{:<19}{moved_from:<12}{}",
            row.name, row.id
        ));
    }
    timeline.heading(format_args!("     contact"));
    for contact in &found.contacts {
        timeline.line(format_args!("     {contact}"));
    }
}

/// Prints each rule with what breaks it; true when nothing does.
pub(crate) fn pronounce(timeline: &Timeline, told: &Told, found: &Found) -> bool {
    timeline.scene("Is it as it must be?");
    let mut all_well = true;
    for rule in rules::all(told, found) {
        all_well &= rule.faults.is_empty();
        let mark = if rule.faults.is_empty() {
            Mark::Good
        } else {
            Mark::Bad
        };
        timeline.point(mark, &rule.says);
        for fault in &rule.faults {
            timeline.line(format_args!("     {fault}"));
        }
    }
    let seconds = timeline.seconds();
    timeline.line("");
    if all_well {
        timeline.point(
            Mark::Good,
            format_args!("nothing lost, nothing doubled, nobody mixed up ({seconds:.1} s)"),
        );
    } else {
        timeline.point(
            Mark::Bad,
            format_args!("the table is not as it must be ({seconds:.1} s)"),
        );
    }
    all_well
}
