//! Streams that break, stay silent, are held back, or answer what no stream answers.

use std::time::Duration;

use frontdesk_core::Event;
use frontdesk_core::messenger::FeedMode;
use frontdesk_tests::support::{On, Reply, Script, wait_until_quiet};
use serde_json::json;

use crate::scene::{PING, POLL, STREAM, scene, unread};

#[test]
fn a_stream_that_breaks_is_followed_from_where_it_broke_without_loss_or_doubling() {
    let scene = scene();
    let first = scene.script();
    let second = scene.script();
    scene.open();
    scene.server.wait_for_streams(1);
    first.change(1, "unread.changed", &unread(1));
    first.change(2, "unread.changed", &unread(2));
    scene.wait_for_unread(2);
    // Half an event, then the network is gone.
    first.say(
        "id: 3\nevent: unread.changed\ndata: {\"seq\":3,\"type\":\"unread.changed\",\"data\":{\"count\":3",
    );
    scene.server.cut_streams();
    scene.wait_for_mode(FeedMode::Waiting);
    scene.time.pass_until(|| scene.asked(STREAM) == 2);
    assert_eq!(
        scene.server.journal().of(STREAM)[1].header("last-event-id"),
        Some("2")
    );
    second.change(2, "unread.changed", &unread(9));
    second.change(3, "unread.changed", &unread(3));
    second.change(4, "unread.changed", &unread(4));
    scene.wait_for_unread(4);
    assert_eq!(scene.unread_heard(), [0, 1, 2, 3, 4]);
}

#[test]
fn silence_is_given_up_and_the_second_time_questions_take_the_streams_place() {
    let scene = scene();
    let first = scene.script();
    let second = scene.script();
    scene.open();
    scene.server.wait_for_streams(1);
    scene.wait_for_mode(FeedMode::Stream);
    // A heartbeat every 25 s keeps it open.
    for _ in 0..4 {
        first.heartbeat();
        // Heard before time goes on.
        wait_until_quiet();
        scene.time.advance(Duration::from_secs(25));
    }
    assert_eq!((scene.asked(STREAM), scene.server.open_streams()), (1, 1));
    let silent = scene.time.pass_until(|| scene.asked(STREAM) == 2);
    assert!(silent > Duration::from_secs(10), "{silent:?}");
    scene.wait_for_mode(FeedMode::Stream);
    scene.time.pass_until(|| scene.asked(POLL) > 0);
    assert_eq!(scene.asked(STREAM), 2);
    scene.wait_for_mode(FeedMode::LongPoll);
    drop(second);
}

#[test]
fn a_proxy_that_collects_makes_place_for_questions_for_the_rest_of_the_session() {
    let scene = scene();
    scene.scripted(&Script::default());
    let changes = json!({ "changes": [{ "seq": 1, "type": "unread.changed", "data": unread(2) }], "seq": 1 });
    scene
        .server
        .reply(On::polls().first(1), Reply::status(200).json(&changes));
    // The real server knows nothing of that change, and would have everything asked for anew.
    let second = scene.server.hold(On::polls());
    scene.open();
    scene.server.wait_for_streams(1);
    let held = scene.time.pass_until(|| scene.asked(POLL) > 0);
    assert!(held <= Duration::from_secs(15), "{held:?}");
    scene.wait_for_unread(2);
    scene.server.wait_for_streams(0);
    let first = &scene.server.journal().of(POLL)[0];
    assert!(
        first.query.contains("wait=2") && first.query.contains("after=0"),
        "{}",
        first.query
    );
    scene.time.pass_until(|| scene.asked(POLL) > 1);
    assert!(scene.server.journal().of(POLL)[1].query.contains("after=1"));
    scene.app.set_foreground(false);
    scene.wait_for_mode(FeedMode::Off);
    let polls = scene.asked(POLL);
    scene.app.set_foreground(true);
    scene.time.pass_until(|| scene.asked(POLL) > polls);
    assert_eq!(scene.asked(STREAM), 1, "no second stream in this session");
    second.open();
}

#[test]
fn a_server_that_drains_is_left_alone_for_as_long_as_it_asks_even_when_the_network_comes() {
    let scene = scene();
    let drains = Reply::error(503, "service_unavailable").header("retry-after", "120");
    scene.server.reply(On::streams().first(1), drains);
    let _script = scene.script();
    scene.open();
    scene.server.journal().wait_for_count(STREAM, 1);
    scene.wait_for_mode(FeedMode::Waiting);
    scene.app.network_changed(true);
    scene.app.event("uploads-go-on");
    scene.app.drain();
    let left = scene.time.pass_until(|| scene.asked(STREAM) == 2);
    assert!(
        left >= Duration::from_secs(118) && left <= Duration::from_secs(123),
        "{left:?}"
    );
    scene.server.wait_for_streams(1);
}

