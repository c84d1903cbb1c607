//! A person who asks to be forgotten is: nothing of her is on disk, and nothing of her comes back.

use std::path::Path;

use frontdesk_server::{DataLocation, ServerConfig};
use serde_json::{Value, json};

use crate::desk::{Desk, Device, START, event, new_id, no_rates, statuses};

/// In every word that the person and the operators said about her.
const CANARY: &str = "canary-of-ada";

/// A server whose files can be looked at.
async fn on_disk(folder: &Path) -> Desk {
    let config = ServerConfig {
        data: DataLocation::Dir(folder.to_owned()),
        ..ServerConfig::default().with_limits(no_rates())
    };
    Desk::with(config).await
}

/// The files, below `folder`, that hold `word`.
fn holding(folder: &Path, word: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, word));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap();
        if bytes.windows(word.len()).any(|part| part == word.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}

/// The tables that hold `word` in any column.
fn tables_holding(folder: &Path, word: &str) -> Vec<String> {
    let database = rusqlite::Connection::open(folder.join("frontdesk-server.sqlite3")).unwrap();
    let list = |sql: &str| -> Vec<String> {
        let mut statement = database.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let tables =
        list("select name from sqlite_master where type = 'table' and sql not like 'create virtual%'");
    let holds = |table: &String| {
        let columns = list(&format!("select name from pragma_table_info('{table}')"));
        columns.iter().any(|column| {
            let count =
                format!("select count(*) from \"{table}\" where instr(cast(\"{column}\" as text), ?1) > 0");
            database
                .query_row(&count, [word], |row| row.get::<_, i64>(0))
                .unwrap()
                > 0
        })
    };
    tables.into_iter().filter(holds).collect()
}

/// Says something everywhere where something of a contact can be said. Answers the contact's id.
async fn live_a_life(desk: &Desk, device: &Device) -> (String, String) {
    let token = desk.token(device, Value::Null).await;
    let told = json!({"id":new_id(),"name":"seen","created_at":START,"metadata":{"what":CANARY}});
    desk.events(&token, json!([told])).await.ok();
    let identity = json!({"user_id":format!("{CANARY}-id"),"email":format!("{CANARY}@example.org")});
    let session = desk.login(device, identity.clone()).await.ok();
    let id = session["contact"]["id"].as_str().unwrap().to_owned();
    let fields = json!({"name":CANARY,"phone":CANARY,"custom_attributes":{"plan":CANARY},
                        "companies":[{"id":"acme","name":"Acme"}]});
    desk.patch(&token, fields).await.ok();
    let push = json!({"provider":"fcm","token":CANARY,"environment":"production"});
    desk.call("PUT", "/sdk/v1/devices/current/push", &token, push)
        .await;

    let path = format!("/contacts/{id}");
    desk.operator("POST", &format!("{path}/notes"), json!({"body":CANARY}))
        .await
        .ok();
    desk.operator("POST", "/tags", json!({"name":"t","users":[{"id":id}]}))
        .await
        .ok();

    // A conversation with a file and an answer; a file that was never sent; one that was merged.
    let upload = new_id();
    for file in [&upload, &new_id()] {
        let request = desk
            .request("PUT", &format!("/sdk/v1/uploads/{file}"))
            .bearer_auth(&token)
            .header("content-type", "text/plain")
            .header("x-file-name", format!("{CANARY}.txt"))
            .body(CANARY);
        assert_eq!(desk.send(request).await.status, 201);
    }
    let mut talks = Vec::new();
    for attachments in [json!([upload]), json!([])] {
        let part = json!({"id":new_id(),"body":CANARY,"attachments":attachments});
        let start = json!({"id":new_id(),"part":part});
        let talk = desk
            .call("POST", "/sdk/v1/conversations", &token, start)
            .await
            .ok();
        talks.push(talk["id"].as_str().unwrap().to_owned());
    }
    let reply = json!({"message_type":"comment","type":"admin","admin_id":"1","body":CANARY});
    desk.operator("POST", &format!("/conversations/{}/reply", talks[0]), reply)
        .await
        .ok();
    let tag = desk.operator("POST", "/tags", json!({"name":"t"})).await.ok();
    let tags = format!("/conversations/{}/tags", talks[0]);
    desk.operator("POST", &tags, json!({"id":tag["id"]})).await.ok();
    let merge = format!("/x/conversations/{}/merge", talks[1]);
    desk.operator("POST", &merge, json!({"into":talks[0]})).await.ok();

    // A ticket, a receipt and an opinion.
    let attributes = json!([{"name":"what","label":"What","type":"text","required":true}]);
    let kind = json!({"name":"Help","status":"live","attributes":attributes});
    let kind = desk.operator("POST", "/x/ticket_types", kind).await.ok();
    let ticket = json!({"id":new_id(),"ticket_type_id":kind["id"],"attributes":{"what":CANARY}});
    desk.call("POST", "/sdk/v1/tickets", &token, ticket).await.ok();
    let receipt = json!({"id":new_id(),"kind":"survey","content_id":"2001","event":"shown"});
    let receipts = desk
        .call(
            "POST",
            "/sdk/v1/content/receipts",
            &token,
            json!({"receipts":[receipt]}),
        )
        .await;
    assert_eq!(statuses(&receipts), ["accepted"]);
    let opinion = json!({"id":new_id(),"value":"happy"});
    desk.call("POST", "/sdk/v1/help/articles/1001/reaction", &token, opinion)
        .await;

    // A second device, whose lead became part of her.
    let other = Device::new();
    desk.token(&other, Value::Null).await;
    desk.login(&other, identity).await.ok();
    (id, token)
}

#[tokio::test]
async fn an_erased_person_is_nowhere_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let desk = on_disk(folder.path()).await;
    let bystander = desk.token(&Device::new(), json!({"user_id":"bob"})).await;
    desk.events(&bystander, json!([event("of bob")])).await.ok();
    let (id, _) = live_a_life(&desk, &Device::new()).await;
    let before = tables_holding(folder.path(), &id);
    assert!(before.len() >= 15, "her life is in many tables: {before:?}");
    assert!(
        holding(folder.path(), CANARY).len() >= 3,
        "in the database and in files"
    );

    let path = format!("/contacts/{id}");
    let gone = desk.operator("DELETE", &path, Value::Null).await.ok();
    let external_id = format!("{CANARY}-id");
    assert_eq!(
        gone,
        json!({"type":"contact","id":id,"external_id":external_id,"deleted":true})
    );
    for word in [CANARY, &id] {
        assert_eq!(tables_holding(folder.path(), word), [] as [&str; 0], "{word}");
        assert_eq!(holding(folder.path(), word), [] as [&str; 0], "{word}");
    }
    for again in [
        desk.get(&path).await,
        desk.operator("DELETE", &path, Value::Null).await,
    ] {
        assert_eq!(again.error(), (404, "not_found"));
    }
    assert_eq!(desk.get("/conversations").await.ok()["total_count"], 0);
    assert_eq!(
        desk.event_names("bob").await,
        ["of bob"],
        "nobody else lost anything"
    );
    assert_eq!(desk.get("/companies?company_id=acme").await.ok()["user_count"], 0);
}

