//! The feed: streams, long polls, positions, and how they end.

use std::time::Duration;

use frontdesk_server::{Limits, ServerConfig};
use serde_json::{Value, json};

use crate::desk::{Desk, Device, new_id, no_rates};
use crate::sdk_conversations::{ask, id_of, reply, start};
use crate::stream::{EventStream, Said};

async fn with(change: impl FnOnce(&mut Limits)) -> Desk {
    let mut limits = no_rates();
    change(&mut limits);
    Desk::with(ServerConfig::default().with_limits(limits)).await
}

#[tokio::test]
async fn a_stream_tells_other_devices_of_the_same_user_and_nobody_else() {
    let desk = Desk::open().await;
    let phone = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let tablet = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let bob = desk.token(&Device::new(), json!({"user_id":"bob"})).await;
    let mut at_tablet = EventStream::open(&desk, &tablet, "").await;
    let mut at_bob = EventStream::open(&desk, &bob, "").await;
    assert!((1_000..5_000).contains(&at_tablet.retry.unwrap()));
    let started = start(&desk, &phone, "Hello").await;
    let (kind, change) = at_tablet.event().await;
    assert_eq!(
        (kind.as_str(), &change["data"]["conversation"]["id"]),
        ("conversation.updated", &started["id"])
    );
    let (kind, change) = at_tablet.event().await;
    assert_eq!(kind, "part.created");
    assert_eq!(change["data"]["part"], started["parts"][0]);
    assert_eq!(at_tablet.last_id, change["seq"].as_i64());
    // The first thing that Bob hears is his own.
    let own = start(&desk, &bob, "Mine").await;
    assert_eq!(at_bob.event().await.1["data"]["conversation"]["id"], own["id"]);
}

#[tokio::test]
async fn what_happened_offline_is_replayed_once_and_in_order() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "0").await;
    let seq = desk.call("POST", "/sdk/v1/ping", &token, json!({})).await.ok()["seq"]
        .as_i64()
        .unwrap();
    for n in 1..=3 {
        let part = json!({ "id": new_id(), "body": n.to_string() });
        reply(&desk, &token, id_of(&started), part).await.ok();
    }
    let mut stream = EventStream::open(&desk, &token, &format!("?after={seq}")).await;
    for n in 1..=3 {
        let (_, change) = stream.event().await;
        assert_eq!(change["data"]["part"]["body_text"], n.to_string());
        assert_eq!(change["seq"], seq + n);
    }
    let part = json!({ "id": new_id(), "body": "live" });
    reply(&desk, &token, id_of(&started), part).await.ok();
    assert_eq!(stream.event().await.1["seq"], seq + 4);
    // The header that browsers send by themselves wins over the address.
    let again = desk
        .request("GET", "/sdk/v1/stream?after=0")
        .bearer_auth(&token)
        .header("last-event-id", (seq + 3).to_string());
    let text = again.send().await.unwrap().chunk().await.unwrap().unwrap();
    let text = String::from_utf8(text.to_vec()).unwrap();
    assert!(text.contains(&format!("id: {}\n", seq + 4)) && !text.contains(&format!("id: {}\n", seq + 3)));
    let list = ask(&desk, &token, &format!("/sdk/v1/changes?after={seq}"))
        .await
        .ok();
    assert_eq!(list["changes"].as_array().unwrap().len(), 4);
    assert_eq!(list["seq"], seq + 4);
}

#[tokio::test]
async fn a_position_that_is_not_known_asks_for_everything_anew() {
    let desk = with(|limits| limits.changes_kept = Duration::from_secs(7 * 86_400)).await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "Hello").await;
    for path in ["/sdk/v1/changes?after=3", "/sdk/v1/stream?after=3"] {
        assert_eq!(
            ask(&desk, &token, path).await.error(),
            (410, "resync_required"),
            "{path}"
        );
    }
    for path in [
        "/sdk/v1/changes?after=x",
        "/sdk/v1/stream?after=-1",
        "/sdk/v1/changes?wait=61",
    ] {
        assert_eq!(
            ask(&desk, &token, path).await.error(),
            (400, "parameter_invalid"),
            "{path}"
        );
    }
    desk.clock.advance(7 * 86_400 + 1);
    desk.server.purge().await.unwrap();
    assert_eq!(
        ask(&desk, &token, "/sdk/v1/changes?after=1").await.error(),
        (410, "resync_required")
    );
    assert_eq!(ask(&desk, &token, "/sdk/v1/changes?after=2").await.status, 204);
    let part = json!({ "id": new_id(), "body": "fresh" });
    reply(&desk, &token, id_of(&started), part).await.ok();
    assert_eq!(ask(&desk, &token, "/sdk/v1/changes?after=2").await.ok()["seq"], 3);
}

