//! Tours and checklists: what of them cannot be shown is refused with its field and its limit; what a person did of a
//! checklist is theirs on every device, whether they were known then or not.

use serde_json::{Value, json};

use crate::desk::{Desk, Device, new_id, statuses};

fn step(more: &Value) -> Value {
    with(json!({"title":"One","body_html":"<p>1</p>"}), more)
}

fn task(more: &Value) -> Value {
    with(json!({"id":"a","title":"One","body_html":""}), more)
}

fn with(mut one: Value, more: &Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        one[name] = value.clone();
    }
    one
}

#[tokio::test]
async fn a_tour_that_cannot_be_walked_is_refused_with_its_field_and_limit() {
    let desk = Desk::open().await;
    for (steps, code, field, limit) in [
        (json!([]), "parameter_invalid", "steps", Some(30)),
        (
            json!(vec![step(&json!({})); 31]),
            "parameter_invalid",
            "steps",
            Some(30),
        ),
        (json!({}), "parameter_invalid", "steps", None),
        (json!([7]), "parameter_invalid", "steps[0]", None),
        (
            json!([{"body_html":""}]),
            "parameter_missing",
            "steps[0].title",
            None,
        ),
        (
            json!([{"title":"t"}]),
            "parameter_missing",
            "steps[0].body_html",
            None,
        ),
        (
            json!([step(&json!({})), step(&json!({"title":"x".repeat(256)}))]),
            "parameter_invalid",
            "steps[1].title",
            Some(255),
        ),
        (
            json!([step(&json!({"body_html":"x".repeat(65_537)}))]),
            "parameter_invalid",
            "steps[0].body_html",
            Some(65_536),
        ),
        (
            json!([step(&json!({"selector":"x".repeat(513)}))]),
            "parameter_invalid",
            "steps[0].selector",
            Some(512),
        ),
        (
            json!([step(&json!({"next_label":" "}))]),
            "parameter_invalid",
            "steps[0].next_label",
            Some(64),
        ),
        (
            json!([step(&json!({"placement":"middle"}))]),
            "parameter_invalid",
            "steps[0].placement",
            None,
        ),
        (
            json!([step(&json!({"page":"boards"}))]),
            "parameter_invalid",
            "steps[0].page",
            None,
        ),
        (
            json!([step(&json!({"element":"#a"}))]),
            "parameter_invalid",
            "steps[0].element",
            None,
        ),
    ] {
        let tour = json!({"title":"t","steps":steps});
        let answer = desk.operator("POST", "/x/tours", tour).await;
        assert_eq!((answer.error(), answer.field()), ((400, code), field));
        assert_eq!(answer.body["errors"][0]["limit"].as_i64(), limit, "{field}");
    }
    let evil = json!({"body_html":"<p onclick=x()>Hi</p><script>x()</script>"});
    let made = desk
        .operator("POST", "/x/tours", json!({"title":"t","steps":[step(&evil)]}))
        .await
        .ok();
    assert_eq!(made["steps"][0]["body_html"], "<p>Hi</p>");
}

#[tokio::test]
async fn a_checklist_that_cannot_be_done_is_refused_with_its_field_and_limit() {
    let desk = Desk::open().await;
    for (tasks, code, field, limit) in [
        (json!([]), "parameter_invalid", "tasks", Some(50)),
        (
            json!(vec![task(&json!({})); 51]),
            "parameter_invalid",
            "tasks",
            Some(50),
        ),
        (
            json!([task(&json!({})), task(&json!({}))]),
            "parameter_invalid",
            "tasks[1].id",
            None,
        ),
        (
            json!([task(&json!({"id":"x".repeat(65)}))]),
            "parameter_invalid",
            "tasks[0].id",
            Some(64),
        ),
        (
            json!([task(&json!({"done":true}))]),
            "parameter_invalid",
            "tasks[0].done",
            None,
        ),
        (
            json!([task(&json!({"action":{"type":"survey","id":"1","label":"Go"}}))]),
            "parameter_invalid",
            "tasks[0].action.type",
            None,
        ),
        (
            json!([task(
                &json!({"action":{"type":"link","label":"Go","url":"javascript:x"}})
            )]),
            "parameter_invalid",
            "tasks[0].action.url",
            None,
        ),
        (
            json!([task(&json!({"action":{"type":"link","label":"Go"}}))]),
            "parameter_missing",
            "tasks[0].action.url",
            None,
        ),
        (
            json!([task(&json!({"action":{"type":"tour","id":"1"}}))]),
            "parameter_missing",
            "tasks[0].action.label",
            None,
        ),
    ] {
        let answer = desk
            .operator("POST", "/x/checklists", json!({"title":"t","tasks":tasks}))
            .await;
        assert_eq!((answer.error(), answer.field()), ((400, code), field));
        assert_eq!(answer.body["errors"][0]["limit"].as_i64(), limit, "{field}");
    }
    let long = json!({"title":"t","intro":"x".repeat(4_097),"tasks":[task(&json!({}))]});
    let answer = desk.operator("POST", "/x/checklists", long).await;
    assert_eq!(
        (answer.field(), &answer.body["errors"][0]["limit"]),
        ("intro", &json!(4_096))
    );
}

