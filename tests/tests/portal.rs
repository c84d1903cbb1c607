//! K9: what a captive portal, a proxy or a broken server says is no acknowledgement.

use frontdesk_tests::support::{App, Fault, On, Reply, TestServer};
use serde_json::json;

/// The first `times` uploads go wrong by `fault`; then the event must be there, once, from equal bytes.
fn stays_until_a_good_answer(fault: Fault, times: usize) {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    server.fault(On::events().first(times), fault);
    let id = app.event_with("order-item", json!({ "order": "17" }));
    app.drain();

    let events = server.database().events();
    assert_eq!(events.len(), 1, "{events:?}");
    assert_eq!(events[0].id, id.to_string());
    assert_eq!(events[0].user_id.as_deref(), Some("ada"));
    let uploads = server.uploads();
    assert_eq!(uploads.len(), times + 1, "one more request than went wrong");
    assert!(
        uploads.windows(2).all(|pair| pair[0].sent == pair[1].sent),
        "a retry is byte-equal"
    );
    assert_eq!(app.ears.wait_for_fates(1).len(), 1, "its fate is told once");
}

#[test]
fn a_page_with_status_200_is_no_acknowledgement() {
    stays_until_a_good_answer(Fault::Reply(Reply::page(200)), 3);
}

#[test]
fn a_page_with_status_520_is_no_refusal() {
    stays_until_a_good_answer(Fault::Reply(Reply::page(520)), 3);
}

#[test]
fn a_page_with_status_403_is_no_refusal() {
    stays_until_a_good_answer(Fault::Reply(Reply::page(403)), 3);
}

#[test]
fn a_page_with_status_400_or_401_is_no_refusal() {
    stays_until_a_good_answer(Fault::Reply(Reply::page(400)), 2);
    stays_until_a_good_answer(Fault::Reply(Reply::page(401)), 2);
}

#[test]
fn a_page_that_claims_to_be_json_is_no_acknowledgement() {
    let page = Reply::status(200).body("application/json", "<!doctype html><title>Welcome</title>");
    stays_until_a_good_answer(Fault::Reply(page), 2);
}

#[test]
fn an_empty_200_is_no_acknowledgement() {
    stays_until_a_good_answer(Fault::Reply(Reply::status(200)), 2);
    stays_until_a_good_answer(Fault::Reply(Reply::status(204)), 2);
}

#[test]
fn json_of_another_shape_is_no_acknowledgement() {
    for body in [
        json!({ "ok": true }),
        json!([]),
        json!({ "results": {} }),
        json!({ "results": [{ "id": 7 }] }),
    ] {
        stays_until_a_good_answer(Fault::Reply(Reply::status(200).json(&body)), 2);
    }
}

#[test]
fn an_answer_that_names_other_ids_is_no_acknowledgement() {
    let stranger = json!({ "results": [
        { "id": "01936d3c-7e00-7000-8000-000000000001", "status": "accepted" }
    ] });
    stays_until_a_good_answer(Fault::Reply(Reply::status(200).json(&stranger)), 2);
}

#[test]
fn the_right_answer_under_a_wrong_content_type_is_no_acknowledgement() {
    stays_until_a_good_answer(Fault::ContentType("text/plain".to_owned()), 2);
    stays_until_a_good_answer(Fault::ContentType("text/html".to_owned()), 2);
}

#[test]
fn half_an_answer_is_no_acknowledgement() {
    stays_until_a_good_answer(Fault::Truncate, 2);
}

#[test]
fn bytes_that_are_no_http_are_no_acknowledgement() {
    stays_until_a_good_answer(Fault::Garbage, 2);
}

#[test]
fn a_portal_during_login_neither_logs_in_nor_ends_the_login() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    server.reply(On::logins().first(2), Reply::page(200));
    server.reply(On::logins().first(2), Reply::page(403));
    let login = app.login("ada").unwrap();
    assert!(!login.from_stored_session);
    assert_eq!(server.logins().len(), 5);
}

#[test]
fn a_portal_during_an_update_leaves_it_queued_and_delivers_it_later() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    server.reply(On::updates().first(2), Reply::page(200));
    let change = frontdesk_core::UserAttributes::new().name("Ada");
    app.update(change).unwrap();
    app.drain();
    assert_eq!(server.database().user("ada").name.as_deref(), Some("Ada"));
    let updates = server.journal().of("PATCH /sdk/v1/me");
    assert_eq!(updates.len(), 3);
    assert!(updates.windows(2).all(|pair| pair[0].sent == pair[1].sent));
}
