//! Files: sent, attached, fetched by their link, and everything that is refused.

use frontdesk_server::{Limits, ServerConfig};
use serde_json::{Value, json};

use crate::desk::{Answer, Desk, Device, new_id, no_rates};
use crate::sdk_conversations::{ask, id_of, reply, start};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nnot much of a picture";

pub(crate) async fn upload(
    desk: &Desk,
    token: &str,
    id: &str,
    kind: &str,
    name: &str,
    bytes: &[u8],
) -> Answer {
    let request = desk
        .request("PUT", &format!("/sdk/v1/uploads/{id}"))
        .bearer_auth(token)
        .header("content-type", kind)
        .header("x-file-name", name)
        .body(bytes.to_vec());
    desk.send(request).await
}

/// Path and query of a link that the server made.
pub(crate) fn path_of(url: &str) -> String {
    let rest = url.split_once("://").unwrap().1;
    rest[rest.find('/').unwrap()..].to_owned()
}

async fn small(change: impl FnOnce(&mut Limits)) -> Desk {
    let mut limits = no_rates();
    change(&mut limits);
    Desk::with(ServerConfig::default().with_limits(limits)).await
}

#[tokio::test]
async fn a_file_is_stored_once_attached_and_fetched_by_its_link() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let started = start(&desk, &token, "See the picture").await;
    let id = new_id();
    let first = upload(&desk, &token, &id, "image/png", "%C3%BCber%20us%2B.png", PNG).await;
    assert_eq!((first.status.as_u16(), &first.body["id"]), (201, &json!(id)));
    let again = upload(&desk, &token, &id, "image/png", "%C3%BCber%20us%2B.png", PNG).await;
    assert_eq!((again.status.as_u16(), &again.body), (200, &first.body));
    let other = upload(
        &desk,
        &token,
        &id,
        "image/png",
        "%C3%BCber%20us%2B.png",
        b"\x89PNG\r\n\x1a\nx",
    )
    .await;
    assert_eq!(other.error(), (409, "id_reused"));

    let part = json!({ "id": new_id(), "attachments": [id] });
    let sent = reply(&desk, &token, id_of(&started), part.clone()).await;
    assert_eq!(sent.status, 201);
    let attachment = &sent.body["attachments"][0];
    assert_eq!(attachment["name"], "über us+.png");
    assert_eq!(attachment["size"], PNG.len());
    assert_eq!(
        (&attachment["content_type"], &attachment["id"]),
        (&json!("image/png"), &json!(id))
    );
    // A retry of the reply is no second use of the file; another reply is.
    assert_eq!(reply(&desk, &token, id_of(&started), part).await.status, 200);
    let second = json!({ "id": new_id(), "attachments": [id] });
    assert_eq!(
        reply(&desk, &token, id_of(&started), second).await.error(),
        (422, "upload_unknown")
    );

    let path = path_of(attachment["url"].as_str().unwrap());
    let file = desk.request("GET", &path).send().await.unwrap();
    assert_eq!(file.status(), 200);
    let header = |name: &str| file.headers()[name].to_str().unwrap().to_owned();
    assert!(header("content-disposition").starts_with("attachment"));
    assert!(header("content-security-policy").starts_with("sandbox"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-type"), "image/png");
    assert_eq!(file.bytes().await.unwrap(), PNG);
}

#[tokio::test]
async fn a_link_that_is_wrong_or_old_leads_nowhere() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let made = upload(&desk, &token, &new_id(), "text/plain", "a.txt", b"words")
        .await
        .ok();
    let path = path_of(made["url"].as_str().unwrap());
    let (place, query) = path.split_once('?').unwrap();
    let (expires, signature) = query.split_once('&').unwrap();
    let later = made["expires_at"].as_i64().unwrap() + 1;
    for wrong in [
        place.to_owned(),
        format!("{place}?{expires}"),
        format!("{place}?{expires}&signature="),
        format!("{place}?{expires}&{signature}x"),
        format!("{place}?expires={later}&{signature}"),
        format!("/files/{}/a.txt?{query}", new_id()),
        format!("/files/..%2F..%2Fetc%2Fpasswd/a.txt?{query}"),
    ] {
        let answer = desk.send(desk.request("GET", &wrong)).await;
        assert_eq!(answer.error(), (404, "not_found"), "{wrong}");
    }
    // The name is only for show.
    let (before, _) = place.rsplit_once('/').unwrap();
    let renamed = desk
        .request("GET", &format!("{before}/b.txt?{query}"))
        .send()
        .await
        .unwrap();
    assert_eq!(renamed.status(), 200);
    desk.clock.advance(30 * 60);
    assert_eq!(
        desk.send(desk.request("GET", &path)).await.error(),
        (404, "not_found")
    );
}

