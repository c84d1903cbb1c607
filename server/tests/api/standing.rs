//! Merging, putting away and shutting out contacts, and push tokens: who is who.

use serde_json::{Value, json};

use crate::desk::{Desk, Device, event, statuses};

async fn contact(desk: &Desk, fields: Value) -> String {
    let made = desk.operator("POST", "/contacts", fields).await.ok();
    made["id"].as_str().unwrap().to_owned()
}

/// A POST without a body or a content type, as the official clients send it.
async fn bare(desk: &Desk, path: &str) -> crate::desk::Answer {
    let request = desk.request("POST", path);
    desk.send(request.bearer_auth(desk.workspace.operator_token.expose()))
        .await
}

#[tokio::test]
async fn an_operator_merges_a_lead_into_a_user_with_all_it_has() {
    let desk = Desk::open().await;
    let device = Device::new();
    let session = desk.login(&device, Value::Null).await.ok();
    let token = session["token"].as_str().unwrap();
    desk.events(token, json!([event("as a lead")])).await.ok();
    let lead = session["contact"]["id"].as_str().unwrap();
    desk.operator("PUT", &format!("/contacts/{lead}"), json!({"phone":"1"}))
        .await
        .ok();
    desk.operator("POST", &format!("/contacts/{lead}/notes"), json!({"body":"kind"}))
        .await
        .ok();
    desk.operator("POST", "/tags", json!({"name":"warm","users":[{"id":lead}]}))
        .await
        .ok();
    let ada = contact(&desk, json!({"external_id":"ada","name":"Ada"})).await;

    let asked = json!({"from":lead,"into":ada});
    for _ in 0..2 {
        let merged = desk.operator("POST", "/contacts/merge", asked.clone()).await.ok();
        assert_eq!(
            (&merged["id"], &merged["role"], &merged["name"], &merged["phone"]),
            (&json!(ada), &json!("user"), &json!("Ada"), &json!("1"))
        );
        assert_eq!(
            (&merged["tags"]["total_count"], &merged["notes"]["total_count"]),
            (&json!(1), &json!(1))
        );
    }
    assert_eq!(desk.event_names("ada").await, ["as a lead"]);
    // What the lead's device still has lands on the user.
    assert_eq!(
        statuses(&desk.events(token, json!([event("later")])).await),
        ["accepted"]
    );
    assert_eq!(desk.event_names("ada").await, ["as a lead", "later"]);
    assert_eq!(desk.get("/contacts").await.ok()["total_count"], 1);
}

#[tokio::test]
async fn two_people_are_never_merged() {
    let desk = Desk::open().await;
    let ada = contact(&desk, json!({"external_id":"ada"})).await;
    let bob = contact(&desk, json!({"external_id":"bob"})).await;
    let named = contact(&desk, json!({"role":"lead","external_id":"eve"})).await;
    let lead = contact(&desk, json!({"role":"lead"})).await;
    for (from, into, want) in [
        (&bob, &ada, (403, "action_forbidden")),
        (&ada, &ada, (403, "action_forbidden")),
        (&named, &ada, (403, "action_forbidden")),
        (&lead, &named, (400, "parameter_invalid")),
        (&lead, &lead, (400, "parameter_invalid")),
        (&"nobody".to_owned(), &ada, (404, "not_found")),
        (&lead, &"nobody".to_owned(), (404, "not_found")),
    ] {
        let asked = json!({"from":from,"into":into});
        let refused = desk.operator("POST", "/contacts/merge", asked).await;
        assert_eq!(refused.error(), want, "{from} into {into}");
    }
    let half = desk
        .operator("POST", "/contacts/merge", json!({"from":lead}))
        .await;
    assert_eq!(half.error(), (400, "parameter_missing"));
    assert_eq!(desk.get("/contacts").await.ok()["total_count"], 4);
}

#[tokio::test]
async fn an_archived_contact_is_in_no_list_and_is_back_when_it_comes_back() {
    let desk = Desk::open().await;
    let device = Device::new();
    let ada = desk.login(&device, json!({"user_id":"ada"})).await.ok();
    let id = ada["contact"]["id"].as_str().unwrap();
    let path = format!("/contacts/{id}");
    for _ in 0..2 {
        let archived = bare(&desk, &format!("{path}/archive")).await.ok();
        assert_eq!(
            archived,
            json!({"type":"contact","id":id,"external_id":"ada","archived":true})
        );
    }
    assert_eq!(desk.get("/contacts").await.ok()["total_count"], 0);
    assert_eq!(desk.get("/contacts/find_by_external_id/ada").await.status, 404);
    assert_eq!(desk.get(&path).await.ok()["id"], id);
    // Its device may go on telling: nothing is lost while it is away.
    let token = ada["token"].as_str().unwrap();
    assert_eq!(
        statuses(&desk.events(token, json!([event("away")])).await),
        ["accepted"]
    );

    let back = bare(&desk, &format!("{path}/unarchive")).await.ok();
    assert_eq!(back["archived"], false);
    assert_eq!(desk.event_names("ada").await, ["away"]);

    for back_on in [&device, &Device::new()] {
        bare(&desk, &format!("{path}/archive")).await.ok();
        let again = desk.login(back_on, json!({"user_id":"ada"})).await.ok();
        assert_eq!(again["contact"]["id"], id, "the same person");
        assert_eq!(desk.get("/contacts").await.ok()["total_count"], 1);
    }
    assert_eq!(
        bare(&desk, "/contacts/nobody/archive").await.error(),
        (404, "not_found")
    );
    assert_eq!(
        bare(&desk, "/contacts/nobody/unarchive").await.error(),
        (404, "not_found")
    );
}