#[tokio::test]
async fn in_a_conversation_with_others_only_the_words_of_the_erased_one_go() {
    let folder = tempfile::tempdir().unwrap();
    let desk = on_disk(folder.path()).await;
    let ada = desk
        .login(&Device::new(), json!({"user_id":format!("{CANARY}-id")}))
        .await
        .ok();
    let bob = desk.login(&Device::new(), json!({"user_id":"bob"})).await.ok();
    let (token, id) = (
        ada["token"].as_str().unwrap(),
        ada["contact"]["id"].as_str().unwrap(),
    );
    let start = json!({"id":new_id(),"part":{"id":new_id(),"body":CANARY}});
    let talk = desk
        .call("POST", "/sdk/v1/conversations", token, start)
        .await
        .ok();
    let talk = format!("/conversations/{}", talk["id"].as_str().unwrap());
    let join = json!({"admin_id":"1","customer":{"intercom_user_id":bob["contact"]["id"]}});
    desk.operator("POST", &format!("{talk}/customers"), join)
        .await
        .ok();
    let bobs = bob["token"].as_str().unwrap();
    let words = json!({"id":new_id(),"body":"I am Bob"});
    desk.call("POST", &format!("/sdk/v1{talk}/parts"), bobs, words)
        .await
        .ok();

    desk.operator("DELETE", &format!("/contacts/{id}"), Value::Null)
        .await
        .ok();
    for word in [CANARY, id] {
        assert_eq!(holding(folder.path(), word), [] as [&str; 0], "{word}");
    }
    let left = desk.get(&talk).await.ok();
    assert_eq!(left["contacts"]["contacts"].as_array().unwrap().len(), 1);
    let seen = desk
        .call("GET", &format!("/sdk/v1{talk}"), bobs, Value::Null)
        .await
        .ok();
    assert!(seen["parts"].to_string().contains("I am Bob"), "{seen}");
    let words = json!({"id":new_id(),"body":"Still here"});
    assert_eq!(
        desk.call("POST", &format!("/sdk/v1{talk}/parts"), bobs, words)
            .await
            .status,
        201
    );
}

