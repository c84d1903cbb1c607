//! Bodies that no honest client sends: refused with a code, never a crash, never much memory.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::desk::{Answer, Desk, Device, event, statuses};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

async fn post(desk: &Desk, token: &str, path: &str, encoding: Option<&str>, body: Vec<u8>) -> Answer {
    let mut request = desk.request("POST", path).bearer_auth(token).body(body);
    if let Some(encoding) = encoding {
        request = request.header("content-encoding", encoding);
    }
    desk.send(request).await
}

#[tokio::test]
async fn a_gzip_bomb_is_refused_at_the_limit() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    // 200 MiB of zeros in about 200 KiB.
    let bomb = gzip(&vec![0_u8; 200 * 1024 * 1024]);
    assert!(bomb.len() < 512 * 1024);
    let answer = post(&desk, &token, "/sdk/v1/events", Some("gzip"), bomb).await;
    assert_eq!(answer.error(), (413, "body_too_large"));
    assert_eq!(answer.body["errors"][0]["limit"], 512 * 1024);
}

#[tokio::test]
async fn an_honest_gzip_body_is_read() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let body = gzip(json!({"events":[event("x")]}).to_string().as_bytes());
    assert_eq!(
        statuses(&post(&desk, &token, "/sdk/v1/events", Some("gzip"), body.clone()).await),
        ["accepted"]
    );
    let cut = post(
        &desk,
        &token,
        "/sdk/v1/events",
        Some("gzip"),
        body[..body.len() - 5].to_vec(),
    )
    .await;
    assert_eq!((cut.error(), cut.field()), ((400, "parameter_invalid"), "body"));
}

#[tokio::test]
async fn unknown_and_nested_encodings_are_refused() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    for encoding in ["br", "gzip, gzip", "deflate", "GZIP!"] {
        let answer = post(&desk, &token, "/sdk/v1/events", Some(encoding), b"{}".to_vec()).await;
        assert_eq!(answer.error(), (415, "unsupported_encoding"), "{encoding}");
    }
}

#[tokio::test]
async fn bytes_that_are_no_clean_json_are_400() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    let in_object = [br#"{"a":"#.to_vec(), deep.clone(), b"}".to_vec()].concat();
    for (case, body, field) in [
        ("cut", b"{\"events\":[".to_vec(), "body"),
        ("trailing", b"{\"events\":[]} x".to_vec(), "body"),
        ("not UTF-8", b"{\"url\":\"\xff\xfe\"}".to_vec(), "body"),
        ("byte order mark", b"\xef\xbb\xbf{\"events\":[]}".to_vec(), "body"),
        ("deep", deep, "body"),
        ("not an object", b"17".to_vec(), "body"),
    ] {
        for path in ["/sdk/v1/events", "/sdk/v1/ping"] {
            let answer = post(&desk, &token, path, None, body.clone()).await;
            assert_eq!(answer.error(), (400, "parameter_invalid"), "{path} {case}");
            if path == "/sdk/v1/ping" {
                assert_eq!(answer.field(), field, "{case}");
            }
        }
    }
    for (case, body, field) in [
        ("deep inside", in_object, "body"),
        ("lone surrogate", br#"{"url":"\ud800"}"#.to_vec(), "body"),
        ("key twice", br#"{"url":"a","x":{"k":1,"k":2}}"#.to_vec(), "x.k"),
        ("NUL", br#"{"url":"a\u0000"}"#.to_vec(), "url"),
        ("number out of range", br#"{"url":1e999}"#.to_vec(), "body"),
    ] {
        let answer = post(&desk, &token, "/sdk/v1/ping", None, body).await;
        assert_eq!(
            (answer.error(), answer.field()),
            ((400, "parameter_invalid"), field),
            "{case}"
        );
    }
}

#[tokio::test]
async fn a_hostile_event_is_refused_alone_and_named() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let good = event("good");
    let id = crate::desk::new_id();
    let head = format!(r#"{{"id":"{id}","name":"x","created_at":1700000000,"#);
    for (case, bad, field) in [
        (
            "deep",
            format!(
                r#"{head}"metadata":{}{}}}"#,
                "[".repeat(10_000),
                "]".repeat(10_000)
            ),
            Value::Null,
        ),
        (
            "key twice",
            format!(r#"{head}"metadata":{{"a":1,"a":2}}}}"#),
            json!("metadata.a"),
        ),
        ("name twice", format!(r#"{head}"name":"y"}}"#), json!("name")),
        (
            "NUL",
            format!(r#"{head}"metadata":{{"a":"\u0000"}}}}"#),
            json!("metadata.a"),
        ),
        (
            "lone surrogate",
            format!(r#"{head}"metadata":{{"a":"\udfff"}}}}"#),
            Value::Null,
        ),
        (
            "whole number past 64 bits",
            head.replace("1700000000", "99999999999999999999")
                .trim_end_matches(',')
                .to_owned()
                + "}",
            json!("created_at"),
        ),
    ] {
        let body = format!(r#"{{"events":[{bad},{good}]}}"#);
        let answer = post(&desk, &token, "/sdk/v1/events", None, body.into_bytes()).await;
        assert_eq!(answer.status, 200, "{case} {}", answer.body);
        let result = &answer.body["results"][0];
        assert_eq!(
            (&result["id"], &result["status"]),
            (&json!(id), &json!("rejected")),
            "{case}"
        );
        assert_eq!(result.get("field").unwrap_or(&Value::Null), &field, "{case}");
        assert_ne!(answer.body["results"][1]["status"], "rejected", "{case}");
    }
}

#[tokio::test]
async fn a_body_far_past_the_limit_is_answered_and_not_cut_off() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let answer = post(&desk, &token, "/sdk/v1/events", None, vec![b' '; 3 * 1024 * 1024]).await;
    assert_eq!(answer.error(), (413, "body_too_large"));
}

#[tokio::test]
async fn tokens_of_any_shape_are_refused_alike() {
    let desk = Desk::open().await;
    let long = "x".repeat(32 * 1024);
    for header in [
        "Bearer nope",
        "Bearer ",
        "Basic abc",
        "Bearer é",
        "nonsense",
        long.as_str(),
    ] {
        for path in ["/sdk/v1/ping", "/me"] {
            let method = if path == "/me" { "GET" } else { "POST" };
            let request = desk
                .request(method, path)
                .header("authorization", header.as_bytes());
            assert_eq!(desk.send(request).await.error(), (401, "unauthorized"), "{path}");
        }
    }
}
