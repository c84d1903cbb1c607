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

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_id_inside_an_operators_request_is_unknown() {
    let world = World::open().await;
    let theirs = |method: &'static str, path: String, body: Value| {
        let request = world
            .desk
            .request(method, &path)
            .bearer_auth(&world.other_operator)
            .json(&body);
        world.desk.send(request)
    };
    let own = |answer: Answer| answer.ok()["id"].as_str().map(str::to_owned).unwrap();
    let lead = own(theirs("POST", "/contacts".into(), json!({ "role": "lead" })).await);
    let user = own(theirs("POST", "/contacts".into(), json!({ "external_id": "theirs" })).await);
    let hex = "692060e0f3a1b2c3d4e5ffff".to_owned();
    let (tag, company, contact) = (
        foreign(&world, Thing::Tag).await,
        foreign(&world, Thing::Company).await,
        foreign(&world, Thing::Contact).await,
    );
    // A path of their own, and a body around the id of a thing.
    type Body = fn(&str) -> Value;
    let by_id: Body = |id| json!({ "id": id });
    let into: Body = |id| json!({ "into": id });
    let cases: Vec<(&str, String, Body, String, String)> = vec![
        (
            "POST",
            format!("/contacts/{user}/tags"),
            by_id,
            tag.clone(),
            "999999999".into(),
        ),
        (
            "POST",
            format!("/contacts/{user}/companies"),
            by_id,
            company.clone(),
            hex.clone(),
        ),
        (
            "POST",
            "/contacts/merge".into(),
            |id| json!({ "from": "LEAD", "into": id }),
            contact.clone(),
            hex.clone(),
        ),
        (
            "POST",
            "/contacts/merge".into(),
            |id| json!({ "from": id, "into": "USER" }),
            contact.clone(),
            hex.clone(),
        ),
        (
            "PUT",
            "/visitors".into(),
            |id| json!({ "id": id, "name": "n" }),
            contact.clone(),
            hex.clone(),
        ),
        (
            "POST",
            "/x/conversations/1/merge".into(),
            into,
            "1".into(),
            "999999999".into(),
        ),
    ];
    let served = world.routes();
    for (method, path, body, theirs_not, nobodys) in cases {
        let root = path.split('/').nth(1).unwrap();
        if !served
            .iter()
            .any(|route| route.path.split('/').nth(1) == Some(root))
        {
            continue;
        }
        let fill = |value: Value| {
            let text = value.to_string().replace("LEAD", &lead).replace("USER", &user);
            serde_json::from_str::<Value>(&text).unwrap()
        };
        let asked = theirs(method, path.clone(), fill(body(&theirs_not))).await;
        let absent = theirs(method, path.clone(), fill(body(&nobodys))).await;
        assert!(asked.status.is_client_error(), "{method} {path}: {}", asked.body);
        assert_eq!(said(&asked), said(&absent), "{method} {path}");
        assert!(!asked.body.to_string().contains(things::SHARED), "{}", asked.body);
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
