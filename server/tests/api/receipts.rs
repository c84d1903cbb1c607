//! Receipts: each decided alone, once per id, and what they change.

use serde_json::{Value, json};

use crate::desk::{Answer, Desk, Device, new_id, statuses};

async fn send(desk: &Desk, token: &str, receipts: Value) -> Answer {
    desk.call(
        "POST",
        "/sdk/v1/content/receipts",
        token,
        json!({ "receipts": receipts }),
    )
    .await
}

fn receipt(kind: &str, id: &str, event: &str) -> Value {
    json!({"id":new_id(),"kind":kind,"content_id":id,"event":event})
}

fn answered(answers: Value) -> Value {
    json!({"id":new_id(),"kind":"survey","content_id":"2001","event":"answered","answers":answers})
}

#[tokio::test]
async fn each_receipt_is_decided_alone_and_in_order() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let sent = json!([
        receipt("survey", "2001", "shown"),
        receipt("survey", "999", "shown"),
        {"kind":"survey"},
        receipt("carousel", "3002", "dismissed"),
        answered(json!([{"question_id":"q1","value":5},{"question_id":"q2","value":"more"}])),
        answered(json!([{"question_id":"q1","value":6}])),
        answered(json!([{"question_id":"q9","value":6}])),
        7,
    ]);
    let answer = send(&desk, &token, sent).await;
    assert_eq!(
        statuses(&answer),
        [
            "accepted", "rejected", "rejected", "accepted", "accepted", "rejected", "rejected", "rejected"
        ]
    );
    let fault = |at: usize| {
        let one = &answer.body["results"][at];
        (
            one["code"].as_str().unwrap_or(""),
            one["field"].as_str().unwrap_or(""),
        )
    };
    assert_eq!(fault(1), ("not_found", "content_id"));
    assert_eq!(fault(2), ("parameter_missing", "id"));
    assert_eq!(fault(5), ("parameter_invalid", "answers[0].value"));
    assert_eq!(fault(6), ("parameter_invalid", "answers[0].question_id"));
    assert_eq!(fault(7), ("parameter_invalid", ""));
}

#[tokio::test]
async fn a_receipt_sent_again_changes_nothing_and_an_id_means_one_receipt() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let other = desk.token(&Device::new(), json!({"user_id":"bob"})).await;
    let first = receipt("survey", "2001", "shown");
    let mut twisted = first.clone();
    twisted["event"] = "dismissed".into();
    assert_eq!(
        statuses(&send(&desk, &token, json!([first, first])).await),
        ["accepted", "duplicate"]
    );
    let again = send(&desk, &token, json!([first, twisted])).await;
    assert_eq!(statuses(&again), ["duplicate", "rejected"]);
    assert_eq!(again.body["results"][1]["code"], "id_reused");
    assert_eq!(
        statuses(&send(&desk, &other, json!([twisted])).await),
        ["accepted"],
        "ids are one contact's own"
    );
}

#[tokio::test]
async fn a_batch_that_is_none_is_refused_as_a_whole() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    for body in [
        json!({}),
        json!([]),
        json!({"receipts":{}}),
        json!({"receipts":7}),
    ] {
        let answer = desk.call("POST", "/sdk/v1/content/receipts", &token, body).await;
        assert_eq!(answer.error(), (400, "parameter_invalid"));
    }
    let many = vec![receipt("survey", "2001", "shown"); 501];
    let answer = send(&desk, &token, json!(many)).await;
    assert_eq!(
        (answer.error(), &answer.body["errors"][0]["limit"]),
        ((413, "batch_too_large"), &json!(500))
    );
    assert_eq!(
        send(&desk, "wrong", json!([])).await.error(),
        (401, "unauthorized")
    );
}

async fn in_app(desk: &Desk, token: &str) -> Vec<String> {
    let ping = desk.call("POST", "/sdk/v1/ping", token, json!({})).await.ok();
    let list = ping["in_app"].as_array().unwrap();
    list.iter()
        .map(|one| {
            format!(
                "{} {}",
                one["kind"].as_str().unwrap(),
                one["id"].as_str().unwrap()
            )
        })
        .collect()
}

#[tokio::test]
async fn what_was_dismissed_or_completed_is_not_shown_by_itself_again() {
    let desk = Desk::open().await;
    let device = Device::new();
    let lead = desk.token(&device, Value::Null).await;
    let other = desk.token(&Device::new(), Value::Null).await;
    for id in ["2001", "2002"] {
        let change = json!({"status":"live","targeting":{"roles":["lead","user"]}});
        desk.operator("PUT", &format!("/x/content/survey/{id}"), change)
            .await
            .ok();
    }
    assert_eq!(in_app(&desk, &lead).await, ["survey 2001", "survey 2002"]);
    send(&desk, &lead, json!([receipt("survey", "2001", "shown")]))
        .await
        .ok();
    assert_eq!(in_app(&desk, &lead).await.len(), 2, "shown is not done");
    let done = json!([
        receipt("survey", "2001", "completed"),
        receipt("survey", "2002", "dismissed")
    ]);
    send(&desk, &lead, done).await.ok();
    assert_eq!(in_app(&desk, &lead).await, [] as [&str; 0]);
    assert_eq!(in_app(&desk, &other).await.len(), 2);
    // It stays done when the lead becomes a user, and when it is merged into one.
    desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let user = desk.token(&device, json!({"user_id":"ada"})).await;
    assert_eq!(in_app(&desk, &user).await, [] as [&str; 0]);
    assert_eq!(
        desk.call("GET", "/sdk/v1/content/survey/2001", &user, Value::Null)
            .await
            .status,
        200,
        "an app may still ask for it"
    );
}
