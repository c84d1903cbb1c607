//! K2: the server committed and the client does not know. The same bytes go again, and count once.

use frontdesk_core::{Delivery, DeliveryOutcome, UserAttributes};
use frontdesk_tests::support::{App, Fault, On, TestServer, request};
use serde_json::json;

#[test]
fn an_answer_that_is_lost_is_asked_for_again_with_the_same_bytes_and_counts_once() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    server.fault(On::events().first(3), Fault::DropAfter);
    // All of them before the first try, so that each try has the same to say.
    server.cut_network();
    let ids: Vec<_> = (0..50)
        .map(|n| app.event_with("order-item", json!({ "n": n })))
        .collect();
    server.restore_network();
    app.drain();

    let stored: Vec<String> = server
        .database()
        .events()
        .into_iter()
        .map(|event| event.id)
        .collect();
    assert_eq!(stored, ids.iter().map(ToString::to_string).collect::<Vec<_>>());
    let uploads = server.uploads();
    assert!(uploads.len() >= 4);
    assert!(
        uploads[..4].windows(2).all(|pair| pair[0].sent == pair[1].sent),
        "byte-equal, compressed or not"
    );
    let last = uploads[3].answer_json();
    let first = last["results"].as_array().unwrap();
    assert!(
        first.iter().all(|result| result["status"] == "duplicate"),
        "{last}"
    );
    let fates = app.ears.wait_for_fates(ids.len());
    assert!(fates.iter().all(|(_, fate)| *fate == DeliveryOutcome::Delivered));
    assert_eq!(fates.len(), ids.len(), "each fate is told once");
}

#[test]
fn events_told_while_an_answer_is_awaited_do_not_change_the_bytes_of_the_retry() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    let gate = server.hold_answer(On::events());
    app.event("first");
    gate.wait_for_arrival();
    server.fault(On::events().first(1), Fault::DropAfter);
    app.event("second");
    gate.open();
    app.drain();
    assert_eq!(server.database().names(), ["first", "second"]);
}

#[test]
fn an_answer_that_comes_twice_is_taken_once() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    server.fault(On::events(), Fault::Twice);
    for round in 0..5 {
        app.event(&format!("round-{round}"));
        app.drain();
    }
    assert_eq!(server.database().names().len(), 5);
    assert_eq!(app.ears.wait_for_fates(5).len(), 5);
}

#[test]
fn a_crash_between_the_servers_commit_and_the_answer_counts_once() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    let gate = server.hold_answer(On::events());
    let ids: Vec<_> = (0..20).map(|_| app.event("once")).collect();
    gate.wait_for_arrival();
    assert!(!server.database().events().is_empty(), "the server has committed");
    let app = app.crash();
    gate.open();
    app.drain();
    let stored: Vec<String> = server
        .database()
        .events()
        .into_iter()
        .map(|event| event.id)
        .collect();
    assert_eq!(stored, ids.iter().map(ToString::to_string).collect::<Vec<_>>());
    let uploads = server.uploads();
    let (first, again) = (&uploads[0], &uploads[1]);
    assert!(
        again.event_ids().starts_with(&first.event_ids()),
        "the same ids in the same order"
    );
}

#[test]
fn a_request_that_the_network_repeats_counts_once() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    app.event_with("order-item", json!({ "order": "17" }));
    app.drain();
    let upload = server.uploads().remove(0);
    let headers: Vec<(&str, &str)> = upload
        .headers
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "host" | "content-length" | "connection"))
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    for _ in 0..3 {
        let answer = request(server.address(), "POST", "/sdk/v1/events", &headers, &upload.sent);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json()["results"][0]["status"], "duplicate");
    }
    assert_eq!(server.database().events().len(), 1);
}

#[test]
fn an_update_whose_answer_is_lost_is_applied_once_and_answered_once() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    server.fault(On::updates().first(2), Fault::DropAfter);
    let change = UserAttributes::new().name("Ada").custom("no_such_attribute", 1);
    let answer = app.update(change).unwrap();
    app.drain();
    let updates = server.journal().of("PATCH /sdk/v1/me");
    assert!(updates.windows(2).all(|pair| pair[0].sent == pair[1].sent));
    assert_eq!(updates.last().unwrap().answer_json()["status"], "duplicate");
    if let Delivery::Delivered { rejected } = answer {
        assert_eq!(
            rejected.len(),
            1,
            "the stored answer is repeated, rejections included"
        );
    }
    assert_eq!(server.database().user("ada").name.as_deref(), Some("Ada"));
    assert_eq!(server.database().number("select count(*) from operations"), 1);
}

#[test]
fn a_login_whose_answer_is_lost_makes_one_contact() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    server.fault(On::logins().first(2), Fault::DropAfter);
    app.login_lead().unwrap();
    server.fault(On::logins().first(2), Fault::DropAfter);
    let login = app.login("ada").unwrap();
    assert_eq!(
        server
            .database()
            .contacts()
            .iter()
            .filter(|c| c.merged_into.is_none())
            .count(),
        1
    );
    assert_eq!(login.contact_id.unwrap(), server.database().user("ada").id);
}