async fn tick(desk: &Desk, token: &str, ticks: Value) -> Vec<String> {
    let receipt =
        json!({"id":new_id(),"kind":"checklist","content_id":"9001","event":"answered","answers":ticks});
    let body = json!({ "receipts": [receipt] });
    let answer = desk.call("POST", "/sdk/v1/content/receipts", token, body).await;
    statuses(&answer).into_iter().map(str::to_owned).collect()
}

async fn done(desk: &Desk, token: &str) -> Vec<String> {
    let path = "/sdk/v1/content/checklist/9001";
    let told = desk.call("GET", path, token, Value::Null).await.ok();
    let tasks = told["body"]["tasks"].as_array().unwrap();
    let done = tasks.iter().filter(|task| task["done"] == true);
    done.map(|task| task["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn what_a_person_did_of_a_checklist_is_theirs_on_every_device() {
    let desk = Desk::open().await;
    let device = Device::new();
    let lead = desk.token(&device, Value::Null).await;
    let other = desk.token(&Device::new(), json!({"user_id":"bob"})).await;
    assert_eq!(done(&desk, &lead).await, [] as [&str; 0]);
    let yes = |id: &str| json!({"question_id":id,"value":true});
    assert_eq!(
        tick(&desk, &lead, json!([yes("look"), yes("read")])).await,
        ["accepted"]
    );
    assert_eq!(
        tick(&desk, &lead, json!([{"question_id":"read","value":false}])).await,
        ["accepted"]
    );
    for bad in [
        json!([yes("nothing")]),
        json!([{"question_id":"look","value":"yes"}]),
    ] {
        assert_eq!(tick(&desk, &lead, bad).await, ["rejected"]);
    }
    assert_eq!(done(&desk, &lead).await, ["look"]);
    assert_eq!(done(&desk, &other).await, [] as [&str; 0]);
    // The visitor becomes a user who did something already, elsewhere.
    let phone = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    tick(&desk, &phone, json!([yes("tell")])).await;
    desk.token(&device, json!({"user_id":"ada"})).await;
    assert_eq!(done(&desk, &phone).await, ["look", "tell"]);
}

#[tokio::test]
async fn a_tour_tells_how_far_it_was_walked_and_neither_shows_itself() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let targeting = json!({"targeting":{"roles":["user"]}});
    for path in ["/x/tours/8001", "/x/checklists/9001"] {
        desk.operator("PUT", path, targeting.clone()).await.ok();
    }
    let ping = desk.call("POST", "/sdk/v1/ping", &token, json!({})).await.ok();
    assert_eq!(ping["in_app"], json!([]));
    let event = |event: &str| json!({"id":new_id(),"kind":"tour","content_id":"8001","event":event});
    let mut second = event("step");
    second["step"] = json!(2);
    let sent = json!({"receipts":[event("shown"), second, event("step"), event("completed")]});
    let answer = desk.call("POST", "/sdk/v1/content/receipts", &token, sent).await;
    assert_eq!(
        statuses(&answer),
        ["accepted", "accepted", "rejected", "accepted"]
    );
    assert_eq!(answer.body["results"][2]["field"], "step");
    let visitor = desk.token(&Device::new(), Value::Null).await;
    for path in ["tour/8001", "checklist/9001"] {
        let path = format!("/sdk/v1/content/{path}");
        let refused = desk.call("GET", &path, &visitor, Value::Null).await;
        assert_eq!(refused.error(), (403, "content_not_targeted"));
    }
}
