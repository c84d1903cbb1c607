//! The inbox as a whole: lists and searches, what is not there, deleting, taking back, joining and merging.

use serde_json::{Value, json};

use crate::desk::{Desk, Device, START, new_id};
use crate::operator_conversations::{admin_id, manage, say, seen_by, unread};
use crate::sdk_conversations::{ask, id_of, reply as reply_as_contact, start};
use crate::stream::EventStream;

#[tokio::test]
async fn lists_and_searches_are_paged_to_their_end_and_know_every_change_at_once() {
    let desk = Desk::open().await;
    let ann = desk
        .token(&Device::new(), json!({"user_id":"ann","email":"ann@example.org"}))
        .await;
    let bob = desk.token(&Device::new(), json!({"user_id":"bob"})).await;
    let contact = desk.get("/contacts/find_by_external_id/ann").await.ok()["id"].clone();
    let mut ids = Vec::new();
    for (token, words) in [
        (&ann, "Alpha"),
        (&bob, "Beta"),
        (&ann, "Gamma delta"),
        (&bob, "Alpha again"),
        (&ann, "Last"),
    ] {
        ids.push(id_of(&start(&desk, token, words).await).to_owned());
    }
    let (mut listed, mut query) = (Vec::new(), "?per_page=2".to_owned());
    loop {
        let page = desk.get(&format!("/conversations{query}")).await.ok();
        assert_eq!(
            (&page["type"], &page["total_count"]),
            (&json!("conversation.list"), &json!(5))
        );
        for one in page["conversations"].as_array().unwrap() {
            listed.push(one["id"].as_str().unwrap().to_owned());
        }
        match page["pages"]["next"]["starting_after"].as_str() {
            Some(cursor) => query = format!("?per_page=2&starting_after={cursor}"),
            None => break,
        }
    }
    let newest_first: Vec<_> = ids.iter().rev().cloned().collect();
    assert_eq!(listed, newest_first);

    let admin = admin_id(&desk).await;
    manage(&desk, &ids[0], json!({"message_type":"close","type":"admin"}))
        .await
        .ok();
    manage(
        &desk,
        &ids[1],
        json!({"message_type":"assignment","type":"admin","assignee_id":admin}),
    )
    .await
    .ok();
    let edit = json!({"read":true,"title":"About delta","custom_attributes":{"issue_type":"Billing"}});
    let edited = desk
        .operator("PUT", &format!("/conversations/{}", ids[2]), edit)
        .await
        .ok();
    assert_eq!(
        (&edited["read"], &edited["title"]),
        (&json!(true), &json!("About delta"))
    );
    let found = async |filter: Value| {
        let body = json!({ "query": filter, "pagination": { "per_page": 150 } });
        let page = desk.operator("POST", "/conversations/search", body).await.ok();
        let mut places: Vec<usize> = page["conversations"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| ids.iter().position(|id| *id == one["id"]).unwrap())
            .collect();
        places.sort_unstable();
        places
    };
    let is =
        |field: &str, operator: &str, value: Value| json!({"field":field,"operator":operator,"value":value});
    for (filter, expected) in [
        (is("id", "=", json!(ids[1])), vec![1]),
        (is("open", "=", json!(true)), vec![1, 2, 3, 4]),
        (is("open", "=", json!(false)), vec![0]),
        (is("state", "=", json!("closed")), vec![0]),
        (is("read", "=", json!(true)), vec![0, 1, 2]),
        (is("admin_assignee_id", "=", json!(admin)), vec![1]),
        (
            is("admin_assignee_id", "=", json!(admin.parse::<i64>().unwrap())),
            vec![1],
        ),
        (is("contact_ids", "=", contact.clone()), vec![0, 2, 4]),
        (is("contact_ids", "NIN", json!([contact])), vec![1, 3]),
        (is("teammate_ids", "=", json!(admin)), vec![0, 1]),
        (is("source.body", "~", json!("alpha")), vec![0, 3]),
        (
            is("source.author.email", "=", json!("ANN@example.org")),
            vec![0, 2, 4],
        ),
        (is("source.author.type", "=", json!("user")), vec![0, 1, 2, 3, 4]),
        (is("source.delivered_as", "=", json!("admin_initiated")), vec![]),
        (is("title", "~", json!("delta")), vec![2]),
        (is("custom_attributes.issue_type", "=", json!("Billing")), vec![2]),
        (is("created_at", ">", json!(START)), vec![]),
        (is("created_at", "=", json!(START)), vec![0, 1, 2, 3, 4]),
        (
            json!({"operator":"AND","value":[is("contact_ids", "=", contact.clone()), is("open", "=", json!(true))]}),
            vec![2, 4],
        ),
    ] {
        assert_eq!(found(filter.clone()).await, expected, "{filter}");
    }
    for bad in [
        json!({"field":"password","operator":"=","value":"x"}),
        json!({"field":"id"}),
        json!(7),
    ] {
        let answer = desk
            .operator("POST", "/conversations/search", json!({"query":bad}))
            .await;
        assert_eq!(
            (answer.error(), answer.field()),
            ((400, "parameter_invalid"), "query")
        );
    }
    for bad in ["?per_page=0", "?per_page=151", "?starting_after=x"] {
        assert_eq!(
            desk.get(&format!("/conversations{bad}")).await.error(),
            (400, "parameter_invalid")
        );
    }
}

