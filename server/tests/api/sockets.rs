//! Slow, idle and too many connections, and the end of a server.

use std::time::Duration;

use frontdesk_server::{Limits, ServerConfig};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::desk::{Desk, Device, no_rates};

async fn read_all(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let reading = stream.read_to_end(&mut text);
    let _ = tokio::time::timeout(Duration::from_secs(60), reading)
        .await
        .expect("the server closes the connection");
    String::from_utf8_lossy(&text).into_owned()
}

async fn with(change: impl FnOnce(&mut Limits)) -> Desk {
    let mut limits = no_rates();
    change(&mut limits);
    Desk::with(ServerConfig::default().with_limits(limits)).await
}

#[tokio::test]
async fn a_connection_that_never_finishes_its_headers_is_closed() {
    let desk = with(|limits| limits.header_deadline = Duration::from_millis(200)).await;
    for start in ["", "P", "POST /sdk/v1/ping HTTP/1.1\r\nhost: x\r\nx-slow: "] {
        let mut slow = TcpStream::connect(desk.address).await.unwrap();
        slow.write_all(start.as_bytes()).await.unwrap();
        let answer = read_all(&mut slow).await;
        assert!(!answer.contains("200 OK"), "{start:?} {answer}");
    }
    assert_eq!(desk.send(desk.request("GET", "/healthz")).await.status, 200);
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_answered_408() {
    let desk = with(|limits| limits.body_deadline = Duration::from_millis(200)).await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let mut slow = TcpStream::connect(desk.address).await.unwrap();
    let head = format!(
        "POST /sdk/v1/ping HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-length: 100\r\n\r\n{{"
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    let answer = read_all(&mut slow).await;
    assert!(
        answer.starts_with("HTTP/1.1 408") && answer.contains("request_timeout"),
        "{answer}"
    );
}

#[tokio::test]
async fn one_connection_too_many_is_told_to_come_back() {
    let desk = with(|limits| limits.connections = 2).await;
    // A kept-alive connection is certainly held once it was answered.
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(desk.address).await.unwrap();
        stream
            .write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
            .await
            .unwrap();
        let mut first = [0_u8; 12];
        stream.read_exact(&mut first).await.unwrap();
        assert_eq!(&first, b"HTTP/1.1 200");
        held.push(stream);
    }
    let mut refused = TcpStream::connect(desk.address).await.unwrap();
    refused
        .write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    let mut answer = vec![0_u8; 4096];
    let read = refused.read(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
    assert!(
        answer.starts_with("HTTP/1.1 503") && answer.contains("retry-after: 1"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_request_under_way_is_answered_before_the_server_stops() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let body = json!({"events":[crate::desk::event("last")]}).to_string();
    let mut stream = TcpStream::connect(desk.address).await.unwrap();
    let head = format!(
        "POST /sdk/v1/events HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\nexpect: 100-continue\r\n\
         content-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // The server asks for the body: the request is surely under way.
    let mut go_on = [0_u8; 25];
    stream.read_exact(&mut go_on).await.unwrap();
    assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
    let address = desk.address;
    let stopping = tokio::spawn(desk.stop());
    // New connections are refused once the listener is gone; only then is the body sent.
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    stream.write_all(body.as_bytes()).await.unwrap();
    let answer = read_all(&mut stream).await;
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains("accepted"),
        "{answer}"
    );
    stopping.await.unwrap();
}

#[tokio::test]
async fn more_headers_than_anybody_needs_are_refused() {
    let desk = Desk::open().await;
    let mut stream = TcpStream::connect(desk.address).await.unwrap();
    let headers: String = (0..1000).map(|n| format!("x-{n}: 1\r\n")).collect();
    let head = format!("GET /healthz HTTP/1.1\r\nhost: x\r\n{headers}\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    assert!(read_all(&mut stream).await.starts_with("HTTP/1.1 431"));
}

/// Asks again and again and never reads an answer, until the server ends the connection.
async fn ask_and_never_read(mut stream: TcpStream) {
    let request = b"GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n".repeat(100);
    while stream.write_all(&request).await.is_ok() {}
}

#[tokio::test]
async fn a_client_that_never_reads_is_closed() {
    let desk = with(|limits| limits.write_deadline = Duration::from_millis(200)).await;
    let stream = TcpStream::connect(desk.address).await.unwrap();
    tokio::time::timeout(Duration::from_secs(60), ask_and_never_read(stream))
        .await
        .expect("the server closes the connection");
    assert_eq!(desk.send(desk.request("GET", "/healthz")).await.status, 200);
}

#[tokio::test]
async fn what_is_still_open_at_the_drain_deadline_is_cut() {
    let desk = with(|limits| {
        limits.drain_deadline = Duration::from_millis(200);
        limits.body_deadline = Duration::from_secs(60);
    })
    .await;
    let token = desk.token(&Device::new(), Value::Null).await;
    let mut stream = TcpStream::connect(desk.address).await.unwrap();
    let head = format!(
        "POST /sdk/v1/ping HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\nexpect: 100-continue\r\n\
         content-length: 100\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut go_on = [0_u8; 25];
    stream.read_exact(&mut go_on).await.unwrap();
    tokio::time::timeout(Duration::from_secs(60), desk.stop())
        .await
        .expect("the server stops");
    // The server is gone for this connection too: it ends, and nobody answers on it.
    assert_eq!(read_all(&mut stream).await, "");
}
