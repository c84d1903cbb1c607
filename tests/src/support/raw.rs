//! HTTP by hand, for requests that no client library would send and answers it would not show.
//!
//! Guarantees: the bytes given are the bytes sent; one connection per request. Called on test threads.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use super::wait::DEADLINE;

/// An answer, parsed as little as possible.
#[derive(Debug, Clone)]
pub struct RawAnswer {
    /// Status; 0 when the connection ended before a status line.
    pub status: u16,
    /// Header lines as they came.
    pub head: String,
    /// Body, without transfer coding.
    pub body: Vec<u8>,
}

impl RawAnswer {
    /// The body as JSON; `Null` when it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or(serde_json::Value::Null)
    }
}

/// Sends one request and reads until the server closes.
pub fn request(to: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> RawAnswer {
    let mut head = format!("{method} {path} HTTP/1.1\r\nhost: {to}\r\nconnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() || method != "GET" {
        head.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    head.push_str("\r\n");
    let mut stream = TcpStream::connect(to).expect("the server listens");
    stream.set_read_timeout(Some(DEADLINE)).expect("a read timeout");
    stream.write_all(head.as_bytes()).expect("the request is taken");
    stream.write_all(body).expect("the body is taken");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("the answer ends");
    parse(&answer)
}

fn parse(answer: &[u8]) -> RawAnswer {
    let split = answer
        .windows(4)
        .position(|w| w == b"\r\n\r\n")
        .unwrap_or(answer.len());
    let head = String::from_utf8_lossy(&answer[..split]).into_owned();
    let rest = answer.get(split + 4..).unwrap_or_default();
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|word| word.parse().ok())
        .unwrap_or(0);
    let chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    let body = if chunked { unchunked(rest) } else { rest.to_vec() };
    RawAnswer { status, head, body }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|w| w == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end])
            .ok()
            .and_then(|s| usize::from_str_radix(s.trim(), 16).ok());
        let Some(size) = size.filter(|size| *size > 0) else {
            break;
        };
        body.extend_from_slice(&rest[end + 2..(end + 2 + size).min(rest.len())]);
        rest = rest.get(end + 4 + size..).unwrap_or_default();
    }
    body
}

/// Unpacks gzip; bytes that are none give nothing.
pub fn gunzip(packed: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let read = flate2::read::GzDecoder::new(packed).read_to_end(&mut plain);
    if read.is_ok() { plain } else { Vec::new() }
}