#[tokio::test]
async fn a_conversation_that_is_not_there_is_answered_in_known_words() {
    let desk = Desk::open().await;
    let admin = admin_id(&desk).await;
    for id in ["999999", "x", "00000000000000000000"] {
        for (method, path, body) in [
            ("GET", "", Value::Null),
            ("PUT", "", json!({"read":true})),
            ("DELETE", "", Value::Null),
            (
                "POST",
                "/reply",
                json!({"message_type":"comment","type":"admin","admin_id":admin,"body":"x"}),
            ),
            (
                "POST",
                "/parts",
                json!({"message_type":"close","type":"admin","admin_id":admin}),
            ),
            (
                "POST",
                "/customers",
                json!({"admin_id":admin,"customer":{"user_id":"x"}}),
            ),
        ] {
            let answer = desk
                .operator(method, &format!("/conversations/{id}{path}"), body)
                .await;
            assert_eq!(answer.error(), (404, "not_found"), "{method} {id}{path}");
            assert_eq!(answer.body["errors"][0]["message"], "Resource Not Found");
        }
    }
}

#[tokio::test]
async fn a_deleted_conversation_is_gone_for_everybody() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let body = json!({ "id": new_id(), "part": { "id": new_id(), "body": "Forget me" } });
    let started = desk
        .call("POST", "/sdk/v1/conversations", &token, body.clone())
        .await
        .ok();
    let id = id_of(&started);
    say(&desk, id, "Never").await;
    let deleted = desk
        .operator("DELETE", &format!("/conversations/{id}"), Value::Null)
        .await
        .ok();
    assert_eq!(deleted, json!({"id":id,"object":"conversation","deleted":true}));
    assert_eq!(desk.get(&format!("/conversations/{id}")).await.status, 404);
    assert_eq!(
        ask(&desk, &token, &format!("/sdk/v1/conversations/{id}"))
            .await
            .status,
        404
    );
    assert_eq!(unread(&desk, &token).await["count"], 0);
    // A late retry does not bring it back.
    let retried = desk.call("POST", "/sdk/v1/conversations", &token, body).await;
    assert_eq!(retried.status, 404);
    let changes = ask(&desk, &token, "/sdk/v1/changes?after=0").await.ok();
    assert!(!changes.to_string().contains("Forget me"), "{changes}");
}

#[tokio::test]
async fn words_that_were_taken_back_are_gone_from_every_answer() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "My password is 12345").await;
    let id = id_of(&started);
    let mut stream = EventStream::open(&desk, &token, "").await;
    let body = json!({"type":"source","conversation_id":id});
    let redacted = desk.operator("POST", "/conversations/redact", body).await.ok();
    assert_eq!(
        (&redacted["source"]["redacted"], &redacted["source"]["body"]),
        (&json!(true), &Value::Null)
    );
    let part = stream.event().await.1["data"]["part"].clone();
    assert_eq!(
        (&part["id"], &part["state"]),
        (&started["parts"][0]["id"], &json!("redacted"))
    );
    for text in [
        seen_by(&desk, &token, id).await.to_string(),
        ask(&desk, &token, "/sdk/v1/changes?after=0")
            .await
            .ok()
            .to_string(),
    ] {
        assert!(!text.contains("12345"), "{text}");
    }
    let unknown = json!({"type":"conversation_part","conversation_id":id,"conversation_part_id":"999"});
    assert_eq!(
        desk.operator("POST", "/conversations/redact", unknown)
            .await
            .error(),
        (404, "not_found")
    );
}

