//! What teammates and their scripts write: messages, replies, questions, files, and every refusal.

use serde_json::{Value, json};

use crate::desk::{Desk, Device, START, new_id};
use crate::operator_conversations::{admin_id, parts, seen_by, unread};
use crate::sdk_conversations::{id_of, reply as reply_as_contact, start};
use crate::stream::EventStream;

#[tokio::test]
async fn a_question_is_answered_once_with_one_of_its_answers() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let started = start(&desk, &token, "Help").await;
    let id = id_of(&started);
    let (yes, no) = (new_id(), new_id());
    let question = json!({
        "message_type": "quick_reply", "type": "admin", "admin_id": admin_id(&desk).await, "body": "Did it help?",
        "reply_options": [{"text":"Yes","uuid":yes},{"text":"No","uuid":no}],
    });
    desk.operator("POST", &format!("/conversations/{id}/reply"), question)
        .await
        .ok();
    let seen = seen_by(&desk, &token, id).await;
    assert_eq!(
        seen["parts"][1]["quick_replies"],
        json!([{"id":yes,"text":"Yes"},{"id":no,"text":"No"}])
    );
    let answer = json!({ "id": new_id(), "quick_reply_id": no });
    let chosen = reply_as_contact(&desk, &token, id, answer.clone()).await;
    assert_eq!(
        (chosen.status.as_u16(), &chosen.body["body_text"]),
        (201, &json!("No"))
    );
    assert_eq!(reply_as_contact(&desk, &token, id, answer).await.status, 200);
    let other = json!({ "id": new_id(), "quick_reply_id": yes });
    let refused = reply_as_contact(&desk, &token, id, other).await;
    assert_eq!(
        (refused.error(), refused.field()),
        ((422, "reply_not_allowed"), "quick_reply_id")
    );
    let seen = seen_by(&desk, &token, id).await;
    assert!(seen["parts"][1].get("quick_replies").is_none());
    // The same by a script in the name of the contact.
    let (a, b) = (new_id(), new_id());
    let question = json!({
        "message_type": "quick_reply", "type": "admin", "admin_id": admin_id(&desk).await,
        "reply_options": [{"text":"A","uuid":a},{"text":"B","uuid":b}],
    });
    desk.operator("POST", &format!("/conversations/{id}/reply"), question)
        .await
        .ok();
    let pick = json!({
        "message_type": "quick_reply", "type": "user", "user_id": "ann", "reply_options": [{"text":"B","uuid":b}]
    });
    let picked = desk
        .operator("POST", &format!("/conversations/{id}/reply"), pick.clone())
        .await
        .ok();
    assert_eq!(parts(&picked).last().unwrap()["body"], "<p>B</p>");
    let again = desk
        .operator("POST", &format!("/conversations/{id}/reply"), pick)
        .await;
    assert_eq!(again.error(), (400, "parameter_invalid"));
}

#[tokio::test]
async fn a_script_starts_a_conversation_for_a_contact_and_a_teammate_starts_one_with_them() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let contact = desk.get("/contacts/find_by_external_id/ann").await.ok()["id"].clone();
    let body = json!({"from":{"type":"user","id":contact},"body":"Hello <there>"});
    let message = desk.operator("POST", "/conversations", body).await.ok();
    assert_eq!(
        (&message["type"], &message["body"]),
        (&json!("user_message"), &json!("Hello <there>"))
    );
    let id = message["conversation_id"].as_str().unwrap();
    let found = desk.get(&format!("/conversations/{id}")).await.ok();
    assert_eq!(found["source"]["delivered_as"], "customer_initiated");
    assert_eq!(found["source"]["id"], message["id"]);
    assert_eq!(found["source"]["body"], "<p>Hello &lt;there&gt;</p>");
    assert_eq!(
        found["contacts"]["contacts"],
        json!([{"type":"contact","id":contact,"external_id":"ann"}])
    );
    assert_eq!(parts(&found).len(), 0);

    let mut stream = EventStream::open(&desk, &token, "").await;
    let body = json!({
        "message_type":"inapp","body":"News for you","from":{"type":"admin","id":admin_id(&desk).await},
        "to":{"type":"user","user_id":"ann"}
    });
    let sent = desk.operator("POST", "/messages", body).await.ok();
    assert_eq!(
        (&sent["type"], &sent["message_type"]),
        (&json!("admin_message"), &json!("inapp"))
    );
    let (kind, change) = stream.event().await;
    assert_eq!(kind, "conversation.updated");
    assert_eq!(change["data"]["conversation"]["id"], sent["conversation_id"]);
    assert_eq!(
        unread(&desk, &token).await["conversation_ids"],
        json!([sent["conversation_id"]])
    );

    for (path, body, error) in [
        ("/conversations", json!({"body":"x"}), (400, "parameter_missing")),
        (
            "/conversations",
            json!({"from":{"type":"user","id":contact}}),
            (400, "parameter_missing"),
        ),
        (
            "/conversations",
            json!({"from":{"type":"bot","id":contact},"body":"x"}),
            (400, "parameter_invalid"),
        ),
        (
            "/conversations",
            json!({"from":{"type":"user","id":"0"},"body":"x"}),
            (404, "not_found"),
        ),
        (
            "/messages",
            json!({"message_type":"email","body":"x"}),
            (400, "parameter_invalid"),
        ),
        (
            "/messages",
            json!({"message_type":"inapp","body":"x","from":{"type":"admin","id":"999"},"to":{"type":"user","id":contact}}),
            (404, "admin_not_found"),
        ),
    ] {
        assert_eq!(
            desk.operator("POST", path, body.clone()).await.error(),
            error,
            "{body}"
        );
    }
}