#[tokio::test]
async fn only_files_on_the_list_are_taken_and_pictures_must_be_pictures() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    for (kind, bytes) in [
        ("image/svg+xml", b"<svg/>".as_slice()),
        ("text/html", b"<script>"),
        ("application/octet-stream", b"x"),
        ("application/x-msdownload", b"MZ"),
        ("image/png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("image/jpeg", PNG),
        ("application/pdf", b"<html>"),
    ] {
        let answer = upload(&desk, &token, &new_id(), kind, "a", bytes).await;
        assert_eq!(
            (answer.error(), answer.field()),
            ((422, "upload_type_not_allowed"), "Content-Type"),
            "{kind}"
        );
    }
    for (kind, bytes) in [
        ("Image/PNG; x=y", PNG),
        ("application/pdf", b"%PDF-1.7"),
        ("text/csv", b"a,b"),
        ("video/quicktime", b"moov"),
    ] {
        let answer = upload(&desk, &token, &new_id(), kind, "a", bytes).await;
        assert_eq!(answer.status, 201, "{kind}");
    }
}

#[tokio::test]
async fn an_upload_that_is_not_complete_is_refused_by_field() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let path = format!("/sdk/v1/uploads/{}", new_id());
    let put = |path: &str| desk.request("PUT", path).bearer_auth(&token);
    let no_type = desk.send(put(&path).header("x-file-name", "a").body("x")).await;
    assert_eq!(
        (no_type.error(), no_type.field()),
        ((400, "parameter_missing"), "Content-Type")
    );
    let no_name = desk
        .send(put(&path).header("content-type", "text/plain").body("x"))
        .await;
    assert_eq!(
        (no_name.error(), no_name.field()),
        ((400, "parameter_missing"), "X-File-Name")
    );
    let bad_name = upload(&desk, &token, &new_id(), "text/plain", "..%2F", b"x").await;
    assert_eq!(
        (bad_name.error(), bad_name.field()),
        ((400, "parameter_invalid"), "X-File-Name")
    );
    let bad_id = upload(&desk, &token, "7", "text/plain", "a", b"x").await;
    assert_eq!(
        (bad_id.error(), bad_id.field()),
        ((400, "parameter_invalid"), "upload_id")
    );
    let empty = upload(&desk, &token, &new_id(), "text/plain", "a", b"").await;
    assert_eq!(
        (empty.error(), empty.field()),
        ((422, "parameter_invalid"), "body")
    );
    let packed = put(&path)
        .header("content-type", "text/plain")
        .header("x-file-name", "a")
        .header("content-encoding", "gzip")
        .body("x");
    assert_eq!(desk.send(packed).await.error(), (415, "unsupported_encoding"));
    let nobody = upload(&desk, "nonsense", &new_id(), "text/plain", "a", b"x").await;
    assert_eq!(nobody.error(), (401, "unauthorized"));
}

#[tokio::test]
async fn a_file_over_the_limit_is_told_the_limit_and_leaves_nothing_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let mut limits = no_rates();
    limits.upload_bytes = 1_000;
    let config = ServerConfig::default().with_limits(limits).in_dir(folder.path());
    let desk = Desk::with(config).await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let too_large = upload(&desk, &token, &new_id(), "text/plain", "a", &[b'x'; 1_001]).await;
    assert_eq!(too_large.error(), (413, "upload_too_large"));
    assert_eq!(too_large.body["errors"][0]["limit"], 1_000);
    // Without a length it is only noticed on the way.
    let piece = || hyper::body::Frame::data(bytes::Bytes::from_static(&[b'x'; 100]));
    let pieces = futures_util::stream::iter((0..11).map(move |_| Ok::<_, std::io::Error>(piece())));
    let unannounced = desk
        .request("PUT", &format!("/sdk/v1/uploads/{}", new_id()))
        .bearer_auth(&token)
        .header("content-type", "text/plain")
        .header("x-file-name", "a")
        .body(reqwest::Body::wrap(http_body_util::StreamBody::new(pieces)));
    assert_eq!(desk.send(unannounced).await.error(), (413, "upload_too_large"));
    let refused = upload(&desk, &token, &new_id(), "image/png", "a", b"no picture").await;
    assert_eq!(refused.status, 422);
    assert_eq!(files_in(folder.path()), 0);
    let fits = upload(&desk, &token, &new_id(), "text/plain", "a", &[b'x'; 1_000]).await;
    assert_eq!(fits.status, 201);
    assert_eq!(files_in(folder.path()), 1);
}

fn files_in(folder: &std::path::Path) -> usize {
    let mut count = 0;
    let Ok(shelves) = std::fs::read_dir(folder.join("files")) else {
        return 0;
    };
    for shelf in shelves {
        count += std::fs::read_dir(shelf.unwrap().path()).unwrap().count();
    }
    count
}

