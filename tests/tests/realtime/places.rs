//! Foreground and background, networks that come and go, one user after the other.

use std::time::Duration;

use frontdesk_core::Space;
use frontdesk_core::messenger::FeedMode;
use frontdesk_tests::support::{App, On, Reply, TestServer, block_on, wait_until_quiet};
use serde_json::json;

use crate::scene::{PING, STREAM, scene, unread};

#[test]
fn nothing_is_asked_in_the_background_nor_before_a_login() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.set_foreground(true);
    app.network_changed(true);
    app.set_foreground(false);
    app.login("ada").unwrap();
    block_on(app.present_space(Space::Messages)).unwrap();
    app.event("something-else");
    app.drain();
    assert_eq!(server.journal().of(PING).len(), 0);
    assert_eq!(server.journal().of(STREAM).len(), 0);
}

#[test]
fn a_ping_comes_with_the_foreground_and_a_stream_only_when_there_is_something_to_listen_for() {
    let scene = scene();
    let script = scene.script();
    scene.app.set_foreground(true);
    scene.server.journal().wait_for_count(PING, 1);
    scene.app.event("meanwhile");
    scene.app.drain();
    assert_eq!(scene.asked(STREAM), 0, "no conversation, no open messenger");
    block_on(scene.app.present_space(Space::Messages)).unwrap();
    scene.server.wait_for_streams(1);
    scene.wait_for_mode(FeedMode::Stream);
    let asked = &scene.server.journal().of(STREAM)[0];
    assert_eq!(asked.header("last-event-id"), Some("0"));
    assert_eq!(asked.header("accept"), Some("text/event-stream"));
    assert_eq!(asked.header("accept-encoding"), Some("identity"));
    block_on(scene.app.hide()).unwrap();
    scene.server.wait_for_streams(0);
    scene.wait_for_mode(FeedMode::Off);
    drop(script);
}

#[test]
fn the_background_closes_the_stream_and_the_foreground_pings_again() {
    let scene = scene();
    let _scripts = (scene.script(), scene.script());
    scene.open();
    scene.wait_for_mode(FeedMode::Stream);
    wait_until_quiet();
    let pings = scene.asked(PING);
    scene.app.set_foreground(false);
    scene.server.wait_for_streams(0);
    scene.wait_for_mode(FeedMode::Off);
    scene.app.set_foreground(true);
    scene.server.wait_for_streams(1);
    assert_eq!(scene.asked(PING), pings + 1);
}

#[test]
fn a_network_that_goes_closes_and_one_that_comes_opens_at_once() {
    let scene = scene();
    let first = scene.script();
    let _more = (scene.script(), scene.script());
    scene.open();
    scene.server.wait_for_streams(1);
    first.change(1, "unread.changed", &unread(1));
    scene.wait_for_unread(1);
    scene.app.network_changed(false);
    scene.server.wait_for_streams(0);
    assert!(!scene.app.messenger_state().online);
    scene.time.advance(Duration::from_secs(600));
    assert_eq!(scene.asked(STREAM), 1, "nothing is tried in vain");
    scene.app.network_changed(true);
    scene.server.journal().wait_for_count(STREAM, 2);
    scene.server.wait_for_streams(1);
    // Another network: the connection of before may be dead without a sign.
    scene.app.network_changed(true);
    scene.server.journal().wait_for_count(STREAM, 3);
    scene.server.wait_for_streams(1);
    let last = &scene.server.journal().of(STREAM)[2];
    assert_eq!(last.header("last-event-id"), Some("1"));
}

#[test]
fn the_foreground_and_a_push_end_a_wait() {
    let scene = scene();
    scene
        .server
        .reply(On::streams().first(6), Reply::error(500, "server_error"));
    let _script = scene.script();
    scene.open();
    scene.server.journal().wait_for_count(STREAM, 1);
    scene.wait_for_mode(FeedMode::Waiting);
    let push = json!({ "frontdesk": 1, "conversation_id": "42", "part_id": "7", "seq": 3, "unread": 1 });
    assert!(scene.app.handle_push(&push).is_some());
    scene.server.journal().wait_for_count(STREAM, 2);
    scene.app.set_foreground(true);
    scene.server.journal().wait_for_count(STREAM, 3);
    scene.app.network_changed(true);
    scene.server.journal().wait_for_count(STREAM, 4);
}

#[test]
fn nobody_hears_of_the_user_before_them() {
    let scene = scene();
    let adas = scene.script();
    let _bobs = scene.script();
    scene.open();
    scene.server.wait_for_streams(1);
    adas.change(1, "unread.changed", &unread(2));
    scene.wait_for_unread(2);
    scene.app.log_out().unwrap();
    assert_eq!(scene.app.unread_conversation_count(), 0);
    adas.change(2, "unread.changed", &unread(7));
    let gate = scene.server.hold(On::logins());
    std::thread::scope(|threads| {
        let login = threads.spawn(|| scene.app.login("bob").unwrap());
        gate.wait_for_arrival();
        // Closed before the next login is answered.
        scene.server.wait_for_streams(0);
        gate.open();
        login.join().unwrap();
    });
    adas.change(3, "unread.changed", &unread(8));
    block_on(scene.app.present_space(Space::Messages)).unwrap();
    scene.server.wait_for_streams(1);
    assert_eq!(scene.app.unread_conversation_count(), 0);
    wait_until_quiet();
    assert_eq!(scene.unread_heard(), [0, 2, 0]);
    let streams = scene.server.journal().of(STREAM);
    assert_eq!(streams[1].header("last-event-id"), Some("0"), "bob's own place");
    assert_ne!(
        streams[0].header("authorization"),
        streams[1].header("authorization")
    );
}

#[test]
fn what_an_app_tells_is_sent_beside_an_open_stream_and_beside_a_question() {
    let scene = scene();
    let _script = scene.script();
    scene.open();
    scene.server.wait_for_streams(1);
    scene.app.event("beside-the-stream");
    scene.app.drain();
    let gate = scene.server.hold(On::pings());
    scene.time.advance(Duration::from_secs(31));
    scene.app.network_changed(true);
    gate.wait_for_arrival();
    scene.app.event("beside-the-ping");
    scene.app.drain();
    gate.open();
}

#[test]
fn what_an_earlier_user_left_is_delivered_beside_the_next_users_stream() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    server.cut_network();
    app.login("ada").unwrap_err();
    app.event("adas-last-words");
    app.log_out().unwrap();
    let adas = |body: &serde_json::Value| body["identity"]["user_id"] == "ada";
    let gate = server.hold(On::logins().when(move |seen| adas(seen.body)));
    server.restore_network();
    app.login("bob").unwrap();
    app.set_foreground(true);
    block_on(app.present_space(Space::Messages)).unwrap();
    server.wait_for_streams(1);
    gate.wait_for_arrival();
    gate.open();
    app.drain();
    assert_eq!(server.database().names(), ["adas-last-words"]);
    assert_eq!(server.open_streams(), 1);
}
