//! The rest of the operator API, and what every route of it does.

use serde_json::{Value, json};

use crate::desk::{Desk, Device, START, event, no_rates};

#[tokio::test]
async fn me_tells_whose_token_it_is() {
    let desk = Desk::open().await;
    let me = desk.get("/me").await.ok();
    assert_eq!(
        (&me["type"], &me["app"]["id_code"]),
        (&json!("admin"), &json!(desk.workspace.app_id))
    );
}

#[tokio::test]
async fn every_authenticated_answer_carries_the_rate_headers() {
    let desk = Desk::open().await;
    for path in ["/me", "/contacts/nobody", "/events"] {
        let answer = desk.get(path).await;
        assert_eq!(answer.headers["x-ratelimit-limit"], "1667", "{path}");
        assert!(answer.headers.contains_key("x-ratelimit-remaining"), "{path}");
        assert_eq!(
            answer.headers["x-ratelimit-reset"],
            (START + 10).to_string(),
            "{path}"
        );
    }
}

#[tokio::test]
async fn an_address_that_two_users_share_names_neither() {
    let desk = Desk::open().await;
    for user in ["a", "b"] {
        desk.login(&Device::new(), json!({"user_id":user,"email":"Same@x.y"}))
            .await
            .ok();
    }
    let told = json!({"event_name":"x","created_at":START,"email":"same@x.y"});
    let answer = desk.operator("POST", "/events", told).await;
    assert_eq!(answer.error(), (409, "conflict"));
    let asked = desk.get("/events?type=user&email=same@x.y").await;
    assert_eq!(asked.error(), (409, "conflict"));
    let told = json!({"event_name":"x","created_at":START,"user_id":"a"});
    assert_eq!(desk.operator("POST", "/events", told).await.status, 202);
    assert_eq!(desk.event_names("b").await, [] as [&str; 0]);
}

#[tokio::test]
async fn a_search_for_an_attribute_with_a_backslash_is_refused_as_such() {
    let desk = Desk::open().await;
    let query = json!({"query":{"field":"custom_attributes.a\\","operator":"=","value":"x"}});
    let answer = desk.operator("POST", "/contacts/search", query).await;
    assert_eq!(answer.error(), (400, "parameter_invalid"));
}

#[tokio::test]
async fn an_operator_past_the_limit_is_told_when_to_come_back() {
    let limits = frontdesk_server::Limits {
        operator_per_minute: 12,
        ..no_rates()
    };
    let desk = Desk::with(frontdesk_server::ServerConfig::default().with_limits(limits)).await;
    for _ in 0..2 {
        desk.get("/me").await.ok();
    }
    let answer = desk.get("/me").await;
    assert_eq!(answer.error(), (429, "rate_limit_exceeded"));
    assert_eq!(
        (
            &answer.headers["retry-after"],
            &answer.headers["x-ratelimit-remaining"]
        ),
        (&"10".parse().unwrap(), &"0".parse().unwrap())
    );
    desk.clock.advance(10);
    desk.get("/me").await.ok();
}

#[tokio::test]
async fn no_version_means_the_newest_and_an_unknown_one_is_refused() {
    let desk = Desk::open().await;
    for (version, status) in [
        ("2.14", 200),
        ("2.0", 200),
        ("2.7", 200),
        ("2.15", 400),
        ("1.4", 400),
        ("Preview", 400),
        ("", 400),
    ] {
        let request = desk
            .request("GET", "/me")
            .bearer_auth(desk.workspace.operator_token.expose());
        let answer = desk.send(request.header("intercom-version", version)).await;
        assert_eq!(answer.status, status, "{version}");
        if status == 400 {
            assert_eq!(answer.code(), "intercom_version_invalid");
        }
    }
    let answer = desk.get("/me").await;
    assert_eq!(answer.headers["intercom-version"], "2.14");
}

#[tokio::test]
async fn a_wrong_method_is_404_and_a_device_token_opens_nothing() {
    let desk = Desk::open().await;
    let device = desk.token(&Device::new(), json!({"user_id":"u"})).await;
    for (method, path) in [
        ("DELETE", "/me"),
        ("PATCH", "/contacts"),
        ("GET", "/contacts/search/x"),
        ("DELETE", "/events"),
    ] {
        assert_eq!(
            desk.operator(method, path, Value::Null).await.error(),
            (404, "not_found"),
            "{method} {path}"
        );
    }
    for path in [
        "/me",
        "/contacts",
        "/events?user_id=u",
        "/data_attributes",
        "/x/content",
        "/x/identity_verification",
    ] {
        assert_eq!(
            desk.call("GET", path, &device, Value::Null).await.error(),
            (401, "unauthorized"),
            "{path}"
        );
    }
    let operator = desk.workspace.operator_token.expose();
    assert_eq!(
        desk.call("POST", "/sdk/v1/ping", operator, json!({}))
            .await
            .error(),
        (401, "unauthorized")
    );
}