#[tokio::test]
async fn what_the_device_of_an_erased_person_still_has_does_not_come_back() {
    let desk = Desk::open().await;
    let device = Device::new();
    let (id, token) = live_a_life(&desk, &device).await;
    let queued = new_id();
    let told = |id: &str, at: i64| json!({"id":id,"name":"seen","created_at":at});
    desk.clock.advance(10);
    desk.operator("DELETE", &format!("/contacts/{id}"), Value::Null)
        .await
        .ok();

    // The device does not know yet. It is told to log in again.
    let late = desk.events(&token, json!([told(&queued, START + 5)])).await;
    assert_eq!(late.error(), (401, "unauthorized"));
    desk.clock.advance(60);
    let back = desk
        .login(&device, json!({"user_id":format!("{CANARY}-id")}))
        .await
        .ok();
    assert_ne!(back["contact"]["id"], json!(id), "whoever comes is new");
    let token = back["token"].as_str().unwrap();
    let late = json!([told(&queued, START + 5), told(&new_id(), START + 70)]);
    let late = desk.events(token, late).await;
    assert_eq!(statuses(&late), ["rejected", "accepted"]);
    assert_eq!(
        (
            &late.body["results"][0]["code"],
            &late.body["results"][0]["retryable"]
        ),
        (&json!("erased"), &json!(false))
    );
    let made = |seconds: u64| {
        let at = uuid::Timestamp::from_unix(uuid::NoContext, seconds, 0);
        uuid::Uuid::new_v7(at).to_string()
    };
    let early = made(1_700_000_005);
    let receipt = json!({"id":early,"kind":"survey","content_id":"2001","event":"shown"});
    for (method, path, body) in [
        ("PATCH", "/sdk/v1/me", json!({"id":early,"name":CANARY})),
        (
            "POST",
            "/sdk/v1/conversations",
            json!({"id":early,"part":{"id":early,"body":CANARY}}),
        ),
        (
            "POST",
            "/sdk/v1/tickets",
            json!({"id":early,"ticket_type_id":"1","attributes":{}}),
        ),
        (
            "POST",
            "/sdk/v1/help/articles/1001/reaction",
            json!({"id":early,"value":"sad"}),
        ),
    ] {
        let late = desk.call(method, path, token, body).await;
        assert_eq!(late.error(), (409, "erased"), "{method} {path}");
    }
    let late = desk
        .call(
            "POST",
            "/sdk/v1/content/receipts",
            token,
            json!({"receipts":[receipt]}),
        )
        .await;
    assert_eq!(late.body["results"][0]["code"], "erased");
    desk.patch(token, json!({"id":made(1_700_000_071),"name":"New"}))
        .await
        .ok();
}
