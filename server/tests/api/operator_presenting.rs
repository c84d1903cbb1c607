//! `/x/surveys`, `/x/carousels`, `/x/in_app_messages`, `/x/news`, `/x/ticket_types`: made, changed, listed,
//! deleted; what cannot be shown is refused and named.

use serde_json::{Value, json};

use crate::desk::{Desk, Device};

fn samples() -> [(&'static str, Value); 7] {
    let question = json!([{"id":"q1","type":"rating","label":"How?"}]);
    let attribute =
        json!([{"name":"_default_title_","label":"What?","description":null,"type":"text","required":true}]);
    [
        (
            "surveys",
            json!({"title":"How?","questions":question,"intro":"A minute?"}),
        ),
        (
            "carousels",
            json!({"title":"Tour","screens":[{"title":"One","body_html":"<p>1</p>"}]}),
        ),
        (
            "in_app_messages",
            json!({"title":"Hello","display":"banner","body_html":"<p>Hi</p>"}),
        ),
        (
            "tours",
            json!({"title":"Around","steps":[
                {"title":"One","body_html":"<p>1</p>"},
                {"title":"Two","body_html":"","selector":"#new","placement":"start","page":"/boards*","next_label":"On","back_label":"Back"},
            ]}),
        ),
        (
            "checklists",
            json!({"title":"First","intro":"Ten minutes.","tasks":[
                {"id":"a","title":"Look","body_html":"<p>1</p>","action":{"type":"tour","id":"8001","label":"Show me"}},
                {"id":"b","title":"Open","body_html":"","action":{"type":"link","url":"https://a.example/","label":"Open"}},
            ]}),
        ),
        ("news", json!({"title":"New","body_html":"<p>New</p>"})),
        ("ticket_types", json!({"name":"Fault","attributes":attribute})),
    ]
}

#[tokio::test]
async fn each_kind_is_made_as_a_draft_changed_field_by_field_and_deleted() {
    let desk = Desk::open().await;
    for (kind, sample) in samples() {
        let title = if kind == "ticket_types" { "name" } else { "title" };
        let made = desk.operator("POST", &format!("/x/{kind}"), sample.clone()).await;
        assert_eq!(made.status, 201, "{kind}");
        assert_eq!(made.body["status"], "draft");
        for (field, value) in sample.as_object().unwrap() {
            assert_eq!(&made.body[field], value, "{kind} {field}");
        }
        let path = format!("/x/{kind}/{}", made.body["id"].as_str().unwrap());
        desk.clock.advance(5);
        let changed = desk
            .operator(
                "PUT",
                &path,
                json!({"status":"live","targeting":{"roles":["user"]}}),
            )
            .await
            .ok();
        assert_eq!(
            (&changed["status"], &changed["targeting"]),
            (&json!("live"), &json!({"roles":["user"]}))
        );
        assert_eq!(changed[title], made.body[title]);
        assert!(changed["updated_at"].as_i64() > made.body["updated_at"].as_i64());
        assert_eq!(desk.get(&path).await.ok(), changed);
        assert_eq!(desk.operator("DELETE", &path, Value::Null).await.status, 204);
        for (method, body) in [
            ("GET", Value::Null),
            ("PUT", json!({"status":"live"})),
            ("DELETE", Value::Null),
        ] {
            assert_eq!(
                desk.operator(method, &path, body).await.error(),
                (404, "not_found"),
                "{method} {path}"
            );
        }
    }
}

#[tokio::test]
async fn a_number_is_never_given_twice_and_lists_go_to_their_end() {
    let desk = Desk::open().await;
    let (_, sample) = samples()[2].clone();
    let mut ids = Vec::new();
    for _ in 0..5 {
        let made = desk
            .operator("POST", "/x/in_app_messages", sample.clone())
            .await
            .ok();
        ids.push(made["id"].as_str().unwrap().to_owned());
    }
    desk.operator("DELETE", &format!("/x/in_app_messages/{}", ids[4]), Value::Null)
        .await;
    let next = desk
        .operator("POST", "/x/in_app_messages", sample.clone())
        .await
        .ok();
    assert!(!ids.contains(&next["id"].as_str().unwrap().to_owned()));
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    for _ in 0..9 {
        let page = desk
            .get(&format!("/x/in_app_messages?per_page=2{cursor}"))
            .await
            .ok();
        assert_eq!(page["total_count"], 5);
        seen.extend(
            page["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["id"].as_str().unwrap().to_owned()),
        );
        match page["pages"]["next"]["starting_after"].as_str() {
            Some(next) => cursor = format!("&starting_after={next}"),
            None => break,
        }
    }
    let mut wanted = vec![next["id"].as_str().unwrap().to_owned()];
    wanted.extend(ids[..4].iter().rev().cloned());
    assert_eq!(seen, wanted);
}

#[tokio::test]
async fn what_cannot_be_shown_is_refused_and_the_field_is_named() {
    let desk = Desk::open().await;
    for (kind, body, code, field) in [
        (
            "surveys",
            json!({"questions":[]}),
            "parameter_invalid",
            "questions",
        ),
        ("surveys", json!({"title":"t"}), "parameter_missing", "questions"),
        (
            "surveys",
            json!({"title":"t","state":"live"}),
            "parameter_invalid",
            "state",
        ),
        ("surveys", json!({"title":""}), "parameter_invalid", "title"),
        ("surveys", json!({"status":"gone"}), "parameter_invalid", "status"),
        (
            "surveys",
            json!({"targeting":{"role":"x"}}),
            "parameter_invalid",
            "targeting.role",
        ),
        (
            "carousels",
            json!({"title":"t","screens":[]}),
            "parameter_invalid",
            "screens",
        ),
        (
            "carousels",
            json!({"title":"t","screens":[{"title":"x"}]}),
            "parameter_invalid",
            "screens[0].body_html",
        ),
        (
            "carousels",
            json!({"title":"t","screens":[{"title":"x","body_html":"","action":{"label":"Go","url":"javascript:x"}}]}),
            "parameter_invalid",
            "screens[0].action.url",
        ),
        (
            "in_app_messages",
            json!({"display":"full"}),
            "parameter_invalid",
            "display",
        ),
        (
            "in_app_messages",
            json!({"title":"t","display":"card"}),
            "parameter_missing",
            "body_html",
        ),
        (
            "news",
            json!({"cover_image_url":"ftp://a"}),
            "parameter_invalid",
            "cover_image_url",
        ),
        (
            "ticket_types",
            json!({"attributes":[{}]}),
            "parameter_invalid",
            "attributes[0].name",
        ),
        (
            "ticket_types",
            json!({"attributes":[]}),
            "parameter_missing",
            "name",
        ),
    ] {
        let answer = desk.operator("POST", &format!("/x/{kind}"), body.clone()).await;
        assert_eq!(
            (answer.error(), answer.field()),
            ((400, code), field),
            "{kind} {body}"
        );
    }
    let unknown = json!({"title":"t","display":"card","body_html":"x","sender_id":"999"});
    let answer = desk.operator("POST", "/x/in_app_messages", unknown).await;
    assert_eq!(
        (answer.error(), answer.field()),
        ((422, "parameter_invalid"), "sender_id")
    );
}

#[tokio::test]
async fn html_is_cleaned_on_its_way_in() {
    let desk = Desk::open().await;
    let evil = "<p onclick=\"x()\">Hi</p><script>x()</script>";
    let message = json!({"title":"t","display":"card","body_html":evil});
    let made = desk.operator("POST", "/x/in_app_messages", message).await.ok();
    assert_eq!(made["body_html"], "<p>Hi</p>");
    let carousel = json!({"title":"t","screens":[{"title":"One","body_html":evil}]});
    let made = desk.operator("POST", "/x/carousels", carousel).await.ok();
    assert_eq!(made["screens"][0]["body_html"], "<p>Hi</p>");
    let raw = json!({"kind":"news","id":"1","title":"t","body":{"body_html":evil}});
    let made = desk.operator("POST", "/x/content", raw).await.ok();
    assert_eq!(made["body"]["body_html"], "<p>Hi</p>");
}

#[tokio::test]
async fn news_are_listed_newest_first_page_by_page_and_only_live_ones() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    for n in 0..3 {
        let item =
            json!({"title":format!("N{n}"),"body_html":"<p>x</p>","status":"live","published_at":1000 - n});
        desk.operator("POST", "/x/news", item).await.ok();
    }
    desk.operator("POST", "/x/news", json!({"title":"Draft","body_html":"x"}))
        .await
        .ok();
    let hidden = json!({"title":"Users","body_html":"x","status":"live","targeting":{"roles":["user"]}});
    desk.operator("POST", "/x/news", hidden).await.ok();
    let page = desk
        .call("GET", "/sdk/v1/news?limit=2", &token, Value::Null)
        .await
        .ok();
    let next = page["next"].as_str().unwrap();
    let rest = desk
        .call(
            "GET",
            &format!("/sdk/v1/news?limit=2&cursor={next}"),
            &token,
            Value::Null,
        )
        .await
        .ok();
    let titles: Vec<&str> = [&page, &rest]
        .iter()
        .flat_map(|one| one["data"].as_array().unwrap())
        .map(|one| one["title"].as_str().unwrap())
        .collect();
    assert_eq!(titles, ["N0", "N1", "N2"]);
    assert_eq!(rest["next"], Value::Null);
}

#[tokio::test]
async fn a_key_that_is_switched_off_opens_no_session_until_it_is_switched_on() {
    let desk = Desk::open().await;
    let device = Device::on("web");
    let keys = desk.get("/x/keys").await.ok();
    let web = keys["data"]
        .as_array()
        .unwrap()
        .iter()
        .find(|key| key["platform"] == "web")
        .unwrap()
        .clone();
    let path = format!("/x/keys/{}", web["id"].as_str().unwrap());
    let off = desk.operator("PUT", &path, json!({"enabled":false})).await.ok();
    assert_eq!((&off["enabled"], &off["key"]), (&json!(false), &web["key"]));
    assert_eq!(
        desk.login(&device, Value::Null).await.error(),
        (403, "api_key_disabled")
    );
    let further = desk.operator("POST", "/x/keys", json!({"platform":"web"})).await;
    assert_eq!(further.status, 201);
    let mut body = desk.login_body(&device, &Value::Null);
    body["api_key"] = further.body["key"].clone();
    assert_eq!(
        desk.send(desk.request("POST", "/sdk/v1/sessions").json(&body))
            .await
            .status,
        201
    );
    desk.operator("PUT", &path, json!({"enabled":true})).await.ok();
    assert_eq!(desk.login(&device, Value::Null).await.status, 201);
    assert_eq!(
        desk.get("/x/keys").await.ok()["data"].as_array().unwrap().len(),
        4
    );
    for (method, path, body, error) in [
        ("PUT", "/x/keys/999", json!({"enabled":true}), (404, "not_found")),
        ("PUT", "/x/keys/x", json!({"enabled":true}), (404, "not_found")),
        (
            "PUT",
            path.as_str(),
            json!({"enabled":1}),
            (400, "parameter_invalid"),
        ),
        ("PUT", path.as_str(), json!({}), (400, "parameter_missing")),
        (
            "POST",
            "/x/keys",
            json!({"platform":"rust"}),
            (400, "parameter_invalid"),
        ),
        ("POST", "/x/keys", json!({}), (400, "parameter_missing")),
    ] {
        assert_eq!(
            desk.operator(method, path, body).await.error(),
            error,
            "{method} {path}"
        );
    }
}
