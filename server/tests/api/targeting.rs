//! Whom content is shown to, and what makes it due.

use serde_json::{Value, json};

use crate::desk::{Desk, Device, START, event};

/// A live survey with these rules; its id.
async fn survey(desk: &Desk, targeting: Value) -> String {
    let questions = json!([{"id":"q1","type":"rating","label":"How?"}]);
    let body = json!({"title":"t","status":"live","questions":questions,"targeting":targeting});
    desk.operator("POST", "/x/surveys", body).await.ok()["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn due(desk: &Desk, token: &str) -> Vec<String> {
    let ping = desk.call("POST", "/sdk/v1/ping", token, json!({})).await.ok();
    let list = ping["in_app"].as_array().unwrap();
    list.iter()
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}

async fn status(desk: &Desk, token: &str, id: &str) -> (u16, String) {
    let answer = desk
        .call("GET", &format!("/sdk/v1/content/survey/{id}"), token, Value::Null)
        .await;
    (answer.status.as_u16(), answer.code().to_owned())
}

/// What the feed of this contact says is to be shown.
async fn announced(desk: &Desk, token: &str) -> Vec<String> {
    let list = desk
        .call("GET", "/sdk/v1/changes?after=0", token, Value::Null)
        .await;
    let Some(changes) = list.body["changes"].as_array() else {
        return Vec::new();
    };
    changes
        .iter()
        .filter(|change| change["type"] == "content.show")
        .map(|change| change["data"]["id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn roles_ids_and_dates_decide_what_is_due_and_what_may_be_seen() {
    let desk = Desk::open().await;
    let lead = desk.token(&Device::new(), Value::Null).await;
    let ada = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let bob = desk.token(&Device::new(), json!({"user_id":"bob"})).await;
    for (rules, seen) in [
        (json!({"roles":["lead"]}), [true, false, false]),
        (json!({"roles":["user"]}), [false, true, true]),
        (json!({"user_ids":["ada"]}), [false, true, false]),
        (
            json!({"roles":["lead","user"],"until":START}),
            [false, false, false],
        ),
        (json!({"from":START,"until":START + 1}), [true, true, true]),
    ] {
        let id = survey(&desk, rules.clone()).await;
        for (token, seen) in [&lead, &ada, &bob].into_iter().zip(seen) {
            assert_eq!(due(&desk, token).await.contains(&id), seen, "{rules}");
            let wanted = if seen {
                (200, String::new())
            } else {
                (403, "content_not_targeted".to_owned())
            };
            assert_eq!(status(&desk, token, &id).await, wanted, "{rules}");
        }
    }
    let open = survey(&desk, json!({})).await;
    assert!(
        !due(&desk, &ada).await.contains(&open),
        "without a rule it is shown by its id alone"
    );
    assert_eq!(status(&desk, &ada, &open).await.0, 200);
}

#[tokio::test]
async fn only_live_content_is_due_and_messages_need_no_rule() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let message = json!({"title":"t","display":"banner","body_html":"x","status":"live"});
    let made = desk.operator("POST", "/x/in_app_messages", message).await.ok();
    let ping = desk.call("POST", "/sdk/v1/ping", &token, json!({})).await.ok();
    assert_eq!(
        ping["in_app"],
        json!([{"kind":"in_app_message","id":made["id"],"display":"banner","priority":2}])
    );
    let path = format!("/x/in_app_messages/{}", made["id"].as_str().unwrap());
    for status in ["draft", "paused", "archived"] {
        desk.operator("PUT", &path, json!({"status":status})).await.ok();
        assert_eq!(due(&desk, &token).await, [] as [&str; 0], "{status}");
    }
}

#[tokio::test]
async fn an_event_makes_content_due_for_the_one_who_sent_it_once() {
    let desk = Desk::open().await;
    let ada = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let bob = desk.token(&Device::new(), json!({"user_id":"bob"})).await;
    desk.events(&ada, json!([event("order-item")])).await.ok();
    let id = survey(&desk, json!({"after_event":"order-item"})).await;
    assert_eq!(
        due(&desk, &ada).await,
        [] as [&str; 0],
        "what happened before it was live does not count"
    );
    assert_eq!(status(&desk, &ada, &id).await.1, "content_not_targeted");
    desk.events(
        &ada,
        json!([event("other"), event("order-item"), event("order-item")]),
    )
    .await
    .ok();
    assert_eq!(announced(&desk, &ada).await, [id.as_str()]);
    assert_eq!(due(&desk, &ada).await, [id.as_str()]);
    assert_eq!(status(&desk, &ada, &id).await.0, 200);
    assert_eq!(announced(&desk, &bob).await, [] as [&str; 0]);
    assert_eq!(due(&desk, &bob).await, [] as [&str; 0]);
    // An operator's event counts as much.
    let told = json!({"event_name":"order-item","created_at":START,"user_id":"bob"});
    desk.operator("POST", "/events", told).await;
    assert_eq!(announced(&desk, &bob).await, [id.as_str()]);
    // The one that is dismissed does not come back with the next event.
    let receipt = json!({"id":crate::desk::new_id(),"kind":"survey","content_id":id,"event":"dismissed"});
    desk.call(
        "POST",
        "/sdk/v1/content/receipts",
        &ada,
        json!({"receipts":[receipt]}),
    )
    .await
    .ok();
    desk.events(&ada, json!([event("order-item")])).await.ok();
    assert_eq!(announced(&desk, &ada).await.len(), 1);
    assert_eq!(due(&desk, &ada).await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_change_of_an_attribute_makes_content_due() {
    let desk = Desk::open().await;
    let ada = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let rule = json!({"attributes":[{"name":"plan","operator":"=","value":"pro"}]});
    let id = survey(&desk, rule).await;
    desk.patch(&ada, json!({"custom_attributes":{"plan":"free"}}))
        .await
        .ok();
    assert_eq!(announced(&desk, &ada).await, [] as [&str; 0]);
    let change = json!({"id":crate::desk::new_id(),"custom_attributes":{"plan":"Pro"}});
    for _ in 0..2 {
        desk.patch(&ada, change.clone()).await.ok();
    }
    assert_eq!(announced(&desk, &ada).await, [id.as_str()]);
    assert_eq!(due(&desk, &ada).await, [id]);
    // An operator's change counts as much.
    let named = survey(
        &desk,
        json!({"attributes":[{"name":"phone","operator":"is_set"}]}),
    )
    .await;
    let contact = desk.get("/contacts/find_by_external_id/ada").await.ok();
    let path = format!("/contacts/{}", contact["id"].as_str().unwrap());
    desk.operator("PUT", &path, json!({"phone":"+49 30 1234"}))
        .await
        .ok();
    assert!(announced(&desk, &ada).await.contains(&named));
}

#[tokio::test]
async fn the_more_important_comes_first() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let everybody = json!({"roles":["lead","user"]});
    let tour =
        json!({"title":"t","status":"live","targeting":everybody,"screens":[{"title":"One","body_html":""}]});
    let tour = desk.operator("POST", "/x/carousels", tour).await.ok()["id"].clone();
    let survey = survey(&desk, everybody).await;
    let message = json!({"title":"t","display":"card","body_html":"x","status":"live"});
    let message = desk.operator("POST", "/x/in_app_messages", message).await.ok()["id"].clone();
    assert_eq!(json!(due(&desk, &token).await), json!([message, survey, tour]));
}
