//! Content, ping, and what is not built.

use serde_json::{Value, json};

use crate::desk::{Desk, Device};

#[tokio::test]
async fn only_live_content_is_shown() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    for (path, status, code, shown) in [
        ("article/1001", 200, "", "live"),
        ("survey/2001", 200, "", "live"),
        ("carousel/3001", 200, "", "live"),
        ("tour/8001", 200, "", "live"),
        ("checklist/9001", 200, "", "live"),
        ("survey/2002", 422, "content_not_live", "draft"),
        ("tour/8002", 422, "content_not_live", "draft"),
        ("checklist/9002", 422, "content_not_live", "paused"),
        ("carousel/3002", 422, "content_not_live", "paused"),
        ("article/1002", 422, "content_not_live", "archived"),
        ("article/9999", 404, "not_found", ""),
        ("survey/1001", 404, "not_found", ""),
        ("nonsense/1001", 404, "not_found", ""),
    ] {
        let answer = desk
            .call("GET", &format!("/sdk/v1/content/{path}"), &token, Value::Null)
            .await;
        assert_eq!(answer.error(), (status, code), "{path}");
        if status == 422 {
            assert_eq!(
                (answer.field(), &answer.body["errors"][0]["status"]),
                ("status", &json!(shown))
            );
        }
        if status == 200 {
            assert_eq!(answer.body["status"], shown);
            assert!(answer.body["title"].is_string() && answer.body["body"].is_object());
        }
    }
}

#[tokio::test]
async fn content_for_some_is_refused_to_others() {
    let desk = Desk::open().await;
    let questions = json!([{"id":"q1","type":"rating","label":"How did we do?"}]);
    let made = json!({"kind":"survey","id":"9","title":"Users only","status":"live","targeting":{"roles":["user"]},
        "body":{"questions":questions}});
    desk.operator("POST", "/x/content", made).await.ok();
    let lead = desk.token(&Device::new(), Value::Null).await;
    let refused = desk
        .call("GET", "/sdk/v1/content/survey/9", &lead, Value::Null)
        .await;
    assert_eq!(refused.error(), (403, "content_not_targeted"));
    let user = desk.token(&Device::new(), json!({"user_id":"u"})).await;
    assert_eq!(
        desk.call("GET", "/sdk/v1/content/survey/9", &user, Value::Null)
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_conversation_is_content_of_its_own_contact_alone() {
    let desk = Desk::open().await;
    let ada = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let bob = desk.token(&Device::new(), json!({"user_id":"bob"})).await;
    let words = json!({"id":crate::desk::new_id(),"part":{"id":crate::desk::new_id(),"body":"Hello"}});
    let started = desk.call("POST", "/sdk/v1/conversations", &ada, words).await.ok();
    for id in [&started["id"], &started["client_id"]] {
        let path = format!("/sdk/v1/content/conversation/{}", id.as_str().unwrap());
        let shown = desk.call("GET", &path, &ada, Value::Null).await.ok();
        assert_eq!((&shown["id"], &shown["body"]), (&started["id"], &json!({})));
        let foreign = desk.call("GET", &path, &bob, Value::Null).await;
        assert_eq!(foreign.error(), (404, "not_found"));
    }
    let nonsense = desk
        .call("GET", "/sdk/v1/content/conversation/no-such", &ada, Value::Null)
        .await;
    assert_eq!(nonsense.error(), (404, "not_found"));
}

#[tokio::test]
async fn a_change_of_status_is_seen_at_once() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    desk.operator("PUT", "/x/content/survey/2002", json!({"status":"live"}))
        .await
        .ok();
    assert_eq!(
        desk.call("GET", "/sdk/v1/content/survey/2002", &token, Value::Null)
            .await
            .status,
        200
    );
    desk.operator("PUT", "/x/content/survey/2002", json!({"status":"paused"}))
        .await
        .ok();
    assert_eq!(
        desk.call("GET", "/sdk/v1/content/survey/2002", &token, Value::Null)
            .await
            .status,
        422
    );
    let bad = desk
        .operator("PUT", "/x/content/survey/2002", json!({"status":"gone"}))
        .await;
    assert_eq!((bad.error(), bad.field()), ((400, "parameter_invalid"), "status"));
}

#[tokio::test]
async fn a_ping_leaves_the_settings_out_when_the_device_has_them() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let first = desk
        .call("POST", "/sdk/v1/ping", &token, json!({"foreground":true}))
        .await
        .ok();
    assert_eq!(
        (&first["unread"]["count"], &first["settings"]["stream"]),
        (&json!(0), &json!("off"))
    );
    let again = desk
        .call(
            "POST",
            "/sdk/v1/ping",
            &token,
            json!({"etag":first["settings_etag"]}),
        )
        .await
        .ok();
    assert!(again.get("settings").is_none());
    let bodiless = desk
        .send(desk.request("POST", "/sdk/v1/ping").bearer_auth(&token))
        .await;
    assert_eq!(bodiless.status, 200);
}

#[tokio::test]
async fn paths_that_are_not_built_and_methods_that_are_not_there_are_404() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    for (method, path) in [
        ("DELETE", "/sdk/v1/conversations"),
        ("POST", "/sdk/v1/content/receipt"),
        ("GET", "/sdk/v1/streams"),
        ("GET", "/sdk/v1/sessions"),
        ("PUT", "/sdk/v1/me"),
        ("DELETE", "/healthz"),
        ("GET", "/"),
        ("GET", "/sdk"),
    ] {
        assert_eq!(
            desk.call(method, path, &token, Value::Null).await.error(),
            (404, "not_found"),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn health_and_metrics_are_open_to_machines() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    desk.events(&token, json!([crate::desk::event("x"), null]))
        .await
        .ok();
    let health = desk.send(desk.request("GET", "/healthz")).await;
    assert_eq!(health.body["status"], "ok");
    let metrics = desk.send(desk.request("GET", "/metrics")).await;
    let text = metrics.body.as_str().unwrap();
    for line in [
        "frontdesk_events_total{result=\"accepted\"} 1",
        "frontdesk_events_total{result=\"rejected\"} 1",
        "frontdesk_sessions_opened_total 1",
        "frontdesk_requests_total{route=\"/sdk/v1/events\",method=\"POST\",status=\"200\"} 1",
    ] {
        assert!(text.contains(line), "{line} is missing in\n{text}");
    }
}
