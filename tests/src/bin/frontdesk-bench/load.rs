//! Load for a server: connections that post batches of fresh events one after the other.
//!
//! Guarantees: each connection waits for its answer before it sends again; a batch differs from all others in
//! its ids alone, which are written into a request made beforehand, so that the load costs little of the
//! cores it shares with the server; an answer other than 200 ends the run. Runs on a thread of its own.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

use crate::sample;

/// Events in one request.
pub(crate) const BATCH: usize = 50;
/// Connections at the same time.
pub(crate) const CONNECTIONS: usize = 32;
/// Hex digits at the end of an id that count.
const DIGITS: usize = 12;

/// What the load saw.
pub(crate) struct Seen {
    pub(crate) events_per_second: f64,
    pub(crate) p50_ms: f64,
    pub(crate) p99_ms: f64,
    /// The first answer's body.
    pub(crate) first: Vec<u8>,
}

/// Posts to `path` for `time`; one bearer token per connection.
pub(crate) fn post(server: SocketAddr, path: &str, tokens: &[String], time: Duration) -> Seen {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let mut connections = tokio::task::JoinSet::new();
        for (number, token) in tokens.iter().enumerate() {
            let request = Prepared::new(server, path, token, number as u64);
            connections.spawn(one(server, request, time));
        }
        let begun = Instant::now();
        let ended = connections.join_all().await;
        let seconds = begun.elapsed().as_secs_f64();
        let mut times: Vec<f64> = ended
            .iter()
            .flat_map(|(times, _)| times.iter().copied())
            .collect();
        times.sort_by(f64::total_cmp);
        let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize] * 1e3;
        Seen {
            events_per_second: (times.len() * BATCH) as f64 / seconds,
            p50_ms: at(0.5),
            p99_ms: at(0.99),
            first: ended.first().map(|(_, first)| first.clone()).unwrap_or_default(),
        }
    })
}

/// One connection: seconds of each request, and the first answer.
async fn one(server: SocketAddr, mut request: Prepared, time: Duration) -> (Vec<f64>, Vec<u8>) {
    let mut stream = TcpStream::connect(server).await.expect("the server listens");
    stream.set_nodelay(true).expect("a socket option");
    let begun = Instant::now();
    let (mut times, mut first) = (Vec::new(), Vec::new());
    let mut answer = Vec::with_capacity(16 * 1024);
    while begun.elapsed() < time {
        request.count_on();
        let before = Instant::now();
        stream
            .write_all(&request.bytes)
            .await
            .expect("the request is taken");
        let body = read(&mut stream, &mut answer).await;
        times.push(before.elapsed().as_secs_f64());
        if first.is_empty() {
            first = answer.split_off(body);
        }
    }
    (times, first)
}

/// Reads one answer into `answer`; says where its body begins.
async fn read(stream: &mut TcpStream, answer: &mut Vec<u8>) -> usize {
    answer.clear();
    loop {
        let read = stream.read_buf(answer).await.expect("the answer comes");
        assert!(read > 0, "the server closed");
        let Some(end) = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
            continue;
        };
        let head = std::str::from_utf8(&answer[..end]).expect("heads are text");
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        let length: usize = head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
            .and_then(|(_, value)| value.parse().ok())
            .expect("the answer has a length");
        let body = end + 4;
        while answer.len() < body + length {
            let read = stream.read_buf(answer).await.expect("the answer comes");
            assert!(read > 0, "the server closed");
        }
        return body;
    }
}

/// A request whose ids can be changed in place.
struct Prepared {
    bytes: Vec<u8>,
    /// Where the counting digits of each id are.
    places: Vec<usize>,
    next: u64,
}

impl Prepared {
    fn new(server: SocketAddr, path: &str, token: &str, connection: u64) -> Self {
        let id = Uuid::now_v7();
        let events: Vec<String> = (0..BATCH as u64)
            .map(|number| sample::body(id, sample::unix_seconds(), number))
            .map(|body| String::from_utf8(body).expect("JSON is text"))
            .collect();
        let body = format!(r#"{{"events":[{}]}}"#, events.join(","));
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {server}\r\nauthorization: Bearer {token}\r\n\
             frontdesk-client: rust/0.1.0 core/0.1.0\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        let id = id.to_string();
        let places = request
            .match_indices(&id)
            .map(|(place, _)| place + id.len() - DIGITS)
            .collect();
        Self {
            bytes: request.into_bytes(),
            places,
            next: connection << 40,
        }
    }

    /// Gives every event an id of its own.
    fn count_on(&mut self) {
        for place in &self.places {
            let digits = format!("{:0DIGITS$x}", self.next);
            self.bytes[*place..place + DIGITS].copy_from_slice(digits.as_bytes());
            self.next += 1;
        }
    }
}
