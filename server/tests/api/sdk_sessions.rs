//! Login and logout: who becomes whom, and which token opens what.

use serde_json::{Value, json};

use crate::desk::{Desk, Device, event, statuses};

#[tokio::test]
async fn each_row_of_the_login_table_gives_its_contact() {
    let desk = Desk::open().await;
    // device was -> login -> (role, same contact as before?, merged)
    for (case, first, known, then, want) in [
        (
            "nothing, unidentified",
            None,
            None,
            Value::Null,
            ("lead", None, false),
        ),
        (
            "nothing, new user",
            None,
            None,
            json!({"user_id":"r1"}),
            ("user", None, false),
        ),
        (
            "nothing, known user",
            None,
            Some("r2"),
            json!({"user_id":"r2"}),
            ("user", None, false),
        ),
        (
            "lead, unidentified",
            Some(Value::Null),
            None,
            Value::Null,
            ("lead", Some(true), false),
        ),
        (
            "lead, new user",
            Some(Value::Null),
            None,
            json!({"user_id":"r3"}),
            ("user", Some(true), false),
        ),
        (
            "lead, new email",
            Some(Value::Null),
            None,
            json!({"email":"r4@x.y"}),
            ("user", Some(true), false),
        ),
        (
            "lead, known user",
            Some(Value::Null),
            Some("r5"),
            json!({"user_id":"r5"}),
            ("user", Some(false), true),
        ),
        (
            "user, same",
            Some(json!({"user_id":"r6"})),
            None,
            json!({"user_id":"r6"}),
            ("user", Some(true), false),
        ),
        (
            "email only, then with a user id",
            Some(json!({"email":"r7@x.y"})),
            None,
            json!({"user_id":"r7","email":"R7@x.y"}),
            ("user", Some(true), false),
        ),
    ] {
        let mut known_id = Value::Null;
        if let Some(user_id) = known {
            let made = desk
                .login(&Device::new(), json!({ "user_id": user_id }))
                .await
                .ok();
            known_id = made["contact"]["id"].clone();
        }
        let device = Device::new();
        let mut before = Value::Null;
        if let Some(first) = first {
            before = desk.login(&device, first).await.ok()["contact"]["id"].clone();
        }
        let answer = desk.login(&device, then).await;
        assert_eq!(answer.status, 201, "{case}: {}", answer.body);
        let (role, same, merged) = want;
        assert_eq!(answer.body["contact"]["role"], role, "{case}");
        assert_eq!(answer.body["merged"], merged, "{case}");
        if let Some(same) = same {
            assert_eq!(answer.body["contact"]["id"] == before, same, "{case}");
        }
        if known.is_some() {
            assert_eq!(answer.body["contact"]["id"], known_id, "{case}");
        }
    }
}

#[tokio::test]
async fn a_device_of_one_user_is_not_handed_to_another() {
    let desk = Desk::open().await;
    let device = Device::new();
    desk.login(&device, json!({"user_id":"a"})).await.ok();
    for other in [json!({"user_id":"b"}), json!({"email":"b@x.y"}), Value::Null] {
        let answer = desk.login(&device, other.clone()).await;
        assert_eq!(answer.error(), (409, "identity_conflict"), "{other}");
    }
}

#[tokio::test]
async fn an_address_that_two_users_share_is_a_conflict() {
    let desk = Desk::open().await;
    for user in ["a", "b"] {
        desk.login(&Device::new(), json!({"user_id":user,"email":"Same@x.y"}))
            .await
            .ok();
    }
    let answer = desk.login(&Device::new(), json!({"email":"same@x.y"})).await;
    assert_eq!(answer.error(), (409, "conflict"));
    assert_eq!(
        desk.login(&Device::new(), json!({"user_id":"a","email":"same@x.y"}))
            .await
            .status,
        201
    );
}