#[tokio::test]
async fn replies_in_the_name_of_contacts_are_plain_text_and_only_where_they_take_part() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    desk.token(&Device::new(), json!({"user_id":"bob"})).await;
    let started = start(&desk, &token, "Help").await;
    let path = format!("/conversations/{}/reply", id_of(&started));
    let body = |user: &str| json!({"message_type":"comment","type":"user","user_id":user,"body":"<b>me</b>"});
    let replied = desk.operator("POST", &path, body("ann")).await.ok();
    assert_eq!(parts(&replied)[0]["body"], "<p>&lt;b&gt;me&lt;/b&gt;</p>");
    assert_eq!(parts(&replied)[0]["author"]["type"], "user");
    assert_eq!(replied["first_contact_reply"]["created_at"], START);
    let last = desk
        .operator("POST", "/conversations/last/reply", body("ann"))
        .await
        .ok();
    assert_eq!(last["id"], started["id"]);
    assert_eq!(
        desk.operator("POST", &path, body("bob")).await.error(),
        (404, "not_found")
    );
    assert_eq!(
        desk.operator("POST", &path, body("nobody")).await.error(),
        (404, "not_found")
    );
    let admin = admin_id(&desk).await;
    for (body, error, field) in [
        (
            json!({"type":"admin","admin_id":admin,"body":"x"}),
            (400, "parameter_missing"),
            "message_type",
        ),
        (
            json!({"message_type":"comment","admin_id":admin,"body":"x"}),
            (400, "parameter_missing"),
            "type",
        ),
        (
            json!({"message_type":"comment","type":"admin","body":"x"}),
            (400, "parameter_missing"),
            "admin_id",
        ),
        (
            json!({"message_type":"comment","type":"admin","admin_id":admin}),
            (400, "parameter_missing"),
            "body",
        ),
        (
            json!({"message_type":"comment","type":"admin","admin_id":admin,"body":"<script>x</script>"}),
            (400, "parameter_invalid"),
            "body",
        ),
        (
            json!({"message_type":"quick_reply","type":"admin","admin_id":admin,"reply_options":[]}),
            (400, "parameter_invalid"),
            "reply_options",
        ),
        (
            json!({"message_type":"comment","type":"admin","admin_id":"999","body":"x"}),
            (404, "admin_not_found"),
            "admin_id",
        ),
        (
            json!({"message_type":"comment","type":"user","body":"x"}),
            (400, "parameter_missing"),
            "intercom_user_id",
        ),
    ] {
        let answer = desk.operator("POST", &path, body.clone()).await;
        assert_eq!((answer.error(), answer.field()), (error, field), "{body}");
    }
}

#[tokio::test]
async fn files_and_addresses_of_a_teammate_reach_the_device() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "Send me the form").await;
    let path = format!("/conversations/{}/reply", id_of(&started));
    let with = |extra: Value| {
        let mut body = json!({"message_type":"comment","type":"admin","body":"Here"});
        body.as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        body
    };
    let mut body = with(json!({
        "attachment_files": [{"content_type":"text/plain","name":"form.txt","data":"Zm9ybQ=="}],
        "attachment_urls": ["https://example.org/a.png?x=1&y=2"],
    }));
    body["admin_id"] = admin_id(&desk).await.into();
    let replied = desk.operator("POST", &path, body.clone()).await.ok();
    assert_eq!(parts(&replied)[0]["attachments"][0]["filesize"], 4);
    let seen = seen_by(&desk, &token, id_of(&started)).await;
    let part = &seen["parts"][1];
    assert!(
        part["body_html"]
            .as_str()
            .unwrap()
            .contains("href=\"https://example.org/a.png?x=1&amp;y=2\"")
    );
    let url = part["attachments"][0]["url"].as_str().unwrap();
    let file = desk.http.get(url).send().await.unwrap();
    assert_eq!(
        (file.status().as_u16(), file.text().await.unwrap().as_str()),
        (200, "form")
    );
    for bad in [
        json!([{"content_type":"text/html","name":"a","data":"Zm9ybQ=="}]),
        json!([{"content_type":"image/png","name":"a","data":"Zm9ybQ=="}]),
        json!([{"content_type":"text/plain","name":"a","data":"%"}]),
        json!([{"content_type":"text/plain","data":"Zm9ybQ=="}]),
    ] {
        body["attachment_files"] = bad.clone();
        let answer = desk.operator("POST", &path, body.clone()).await;
        assert_eq!(
            (answer.error(), answer.field()),
            ((400, "parameter_invalid"), "attachment_files"),
            "{bad}"
        );
    }
}
