//! Conversations as teammates and their scripts use them, and what devices see of it.

use serde_json::{Value, json};

use crate::desk::{Answer, Desk, Device, START, new_id};
use crate::sdk_conversations::{ask, id_of, reply as reply_as_contact, start};
use crate::stream::EventStream;

pub(crate) async fn admin_id(desk: &Desk) -> String {
    let admins = desk.get("/admins").await.ok();
    admins["admins"][0]["id"].as_str().unwrap().to_owned()
}

async fn say(desk: &Desk, conversation: &str, words: &str) -> Value {
    let body = json!({
        "message_type": "comment", "type": "admin", "admin_id": admin_id(desk).await, "body": words
    });
    desk.operator("POST", &format!("/conversations/{conversation}/reply"), body)
        .await
        .ok()
}

async fn manage(desk: &Desk, conversation: &str, mut body: Value) -> Answer {
    body["admin_id"] = admin_id(desk).await.into();
    desk.operator("POST", &format!("/conversations/{conversation}/parts"), body)
        .await
}

async fn unread(desk: &Desk, token: &str) -> Value {
    let ping = desk.call("POST", "/sdk/v1/ping", token, json!({})).await.ok();
    ping["unread"].clone()
}

async fn seen_by(desk: &Desk, token: &str, conversation: &str) -> Value {
    ask(desk, token, &format!("/sdk/v1/conversations/{conversation}"))
        .await
        .ok()
}

fn parts(conversation: &Value) -> &Vec<Value> {
    conversation["conversation_parts"]["conversation_parts"]
        .as_array()
        .unwrap()
}

#[tokio::test]
async fn a_workspace_has_teammates_and_the_first_one_stands_for_its_token() {
    let desk = Desk::open().await;
    let list = desk.get("/admins").await.ok();
    assert_eq!(
        (&list["type"], &list["admins"][0]["type"]),
        (&json!("admin.list"), &json!("admin"))
    );
    let id = list["admins"][0]["id"].as_str().unwrap();
    assert_eq!(desk.get(&format!("/admins/{id}")).await.ok(), list["admins"][0]);
    assert_eq!(desk.get("/me").await.ok()["id"], id);
    for unknown in ["999", "x"] {
        let answer = desk.get(&format!("/admins/{unknown}")).await;
        assert_eq!(answer.error(), (404, "admin_not_found"));
    }
}

#[tokio::test]
async fn an_answer_of_a_teammate_reaches_the_device_cleaned_and_counts_as_unread_until_it_is_read() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let started = start(&desk, &token, "Help").await;
    let id = id_of(&started);
    let mut stream = EventStream::open(&desk, &token, "").await;
    let words = "<p>Try <b>this</b><script>alert(1)</script> <a href=\"javascript:x\">x</a></p>";
    let answered = say(&desk, id, words).await;
    assert_eq!(answered["waiting_since"], Value::Null);
    let (kind, change) = stream.event().await;
    assert_eq!(kind, "part.created");
    let part = &change["data"]["part"];
    let html = part["body_html"].as_str().unwrap();
    assert!(
        html.contains("<b>this</b>") && !html.contains("script") && !html.contains("javascript"),
        "{html}"
    );
    assert_eq!(
        (&part["author"]["type"], &part["author"]["name"]),
        (&json!("admin"), &json!("Operator"))
    );
    assert_eq!(part["id"], parts(&answered)[0]["id"]);
    // What Ann wrote was seen by the one who answered.
    assert_eq!(stream.event().await.0, "conversation.updated");
    let (kind, change) = stream.event().await;
    assert_eq!(
        (kind.as_str(), &change["data"]),
        ("unread.changed", &json!({"count":1,"conversation_ids":[id]}))
    );
    assert_eq!(unread(&desk, &token).await, change["data"]);
    let seen = seen_by(&desk, &token, id).await;
    assert_eq!(
        (&seen["unread_count"], &seen["parts"][0]["state"]),
        (&json!(1), &json!("seen"))
    );
    assert_eq!(seen["participants"][0]["name"], "Operator");

    let path = format!("/sdk/v1/conversations/{id}/read");
    let nothing = json!({"count":0,"conversation_ids":[]});
    let lower = desk.call("PUT", &path, &token, json!({"up_to_seq":1})).await.ok();
    assert_eq!(lower["count"], 1);
    let read = desk.call("PUT", &path, &token, json!({"up_to_seq":2})).await.ok();
    assert_eq!(read, nothing);
    assert_eq!(stream.event().await.1["data"], nothing);
    // Going back changes nothing, and reading beyond the end does not swallow what is to come.
    for seq in [1, 1_000] {
        assert_eq!(
            desk.call("PUT", &path, &token, json!({"up_to_seq":seq}))
                .await
                .ok(),
            nothing
        );
    }
    say(&desk, id, "One more").await;
    assert_eq!(unread(&desk, &token).await["count"], 1);
}