#[tokio::test]
async fn only_the_last_thousand_changes_are_kept() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "Hello").await;
    for _ in 0..1_000 {
        let part = json!({ "id": new_id(), "body": "x" });
        reply(&desk, &token, id_of(&started), part).await.ok();
    }
    assert_eq!(
        ask(&desk, &token, "/sdk/v1/changes?after=1").await.error(),
        (410, "resync_required")
    );
    let all = ask(&desk, &token, "/sdk/v1/changes?after=2").await.ok();
    assert_eq!(
        (all["changes"].as_array().unwrap().len(), &all["seq"]),
        (1_000, &json!(1_002))
    );
}

#[tokio::test]
async fn a_long_poll_ends_when_something_comes_or_its_time_is_over() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "Hello").await;
    let nothing = ask(&desk, &token, "/sdk/v1/changes?after=2&wait=1").await;
    assert_eq!(nothing.status, 204);
    let (news, sent) = tokio::join!(
        ask(&desk, &token, "/sdk/v1/changes?after=2&wait=60"),
        reply(
            &desk,
            &token,
            id_of(&started),
            json!({ "id": new_id(), "body": "News" })
        ),
    );
    assert_eq!(news.ok()["changes"][0]["data"]["part"], sent.ok());
}

#[tokio::test]
async fn a_contact_has_three_streams_and_the_oldest_ends() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let mut streams = Vec::new();
    for _ in 0..4 {
        streams.push(EventStream::open(&desk, &token, "").await);
    }
    assert_eq!(streams[0].next().await, Said::End);
    start(&desk, &token, "Hello").await;
    for open in &mut streams[1..] {
        assert_eq!(open.event().await.0, "conversation.updated");
    }
}

#[tokio::test]
async fn a_silent_stream_gives_signs_of_life_and_ends_in_the_end() {
    let desk = with(|limits| limits.stream_heartbeat = Duration::from_millis(50)).await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let mut stream = EventStream::open(&desk, &token, "").await;
    assert_eq!(stream.next().await, Said::Ping);
    assert_eq!(stream.next().await, Said::Ping);
    // Another server, because on a busy machine a short life may be over before a sign of it is due.
    let desk = with(|limits| limits.stream_lifetime = Duration::from_millis(50)).await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let mut stream = EventStream::open(&desk, &token, "").await;
    assert_eq!(stream.next().await, Said::End);
}

#[tokio::test]
async fn a_stream_ends_with_the_logout_of_its_device() {
    let desk = Desk::open().await;
    let (phone, tablet) = (Device::new(), Device::new());
    let identity = json!({"user_id":"ann"});
    let at_phone = desk.token(&phone, identity.clone()).await;
    let at_tablet = desk.token(&tablet, identity).await;
    let mut closing = EventStream::open(&desk, &at_phone, "").await;
    let mut staying = EventStream::open(&desk, &at_tablet, "").await;
    desk.call("DELETE", "/sdk/v1/sessions/current", &at_phone, json!({}))
        .await
        .ok();
    assert_eq!(closing.next().await, Said::End);
    start(&desk, &at_tablet, "Hello").await;
    assert_eq!(staying.event().await.0, "conversation.updated");
}

