//! `PATCH /me`: field by field, once per id.

use serde_json::{Value, json};

use crate::desk::{Desk, Device, new_id};

#[tokio::test]
async fn fields_are_set_cleared_and_refused_one_by_one() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let fields =
        json!({"name":"Ada","phone":"1","custom_attributes":{"plan":"pro","team_mates":3,"unknown":1}});
    desk.patch(&token, fields).await.ok();
    let fields = json!({"phone":null,"email":7,"custom_attributes":{"plan":null,"team_mates":"many","monthly_spend":1}});
    let answer = desk.patch(&token, fields).await.ok();
    assert_eq!(answer["status"], "accepted");
    assert_eq!(
        answer["rejected"],
        json!([{"field":"email","code":"wrong_type"},
               {"field":"custom_attributes.team_mates","code":"wrong_type"}])
    );
    let contact = &answer["contact"];
    assert_eq!(
        (&contact["name"], &contact["phone"]),
        (&json!("Ada"), &Value::Null)
    );
    assert_eq!(
        contact["custom_attributes"],
        json!({"team_mates":3,"monthly_spend":1})
    );
}

#[tokio::test]
async fn the_name_of_a_refused_attribute_is_not_echoed_at_any_length() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let long = "é".repeat(100_000);
    let answer = desk
        .patch(&token, json!({"custom_attributes":{long:1}}))
        .await
        .ok();
    let field = answer["rejected"][0]["field"].as_str().unwrap();
    assert_eq!(field.chars().count(), 190);
}

#[tokio::test]
async fn an_attribute_that_devices_may_not_write_is_refused() {
    let desk = Desk::open().await;
    let made = json!({"name":"credit_limit","model":"contact","data_type":"integer"});
    desk.operator("POST", "/data_attributes", made).await.ok();
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let answer = desk
        .patch(&token, json!({"custom_attributes":{"credit_limit":1}}))
        .await
        .ok();
    assert_eq!(answer["rejected"][0]["code"], "attribute_not_writable");
}

#[tokio::test]
async fn companies_are_made_or_changed_and_need_an_id() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let companies = json!([{"id":"acme","name":"Acme","monthly_spend":9.99},{"name":"nameless"},
                           {"company_id":"globex","custom_attributes":{"industry_code":"x","nope":1}}]);
    let answer = desk.patch(&token, json!({ "companies": companies })).await.ok();
    assert_eq!(
        answer["rejected"],
        json!([{"field":"companies[1].id","code":"missing"},
               {"field":"companies[2].custom_attributes.nope","code":"attribute_not_found"}])
    );
    let answer = desk
        .patch(&token, json!({"companies":[{"id":"acme","plan":"gold"}]}))
        .await
        .ok();
    assert_eq!(
        answer["contact"]["companies"],
        json!([{"id":"acme","name":"Acme"},{"id":"globex","name":null}]),
        "a field that is absent stays"
    );
}

#[tokio::test]
async fn a_replay_is_not_applied_again_and_answers_what_it_answered() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let first = json!({"id": new_id(), "name":"Ada","custom_attributes":{"nope":1}});
    let answered = desk.patch(&token, first.clone()).await.ok();
    desk.patch(&token, json!({"name":"Grace"})).await.ok();

    let replay = desk.patch(&token, first.clone()).await.ok();
    assert_eq!(replay["status"], "duplicate");
    assert_eq!(replay["rejected"], answered["rejected"]);
    assert_eq!(replay["contact"]["name"], "Grace");

    let mut other = first;
    other["name"] = json!("Eve");
    assert_eq!(desk.patch(&token, other).await.error(), (409, "id_reused"));
}

#[tokio::test]
async fn a_replay_whose_keys_stand_in_another_order_is_still_a_replay() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let id = new_id();
    for (text, want) in [
        (
            format!(r#"{{"id":"{id}","name":"Ada","custom_attributes":{{"plan":"pro","team_mates":3}}}}"#),
            "accepted",
        ),
        (
            format!(r#"{{"custom_attributes":{{"team_mates":3,"plan":"pro"}},"name":"Ada","id":"{id}"}}"#),
            "duplicate",
        ),
    ] {
        let request = desk.request("PATCH", "/sdk/v1/me").bearer_auth(&token);
        let request = request.header("content-type", "application/json").body(text);
        assert_eq!(desk.send(request).await.ok()["status"], want);
    }
}

#[tokio::test]
async fn an_id_is_remembered_for_45_days_and_then_forgotten() {
    let desk = Desk::open().await;
    let device = Device::new();
    let change = json!({"id": new_id(), "name":"Ada"});
    for (days, want) in [(0, "accepted"), (45, "duplicate"), (1, "accepted")] {
        desk.clock.advance(days * 86_400);
        desk.server.purge().await.unwrap();
        let token = desk.token(&device, json!({"user_id":"ada"})).await;
        assert_eq!(
            desk.patch(&token, change.clone()).await.ok()["status"],
            want,
            "after {days} more days"
        );
    }
}

#[tokio::test]
async fn a_change_of_the_lead_is_known_under_the_user_after_the_merge() {
    let desk = Desk::open().await;
    desk.login(&Device::new(), json!({"user_id":"ada"})).await.ok();
    let device = Device::new();
    let lead = desk.token(&device, Value::Null).await;
    let change = json!({"id": new_id(), "name":"Ada"});
    desk.patch(&lead, change.clone()).await.ok();
    let user = desk.token(&device, json!({"user_id":"ada"})).await;
    for token in [&lead, &user] {
        assert_eq!(
            desk.patch(token, change.clone()).await.ok()["status"],
            "duplicate"
        );
    }
}

#[tokio::test]
async fn a_user_id_cannot_be_changed_and_a_lead_cannot_take_one() {
    let desk = Desk::open().await;
    let user = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    assert_eq!(
        desk.patch(&user, json!({"user_id":"bob"})).await.error(),
        (409, "identity_conflict")
    );
    assert_eq!(desk.patch(&user, json!({"user_id":"ada"})).await.status, 200);

    let lead = desk.token(&Device::new(), Value::Null).await;
    let answer = desk.patch(&lead, json!({"user_id":"ada","name":"x"})).await.ok();
    assert_eq!(
        answer["rejected"],
        json!([{"field":"user_id","code":"login_required"}])
    );
    assert_eq!(answer["contact"]["role"], "lead");

    let email = desk.token(&Device::new(), json!({"email":"e@x.y"})).await;
    assert_eq!(
        desk.patch(&email, json!({"user_id":"ada"})).await.error(),
        (409, "conflict")
    );
    assert_eq!(
        desk.patch(&email, json!({"user_id":"eve"})).await.ok()["contact"]["user_id"],
        "eve"
    );
}

#[tokio::test]
async fn the_id_is_required_and_must_be_a_uuid() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let missing = desk
        .call("PATCH", "/sdk/v1/me", &token, json!({"name":"x"}))
        .await;
    assert_eq!(
        (missing.error(), missing.field()),
        ((400, "parameter_missing"), "id")
    );
    let wrong = desk.patch(&token, json!({"id":"x"})).await;
    assert_eq!((wrong.error(), wrong.field()), ((400, "parameter_invalid"), "id"));
}
