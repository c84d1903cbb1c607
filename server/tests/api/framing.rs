//! S3 and S4 at the level of bytes: lengths that lie, chunks that never end, heads that are too long. Such a
//! request is refused or cut within its deadline, stores nothing, and takes nobody else's connection along.

use std::time::Duration;

use frontdesk_server::{Limits, ServerConfig};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::desk::{Desk, Device, event, no_rates};

async fn desk(change: impl FnOnce(&mut Limits)) -> (Desk, String) {
    let mut limits = no_rates();
    change(&mut limits);
    let desk = Desk::with(ServerConfig::default().with_limits(limits)).await;
    let token = desk.token(&Device::new(), json!({ "user_id": "ada" })).await;
    (desk, token)
}

fn head(token: &str, framing: &str) -> String {
    format!("POST /sdk/v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n{framing}\r\n\r\n")
}

/// Sends bytes, ends its half, and reads what comes until the server closes.
async fn say(desk: &Desk, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(desk.address).await.unwrap();
    // The server may refuse before it has read everything.
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
    read_all(&mut stream).await
}

async fn read_all(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    let _ = tokio::time::timeout(Duration::from_secs(60), reading)
        .await
        .expect("the server closes");
    String::from_utf8_lossy(&answer).into_owned()
}

async fn nothing_was_stored(desk: &Desk) {
    assert_eq!(desk.event_names("ada").await, Vec::<String>::new());
    assert_eq!(desk.send(desk.request("GET", "/healthz")).await.status, 200);
}

#[tokio::test]
async fn a_length_that_lies_stores_nothing() {
    let (desk, token) = desk(|limits| limits.body_deadline = Duration::from_millis(300)).await;
    let body = json!({ "events": [event("x")] }).to_string();
    let (long, short) = (body.len() + 10, body.len() - 10);
    for framing in [
        format!("content-length: {long}"),
        format!("content-length: {short}"),
        format!("content-length: {}\r\ncontent-length: {short}", body.len()),
        "content-length: -1".to_owned(),
        "content-length: 1e3".to_owned(),
        "content-length: 99999999999999999999999".to_owned(),
        "transfer-encoding: chunked".to_owned(),
        "transfer-encoding: gzip".to_owned(),
        String::from("transfer-encoding: chunked\r\ntransfer-encoding: identity"),
    ] {
        let answer = say(&desk, format!("{}{body}", head(&token, &framing)).as_bytes()).await;
        assert!(
            !answer.contains("HTTP/1.1 2") && !answer.contains("HTTP/1.1 5"),
            "{framing}: {answer}"
        );
    }
    nothing_was_stored(&desk).await;
}

#[tokio::test]
async fn chunks_that_never_end_are_refused_at_the_limit_of_bytes() {
    let (desk, token) = desk(|_| ()).await;
    let stream = TcpStream::connect(desk.address).await.unwrap();
    let (mut from, mut to) = stream.into_split();
    to.write_all(head(&token, "transfer-encoding: chunked").as_bytes())
        .await
        .unwrap();
    let sending = tokio::spawn(async move {
        let chunk = format!("1000\r\n{}\r\n", " ".repeat(4096)).repeat(16);
        while to.write_all(chunk.as_bytes()).await.is_ok() {}
    });
    let mut answer = Vec::new();
    let reading = from.read_to_end(&mut answer);
    let _ = tokio::time::timeout(Duration::from_secs(60), reading)
        .await
        .expect("the server closes");
    sending.await.unwrap();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    assert!(
        answer.starts_with("HTTP/1.1 413") && answer.contains("body_too_large"),
        "{answer}"
    );
    nothing_was_stored(&desk).await;
}

#[tokio::test]
async fn chunks_that_drip_are_refused_at_the_deadline() {
    let (desk, token) = desk(|limits| limits.body_deadline = Duration::from_millis(400)).await;
    let stream = TcpStream::connect(desk.address).await.unwrap();
    let (mut from, mut to) = stream.into_split();
    to.write_all(head(&token, "transfer-encoding: chunked").as_bytes())
        .await
        .unwrap();
    let dripping = tokio::spawn(async move {
        let mut drops = tokio::time::interval(Duration::from_millis(20));
        loop {
            drops.tick().await;
            if to.write_all(b"1\r\n \r\n").await.is_err() {
                return;
            }
        }
    });
    let mut answer = Vec::new();
    let reading = from.read_to_end(&mut answer);
    let _ = tokio::time::timeout(Duration::from_secs(60), reading)
        .await
        .expect("the server closes");
    dripping.abort();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    assert!(
        answer.starts_with("HTTP/1.1 408") && answer.contains("request_timeout"),
        "{answer}"
    );
    nothing_was_stored(&desk).await;
}

#[tokio::test]
async fn a_hundred_thousand_headers_and_a_megabyte_of_token_are_refused() {
    let (desk, _token) = desk(|_| ()).await;
    let headers: String = (0..100_000).map(|n| format!("x-{n}: 1\r\n")).collect();
    let answer = say(
        &desk,
        format!("GET /healthz HTTP/1.1\r\nhost: x\r\n{headers}\r\n").as_bytes(),
    )
    .await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{answer}"
    );
    let huge = "x".repeat(1024 * 1024);
    let answer = say(&desk, head(&huge, "content-length: 0").as_bytes()).await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{answer}"
    );
    nothing_was_stored(&desk).await;
}

#[tokio::test]
async fn an_event_with_more_keys_than_anybody_reads_is_its_own_trouble() {
    let (desk, token) = desk(|_| ()).await;
    let keys: serde_json::Map<String, Value> = (0..30_000).map(|n| (n.to_string(), json!(1))).collect();
    let mut wide = event("wide");
    wide["metadata"] = Value::Object(keys);
    let answer = desk
        .events(&token, json!([event("before"), wide, event("after")]))
        .await;
    let results = &answer.ok()["results"];
    assert_eq!(results[1]["code"], "metadata_too_large", "{results}");
    let mut kept = desk.event_names("ada").await;
    kept.sort();
    assert_eq!(kept, ["after", "before"]);

    let many = format!("{{\"events\":[{}]}}", vec!["{}"; 150_000].join(","));
    let request = desk
        .request("POST", "/sdk/v1/events")
        .bearer_auth(&token)
        .body(many);
    assert_eq!(desk.send(request).await.error(), (413, "batch_too_large"));
}