#[tokio::test]
async fn an_archived_contact_whose_id_was_given_anew_stays_away_and_its_device_joins_the_new_one() {
    let desk = Desk::open().await;
    let device = Device::new();
    let old = desk.login(&device, json!({"user_id":"ada"})).await.ok();
    let old = old["contact"]["id"].as_str().unwrap();
    bare(&desk, &format!("/contacts/{old}/archive")).await.ok();
    let new = contact(&desk, json!({"external_id":"ada"})).await;
    let refused = bare(&desk, &format!("/contacts/{old}/unarchive")).await;
    assert_eq!(refused.error(), (409, "conflict"));
    let message = format!("A contact matching those details already exists with id={new}");
    assert_eq!(refused.body["errors"][0]["message"], message);
    let again = desk.login(&device, json!({"user_id":"ada"})).await.ok();
    assert_eq!(again["contact"]["id"], new);
}

#[tokio::test]
async fn a_blocked_contact_is_shut_out_on_all_its_devices() {
    let desk = Desk::open().await;
    let session = desk.login(&Device::new(), json!({"user_id":"ada"})).await.ok();
    let path = format!("/contacts/{}/block", session["contact"]["id"].as_str().unwrap());
    assert_eq!(bare(&desk, &path).await.ok()["blocked"], true);
    let refused = desk
        .events(session["token"].as_str().unwrap(), json!([event("x")]))
        .await;
    assert_eq!(refused.error(), (403, "contact_blocked"));
    let refused = desk.login(&Device::new(), json!({"user_id":"ada"})).await;
    assert_eq!(refused.error(), (403, "contact_blocked"));
}

#[tokio::test]
async fn a_visitor_is_a_lead_and_becomes_part_of_a_user() {
    let desk = Desk::open().await;
    let device = Device::new();
    let session = desk.login(&device, Value::Null).await.ok();
    let lead = session["contact"]["id"].as_str().unwrap();
    let found = desk.get(&format!("/visitors?user_id={lead}")).await.ok();
    assert_eq!(
        (&found["type"], &found["id"], &found["user_id"]),
        (&json!("visitor"), &json!(lead), &json!(lead))
    );
    let named = json!({"user_id":lead,"name":"Gareth","custom_attributes":{"plan":"trial"}});
    let named = desk.operator("PUT", "/visitors", named).await.ok();
    assert_eq!(
        (&named["name"], &named["custom_attributes"]["plan"]),
        (&json!("Gareth"), &json!("trial"))
    );

    let still = json!({"type":"lead","visitor":{"user_id":lead}});
    assert_eq!(
        desk.operator("POST", "/visitors/convert", still).await.ok()["role"],
        "lead"
    );
    let convert = json!({"type":"user","visitor":{"id":lead},"user":{"user_id":"gb","email":"gb@x.y"}});
    let user = desk.operator("POST", "/visitors/convert", convert).await.ok();
    assert_eq!(
        (
            &user["type"],
            &user["role"],
            &user["external_id"],
            &user["email"],
            &user["name"]
        ),
        (
            &json!("contact"),
            &json!("user"),
            &json!("gb"),
            &json!("gb@x.y"),
            &json!("Gareth")
        )
    );
    let again = desk.login(&device, json!({"user_id":"gb"})).await.ok();
    assert_eq!(again["contact"]["id"], user["id"]);
    for path in [
        "/visitors?user_id=nobody".to_owned(),
        format!("/visitors?user_id={lead}"),
    ] {
        assert_eq!(desk.get(&path).await.error(), (404, "not_found"), "{path}");
    }
    assert_eq!(desk.get("/visitors").await.error(), (400, "parameter_missing"));
}

#[tokio::test]
async fn a_push_token_leads_to_one_device_and_ends_with_its_session() {
    let desk = Desk::open().await;
    let push = "/sdk/v1/devices/current/push";
    let bind = |token: &str| json!({"provider":"fcm","token":token,"environment":"production"});
    let (ada, bob) = (Device::new(), Device::new());
    let ada = desk.token(&ada, json!({"user_id":"ada"})).await;
    let bob = desk.token(&bob, json!({"user_id":"bob"})).await;
    let reachable = async |user: &str| {
        let path = format!("/contacts/find_by_external_id/{user}");
        desk.get(&path).await.ok()["enabled_push_messaging"]
            .as_bool()
            .unwrap()
    };
    assert!(!reachable("ada").await);
    for _ in 0..2 {
        assert_eq!(desk.call("PUT", push, &ada, bind("t1")).await.status, 204);
    }
    assert!(reachable("ada").await);
    // The same installation, now somebody else's.
    assert_eq!(desk.call("PUT", push, &bob, bind("t1")).await.status, 204);
    assert!(!reachable("ada").await && reachable("bob").await);
    for _ in 0..2 {
        assert_eq!(desk.call("DELETE", push, &bob, Value::Null).await.status, 204);
    }
    assert!(!reachable("bob").await);
    desk.call("PUT", push, &bob, bind("t2")).await;
    desk.call("DELETE", "/sdk/v1/sessions/current", &bob, Value::Null)
        .await;
    assert!(!reachable("bob").await, "a logout unbinds");

    for (wrong, field) in [
        (
            json!({"provider":"gcm","token":"t","environment":"production"}),
            "provider",
        ),
        (
            json!({"provider":"fcm","token":"","environment":"production"}),
            "token",
        ),
        (
            json!({"provider":"fcm","token":"x".repeat(4097),"environment":"production"}),
            "token",
        ),
        (
            json!({"provider":"fcm","token":"t","environment":"test"}),
            "environment",
        ),
        (json!({"provider":"fcm","environment":"sandbox"}), "token"),
    ] {
        let refused = desk.call("PUT", push, &ada, wrong).await;
        assert_eq!((refused.status.as_u16(), refused.field()), (400, field));
    }
}
