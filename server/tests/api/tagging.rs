//! Tags on conversations, and what a tag makes due for a contact.

use serde_json::{Value, json};

use crate::desk::{Desk, Device, new_id};
use crate::tags_and_notes::tag;

#[tokio::test]
async fn a_conversation_is_tagged_by_a_teammate_and_untagged() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let start = json!({"id":new_id(),"part":{"id":new_id(),"body":"Hello"}});
    let talk = desk
        .call("POST", "/sdk/v1/conversations", &token, start)
        .await
        .ok();
    let path = format!("/conversations/{}", talk["id"].as_str().unwrap());
    let urgent = tag(&desk, "Urgent").await;
    let admin = desk.get("/me").await.ok()["id"].clone();
    let asked = json!({"id":urgent,"admin_id":admin});
    for _ in 0..2 {
        let tagged = desk
            .operator("POST", &format!("{path}/tags"), asked.clone())
            .await
            .ok();
        assert_eq!(
            (&tagged["id"], &tagged["name"], &tagged["applied_by"]["id"]),
            (&json!(urgent), &json!("Urgent"), &admin)
        );
    }
    let tags = desk.get(&path).await.ok()["tags"]["tags"].clone();
    assert_eq!(
        (tags.as_array().unwrap().len(), &tags[0]["id"]),
        (1, &json!(urgent))
    );
    let query = json!({"query":{"field":"tag_ids","operator":"=","value":urgent}});
    let found = desk.operator("POST", "/conversations/search", query).await.ok();
    assert_eq!(found["total_count"], 1);
    let one = format!("{path}/tags/{urgent}");
    let off = desk
        .operator("DELETE", &one, json!({"admin_id":admin}))
        .await
        .ok();
    assert_eq!(off["id"], json!(urgent));
    assert_eq!(
        desk.operator("DELETE", &one, json!({})).await.error(),
        (404, "not_found")
    );
    for (path, asked) in [
        ("/conversations/999/tags".to_owned(), asked.clone()),
        (format!("{path}/tags"), json!({"id":"999"})),
        (format!("{path}/tags"), json!({"id":urgent,"admin_id":"999"})),
    ] {
        let refused = desk.operator("POST", &path, asked.clone()).await;
        assert_eq!(refused.error(), (404, "not_found"), "{path} {asked}");
    }
}

#[tokio::test]
async fn a_tag_makes_content_due_and_the_device_is_told() {
    let desk = Desk::open().await;
    let session = desk.login(&Device::new(), json!({"user_id":"ada"})).await.ok();
    let (token, id) = (session["token"].as_str().unwrap(), &session["contact"]["id"]);
    let message = json!({"title":"For the best","display":"card","body_html":"<p>Thanks</p>","status":"live",
        "targeting":{"attributes":[{"name":"tag","operator":"=","value":"VIP"}]}});
    let message = desk.operator("POST", "/x/in_app_messages", message).await.ok();
    let seq = session["ping"]["seq"].as_i64().unwrap();
    for bulk in [false, true] {
        if bulk {
            desk.operator("POST", "/tags", json!({"name":"vip","users":[{"id":id}]}))
                .await
                .ok();
        } else {
            desk.operator("POST", "/tags", json!({"name":"other","users":[{"id":id}]}))
                .await
                .ok();
        }
        let changes = desk
            .call(
                "GET",
                &format!("/sdk/v1/changes?after={seq}&wait=0"),
                token,
                Value::Null,
            )
            .await;
        if bulk {
            let change = &changes.ok()["changes"][0];
            assert_eq!(
                (&change["type"], &change["data"]["id"]),
                (&json!("content.show"), &message["id"])
            );
        } else {
            assert_eq!(changes.status, 204, "another tag is none of its business");
        }
    }
}

#[tokio::test]
async fn contacts_are_searched_by_their_tags_and_by_what_is_known_of_nobody() {
    let desk = Desk::open().await;
    let mut ids = Vec::new();
    for user in ["ada", "bob"] {
        let made = desk
            .operator("POST", "/contacts", json!({"external_id":user}))
            .await
            .ok();
        ids.push(made["id"].as_str().unwrap().to_owned());
    }
    let vip = tag(&desk, "VIP").await;
    desk.operator("POST", &format!("/contacts/{}/tags", ids[0]), json!({"id":vip}))
        .await
        .ok();
    for (field, operator, value, want) in [
        ("tag_id", "=", json!(vip), "ada"),
        ("tag_id", "!=", json!(vip), "bob"),
        ("tag_id", "IN", json!([vip, "999"]), "ada"),
        ("tag_id", "=", json!("999"), ""),
        ("segment_id", "=", json!("1"), ""),
        ("segment_id", "!=", json!("1"), "bobada"),
        ("has_hard_bounced", "=", json!(false), "bobada"),
        ("last_replied_at", ">", json!(1_700_000_000), ""),
        ("browser", "=", json!("Firefox"), ""),
        ("owner_id", "=", Value::Null, "bobada"),
    ] {
        let query = json!({"query":{"field":field,"operator":operator,"value":value}});
        let found = desk.operator("POST", "/contacts/search", query).await.ok();
        let names: String = found["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["external_id"].as_str().unwrap())
            .collect();
        assert_eq!(names, want, "{field} {operator}");
    }
}