#[tokio::test]
async fn data_attributes_are_made_listed_and_changed() {
    let desk = Desk::open().await;
    let before = desk.get("/data_attributes?model=contact").await.ok()["data"]
        .as_array()
        .unwrap()
        .len();
    let made = json!({"name":"size","model":"contact","data_type":"options","options":[{"value":"s"},"l"],"messenger_writable":true});
    let made = desk.operator("POST", "/data_attributes", made).await.ok();
    assert_eq!(
        (&made["full_name"], &made["label"], &made["custom"]),
        (&json!("custom_attributes.size"), &json!("size"), &json!(true))
    );
    assert!(made["id"].is_i64());
    let token = desk.token(&Device::new(), json!({"user_id":"u"})).await;
    let set = desk
        .patch(&token, json!({"custom_attributes":{"size":"m"}}))
        .await
        .ok();
    assert_eq!(set["rejected"][0]["code"], "wrong_type");

    let path = format!("/data_attributes/{}", made["id"]);
    desk.operator("PUT", &path, json!({"archived":true,"description":"d"}))
        .await
        .ok();
    let set = desk
        .patch(&token, json!({"custom_attributes":{"size":"s"}}))
        .await
        .ok();
    assert_eq!(set["rejected"][0]["code"], "attribute_not_found");
    let count = async |path: &str| desk.get(path).await.ok()["data"].as_array().unwrap().len();
    assert_eq!(count("/data_attributes?model=contact").await, before);
    assert_eq!(
        count("/data_attributes?model=contact&include_archived=true").await,
        before + 1
    );

    for (body, field) in [
        (json!({"model":"contact","data_type":"string"}), "name"),
        (
            json!({"name":"a.b","model":"contact","data_type":"string"}),
            "name",
        ),
        (
            json!({"name":"plan","model":"contact","data_type":"string"}),
            "name",
        ),
        (json!({"name":"x","model":"ship","data_type":"string"}), "model"),
        (
            json!({"name":"x","model":"contact","data_type":"blob"}),
            "data_type",
        ),
        (
            json!({"name":"x","model":"contact","data_type":"options","options":["one"]}),
            "options",
        ),
    ] {
        let answer = desk.operator("POST", "/data_attributes", body.clone()).await;
        assert_eq!((answer.status.as_u16(), answer.field()), (400, field), "{body}");
    }
    assert_eq!(
        desk.operator("PUT", "/data_attributes/999", json!({}))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn operator_events_are_one_per_contact_name_and_second() {
    let desk = Desk::open().await;
    desk.operator("POST", "/contacts", json!({"external_id":"u1","email":"a@b.c"}))
        .await
        .ok();
    let told = json!({"event_name":"order","user_id":"u1","created_at":START,"metadata":{"n":1}});
    for body in [
        told.clone(),
        told,
        json!({"event_name":"order","email":"a@b.c","created_at":START + 1}),
    ] {
        let answer = desk.operator("POST", "/events", body).await;
        assert_eq!((answer.status.as_u16(), answer.body), (202, json!("")));
    }
    let summary = desk
        .get("/events?user_id=u1&type=user&summary=true&per_page=2")
        .await
        .ok();
    assert_eq!(summary["type"], "event.summary");
    assert_eq!(
        summary["events"],
        json!([{"name":"order","first":"2023-11-14T22:13:20Z","last":"2023-11-14T22:13:21Z","count":2,"description":null}])
    );
    for (body, status) in [
        (json!({"user_id":"u1","created_at":1}), 400),
        (json!({"event_name":"x","user_id":"u1"}), 400),
        (json!({"event_name":"x","created_at":1}), 400),
        (json!({"event_name":"x","created_at":1,"user_id":"nobody"}), 404),
    ] {
        assert_eq!(
            desk.operator("POST", "/events", body.clone()).await.status,
            status,
            "{body}"
        );
    }
}

#[tokio::test]
async fn events_are_listed_newest_first_page_by_page() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"u1"})).await;
    let sent: Vec<Value> = (0..5).map(|n| event(&format!("e{n}"))).collect();
    desk.events(&token, json!(sent)).await.ok();
    let mut names = Vec::new();
    let mut path = "/events?type=user&user_id=u1&per_page=2".to_owned();
    loop {
        let list = desk.get(&path).await.ok();
        names.extend(
            list["events"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["event_name"].as_str().unwrap().to_owned()),
        );
        let Some(next) = list["pages"]["next"]["starting_after"].as_str() else {
            break;
        };
        path = format!("/events?type=user&user_id=u1&per_page=2&starting_after={next}");
    }
    assert_eq!(names, ["e4", "e3", "e2", "e1", "e0"]);
    assert_eq!(
        desk.get("/events?type=user").await.error(),
        (400, "parameter_missing")
    );
    assert_eq!(
        desk.get("/events?type=user&user_id=nobody").await.error(),
        (404, "not_found")
    );
}