#[tokio::test]
async fn a_contact_joins_and_leaves_a_conversation() {
    let desk = Desk::open().await;
    let ann = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let bob = desk.token(&Device::new(), json!({"user_id":"bob"})).await;
    let started = start(&desk, &ann, "Ours").await;
    let id = id_of(&started);
    let admin = admin_id(&desk).await;
    let path = format!("/conversations/{id}/customers");
    let join = json!({"admin_id":admin,"customer":{"user_id":"bob"}});
    let joined = desk.operator("POST", &path, join.clone()).await.ok();
    assert_eq!(joined["contacts"]["contacts"].as_array().unwrap().len(), 2);
    desk.operator("POST", &path, join).await.ok();
    let mut at_ann = EventStream::open(&desk, &ann, "").await;
    let said = reply_as_contact(&desk, &bob, id, json!({ "id": new_id(), "body": "Hi Ann" })).await;
    assert_eq!(said.status, 201);
    assert_eq!(at_ann.event().await.1["data"]["part"]["body_text"], "Hi Ann");
    desk.call(
        "POST",
        &format!("/sdk/v1/conversations/{id}/typing"),
        &bob,
        json!({}),
    )
    .await
    .ok();
    let (kind, notice) = at_ann.event().await;
    assert_eq!(
        (kind.as_str(), &notice["data"]["conversation_id"]),
        ("typing", &json!(id))
    );

    let contact = desk.get("/contacts/find_by_external_id/bob").await.ok()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let left = desk
        .operator("DELETE", &format!("{path}/{contact}"), json!({"admin_id":admin}))
        .await
        .ok();
    assert_eq!(left["contacts"]["contacts"].as_array().unwrap().len(), 1);
    assert_eq!(
        ask(&desk, &bob, &format!("/sdk/v1/conversations/{id}"))
            .await
            .status,
        404
    );
    // What Bob's feed still tells him holds nothing of it.
    let feed = ask(&desk, &bob, "/sdk/v1/changes?after=0").await;
    assert!(!feed.body.to_string().contains("Ours") && !feed.body.to_string().contains("Hi Ann"));
    let last = desk.get("/contacts/find_by_external_id/ann").await.ok()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let refused = desk
        .operator("DELETE", &format!("{path}/{last}"), json!({"admin_id":admin}))
        .await;
    assert_eq!(refused.error(), (400, "parameter_invalid"));
    let gone = desk
        .operator("DELETE", &format!("{path}/{contact}"), json!({"admin_id":admin}))
        .await;
    assert_eq!(gone.error(), (404, "not_found"));
}

#[tokio::test]
async fn two_conversations_of_a_contact_become_one_and_devices_are_told_where_the_parts_are() {
    let desk = Desk::open().await;
    let ann = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let bob = desk.token(&Device::new(), json!({"user_id":"bob"})).await;
    let one = start(&desk, &ann, "One").await;
    let two = start(&desk, &ann, "Two").await;
    let foreign = start(&desk, &bob, "Bob's").await;
    say(&desk, id_of(&one), "Answer to one").await;
    let path = format!("/x/conversations/{}/merge", id_of(&one));
    for into in [id_of(&one), id_of(&foreign), "999999"] {
        let refused = desk.operator("POST", &path, json!({"into":into})).await;
        assert_eq!(
            (refused.error(), refused.field()),
            ((422, "parameter_invalid"), "into"),
            "{into}"
        );
    }
    let mut stream = EventStream::open(&desk, &ann, "").await;
    for _ in 0..2 {
        let merged = desk
            .operator("POST", &path, json!({"into":id_of(&two)}))
            .await
            .ok();
        assert_eq!(
            merged,
            json!({"type":"conversation","id":one["id"],"merged_into":two["id"]})
        );
    }
    let told = stream.event().await.1;
    assert_eq!(told["data"]["conversation"]["id"], two["id"], "{told}");
    for id in [id_of(&one), one["client_id"].as_str().unwrap()] {
        let place = format!("/sdk/v1/conversations/{id}");
        let part = json!({ "id": new_id(), "body": "late" });
        for answer in [
            ask(&desk, &ann, &place).await,
            reply_as_contact(&desk, &ann, id, part).await,
            desk.call("PUT", &format!("{place}/read"), &ann, json!({"up_to_seq":1}))
                .await,
            desk.call("POST", &format!("{place}/typing"), &ann, json!({}))
                .await,
        ] {
            assert_eq!(answer.error(), (410, "conversation_merged"));
            assert_eq!(answer.body["errors"][0]["merged_into"], two["id"]);
        }
    }
    let seen = seen_by(&desk, &ann, id_of(&two)).await;
    let words: Vec<_> = seen["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["body_text"].clone())
        .collect();
    assert_eq!(words, ["Two", "One", "Answer to one"]);
    assert_eq!(
        unread(&desk, &ann).await,
        json!({"count":1,"conversation_ids":[two["id"]]})
    );
    let list = ask(&desk, &ann, "/sdk/v1/conversations").await.ok();
    assert_eq!(list["data"].as_array().unwrap().len(), 1);
    // Operators find the one that is left under both numbers.
    assert_eq!(
        desk.get(&format!("/conversations/{}", id_of(&one))).await.ok()["id"],
        two["id"]
    );
    let unknown = desk
        .operator(
            "POST",
            "/x/conversations/999999/merge",
            json!({"into":id_of(&two)}),
        )
        .await;
    assert_eq!(unknown.error(), (404, "not_found"));
}
