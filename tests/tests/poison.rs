//! K8: one event that no server takes must not hold up, or take with it, its neighbours.

use frontdesk_core::DeliveryOutcome;
use frontdesk_tests::support::{App, On, Reply, Seen, TestServer};
use serde_json::json;

/// At most this many requests isolate one offender among `n`: twice the halvings, and two.
fn most_requests(n: f64) -> usize {
    (2.0 * n.log2() + 2.0).floor() as usize
}

fn holds(seen: &Seen<'_>, name: &str) -> bool {
    let events = seen.body["events"].as_array();
    events.is_some_and(|events| events.iter().any(|event| event["name"] == name))
}

/// `count` events, those in `poisoned` refused with `status` together with everything beside them.
fn isolates(count: usize, poisoned: &[usize], status: u16) -> (TestServer, App, usize) {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    server.cut_network();
    let ids: Vec<_> = (0..count)
        .map(|n| app.event(if poisoned.contains(&n) { "poison" } else { "good" }))
        .collect();
    let refusal = Reply::error(status, "parameter_invalid");
    server.reply(On::events().when(|seen| holds(seen, "poison")), refusal);
    server.restore_network();
    app.drain();

    let stored: Vec<String> = server
        .database()
        .events()
        .into_iter()
        .map(|event| event.id)
        .collect();
    let good: Vec<String> = ids
        .iter()
        .enumerate()
        .filter(|(n, _)| !poisoned.contains(n))
        .map(|(_, id)| id.to_string())
        .collect();
    assert_eq!(stored, good, "every good event once, in order");
    let pending = app.pending().unwrap();
    assert_eq!(pending.rejected_count, poisoned.len() as u64);
    for rejected in &pending.rejected {
        assert_eq!(rejected.code, "parameter_invalid");
        assert!(
            poisoned.iter().any(|n| ids[*n] == rejected.id),
            "the offender, not a neighbour"
        );
    }
    let requests = server.uploads().len();
    (server, app, requests)
}

#[test]
fn one_poison_event_among_a_thousand_is_isolated_in_few_requests() {
    let (_server, app, requests) = isolates(1000, &[617], 400);
    assert!(requests <= most_requests(1000.0), "{requests} requests");
    let fates = app.ears.wait_for_fates(1000);
    let rejected: Vec<_> = fates
        .iter()
        .filter(|(_, f)| matches!(f, DeliveryOutcome::Rejected { .. }))
        .collect();
    assert_eq!((fates.len(), rejected.len()), (1000, 1), "each fate is told once");
}

#[test]
fn poison_is_isolated_wherever_it_stands() {
    for place in [0, 1, 249, 250, 499] {
        let (_server, _app, requests) = isolates(500, &[place], 422);
        assert!(
            requests <= most_requests(500.0),
            "{requests} requests for place {place}"
        );
    }
}

#[test]
fn several_poison_events_are_all_isolated() {
    let (_server, _app, requests) = isolates(256, &[3, 4, 200], 400);
    assert!(requests <= 3 * most_requests(256.0), "{requests} requests");
}

#[test]
fn a_lone_poison_event_is_set_aside_and_the_next_one_goes_through() {
    let (server, app, _) = isolates(1, &[0], 409);
    app.event("next");
    app.drain();
    assert_eq!(server.database().names(), ["next"]);
}

#[test]
fn a_batch_that_is_too_large_is_halved_until_it_fits() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    server.cut_network();
    for n in 0..200 {
        app.event_with("big", json!({ "n": n, "filler": "x".repeat(900) }));
    }
    server.reply(
        On::events().when(|seen| seen.body.to_string().len() > 40_000),
        Reply::error(413, "body_too_large"),
    );
    server.restore_network();
    app.drain();
    let places: Vec<i64> = server
        .database()
        .events()
        .iter()
        .map(|event| event.metadata["n"].as_i64().unwrap())
        .collect();
    assert_eq!(places, (0..200).collect::<Vec<i64>>());
    assert_eq!(app.pending().unwrap().rejected_count, 0);
}

#[test]
fn an_event_the_server_rejects_by_itself_does_not_touch_its_neighbours() {
    let server = TestServer::builder().limits(|limits| {
        limits.rates = None;
        limits.event_names = 2;
    });
    let server = server.start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    server.cut_network();
    app.event("first");
    let third = app.event("second");
    let refused = app.event("one-name-too-many");
    app.event("first");
    server.restore_network();
    app.drain();
    assert_eq!(server.database().names(), ["first", "second", "first"]);
    assert_eq!(app.ears.fate_of(third), DeliveryOutcome::Delivered);
    let DeliveryOutcome::Rejected { code, .. } = app.ears.fate_of(refused) else {
        panic!("it was refused");
    };
    assert_eq!(code, "event_limit_reached");
    let rejected = &app.pending().unwrap().rejected[0];
    assert!(
        rejected.body.contains("one-name-too-many"),
        "the app can see what was refused"
    );
    assert!(app.dismiss(rejected.id).unwrap());
    assert_eq!(app.pending().unwrap().rejected_count, 0);
}

#[test]
fn a_refused_event_is_still_shown_after_a_restart_and_not_sent_again() {
    let (server, app, requests) = isolates(3, &[1], 400);
    let app = app.reopen();
    assert_eq!(app.pending().unwrap().rejected_count, 1);
    app.event("later");
    app.drain();
    assert_eq!(server.uploads().len(), requests + 1);
    assert_eq!(server.database().names(), ["good", "good", "later"]);
}