#[tokio::test]
async fn unread_counts_conversations_and_notes_are_for_teammates_alone() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let one = start(&desk, &token, "One").await;
    let two = start(&desk, &token, "Two").await;
    let note = json!({
        "message_type": "note", "type": "admin", "admin_id": admin_id(&desk).await, "body": "Careful: <i>VIP</i>"
    });
    let noted = desk
        .operator("POST", &format!("/conversations/{}/reply", id_of(&one)), note)
        .await
        .ok();
    assert_eq!(
        (&parts(&noted)[0]["part_type"], &parts(&noted)[0]["body"]),
        (&json!("note"), &json!("<p>Careful: <i>VIP</i></p>"))
    );
    assert_eq!(unread(&desk, &token).await["count"], 0);
    for _ in 0..2 {
        say(&desk, id_of(&one), "Hello").await;
    }
    say(&desk, id_of(&two), "Hello").await;
    let counted = unread(&desk, &token).await;
    assert_eq!(
        counted,
        json!({"count":2,"conversation_ids":[two["id"],one["id"]]})
    );
    let seen = seen_by(&desk, &token, id_of(&one)).await;
    assert_eq!(seen["unread_count"], 2);
    assert!(!seen.to_string().contains("VIP"));
    let changes = ask(&desk, &token, "/sdk/v1/changes?after=0").await.ok();
    assert!(!changes.to_string().contains("VIP"));
}

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
async fn a_closed_conversation_opens_when_its_contact_writes() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let started = start(&desk, &token, "Help").await;
    let id = id_of(&started);
    let closed = manage(
        &desk,
        id,
        json!({"message_type":"close","type":"admin","body":"Bye"}),
    )
    .await
    .ok();
    assert_eq!(
        (&closed["state"], &closed["open"]),
        (&json!("closed"), &json!(false))
    );
    let seen = seen_by(&desk, &token, id).await;
    assert_eq!(seen["state"], "closed");
    // Words that go with the closing are shown, the closing itself is a state.
    assert_eq!(seen["parts"].as_array().unwrap().len(), 2);
    let seq = desk.call("POST", "/sdk/v1/ping", &token, json!({})).await.ok()["seq"].to_string();
    reply_as_contact(&desk, &token, id, json!({ "id": new_id(), "body": "Not yet" }))
        .await
        .ok();
    let found = desk.get(&format!("/conversations/{id}")).await.ok();
    assert_eq!(
        (&found["state"], &found["waiting_since"]),
        (&json!("open"), &json!(START))
    );
    let news = ask(&desk, &token, &format!("/sdk/v1/changes?after={seq}"))
        .await
        .ok();
    let kinds: Vec<_> = news["changes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["type"].clone())
        .collect();
    assert_eq!(kinds, ["part.created", "conversation.updated"]);
    assert_eq!(news["changes"][1]["data"]["conversation"]["state"], "open");
    // Silent closings and openings are no parts for contacts.
    for kind in ["close", "open"] {
        manage(&desk, id, json!({"message_type":kind,"type":"admin"}))
            .await
            .ok();
    }
    assert_eq!(
        seen_by(&desk, &token, id).await["parts"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
}

#[tokio::test]
async fn a_snoozed_conversation_opens_by_itself() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "Later").await;
    let id = id_of(&started);
    let until = START + 3_600;
    let snoozed = manage(&desk, id, json!({"message_type":"snoozed","snoozed_until":until}))
        .await
        .ok();
    assert_eq!(
        (&snoozed["state"], &snoozed["snoozed_until"]),
        (&json!("snoozed"), &json!(until))
    );
    assert_eq!(desk.server.wake_snoozed().await.unwrap(), 0);
    desk.clock.advance(3_600);
    assert_eq!(desk.server.wake_snoozed().await.unwrap(), 1);
    let found = desk.get(&format!("/conversations/{id}")).await.ok();
    assert_eq!(
        (&found["state"], &found["snoozed_until"]),
        (&json!("open"), &Value::Null)
    );
    let past = manage(&desk, id, json!({"message_type":"snoozed","snoozed_until":START})).await;
    assert_eq!(
        (past.error(), past.field()),
        ((400, "parameter_invalid"), "snoozed_until")
    );
}

#[tokio::test]
async fn a_conversation_is_assigned_to_a_teammate_and_to_nobody() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "Who?").await;
    let id = id_of(&started);
    let admin = admin_id(&desk).await;
    let body = json!({"message_type":"assignment","type":"admin","assignee_id":admin});
    let assigned = manage(&desk, id, body).await.ok();
    assert_eq!(assigned["admin_assignee_id"].to_string(), admin);
    assert_eq!(parts(&assigned)[0]["assigned_to"]["id"], admin);
    let body = json!({"message_type":"assignment","type":"admin","assignee_id":"0"});
    assert_eq!(
        manage(&desk, id, body).await.ok()["admin_assignee_id"],
        Value::Null
    );
    let body = json!({"message_type":"assignment","type":"admin","assignee_id":999});
    assert_eq!(manage(&desk, id, body).await.error(), (404, "admin_not_found"));
    for (body, field) in [
        (
            json!({"message_type":"assignment","type":"team","assignee_id":1}),
            "type",
        ),
        (json!({"message_type":"explode"}), "message_type"),
    ] {
        assert_eq!(manage(&desk, id, body).await.field(), field);
    }
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

#[tokio::test]
async fn a_teammate_who_types_is_seen_typing() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "Hello").await;
    let mut stream = EventStream::open(&desk, &token, "").await;
    let path = format!("/x/conversations/{}/typing", id_of(&started));
    let admin = admin_id(&desk).await;
    let told = desk.operator("POST", &path, json!({"admin_id":admin})).await;
    assert_eq!(told.status, 204);
    let (kind, notice) = stream.event().await;
    assert_eq!(kind, "typing");
    assert_eq!(
        notice["data"],
        json!({"conversation_id":started["id"],"author":{"type":"admin","name":"Operator","avatar":null}})
    );
    let unknown = desk.operator("POST", &path, json!({"admin_id":"999"})).await;
    assert_eq!(
        (unknown.error(), unknown.field()),
        ((422, "parameter_invalid"), "admin_id")
    );
}