#[test]
fn a_page_of_a_portal_is_no_stream_and_passes() {
    let scene = scene();
    scene.server.reply(On::streams().first(2), Reply::page(200));
    let script = scene.script();
    scene.open();
    scene.time.pass_until(|| scene.asked(STREAM) == 3);
    scene.wait_for_mode(FeedMode::Stream);
    script.change(1, "unread.changed", &unread(1));
    scene.wait_for_unread(1);
}

#[test]
fn waits_between_attempts_have_jitter_below_a_minute() {
    let scene = scene();
    scene
        .server
        .reply(On::streams(), Reply::error(500, "server_error"));
    scene.open();
    scene.server.journal().wait_for_count(STREAM, 1);
    for (attempt, most) in [1, 2, 4, 8, 16, 32, 60, 60, 60].into_iter().enumerate() {
        let count = attempt + 2;
        let waited = scene.time.pass_until(|| scene.asked(STREAM) >= count);
        assert!(
            waited <= Duration::from_secs(most + 2),
            "attempt {count} after {waited:?}"
        );
    }
}

#[test]
fn what_can_no_longer_be_told_is_asked_for_anew() {
    let scene = scene();
    let first = scene.script();
    scene
        .server
        .reply(On::streams().first(1), Reply::error(410, "resync_required"));
    let second = scene.script();
    scene.open();
    scene.server.wait_for_streams(1);
    first.change(7, "unread.changed", &unread(1));
    scene.wait_for_unread(1);
    let pings = scene.asked(PING);
    scene.server.reply(
        On::pattern("GET /sdk/v1/conversations").first(1),
        Reply::status(200)
            .json(&json!({ "data": [{ "id": "42", "updated_at": 1_763_700_000 }], "next": null })),
    );
    scene.server.cut_streams();
    scene.time.pass_until(|| scene.asked(STREAM) == 3);
    assert_eq!(scene.asked(PING), pings + 1);
    let streams = scene.server.journal().of(STREAM);
    assert_eq!(streams[1].header("last-event-id"), Some("7"));
    assert_eq!(
        streams[2].header("last-event-id"),
        Some("0"),
        "where the ping says"
    );
    scene.app.ears.wait_for("the conversation", |event| {
        (*event == Event::ConversationChanged { id: "42".to_owned() }).then_some(())
    });
    second.change(1, "unread.changed", &unread(5));
    scene.wait_for_unread(5);
}

#[test]
fn an_event_that_makes_no_sense_is_never_skipped_in_silence() {
    let scene = scene();
    let first = scene.script();
    let _second = scene.script();
    let none = Reply::status(200).json(&json!({ "data": [], "next": null }));
    scene.server.reply(On::pattern("GET /sdk/v1/conversations"), none);
    scene.open();
    scene.server.wait_for_streams(1);
    let pings = scene.asked(PING);
    first.say("id: 1\nevent: part.created\ndata: {\"seq\":1,\"type\":\"part.created\",\"data\":{}}\n\n");
    scene.time.pass_until(|| scene.asked(STREAM) == 2);
    assert_eq!(scene.asked(PING), pings + 1);
    assert_eq!(scene.asked("GET /sdk/v1/conversations"), 1);
}

#[test]
fn kinds_of_changes_of_a_newer_server_are_passed_over() {
    let scene = scene();
    let script = scene.script();
    scene.open();
    scene.server.wait_for_streams(1);
    script.change(1, "part.deleted", &json!({ "what": "ever" }));
    script.say("event: confetti\ndata: {\"seq\":2,\"type\":\"confetti\",\"data\":[]}\n\n");
    script.change(3, "unread.changed", &unread(1));
    scene.wait_for_unread(1);
    assert_eq!(scene.asked(STREAM), 1);
}

#[test]
fn a_session_that_the_server_forgot_is_made_anew_and_the_stream_goes_on() {
    let scene = scene();
    scene
        .server
        .reply(On::streams().first(1), Reply::error(401, "session_expired"));
    let script = scene.script();
    scene.open();
    scene.time.pass_until(|| scene.asked(STREAM) == 2);
    assert_eq!(scene.server.logins().len(), 2);
    assert!(scene.app.is_user_logged_in());
    script.change(1, "unread.changed", &unread(1));
    scene.wait_for_unread(1);
}

#[test]
fn a_login_that_is_refused_while_nobody_waits_logs_nobody_out() {
    let scene = scene();
    scene
        .server
        .reply(On::streams(), Reply::error(401, "session_expired"));
    scene
        .server
        .reply(On::logins(), Reply::error(401, "identity_verification_failed"));
    scene.open();
    scene.server.journal().wait_for_count("POST /sdk/v1/sessions", 2);
    scene.app.event("still-adas");
    assert_ne!(scene.app.session_state().as_str(), "logged_out");
    assert_eq!(
        scene
            .app
            .fetch_logged_in_user_attributes()
            .unwrap()
            .user_id
            .as_deref(),
        Some("ada")
    );
}
