//! What arrives: the unread count, somebody who writes, content that is due, settings.

use frontdesk_core::Event;
use frontdesk_tests::support::{App, Ears, On, Reply, TestServer, block_on};
use serde_json::json;

use crate::scene::{PING, STREAM, scene, unread, wait_for_unread};

#[test]
fn the_unread_count_is_live_above_one_and_right_after_a_restart() {
    let scene = scene();
    let script = scene.script();
    scene.open();
    scene.server.wait_for_streams(1);
    script.change(1, "unread.changed", &unread(1));
    script.change(2, "unread.changed", &unread(3));
    scene.wait_for_unread(3);
    script.change(3, "unread.changed", &unread(3));
    script.change(4, "unread.changed", &unread(2));
    scene.wait_for_unread(2);
    assert_eq!(scene.unread_heard(), [0, 1, 3, 2], "changes alone are told");
    assert_eq!(scene.app.unread_conversation_count(), 2);
    scene.server.cut_network();
    let app = scene.app.reopen();
    assert_eq!(
        app.unread_conversation_count(),
        2,
        "right at start, without a network"
    );
    assert_eq!(app.messenger_state().unread_count, 2);
    wait_for_unread(&app, 2);
}

#[test]
fn whoever_starts_to_listen_hears_the_present_count_first() {
    let scene = scene();
    let script = scene.script();
    scene.open();
    scene.server.wait_for_streams(1);
    script.change(1, "unread.changed", &unread(4));
    scene.wait_for_unread(4);
    let late = Ears::new();
    scene.app.listen(late.clone());
    late.wait_for_all("the count", |heard| (!heard.is_empty()).then_some(()));
    assert_eq!(late.all()[0], Event::UnreadChanged { count: 4 });
}

#[test]
fn the_count_of_a_user_who_left_is_not_there_at_the_next_start() {
    let scene = scene();
    let script = scene.script();
    scene.open();
    scene.server.wait_for_streams(1);
    script.change(1, "unread.changed", &unread(2));
    scene.wait_for_unread(2);
    scene.app.log_out().unwrap();
    let app = scene.app.reopen();
    assert_eq!(app.unread_conversation_count(), 0);
}

#[test]
fn the_count_can_be_asked_for_and_says_when_the_server_cannot_be_reached() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    let error = block_on(app.fetch_unread_conversation_count()).unwrap_err();
    assert_eq!(error.code(), "not_logged_in");
    app.login("ada").unwrap();
    assert_eq!(block_on(app.fetch_unread_conversation_count()).unwrap(), 0);
    let ping =
        json!({ "settings_etag": "e", "unread": unread(3), "in_app": [], "seq": 4, "next_ping_s": 300 });
    server.reply(On::pings().first(1), Reply::status(200).json(&ping));
    assert_eq!(block_on(app.fetch_unread_conversation_count()).unwrap(), 3);
    assert_eq!(app.unread_conversation_count(), 3);
    server.cut_network();
    let error = block_on(app.fetch_unread_conversation_count()).unwrap_err();
    assert_eq!(error.code(), "network_unavailable");
    assert_eq!(app.unread_conversation_count(), 3, "the last known value");
}

#[test]
fn somebody_writes_and_content_is_due() {
    let scene = scene();
    let script = scene.script();
    scene.open();
    scene.server.wait_for_streams(1);
    script.say(
        "event: typing\ndata: {\"type\":\"typing\",\"data\":{\"conversation_id\":\"42\",\"author\":{\"type\":\"admin\",\"name\":\"Grace\",\"avatar\":null}}}\n\n",
    );
    scene.app.ears.wait_for("typing", |event| match event {
        Event::Typing {
            conversation_id,
            author,
        } if conversation_id == "42" => {
            assert_eq!(author.name.as_deref(), Some("Grace"));
            Some(())
        }
        _ => None,
    });
    script.change(
        1,
        "content.show",
        &json!({ "kind": "survey", "id": "2001", "display": "card", "priority": 1 }),
    );
    script.change(2, "unread.changed", &unread(1));
    scene.wait_for_unread(1);
    assert_eq!(
        scene.app.messenger_state().in_app,
        None,
        "the messenger covers the app"
    );
    block_on(scene.app.hide()).unwrap();
    let due = scene.app.messenger_state().in_app.unwrap();
    assert_eq!(due.id, "2001");
}

#[test]
fn changed_settings_are_asked_for_with_the_version_there_is() {
    let scene = scene();
    let script = scene.script();
    scene.open();
    scene.server.wait_for_streams(1);
    let pings = scene.asked(PING);
    script.change(1, "settings.changed", &json!({}));
    scene.server.journal().wait_for_count(PING, pings + 1);
    let last = scene.server.journal().of(PING).pop().unwrap();
    assert!(last.json()["etag"].is_string(), "{}", last.json());
    assert_eq!(scene.asked(STREAM), 1, "the stream stays open meanwhile");
}
