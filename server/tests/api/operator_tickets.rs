//! Tickets in Intercom's shapes, and what their contacts hear of them.

use serde_json::{Value, json};

use crate::desk::{Desk, Device, new_id};

/// A live kind of tickets, and a user; their ids.
async fn ready(desk: &Desk) -> (String, String, String) {
    let attributes = json!([
        {"name":"_default_title_","label":"What?","description":null,"type":"text","required":true},
        {"name":"device","label":"On what?","description":null,"type":"list","required":false,"options":["phone","tablet"]},
    ]);
    let kind = json!({"name":"Fault","status":"live","attributes":attributes});
    let kind = desk.operator("POST", "/x/ticket_types", kind).await.ok();
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let contact = desk.get("/contacts/find_by_external_id/ada").await.ok();
    let text = |value: &Value| value["id"].as_str().unwrap().to_owned();
    (text(&kind), text(&contact), token)
}

/// States of the ticket that the contact's feed told about.
async fn told(desk: &Desk, token: &str) -> Vec<String> {
    let list = desk
        .call("GET", "/sdk/v1/changes?after=0", token, Value::Null)
        .await;
    let changes = list.body["changes"].as_array().cloned().unwrap_or_default();
    changes
        .iter()
        .filter(|change| change["type"] == "ticket.updated")
        .map(|change| change["data"]["ticket"]["state"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_ticket_goes_through_its_states_and_its_contact_is_told() {
    let desk = Desk::open().await;
    let (kind, contact, token) = ready(&desk).await;
    let new = json!({"ticket_type_id":kind,"contacts":[{"id":contact}],
        "ticket_attributes":{"_default_title_":"Broken","device":"phone"}});
    let made = desk.operator("POST", "/tickets", new).await.ok();
    assert_eq!(
        (&made["type"], &made["ticket_state"]["category"], &made["open"]),
        (&json!("ticket"), &json!("submitted"), &json!(true))
    );
    assert_eq!(made["contacts"]["contacts"][0]["external_id"], "ada");
    assert_eq!(made["ticket_type"]["name"], "Fault");
    let path = format!("/tickets/{}", made["id"].as_str().unwrap());
    for state in ["in_progress", "waiting_on_customer", "resolved"] {
        let changed = desk
            .operator("PUT", &path, json!({"state":state,"admin_id":1}))
            .await
            .ok();
        assert_eq!(changed["ticket_state"]["category"], state);
        assert_eq!(changed["open"], state != "resolved");
    }
    assert_eq!(
        told(&desk, &token).await,
        ["submitted", "in_progress", "waiting_on_customer", "resolved"]
    );
    let seen = desk
        .call("GET", "/sdk/v1/tickets", &token, Value::Null)
        .await
        .ok();
    assert_eq!(
        (&seen["data"][0]["state"], &seen["data"][0]["title"]),
        (&json!("resolved"), &json!("Broken"))
    );
    let found = desk.get(&path).await.ok();
    let parts = found["ticket_parts"]["ticket_parts"].as_array().unwrap();
    assert_eq!(parts.len(), 3);
    assert_eq!(
        (&parts[0]["previous_ticket_state"], &parts[0]["ticket_state"]),
        (&json!("submitted"), &json!("in_progress"))
    );
    let assigned =
        json!({"assignment":{"admin_id":"1","assignee_id":"1"},"ticket_attributes":{"device":"tablet"}});
    let assigned = desk.operator("PUT", &path, assigned).await.ok();
    assert_eq!(
        (
            &assigned["admin_assignee_id"],
            &assigned["ticket_attributes"]["device"]
        ),
        (&json!("1"), &json!("tablet"))
    );
}

#[tokio::test]
async fn comments_are_told_and_notes_are_not() {
    let desk = Desk::open().await;
    let (kind, _, token) = ready(&desk).await;
    let sent = json!({"id":new_id(),"ticket_type_id":kind,"attributes":{"_default_title_":"Broken"}});
    desk.call("POST", "/sdk/v1/tickets", &token, sent).await.ok();
    let query = json!({"query":{"field":"title","operator":"=","value":"broken"}});
    let found = desk.operator("POST", "/tickets/search", query).await.ok();
    assert_eq!(
        (&found["type"], &found["total_count"]),
        (&json!("ticket.list"), &json!(1))
    );
    let path = format!("/tickets/{}/reply", found["tickets"][0]["id"].as_str().unwrap());
    let comment =
        json!({"message_type":"comment","type":"admin","admin_id":1,"body":"<p>Hi<script>x()</script></p>"});
    let part = desk.operator("POST", &path, comment).await.ok();
    assert_eq!(
        (&part["type"], &part["part_type"], &part["body"]),
        (&json!("ticket_part"), &json!("comment"), &json!("<p>Hi</p>"))
    );
    let before = told(&desk, &token).await.len();
    let note = json!({"message_type":"note","type":"admin","admin_id":1,"body":"secret"});
    assert_eq!(desk.operator("POST", &path, note).await.ok()["part_type"], "note");
    assert_eq!(told(&desk, &token).await.len(), before);
    let said = json!({"message_type":"comment","type":"user","user_id":"ada","body":"a < b"});
    let part = desk.operator("POST", &path, said).await.ok();
    assert_eq!(
        (&part["author"]["type"], &part["body"]),
        (&json!("user"), &json!("<p>a &lt; b</p>"))
    );
    desk.token(&Device::new(), json!({"user_id":"bob"})).await;
    for (body, field) in [
        (
            json!({"message_type":"comment","type":"user","user_id":"bob","body":"x"}),
            "contacts",
        ),
        (
            json!({"message_type":"comment","type":"user","user_id":"nobody","body":"x"}),
            "intercom_user_id",
        ),
        (
            json!({"message_type":"comment","type":"admin","admin_id":99,"body":"x"}),
            "admin_id",
        ),
        (
            json!({"message_type":"comment","type":"admin","admin_id":1}),
            "body",
        ),
        (
            json!({"message_type":"shout","type":"admin","admin_id":1,"body":"x"}),
            "message_type",
        ),
        (
            json!({"message_type":"note","type":"user","user_id":"ada","body":"x"}),
            "type",
        ),
    ] {
        let answer = desk.operator("POST", &path, body.clone()).await;
        assert_eq!((answer.status.as_u16(), answer.field()), (400, field), "{body}");
    }
}

#[tokio::test]
async fn what_is_said_about_a_ticket_reaches_its_contact_as_one_conversation() {
    let desk = Desk::open().await;
    let (kind, _, token) = ready(&desk).await;
    let ping = async || desk.call("POST", "/sdk/v1/ping", &token, json!({})).await.ok();
    assert_eq!(ping().await["settings"]["stream"], "off");
    let sent = json!({"id":new_id(),"ticket_type_id":kind,"attributes":{"_default_title_":"Broken"}});
    let opened = desk.call("POST", "/sdk/v1/tickets", &token, sent).await.ok();
    assert_eq!(opened["conversation_id"], Value::Null);
    assert_eq!(
        ping().await["settings"]["stream"],
        "on",
        "a ticket is something to listen for"
    );
    let query = json!({"query":{"field":"open","operator":"=","value":true}});
    let found = desk.operator("POST", "/tickets/search", query).await.ok();
    let path = format!("/tickets/{}/reply", found["tickets"][0]["id"].as_str().unwrap());
    let note = json!({"message_type":"note","type":"admin","admin_id":1,"body":"secret"});
    desk.operator("POST", &path, note).await.ok();
    let mut ids = Vec::new();
    for words in ["Which phone?", "And since when?"] {
        let comment = json!({"message_type":"comment","type":"admin","admin_id":1,"body":words});
        desk.operator("POST", &path, comment).await.ok();
        let ticket = format!("/sdk/v1/tickets/{}", opened["id"].as_str().unwrap());
        let ticket = desk.call("GET", &ticket, &token, Value::Null).await.ok();
        ids.push(ticket["conversation_id"].as_str().unwrap().to_owned());
    }
    assert_eq!(ids[0], ids[1]);
    let path = format!("/sdk/v1/conversations/{}", ids[0]);
    let talk = desk.call("GET", &path, &token, Value::Null).await.ok();
    assert_eq!(talk["title"], "Broken");
    let said: Vec<&str> = talk["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["body_text"].as_str().unwrap())
        .collect();
    assert_eq!(said, ["Which phone?", "And since when?"]);
    assert_eq!(ping().await["unread"]["count"], 1);
    // Without the conversation the ticket stays, and the next comment starts another one.
    let gone = desk
        .operator("DELETE", &format!("/conversations/{}", ids[0]), json!({}))
        .await;
    assert!(gone.status.is_success(), "{}", gone.body);
    let path = format!("/tickets/{}", found["tickets"][0]["id"].as_str().unwrap());
    let comment = json!({"message_type":"comment","type":"admin","admin_id":1,"body":"Again"});
    desk.operator("POST", &format!("{path}/reply"), comment)
        .await
        .ok();
    assert_eq!(ping().await["unread"]["count"], 1);
    assert!(
        desk.operator("DELETE", &path, json!({}))
            .await
            .status
            .is_success()
    );
}

#[tokio::test]
async fn a_search_narrows_and_goes_page_by_page() {
    let desk = Desk::open().await;
    let (kind, contact, _) = ready(&desk).await;
    let mut ids = Vec::new();
    for n in 0..5 {
        let new = json!({"ticket_type_id":kind,"contacts":[{"external_id":"ada"}],
            "ticket_attributes":{"_default_title_":format!("T{n}")}});
        ids.insert(0, desk.operator("POST", "/tickets", new).await.ok()["id"].clone());
    }
    let path = format!("/tickets/{}", ids[0].as_str().unwrap());
    desk.operator("PUT", &path, json!({"state":"resolved"}))
        .await
        .ok();
    let query = json!({"operator":"AND","value":[
        {"field":"open","operator":"=","value":true},
        {"field":"contact_ids","operator":"=","value":contact},
    ]});
    let (mut seen, mut cursor) = (Vec::new(), Value::Null);
    for _ in 0..9 {
        let body = json!({"query":query,"pagination":{"per_page":2,"starting_after":cursor}});
        let page = desk.operator("POST", "/tickets/search", body).await.ok();
        seen.extend(
            page["tickets"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["id"].clone()),
        );
        cursor = page["pages"]["next"]["starting_after"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!(seen, ids[1..]);
    for bad in [
        json!({}),
        json!({"query":{"field":"body","operator":"=","value":1}}),
    ] {
        assert_eq!(desk.operator("POST", "/tickets/search", bad).await.status, 400);
    }
}

#[tokio::test]
async fn what_leads_nowhere_or_does_not_fit_is_refused() {
    let desk = Desk::open().await;
    let (kind, contact, token) = ready(&desk).await;
    for (body, field) in [
        (json!({"contacts":[{"id":contact}]}), "ticket_type_id"),
        (json!({"ticket_type_id":kind}), "contacts"),
        (json!({"ticket_type_id":kind,"contacts":[]}), "contacts"),
        (
            json!({"ticket_type_id":kind,"contacts":[{"external_id":"nobody"}]}),
            "contacts",
        ),
        (
            json!({"ticket_type_id":"99","contacts":[{"id":contact}]}),
            "ticket_type_id",
        ),
        (
            json!({"ticket_type_id":kind,"contacts":[{"id":contact}],"ticket_attributes":{"device":"desk"}}),
            "ticket_attributes.device",
        ),
        (
            json!({"ticket_type_id":kind,"contacts":[{"id":contact}],"ticket_attributes":[]}),
            "ticket_attributes",
        ),
    ] {
        let answer = desk.operator("POST", "/tickets", body.clone()).await;
        assert_eq!((answer.status.as_u16(), answer.field()), (400, field), "{body}");
    }
    let made = json!({"ticket_type_id":kind,"contacts":[{"id":contact}]});
    let made = desk.operator("POST", "/tickets", made).await.ok();
    let path = format!("/tickets/{}", made["id"].as_str().unwrap());
    for (body, field) in [
        (json!({"state":"done"}), "state"),
        (json!({"open":1}), "open"),
        (json!({"admin_id":99}), "admin_id"),
        (json!({"ticket_attributes":{"x":1}}), "ticket_attributes.x"),
    ] {
        let answer = desk.operator("PUT", &path, body).await;
        assert_eq!((answer.status.as_u16(), answer.field()), (400, field));
    }
    let gone = desk.operator("DELETE", &path, json!({})).await.ok();
    assert_eq!(gone["deleted"], true);
    for (method, path) in [
        ("GET", path.clone()),
        ("PUT", path.clone()),
        ("DELETE", path.clone()),
        ("GET", "/tickets/x".to_owned()),
    ] {
        assert_eq!(
            desk.operator(method, &path, json!({})).await.error(),
            (404, "ticket_not_found")
        );
    }
    assert_eq!(
        desk.call("GET", "/sdk/v1/tickets", &token, Value::Null)
            .await
            .ok()["data"],
        json!([])
    );
}

#[tokio::test]
async fn kinds_are_listed_with_their_attributes() {
    let desk = Desk::open().await;
    let (kind, _, _) = ready(&desk).await;
    let list = desk.get("/ticket_types").await.ok();
    assert_eq!(
        (&list["data"][0]["id"], &list["data"][0]["type"]),
        (&json!(kind), &json!("ticket_type"))
    );
    let attributes = &list["data"][0]["ticket_type_attributes"]["ticket_type_attributes"];
    assert_eq!(
        (&attributes[0]["name"], &attributes[1]["data_type"]),
        (&json!("_default_title_"), &json!("list"))
    );
    assert_eq!(
        desk.get(&format!("/ticket_types/{kind}")).await.ok(),
        list["data"][0]
    );
    assert_eq!(
        desk.get("/ticket_types/99").await.error(),
        (404, "ticket_not_found")
    );
}