#[tokio::test]
async fn a_repeated_login_gives_the_same_contact_and_both_tokens_work() {
    let desk = Desk::open().await;
    let device = Device::new();
    let first = desk.login(&device, Value::Null).await.ok();
    let second = desk.login(&device, Value::Null).await.ok();
    assert_eq!(first["contact"], second["contact"]);
    assert_ne!(first["token"], second["token"]);
    for answer in [&first, &second] {
        let sent = desk
            .events(answer["token"].as_str().unwrap(), json!([event("x")]))
            .await;
        assert_eq!(statuses(&sent), ["accepted"]);
    }
}

#[tokio::test]
async fn what_a_lead_sends_after_its_merge_lands_on_the_user() {
    let desk = Desk::open().await;
    desk.login(&Device::new(), json!({"user_id":"ada"})).await.ok();
    let device = Device::new();
    let lead = desk.token(&device, Value::Null).await;
    let early = event("early");
    desk.events(&lead, json!([early])).await.ok();
    let user = desk.login(&device, json!({"user_id":"ada"})).await.ok();
    assert_eq!(user["merged"], true);

    let late = desk.events(&lead, json!([early, event("late")])).await;
    assert_eq!(statuses(&late), ["duplicate", "accepted"]);
    let again = desk.events(user["token"].as_str().unwrap(), json!([early])).await;
    assert_eq!(
        statuses(&again),
        ["duplicate"],
        "the user's own token knows the id too"
    );
    assert_eq!(desk.event_names("ada").await, ["early", "late"]);
}

#[tokio::test]
async fn a_merge_keeps_the_users_fields_and_fills_its_gaps() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    desk.patch(&token, json!({"name":"Ada","custom_attributes":{"plan":"pro"}}))
        .await
        .ok();
    let device = Device::new();
    let lead = desk.token(&device, Value::Null).await;
    let fields = json!({"name":"Nobody","phone":"123","unsubscribed_from_emails":true,"custom_attributes":{"plan":"free","team_mates":3},
                        "companies":[{"id":"acme","name":"Acme"}]});
    desk.patch(&lead, fields).await.ok();
    desk.login(&device, json!({"user_id":"ada"})).await.ok();

    let contact = desk.get("/contacts/find_by_external_id/ada").await.ok();
    assert_eq!(
        (&contact["name"], &contact["phone"]),
        (&json!("Ada"), &json!("123"))
    );
    assert_eq!(contact["custom_attributes"], json!({"plan":"pro","team_mates":3}));
    assert_eq!(contact["companies"]["total_count"], 1);
    assert_eq!(contact["unsubscribed_from_emails"], true, "a no stays a no");
    let all = desk.get("/contacts").await.ok();
    assert_eq!(all["total_count"], 1, "the merged lead is not listed");
}

#[tokio::test]
async fn the_secret_of_a_device_is_what_opens_it() {
    let desk = Desk::open().await;
    let device = Device::new();
    desk.login(&device, Value::Null).await.ok();
    let thief = Device {
        secret: "dGhpZWZ0aGllZnRoaWVmdGhpZWZ0aGllZnRoaWVmdGhpZWY".into(),
        ..device
    };
    assert_eq!(
        desk.login(&thief, Value::Null).await.error(),
        (401, "device_secret_mismatch")
    );
}

#[tokio::test]
async fn logout_ends_every_token_of_the_device_and_may_be_repeated() {
    let desk = Desk::open().await;
    let device = Device::new();
    let lead = desk.token(&device, Value::Null).await;
    let user = desk.token(&device, json!({"user_id":"ada"})).await;
    let other = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    for token in [user.as_str(), user.as_str(), "never-seen"] {
        assert_eq!(
            desk.call("DELETE", "/sdk/v1/sessions/current", token, json!({}))
                .await
                .status,
            204
        );
    }
    for token in [&lead, &user] {
        assert_eq!(
            desk.events(token, json!([event("x")])).await.error(),
            (401, "unauthorized")
        );
    }
    assert_eq!(desk.events(&other, json!([event("x")])).await.status, 200);
    let next = desk.login(&device, json!({"user_id":"bob"})).await.ok();
    assert_eq!(
        next["contact"]["user_id"], "bob",
        "the device is free for the next user"
    );
}

