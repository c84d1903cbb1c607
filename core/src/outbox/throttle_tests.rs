//! The quota: joined, never lost, never overtaken.

use serde_json::json;

use super::*;
use crate::model::identity::Identity;
use crate::session::{Person, ledger};
use crate::storage::migrate_for_tests;

const QUOTA: Quota = Quota {
    limit: 2,
    window_ms: 1_000,
};

fn writer() -> Writer {
    let conn = Connection::open_in_memory().unwrap();
    migrate_for_tests(&conn);
    let mut writer = Writer::load(conn, 1_000).unwrap();
    let ada = Person::User(Identity {
        user_id: Some("ada".to_owned()),
        email: None,
    });
    ledger::login(&mut writer, ada, None, 0).unwrap();
    writer
}

fn change(number: u128, attributes: Value) -> OperationRow {
    let mut body = json!({ "id": Uuid::from_u128(number).to_string() });
    body.as_object_mut()
        .unwrap()
        .extend(attributes.as_object().unwrap().clone());
    OperationRow {
        kind: OperationKind::UserUpdate,
        id: Uuid::from_u128(number),
        created_at: 0,
        target: None,
        body: body.to_string().into_bytes(),
    }
}

#[test]
fn changes_beyond_the_quota_are_joined_and_the_last_value_wins() {
    let mut writer = writer();
    for number in 1..=2 {
        let told = tell(&mut writer, &change(number, json!({ "name": "Ada" })), QUOTA, 0).unwrap();
        assert_eq!(told, Told::Queued);
    }
    let third = json!({ "name": "B", "phone": "1", "custom_attributes": { "a": 1, "b": 1 } });
    let told = tell(&mut writer, &change(3, third), QUOTA, 10).unwrap();
    assert_eq!(told, Told::Held { joined: None });
    let fourth = json!({
        "name": "C", "custom_attributes": { "b": 2 },
        "companies": [{ "id": "x", "plan": "free", "custom_attributes": { "k": 1 } }]
    });
    let told = tell(&mut writer, &change(4, fourth), QUOTA, 20).unwrap();
    assert_eq!(
        told,
        Told::Held {
            joined: Some(Uuid::from_u128(3))
        }
    );
    let fifth = json!({ "companies": [{ "id": "x", "plan": "pro" }, { "id": "y" }], "phone": null });
    tell(&mut writer, &change(5, fifth), QUOTA, 30).unwrap();
    assert_eq!(queued(writer.conn()).len(), 2);
    let standing = standing(writer.conn(), QUOTA, 30).unwrap();
    assert_eq!(
        (standing.used, standing.next_in_ms, standing.held),
        (2, 970, true)
    );

    assert!(!release(&mut writer, QUOTA, 999).unwrap());
    assert!(release(&mut writer, QUOTA, 1_000).unwrap());
    let sent = queued(writer.conn());
    assert_eq!(
        sent[2],
        json!({
            "id": Uuid::from_u128(5).to_string(), "name": "C", "phone": null,
            "custom_attributes": { "a": 1, "b": 2 },
            "companies": [{ "id": "x", "plan": "pro", "custom_attributes": { "k": 1 } }, { "id": "y" }]
        })
    );
    assert!(!release(&mut writer, QUOTA, 1_001).unwrap());
}

#[test]
fn a_change_never_overtakes_one_that_is_held() {
    let mut writer = writer();
    for number in 1..=3 {
        tell(
            &mut writer,
            &change(number, json!({ "name": number.to_string() })),
            QUOTA,
            0,
        )
        .unwrap();
    }
    // The window has moved on: the held one goes first.
    tell(&mut writer, &change(4, json!({ "name": "4" })), QUOTA, 5_000).unwrap();
    let names: Vec<_> = queued(writer.conn())
        .into_iter()
        .map(|body| body["name"].clone())
        .collect();
    assert_eq!(names, ["1", "2", "3", "4"]);
}

#[test]
fn what_does_not_fit_into_one_change_goes_over_the_quota_instead_of_getting_lost() {
    let mut writer = writer();
    for number in 1..=2 {
        tell(&mut writer, &change(number, json!({})), QUOTA, 0).unwrap();
    }
    let many = |from: usize| {
        let members: Map<String, Value> = (from..from + 80).map(|n| (format!("k{n}"), json!(n))).collect();
        json!({ "custom_attributes": members })
    };
    tell(&mut writer, &change(3, many(0)), QUOTA, 1).unwrap();
    assert_eq!(
        tell(&mut writer, &change(4, many(80)), QUOTA, 2).unwrap(),
        Told::Queued
    );
    assert_eq!(queued(writer.conn()).len(), 4);
    assert!(!standing(writer.conn(), QUOTA, 2).unwrap().held);
}

#[test]
fn a_clock_that_jumps_neither_blocks_nor_loses_a_change() {
    let mut writer = writer();
    for number in 1..=3 {
        tell(&mut writer, &change(number, json!({})), QUOTA, 1_000_000).unwrap();
    }
    // Ten years back: the times of the future are not believed.
    assert!(release(&mut writer, QUOTA, 5).unwrap());
    assert_eq!(queued(writer.conn()).len(), 3);
}

#[test]
fn a_logout_takes_the_held_change_along() {
    let mut writer = writer();
    for number in 1..=3 {
        tell(&mut writer, &change(number, json!({})), QUOTA, 0).unwrap();
    }
    release_now(&mut writer).unwrap();
    assert_eq!(queued(writer.conn()).len(), 3);
    ledger::logout(&mut writer, false, false, 1).unwrap();
    assert_eq!(
        settings::get(writer.conn(), settings::UPDATE_TIMES).unwrap(),
        None
    );
}