#[tokio::test]
async fn a_merge_is_the_last_thing_a_leads_stream_says_and_its_position_is_worth_nothing_then() {
    let desk = Desk::open().await;
    let device = Device::new();
    let user = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    for _ in 0..3 {
        start(&desk, &user, "Old").await;
    }
    let lead = desk.token(&device, Value::Null).await;
    start(&desk, &lead, "Lead").await;
    let mut at_lead = EventStream::open(&desk, &lead, "").await;
    let mut at_user = EventStream::open(&desk, &user, "").await;
    let fresh = desk.token(&device, json!({"user_id":"ann"})).await;
    assert_eq!(at_lead.event().await.0, "contact.merged");
    assert_eq!(at_lead.next().await, Said::End);
    assert_eq!(at_user.event().await.0, "contact.merged");
    // With the new token as well, and with one of a later login.
    let later = desk.token(&device, json!({"user_id":"ann"})).await;
    for token in [&lead, &fresh, &later] {
        assert_eq!(
            ask(&desk, token, "/sdk/v1/changes?after=2").await.error(),
            (410, "resync_required")
        );
    }
    let seq = desk.call("POST", "/sdk/v1/ping", &lead, json!({})).await.ok()["seq"].to_string();
    assert_eq!(
        ask(&desk, &lead, &format!("/sdk/v1/changes?after={seq}"))
            .await
            .status,
        204
    );
}

#[tokio::test]
async fn a_stream_and_a_long_poll_end_at_once_when_the_server_stops() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let mut stream = EventStream::open(&desk, &token, "").await;
    let poll = desk
        .request("GET", "/sdk/v1/changes?wait=60")
        .bearer_auth(&token)
        .send();
    let poll = tokio::spawn(poll);
    // The poll is under way once the server counts two who wait.
    while !ask_metrics(&desk).await.contains("frontdesk_feeds_waiting 2") {
        tokio::task::yield_now().await;
    }
    desk.stop().await;
    assert_eq!(stream.next().await, Said::End);
    assert_eq!(poll.await.unwrap().unwrap().status(), 204);
}

async fn ask_metrics(desk: &Desk) -> String {
    let answer = desk.request("GET", "/metrics").send().await.unwrap();
    answer.text().await.unwrap()
}

#[tokio::test]
async fn whoever_is_erased_hears_nothing_more() {
    let desk = with(|limits| limits.stream_heartbeat = Duration::from_millis(50)).await;
    let token = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let mut stream = EventStream::open(&desk, &token, "").await;
    let contact = desk.get("/contacts/find_by_external_id/ann").await.ok()["id"].clone();
    let path = format!("/contacts/{}", contact.as_str().unwrap());
    desk.operator("DELETE", &path, Value::Null).await.ok();
    loop {
        match stream.next().await {
            Said::Ping => {}
            Said::End => break,
            Said::Event(kind, _) => assert_eq!(kind, "session.revoked"),
        }
    }
}

#[tokio::test]
async fn a_long_poll_whose_session_ends_meanwhile_tells_nothing() {
    let desk = Desk::open().await;
    let device = Device::new();
    let user = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let lead = desk.token(&device, Value::Null).await;
    let poll = desk
        .request("GET", "/sdk/v1/changes?wait=60")
        .bearer_auth(&lead)
        .send();
    let poll = tokio::spawn(poll);
    while !ask_metrics(&desk).await.contains("frontdesk_feeds_waiting 1") {
        tokio::task::yield_now().await;
    }
    desk.login(&device, json!({"user_id":"ann"})).await.ok();
    start(&desk, &user, "Not for a lead").await;
    let told: Value = serde_json::from_str(&poll.await.unwrap().unwrap().text().await.unwrap()).unwrap();
    let kinds: Vec<_> = told["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["type"].clone())
        .collect();
    assert_eq!(kinds, ["contact.merged"]);
}

#[tokio::test]
async fn whoever_is_blocked_is_told_at_once_and_hears_nothing_more() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let mut stream = EventStream::open(&desk, &token, "").await;
    let contact = desk.get("/contacts/find_by_external_id/ann").await.ok()["id"].clone();
    let path = format!("/contacts/{}/block", contact.as_str().unwrap());
    desk.operator("POST", &path, Value::Null).await.ok();
    assert_eq!(stream.event().await.0, "session.revoked");
    assert_eq!(stream.next().await, Said::End);
    assert_eq!(
        ask(&desk, &token, "/sdk/v1/stream").await.error(),
        (403, "contact_blocked")
    );
}