#[tokio::test]
async fn a_token_ends_with_its_lifetime() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    desk.clock.advance(30 * 86_400 - 1);
    assert_eq!(
        desk.call("POST", "/sdk/v1/ping", &token, json!({})).await.status,
        200
    );
    desk.clock.advance(1);
    let late = desk.call("POST", "/sdk/v1/ping", &token, json!({})).await;
    assert_eq!(late.error(), (401, "session_expired"));
    assert_eq!(late.body["errors"][0]["retryable"], true);
}

#[tokio::test]
async fn wrong_credentials_and_malformed_logins_name_what_is_wrong() {
    let desk = Desk::open().await;
    let right = desk.login_body(&Device::new(), &Value::Null);
    for (pointer, value, status, code, field) in [
        ("/app_id", json!("nope"), 401, "app_unknown", "app_id"),
        ("/api_key", json!("nope"), 401, "api_key_invalid", "api_key"),
        ("/app_id", json!(7), 400, "parameter_invalid", "app_id"),
        ("/app_id", Value::Null, 400, "parameter_missing", "app_id"),
        ("/device", Value::Null, 400, "parameter_missing", "device"),
        ("/device/id", json!("x"), 400, "parameter_invalid", "device.id"),
        (
            "/device/secret",
            json!("c2hvcnQ"),
            400,
            "parameter_invalid",
            "device.secret",
        ),
        ("/identity", json!({}), 422, "parameter_invalid", "identity"),
        (
            "/identity",
            json!({"user_id":" "}),
            422,
            "parameter_invalid",
            "identity",
        ),
        (
            "/identity",
            json!({"user_id":7}),
            400,
            "parameter_invalid",
            "identity.user_id",
        ),
        ("/identity", json!("u"), 400, "parameter_invalid", "identity"),
    ] {
        let mut body = right.clone();
        *body.pointer_mut(pointer).unwrap() = value.clone();
        let answer = desk
            .send(desk.request("POST", "/sdk/v1/sessions").json(&body))
            .await;
        assert_eq!(
            (answer.error(), answer.field()),
            ((status, code), field),
            "{pointer} = {value}"
        );
    }
}

#[tokio::test]
async fn attributes_of_a_login_are_set_and_refused_one_by_one() {
    let desk = Desk::open().await;
    let mut body = desk.login_body(&Device::new(), &json!({"user_id":"ada"}));
    body["attributes"] = json!({"name":"Ada","custom_attributes":{"plan":"pro","unknown":1}});
    let answer = desk
        .send(desk.request("POST", "/sdk/v1/sessions").json(&body))
        .await
        .ok();
    assert_eq!(
        answer["rejected"],
        json!([{"field":"custom_attributes.unknown","code":"attribute_not_found"}])
    );
    let contact = desk.get("/contacts/find_by_external_id/ada").await.ok();
    assert_eq!(
        (&contact["name"], &contact["custom_attributes"]["plan"]),
        (&json!("Ada"), &json!("pro"))
    );
}

#[tokio::test]
async fn a_device_that_logs_in_too_often_is_told_when_to_come_back() {
    let desk = Desk::with(frontdesk_server::ServerConfig::default()).await;
    let device = Device::new();
    for _ in 0..10 {
        desk.login(&device, Value::Null).await.ok();
    }
    let answer = desk.login(&device, Value::Null).await;
    assert_eq!(answer.error(), (429, "rate_limit_exceeded"));
    assert_eq!(answer.headers["retry-after"], "6");
    desk.clock.advance(6);
    assert_eq!(desk.login(&device, Value::Null).await.status, 201);
}
