//! Ids inside a request whose path is the asker's own: a foreign one is answered as one that does not exist,
//! and nothing of it comes back.

use serde_json::{Value, json};

use super::asking::World;
use super::things::{self, Thing};
use crate::desk::{Answer, new_id};

/// What an asker learns of an answer, without the id of the request.
fn said(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.body["errors"].to_string())
}

/// The first id of a fresh thing of Ada or her workspace.
async fn foreign(world: &World, thing: Thing) -> String {
    things::make(world, thing).await.pop().unwrap()
}

/// A request of the other workspace's operator about its own things, with one id of Ada's workspace inside.
struct Case {
    line: &'static str,
    body: fn(&str) -> Value,
    of_ada: String,
    of_nobody: &'static str,
}

const NO_CONTACT: &str = "692060e0f3a1b2c3d4e5ffff";
const NO_NUMBER: &str = "999999999";

async fn cases(world: &World) -> Vec<Case> {
    let contact = foreign(world, Thing::Contact).await;
    let conversation = things::make(world, Thing::Conversation).await.remove(0);
    let case = |line, body, of_ada: &str, of_nobody| Case {
        line,
        body,
        of_ada: of_ada.to_owned(),
        of_nobody,
    };
    let by_id: fn(&str) -> Value = |id| json!({ "id": id });
    let into: fn(&str) -> Value = |id| json!({ "into": id });
    let tag = foreign(world, Thing::Tag).await;
    let company = foreign(world, Thing::Company).await;
    let collection = foreign(world, Thing::Collection).await;
    vec![
        case("POST /contacts/USER/tags", by_id, &tag, NO_NUMBER),
        case("POST /contacts/USER/companies", by_id, &company, NO_CONTACT),
        case(
            "POST /contacts/merge",
            |id| json!({ "from": "LEAD", "into": id }),
            &contact,
            NO_CONTACT,
        ),
        case(
            "POST /contacts/merge",
            |id| json!({ "from": id, "into": "USER" }),
            &contact,
            NO_CONTACT,
        ),
        case(
            "PUT /visitors",
            |id| json!({ "id": id, "name": "n" }),
            &contact,
            NO_CONTACT,
        ),
        case(
            "POST /visitors/convert",
            |id| json!({ "type": "user", "visitor": { "id": "LEAD" }, "user": { "id": id } }),
            &contact,
            NO_CONTACT,
        ),
        case(
            "POST /conversations",
            |id| json!({ "from": { "type": "user", "id": id }, "body": "b" }),
            &contact,
            NO_CONTACT,
        ),
        case(
            "POST /messages",
            |id| {
                json!({
                    "message_type": "inapp", "body": "b",
                    "from": { "type": "admin", "id": "ADMIN" }, "to": { "type": "user", "id": id },
                })
            },
            &contact,
            NO_CONTACT,
        ),
        case(
            "POST /conversations/CONVERSATION/reply",
            |id| json!({ "message_type": "comment", "type": "user", "intercom_user_id": id, "body": "b" }),
            &contact,
            NO_CONTACT,
        ),
        case(
            "POST /conversations/CONVERSATION/customers",
            |id| json!({ "admin_id": "ADMIN", "customer": { "intercom_user_id": id } }),
            &contact,
            NO_CONTACT,
        ),
        case(
            "POST /conversations/redact",
            |id| json!({ "type": "conversation_part", "conversation_id": id, "conversation_part_id": "1" }),
            &conversation,
            NO_NUMBER,
        ),
        case(
            "POST /x/conversations/CONVERSATION/merge",
            into,
            &conversation,
            NO_NUMBER,
        ),
        case(
            "POST /help_center/collections",
            |id| json!({ "name": "n", "parent_id": id }),
            &collection,
            NO_NUMBER,
        ),
        case(
            "POST /articles",
            |id| json!({ "title": "t", "author_id": "ADMIN", "parent_id": id, "parent_type": "collection" }),
            &collection,
            NO_NUMBER,
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_id_inside_an_operators_request_is_unknown() {
    let world = World::open().await;
    let theirs = |method: &str, path: &str, body: &Value| {
        let request = world
            .desk
            .request(method, path)
            .bearer_auth(&world.other_operator);
        world.desk.send(if body.is_null() {
            request
        } else {
            request.json(body)
        })
    };
    let own = |made: Value, key: &str| {
        made[key]
            .as_str()
            .map(str::to_owned)
            .unwrap_or_else(|| made[key].to_string())
    };
    let lead = own(
        theirs("POST", "/contacts", &json!({ "role": "lead" })).await.ok(),
        "id",
    );
    let user = own(
        theirs("POST", "/contacts", &json!({ "external_id": "theirs" }))
            .await
            .ok(),
        "id",
    );
    let admin = own(
        theirs("GET", "/admins", &Value::Null).await.ok()["admins"][0].clone(),
        "id",
    );
    let start = json!({ "from": { "type": "user", "id": user }, "body": "b" });
    let conversation = own(
        theirs("POST", "/conversations", &start).await.ok(),
        "conversation_id",
    );
    let mine = |text: &str| {
        let named = text.replace("LEAD", &lead).replace("USER", &user);
        named
            .replace("ADMIN", &admin)
            .replace("CONVERSATION", &conversation)
    };
    for case in cases(&world).await {
        let (method, path) = case.line.split_once(' ').unwrap();
        let ask = |id: &str| {
            let body: Value = serde_json::from_str(&mine(&(case.body)(id).to_string())).unwrap();
            let path = mine(path);
            async move { theirs(method, &path, &body).await }
        };
        let asked = ask(&case.of_ada).await;
        let absent = ask(case.of_nobody).await;
        assert!(asked.status.is_client_error(), "{}: {}", case.line, asked.body);
        assert_eq!(said(&asked), said(&absent), "{}", case.line);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_id_inside_a_devices_request_is_unknown() {
    let world = World::open().await;
    let send = |token: &str, method: &str, path: &str, body: Value| {
        world
            .desk
            .send(world.desk.request(method, path).bearer_auth(token).json(&body))
    };
    let start = json!({ "id": new_id(), "part": { "id": new_id(), "body": "Mine" } });
    let own = send(&world.bob, "POST", "/sdk/v1/conversations", start)
        .await
        .ok();
    let parts = format!("/sdk/v1/conversations/{}/parts", own["id"].as_str().unwrap());

    let file = new_id();
    let upload = world
        .desk
        .request("PUT", &format!("/sdk/v1/uploads/{file}"))
        .bearer_auth(&world.ada);
    let upload = upload
        .header("content-type", "text/plain")
        .header("x-file-name", "a.txt")
        .body(things::CANARY);
    assert_eq!(world.desk.send(upload).await.status, 201);
    let attach = |id: &str| json!({ "id": new_id(), "attachments": [id] });
    let asked = send(&world.bob, "POST", &parts, attach(&file)).await;
    let absent = send(&world.bob, "POST", &parts, attach(&new_id())).await;
    assert_eq!(asked.error(), (422, "upload_unknown"));
    assert_eq!(said(&asked), said(&absent));

    // The same id is free for Bob, and what he puts there is his.
    let upload = world
        .desk
        .request("PUT", &format!("/sdk/v1/uploads/{file}"))
        .bearer_auth(&world.bob);
    let upload = upload
        .header("content-type", "text/plain")
        .header("x-file-name", "b.txt")
        .body("Bob's");
    let put = world.desk.send(upload).await;
    assert_eq!(put.status, 201, "{}", put.body);
    let link = put.body["url"].as_str().unwrap();
    let bytes = world
        .desk
        .http
        .get(link)
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert_eq!(bytes, "Bob's");

    // Content and kinds of tickets of another workspace.
    let survey = things::make(&world, Thing::Survey).await.pop().unwrap();
    let kind = things::make(&world, Thing::Ticket).await;
    let tickets = world.as_ada("GET", "/sdk/v1/ticket_types", Value::Null).await;
    let ticket_type = tickets["data"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(kind.len(), 1);
    let receipt = |id: &str| json!({ "receipts": [{ "id": new_id(), "kind": "survey", "content_id": id, "event": "shown" }] });
    let ticket =
        |id: &str| json!({ "id": new_id(), "ticket_type_id": id, "attributes": { "_default_title_": "t" } });
    let asked = send(
        &world.elsewhere,
        "POST",
        "/sdk/v1/content/receipts",
        receipt(&survey),
    )
    .await;
    let absent = send(
        &world.elsewhere,
        "POST",
        "/sdk/v1/content/receipts",
        receipt("999999999"),
    )
    .await;
    let result = |answer: &Answer| {
        let mut result = answer.body["results"][0].clone();
        result["id"] = Value::Null;
        result
    };
    assert_eq!(result(&asked), result(&absent));
    assert_eq!(result(&asked)["status"], "rejected");
    let asked = send(&world.elsewhere, "POST", "/sdk/v1/tickets", ticket(&ticket_type)).await;
    let absent = send(&world.elsewhere, "POST", "/sdk/v1/tickets", ticket("999999999")).await;
    assert!(asked.status.is_client_error(), "{}", asked.body);
    assert_eq!(said(&asked), said(&absent));
}

#[tokio::test(flavor = "multi_thread")]
async fn after_logout_a_token_opens_no_stream_and_the_open_one_is_over() {
    let world = World::open().await;
    let desk = &world.desk;
    let mut open = crate::stream::EventStream::open(desk, &world.ada, "").await;
    desk.call("DELETE", "/sdk/v1/sessions/current", &world.ada, Value::Null)
        .await;
    // Whatever is said to Ada from now on is not said here.
    let start = json!({ "id": new_id(), "part": { "id": new_id(), "body": things::CANARY } });
    desk.call("POST", "/sdk/v1/conversations", &world.bob, start)
        .await
        .ok();
    loop {
        match open.next().await {
            crate::stream::Said::End => break,
            crate::stream::Said::Event(kind, data) => {
                assert_eq!(kind, "session.revoked");
                assert!(!data.to_string().contains(things::CANARY), "{data}");
            }
            crate::stream::Said::Ping => {}
        }
    }
    for path in [
        "/sdk/v1/stream",
        "/sdk/v1/stream?after=0",
        "/sdk/v1/changes?after=0&wait=20",
    ] {
        let again = desk.send(desk.request("GET", path).bearer_auth(&world.ada)).await;
        assert_eq!(again.error(), (401, "unauthorized"), "{path}");
    }
}
