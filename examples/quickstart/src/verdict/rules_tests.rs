//! Each rule fails for its own reason and for no other.

use super::*;

fn told() -> Told {
    let mut told = Told::default();
    for (id, person, as_visitor) in [
        ("1", Person::Ada, true),
        ("2", Person::Ada, false),
        ("3", Person::Bob, false),
        ("4", Person::Ada, false),
    ] {
        if id == "2" {
            told.network_was_cut();
        }
        told.event(ToldEvent {
            id: id.to_owned(),
            name: format!("event-{id}"),
            metadata: json!({"n": id}).as_object().cloned().unwrap(),
            person,
            as_visitor,
            after_the_cut: false,
        });
    }
    told.heard([("2", "delivered"), ("3", "delivered"), ("4", "delivered")].into_iter());
    told
}

fn found() -> Found {
    let event = |id: &str, person: &str, recorded: Option<&str>| FoundEvent {
        id: id.to_owned(),
        name: format!("event-{id}"),
        contact: Some(person.to_owned()),
        contact_id: format!("c-{person}"),
        metadata: json!({"n": id}),
        recorded_contact_id: recorded.map(str::to_owned),
    };
    let contact =
        |id: &str, user_id: Option<&str>, name: Option<&str>, custom_attributes, merged: Option<&str>| {
            FoundContact {
                id: id.to_owned(),
                role: "user".to_owned(),
                user_id: user_id.map(str::to_owned),
                name: name.map(str::to_owned),
                custom_attributes,
                merged_into: merged.map(str::to_owned),
            }
        };
    Found {
        events: vec![
            event("1", "ada", Some("c-visitor")),
            event("2", "ada", None),
            event("4", "ada", None),
            event("3", "bob", None),
        ],
        contacts: vec![
            contact(
                "c-ada",
                Some("ada"),
                Some("Ada Lovelace"),
                json!({"plan": "pro", "team_mates": 5}),
                None,
            ),
            contact("c-visitor", None, None, json!({}), Some("c-ada")),
            contact("c-bob", Some("bob"), None, json!({}), None),
        ],
    }
}

/// Places of the rules that are broken.
fn broken(told: &Told, found: &Found) -> Vec<usize> {
    let rules = all(told, found);
    rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| !rule.faults.is_empty())
        .map(|(index, _)| index)
        .collect()
}

#[test]
fn a_table_as_it_must_be_breaks_no_rule() {
    assert_eq!(broken(&told(), &found()), [] as [usize; 0]);
}

#[test]
fn a_lost_event_a_doubled_one_and_a_stranger_are_seen() {
    let mut lost = found();
    lost.events.remove(1);
    assert_eq!(broken(&told(), &lost), [0]);
    let mut doubled = found();
    doubled.events.push(doubled.events[3].clone());
    assert_eq!(broken(&told(), &doubled), [0]);
    let mut stranger = found();
    stranger.events.push(FoundEvent {
        id: "9".to_owned(),
        ..FoundEvent::default()
    });
    assert_eq!(broken(&told(), &stranger), [0]);
}

#[test]
fn a_changed_event_is_seen() {
    let mut changed = found();
    changed.events[1].metadata = json!({"n": 2});
    assert_eq!(broken(&told(), &changed), [1]);
}

#[test]
fn an_event_under_the_wrong_person_is_seen() {
    let mut mixed_up = found();
    mixed_up.events[3].contact = Some("ada".to_owned());
    assert_eq!(broken(&told(), &mixed_up), [2]);
    mixed_up.events[3].contact = None;
    assert_eq!(broken(&told(), &mixed_up), [2]);
}

#[test]
fn events_out_of_order_are_seen() {
    let mut disorder = found();
    disorder.events.swap(1, 2);
    assert_eq!(broken(&told(), &disorder), [3]);
    // Two people's events may overtake each other.
    let mut overtaken = found();
    overtaken.events.rotate_right(1);
    assert_eq!(broken(&told(), &overtaken), [] as [usize; 0]);
}

#[test]
fn a_merge_that_did_not_happen_is_seen() {
    let mut found = found();
    found.contacts[1].merged_into = None;
    assert_eq!(broken(&told(), &found), [4]);
    found.contacts.remove(1);
    assert_eq!(broken(&told(), &found), [4]);
}

#[test]
fn an_event_that_was_not_moved_with_the_visitor_or_that_was_without_cause_is_seen() {
    let mut left_behind = found();
    left_behind.events[0].recorded_contact_id = None;
    assert_eq!(broken(&told(), &left_behind), [4]);
    let mut without_cause = found();
    without_cause.events[3].recorded_contact_id = Some("c-visitor".to_owned());
    assert_eq!(broken(&told(), &without_cause), [4]);
}

#[test]
fn an_update_that_was_lost_or_went_to_the_wrong_person_is_seen() {
    let mut lost = found();
    lost.contacts[0].custom_attributes = json!({"team_mates": 5});
    assert_eq!(broken(&told(), &lost), [5]);
    let mut wrong = found();
    wrong.contacts[2].custom_attributes = json!({"plan": "pro"});
    assert_eq!(broken(&told(), &wrong), [5]);
}

#[test]
fn a_missing_a_second_and_a_bad_report_are_seen() {
    let mut missing = told();
    missing.ended.remove(0);
    assert_eq!(broken(&missing, &found()), [6]);
    let mut second = told();
    second.ended.push(("3".to_owned(), "delivered".to_owned()));
    assert_eq!(broken(&second, &found()), [6]);
    let mut bad = told();
    bad.ended.push(("7".to_owned(), "Expired".to_owned()));
    assert_eq!(broken(&bad, &found()), [6]);
}
