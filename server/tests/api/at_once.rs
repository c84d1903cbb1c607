//! S1 for everything that devices create: copies of one request that arrive at the same time are one thing,
//! all copies get the same answer, and exactly one of them is told that it was the first.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::desk::{Desk, Device, new_id};

const COPIES: usize = 200;

/// Sends the same request many times at once; the answers by status, each body seen once.
async fn at_once(
    desk: &Desk,
    token: &str,
    method: &str,
    path: &str,
    body: &Value,
) -> BTreeMap<u16, Vec<Value>> {
    let mut asked = tokio::task::JoinSet::new();
    for _ in 0..COPIES {
        let request = desk.request(method, path).bearer_auth(token).json(body);
        asked.spawn(async move {
            let answer = request.send().await.unwrap();
            (
                answer.status().as_u16(),
                answer.json::<Value>().await.unwrap_or_default(),
            )
        });
    }
    let mut answers: BTreeMap<u16, Vec<Value>> = BTreeMap::new();
    let mut count = BTreeMap::<u16, usize>::new();
    while let Some(answer) = asked.join_next().await {
        let (status, body) = answer.unwrap();
        *count.entry(status).or_default() += 1;
        let seen = answers.entry(status).or_default();
        if !seen.contains(&body) {
            seen.push(body);
        }
    }
    if method == "POST" && !path.ends_with("/receipts") {
        assert_eq!(count.get(&201), Some(&1), "one was the first: {count:?}");
        assert_eq!(count.get(&200), Some(&(COPIES - 1)), "{count:?}");
    } else {
        assert_eq!(count.get(&200), Some(&COPIES), "{count:?}");
    }
    answers
}

fn same(answers: &BTreeMap<u16, Vec<Value>>) {
    assert_eq!(answers[&201], answers[&200], "all are told the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_of_what_a_device_creates_that_arrive_at_once_are_one() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({ "user_id": "ada" })).await;
    let list = async |path: &str| {
        desk.send(desk.request("GET", path).bearer_auth(&token))
            .await
            .ok()
    };

    let start = json!({ "id": new_id(), "part": { "id": new_id(), "body": "Hello" } });
    let started = at_once(&desk, &token, "POST", "/sdk/v1/conversations", &start).await;
    same(&started);
    let id = started[&201][0]["id"].as_str().unwrap();
    assert_eq!(
        list("/sdk/v1/conversations").await["data"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    let path = format!("/sdk/v1/conversations/{id}/parts");
    let reply = json!({ "id": new_id(), "body": "Once" });
    same(&at_once(&desk, &token, "POST", &path, &reply).await);
    let parts = list(&format!("/sdk/v1/conversations/{id}")).await["parts"].clone();
    assert_eq!(parts.as_array().unwrap().len(), 2, "{parts}");

    let kind = json!({ "title": "Fault", "status": "live", "body": { "attributes": [] } });
    desk.operator("PUT", "/x/content/ticket_type/70", kind).await.ok();
    let ticket =
        json!({ "id": new_id(), "ticket_type_id": "70", "attributes": { "_default_title_": "Broken" } });
    same(&at_once(&desk, &token, "POST", "/sdk/v1/tickets", &ticket).await);
    assert_eq!(list("/sdk/v1/tickets").await["data"].as_array().unwrap().len(), 1);

    let receipt = json!({ "id": new_id(), "kind": "carousel", "content_id": "3001", "event": "shown" });
    let receipts = json!({ "receipts": [receipt] });
    let told = at_once(&desk, &token, "POST", "/sdk/v1/content/receipts", &receipts).await;
    let mut states: Vec<&str> = told[&200]
        .iter()
        .map(|body| body["results"][0]["status"].as_str().unwrap())
        .collect();
    states.sort_unstable();
    assert_eq!(states, ["accepted", "duplicate"]);

    let change = json!({ "id": new_id(), "name": "Ada" });
    let told = at_once(&desk, &token, "PATCH", "/sdk/v1/me", &change).await;
    assert_eq!(told[&200].len(), 2, "accepted once, then a duplicate");
}
