//! Events: one result each, one row each.

use serde_json::{Value, json};

use crate::desk::{Desk, Device, START, event, new_id, no_rates, statuses};

#[tokio::test]
async fn one_bad_event_does_not_spoil_its_neighbours() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let mut many_keys = event("keys");
    many_keys["metadata"] = (0..12)
        .map(|n| (format!("k{n:02}"), json!(n)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let answer = desk
        .events(
            &token,
            json!([event("first"), {"id": new_id(), "created_at": START}, "text", null, many_keys, event("last")]),
        )
        .await;
    assert_eq!(
        statuses(&answer),
        [
            "accepted", "rejected", "rejected", "rejected", "accepted", "accepted"
        ]
    );
    let results = &answer.body["results"];
    assert_eq!(
        (&results[1]["code"], &results[1]["field"]),
        (&json!("parameter_missing"), &json!("name"))
    );
    assert_eq!(results[1]["retryable"], false);
    assert_eq!(results[4]["warnings"], json!(["metadata_keys_dropped"]));
    assert_eq!(desk.event_names("ada").await, ["first", "keys", "last"]);
}

#[tokio::test]
async fn the_same_id_is_stored_once_and_other_content_is_refused() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let mut first = event("paid");
    first["metadata"] = json!({"a":1,"b":{"amount":1,"currency":"usd"}});
    assert_eq!(
        statuses(&desk.events(&token, json!([first, first])).await),
        ["accepted", "duplicate"]
    );
    let mut renamed = first.clone();
    renamed["name"] = json!("refunded");
    let mut changed = first.clone();
    changed["metadata"]["a"] = json!(2);
    let answer = desk.events(&token, json!([renamed, changed, first])).await;
    assert_eq!(statuses(&answer), ["rejected", "rejected", "duplicate"]);
    assert_eq!(answer.body["results"][0]["code"], "id_reused");
    assert_eq!(desk.event_names("ada").await, ["paid"]);
}

#[tokio::test]
async fn the_same_id_of_another_contact_is_another_event() {
    let desk = Desk::open().await;
    let shared = event("x");
    for user in ["a", "b"] {
        let token = desk.token(&Device::new(), json!({"user_id":user})).await;
        assert_eq!(
            statuses(&desk.events(&token, json!([shared])).await),
            ["accepted"],
            "{user}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_concurrent_copies_of_an_event_leave_one_row() {
    let desk = std::sync::Arc::new(Desk::open().await);
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let copy = event("once");
    let tasks: Vec<_> = (0..1000)
        .map(|_| {
            let (desk, token, copy) = (desk.clone(), token.clone(), copy.clone());
            tokio::spawn(async move {
                let answer = desk.events(&token, json!([copy])).await;
                statuses(&answer)[0].to_owned()
            })
        })
        .collect();
    let mut accepted = 0;
    for task in tasks {
        match task.await.unwrap().as_str() {
            "accepted" => accepted += 1,
            status => assert_eq!(status, "duplicate"),
        }
    }
    assert_eq!(accepted, 1);
    assert_eq!(desk.event_names("ada").await, ["once"]);
}

#[tokio::test]
async fn a_replay_31_days_later_is_still_a_duplicate() {
    let desk = Desk::open().await;
    let device = Device::new();
    let token = desk.token(&device, json!({"user_id":"ada"})).await;
    let old = event("x");
    desk.events(&token, json!([old])).await.ok();
    desk.clock.advance(31 * 86_400);
    desk.server.purge().await.unwrap();
    let token = desk.token(&device, json!({"user_id":"ada"})).await;
    assert_eq!(statuses(&desk.events(&token, json!([old])).await), ["duplicate"]);
}

#[tokio::test]
async fn the_clock_of_a_device_is_corrected_only_when_it_is_off_by_more_than_a_minute() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    for (ahead_s, want) in [
        (30, START),
        (-60, START),
        (3600, START - 3600),
        // Corrected it would lie in the future: its own time stands.
        (-7200, START),
    ] {
        let sent = event(&format!("ahead {ahead_s}"));
        let request = desk
            .request("POST", "/sdk/v1/events")
            .bearer_auth(&token)
            .header("Frontdesk-Sent-At", ((START + ahead_s) * 1000).to_string())
            .json(&json!({"events":[sent]}));
        let answer = desk.send(request).await;
        assert_eq!(statuses(&answer), ["accepted"], "{}", answer.body);
        let list = desk.get("/events?type=user&user_id=ada&per_page=1").await.ok();
        assert_eq!(list["events"][0]["created_at"], want, "{ahead_s}");
    }
}

#[tokio::test]
async fn a_time_as_far_away_as_a_number_goes_costs_only_its_own_event() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    for at in [i64::MIN, i64::MAX] {
        let far = json!({"id": new_id(), "name": "far", "created_at": at});
        let answer = desk.events(&token, json!([far, event("good")])).await;
        assert_eq!(statuses(&answer), ["rejected", "accepted"], "{at}");
    }
}

#[tokio::test]
async fn a_batch_is_limited_in_events_and_in_bytes() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let most: Vec<Value> = (0..500).map(|_| event("x")).collect();
    assert_eq!(desk.events(&token, json!(most)).await.status, 200);
    let many: Vec<Value> = (0..501).map(|_| event("x")).collect();
    let answer = desk.events(&token, json!(many)).await;
    assert_eq!(answer.error(), (413, "batch_too_large"));
    assert_eq!(answer.body["errors"][0]["limit"], 500);

    let padding = "x".repeat(512 * 1024);
    let answer = desk
        .events(&token, json!([{"id": new_id(), "pad": padding}]))
        .await;
    assert_eq!(answer.error(), (413, "body_too_large"));
    assert_eq!(answer.body["errors"][0]["limit"], 512 * 1024);
    assert_eq!(desk.events(&token, json!([])).await.ok(), json!({"results":[]}));
}

#[tokio::test]
async fn names_past_the_limit_are_refused_and_known_ones_go_on() {
    let limits = frontdesk_server::Limits {
        event_names: 2,
        ..no_rates()
    };
    let desk = Desk::with(frontdesk_server::ServerConfig::default().with_limits(limits)).await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let answer = desk
        .events(&token, json!([event("a"), event("b"), event("c"), event("a")]))
        .await;
    assert_eq!(
        statuses(&answer),
        ["accepted", "accepted", "rejected", "accepted"]
    );
    assert_eq!(answer.body["results"][2]["code"], "event_limit_reached");
}

#[tokio::test]
async fn only_an_event_that_is_kept_takes_up_a_name() {
    let limits = frontdesk_server::Limits {
        event_names: 2,
        ..no_rates()
    };
    let desk = Desk::with(frontdesk_server::ServerConfig::default().with_limits(limits)).await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let first = event("a");
    let mut reused = first.clone();
    reused["name"] = json!("never kept");
    let answer = desk.events(&token, json!([first, reused, event("b")])).await;
    assert_eq!(statuses(&answer), ["accepted", "rejected", "accepted"]);
    assert_eq!(answer.body["results"][1]["code"], "id_reused");
}

#[tokio::test]
async fn a_body_without_an_array_of_events_is_refused_whole() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    for body in [
        json!({}),
        json!({"events":{}}),
        json!([]),
        json!("x"),
        Value::Null,
    ] {
        let answer = desk.call("POST", "/sdk/v1/events", &token, body.clone()).await;
        assert_eq!(answer.error(), (400, "parameter_invalid"), "{body}");
    }
}
