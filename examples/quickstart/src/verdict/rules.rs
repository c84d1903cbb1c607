//! The rules: what was told against what was found. Pure, so that each can be seen to fail.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::Found;
use super::found::{FoundContact, FoundEvent};
use crate::story::{Person, Told, ToldEvent};

/// One rule, and what breaks it.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) says: String,
    pub(super) faults: Vec<String>,
}

pub(super) fn all(told: &Told, found: &Found) -> Vec<Rule> {
    let rule = |says: &str, faults| Rule {
        says: says.to_owned(),
        faults,
    };
    let count = told.events.len();
    vec![
        rule(
            &format!("each of the {count} stored events is there once, and no other"),
            once(told, found),
        ),
        rule(
            "each has its own name and metadata, unchanged",
            unchanged(told, found),
        ),
        rule(
            "each stands under the person it was said for",
            owners(told, found),
        ),
        rule(
            "each person's events are in the order of the calls",
            order(told, found),
        ),
        rule(
            "the visitor was merged into ada, with everything they did",
            merge(told, found),
        ),
        rule(
            "the updates were applied to ada, the one made offline too, and not to bob",
            updates(found),
        ),
        rule(
            "the app was told of each operation's delivery, once",
            reports(told),
        ),
    ]
}

fn once(told: &Told, found: &Found) -> Vec<String> {
    let mut faults = Vec::new();
    for event in &told.events {
        match found.events.iter().filter(|row| row.id == event.id).count() {
            1 => {}
            0 => faults.push(format!("lost: {} {}", event.name, event.id)),
            times => faults.push(format!("{times} times: {} {}", event.name, event.id)),
        }
    }
    let strangers = found
        .events
        .iter()
        .filter(|row| told.events.iter().all(|event| event.id != row.id));
    faults.extend(strangers.map(|row| format!("never told: {} {}", row.name, row.id)));
    faults
}

/// Told events with their rows.
fn pairs<'a>(told: &'a Told, found: &'a Found) -> impl Iterator<Item = (&'a ToldEvent, &'a FoundEvent)> {
    let rows: HashMap<&str, &FoundEvent> = found.events.iter().map(|row| (row.id.as_str(), row)).collect();
    told.events
        .iter()
        .filter_map(move |event| Some((event, *rows.get(event.id.as_str())?)))
}

fn unchanged(told: &Told, found: &Found) -> Vec<String> {
    pairs(told, found)
        .filter(|(event, row)| event.name != row.name || row.metadata != Value::from(event.metadata.clone()))
        .map(|(event, row)| format!("{} became {} {}", event.name, row.name, row.metadata))
        .collect()
}

fn owners(told: &Told, found: &Found) -> Vec<String> {
    let wrong =
        |(event, row): &(&ToldEvent, &FoundEvent)| row.contact.as_deref() != Some(event.person.user_id());
    pairs(told, found)
        .filter(wrong)
        .map(|(event, row)| {
            let stands = row.contact.as_deref().unwrap_or("nobody known");
            format!(
                "{} {} is {}'s, and stands under {stands}",
                event.name,
                event.id,
                event.person.user_id()
            )
        })
        .collect()
}

fn order(told: &Told, found: &Found) -> Vec<String> {
    let mut faults = Vec::new();
    for person in Person::ALL {
        let told_names: Vec<&str> = pairs(told, found)
            .filter(|(event, _)| event.person == person)
            .map(|(event, _)| event.id.as_str())
            .collect();
        let mut arrived: Vec<&str> = found
            .events
            .iter()
            .map(|row| row.id.as_str())
            .filter(|id| told_names.contains(id))
            .collect();
        arrived.dedup();
        let displaced = told_names
            .iter()
            .zip(&arrived)
            .position(|(told, arrived)| told != arrived);
        if let Some(place) = displaced {
            faults.push(format!(
                "{}'s arrive in another order from number {} on",
                person.user_id(),
                place + 1
            ));
        }
    }
    faults
}

fn user(found: &Found, person: Person) -> Option<&FoundContact> {
    found
        .contacts
        .iter()
        .find(|contact| contact.user_id.as_deref() == Some(person.user_id()))
}

fn merge(told: &Told, found: &Found) -> Vec<String> {
    let mut faults = Vec::new();
    let Some(ada) = user(found, Person::Ada) else {
        return vec!["there is no contact ada".to_owned()];
    };
    let visitor = match found
        .contacts
        .iter()
        .filter(|contact| contact.user_id.is_none())
        .collect::<Vec<_>>()[..]
    {
        [visitor] => visitor,
        ref visitors => return vec![format!("there are {} visitors instead of one", visitors.len())],
    };
    if visitor.merged_into.as_deref() != Some(ada.id.as_str()) {
        faults.push("the visitor does not point to ada".to_owned());
    }
    for (event, row) in pairs(told, found) {
        // What a visitor said and the server had before the merge was moved by it. What came afterwards, with
        // the visitor's own session, went to ada at once.
        let moved_from = row.recorded_contact_id.as_deref();
        let must_be_moved = event.as_visitor && !event.after_the_cut;
        let as_it_must_be = match moved_from {
            Some(id) => event.as_visitor && id == visitor.id,
            None => !must_be_moved,
        };
        if !as_it_must_be {
            let from = moved_from.unwrap_or("nobody");
            faults.push(format!("{} {} was moved from {from}", event.name, event.id));
        }
        if event.person == Person::Ada && row.contact_id != ada.id {
            faults.push(format!(
                "{} {} stands under another contact called ada",
                event.name, event.id
            ));
        }
    }
    faults
}

fn updates(found: &Found) -> Vec<String> {
    let mut faults = Vec::new();
    let mut expect = |what: &str, is: Option<Value>, must_be: Option<Value>| {
        if is != must_be {
            let show = |value: Option<Value>| value.map_or("nothing".to_owned(), |value| value.to_string());
            faults.push(format!("{what} is {}, and must be {}", show(is), show(must_be)));
        }
    };
    let ada = user(found, Person::Ada);
    let bob = user(found, Person::Bob);
    let custom = |contact: Option<&FoundContact>, key: &str| contact?.custom_attributes.get(key).cloned();
    let name = |contact: Option<&FoundContact>| contact?.name.clone().map(Value::from);
    expect("ada's plan", custom(ada, "plan"), Some(json!("pro")));
    expect("ada's team_mates", custom(ada, "team_mates"), Some(json!(5)));
    expect("ada's name", name(ada), Some(json!("Ada Lovelace")));
    expect("bob's plan", custom(bob, "plan"), None);
    expect("bob's name", name(bob), None);
    faults
}

fn reports(told: &Told) -> Vec<String> {
    let mut faults: Vec<String> = told
        .ended
        .iter()
        .filter(|(_, outcome)| outcome != "delivered")
        .map(|(id, outcome)| format!("{id} ended as {outcome}"))
        .collect();
    for event in told.events.iter().filter(|event| event.after_the_cut) {
        let times = told.ended.iter().filter(|(id, _)| *id == event.id).count();
        if times != 1 {
            faults.push(format!("{} {}: {times} reports", event.name, event.id));
        }
    }
    faults
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