#[tokio::test]
async fn a_foreign_upload_cannot_be_attached() {
    let desk = Desk::open().await;
    let ann = desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let bob = desk.token(&Device::new(), json!({"user_id":"bob"})).await;
    let id = new_id();
    upload(&desk, &ann, &id, "text/plain", "secret.txt", b"Ann's")
        .await
        .ok();
    let started = start(&desk, &bob, "Give me that").await;
    let theft = json!({ "id": new_id(), "attachments": [id] });
    assert_eq!(
        reply(&desk, &bob, id_of(&started), theft).await.error(),
        (422, "upload_unknown")
    );
    // The same id is free for Bob's own file.
    assert_eq!(
        upload(&desk, &bob, &id, "text/plain", "b.txt", b"Bob's")
            .await
            .status,
        201
    );
}

#[tokio::test]
async fn files_that_are_never_sent_are_bounded_and_removed_in_the_end() {
    let desk = small(|limits| limits.uploads_waiting = 2).await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let mut urls = Vec::new();
    for _ in 0..2 {
        let made = upload(&desk, &token, &new_id(), "text/plain", "a", b"x")
            .await
            .ok();
        urls.push(made["url"].as_str().unwrap().to_owned());
    }
    let third = upload(&desk, &token, &new_id(), "text/plain", "a", b"x").await;
    assert_eq!(third.error(), (429, "rate_limit_exceeded"));
    assert!(third.headers.contains_key("retry-after"));
    desk.clock.advance(31 * 86_400 + 1);
    desk.server.purge().await.unwrap();
    let token = desk.token(&Device::new(), Value::Null).await;
    assert_eq!(
        upload(&desk, &token, &new_id(), "text/plain", "a", b"x")
            .await
            .status,
        201
    );
    assert_eq!(
        desk.send(desk.request("GET", &path_of(&urls[0]))).await.status,
        404
    );
}

#[tokio::test]
async fn a_conversation_may_start_with_a_file_and_its_retry_is_no_new_one() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let id = new_id();
    upload(&desk, &token, &id, "text/plain", "log.txt", b"lines")
        .await
        .ok();
    let body = json!({ "id": new_id(), "part": { "id": new_id(), "body": "My log", "attachments": [id] } });
    let first = desk
        .call("POST", "/sdk/v1/conversations", &token, body.clone())
        .await;
    assert_eq!(first.status, 201);
    assert_eq!(first.body["parts"][0]["attachments"][0]["name"], "log.txt");
    let again = desk.call("POST", "/sdk/v1/conversations", &token, body).await;
    assert_eq!(
        (again.status.as_u16(), &again.body["id"]),
        (200, &first.body["id"])
    );
    let list = ask(&desk, &token, "/sdk/v1/conversations").await.ok();
    assert_eq!(list["data"][0]["last_part"]["attachments"][0]["id"], id.as_str());
}

#[tokio::test]
async fn a_leads_files_are_the_users_after_the_merge() {
    let desk = Desk::open().await;
    let device = Device::new();
    desk.token(&Device::new(), json!({"user_id":"ann"})).await;
    let lead = desk.token(&device, Value::Null).await;
    let id = new_id();
    upload(&desk, &lead, &id, "text/plain", "a.txt", b"mine")
        .await
        .ok();
    let user = desk.login(&device, json!({"user_id":"ann"})).await.ok()["token"].clone();
    let body = json!({ "id": new_id(), "part": { "id": new_id(), "attachments": [id] } });
    let started = desk
        .call("POST", "/sdk/v1/conversations", user.as_str().unwrap(), body)
        .await;
    assert_eq!(started.status, 201);
    assert_eq!(started.body["parts"][0]["attachments"][0]["name"], "a.txt");
}

#[tokio::test]
async fn what_a_crash_left_half_written_is_removed_when_it_is_old() {
    let folder = tempfile::tempdir().unwrap();
    let config = ServerConfig::default()
        .with_limits(no_rates())
        .in_dir(folder.path());
    let desk = Desk::with(config).await;
    let shelf = folder.path().join("files/ab");
    std::fs::create_dir_all(&shelf).unwrap();
    let day_before_yesterday = std::time::SystemTime::now() - std::time::Duration::from_secs(2 * 86_400);
    for name in ["old.part", "new.part", "whole"] {
        let file = std::fs::File::create(shelf.join(name)).unwrap();
        if name != "new.part" {
            file.set_modified(day_before_yesterday).unwrap();
        }
    }
    desk.server.purge().await.unwrap();
    assert_eq!(files_in(folder.path()), 2);
    assert!(!shelf.join("old.part").exists());
}
