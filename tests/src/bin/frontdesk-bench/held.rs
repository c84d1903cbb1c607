//! `held`: streams of events that the server holds open, what each costs, and how fast news reach them.
//!
//! Guarantees: the server is a process of its own, so that the memory is the server's alone; each stream is a
//! device of its own with its own contact; a message is timed from the request that writes it to its arrival on
//! its writer's stream, through the database; with all streams open. The load shares the cores with the server.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;

use crate::Run;
use crate::child::{Kind, Task};
use crate::counted::Counted;
use crate::report::{Bar, Report, Row};
use crate::sample;

/// Messages that are timed, by so many writers at once.
const MESSAGES: usize = 800;
const WRITERS: usize = 8;
/// Files a process may have open must hold them all, and some more.
const MOST_WAITING: usize = 256;

pub(crate) fn measure(run: &Run, report: &mut Report) {
    report.say("one server process; figures of one run; a message through the database to one stream");
    for streams in [1_000_usize, 5_000] {
        let folder = run.folder();
        let server = Serving::start(folder.path());
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let seen = runtime.block_on(hold(&server, streams));
        let name = |what: &str| format!("{streams} streams: {what}");
        report.row(
            Row::new(&name("KiB of server memory each"))
                .alone(vec![seen.kilobytes_each], Bar::goal_most(32.0)),
        );
        report.row(Row::new(&name("p50 ms from write to arrival")).alone(vec![seen.p50_ms], Bar::None));
        report.row(
            Row::new(&name("p99 ms from write to arrival")).alone(vec![seen.p99_ms], Bar::goal_most(200.0)),
        );
        report.row(Row::new(&name("opened a second")).alone(vec![seen.opened_per_second], Bar::None));
    }
}

struct Seen {
    kilobytes_each: f64,
    opened_per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
}

type Waiting = Arc<Mutex<HashMap<usize, Instant>>>;

async fn hold(server: &Serving, streams: usize) -> Seen {
    let mut tokens = Vec::with_capacity(streams);
    let body = || sample::login(&server.app, &server.key);
    let mut pipe = TcpStream::connect(server.address)
        .await
        .expect("the server listens");
    for _ in 0..streams {
        let answer = ask(
            &mut pipe,
            server.address,
            "POST",
            "/sdk/v1/sessions",
            None,
            &body(),
        )
        .await;
        tokens.push(answer["token"].as_str().expect("a token").to_owned());
    }
    let before = server.kilobytes();
    let (arrived, mut arrivals) = mpsc::unbounded_channel();
    let waiting = Waiting::default();
    let begun = Instant::now();
    let mut opening = tokio::task::JoinSet::new();
    for token in &tokens {
        let (token, waiting, arrived, address) =
            (token.clone(), waiting.clone(), arrived.clone(), server.address);
        opening.spawn(async move { listen(address, &token, waiting, arrived).await });
        // Opening is done in waves: a connection that waits in the listener's queue is no stream yet.
        if opening.len() >= MOST_WAITING {
            opening.join_next().await;
        }
    }
    while opening.join_next().await.is_some() {}
    let opened_per_second = streams as f64 / begun.elapsed().as_secs_f64();
    let kilobytes_each = (server.kilobytes() - before) / streams as f64;
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..WRITERS {
        let (tokens, waiting, address) = (tokens.clone(), waiting.clone(), server.address);
        writers.spawn(async move {
            let mut pipe = TcpStream::connect(address).await.expect("the server listens");
            for number in (writer..MESSAGES).step_by(WRITERS) {
                // Spread over all streams, none twice.
                let token = &tokens[number * (tokens.len() / MESSAGES.min(tokens.len())) % tokens.len()];
                let body = json!({
                    "id": uuid::Uuid::now_v7(),
                    "part": { "id": uuid::Uuid::now_v7(), "body": format!("timed-{number};") },
                });
                waiting
                    .lock()
                    .expect("no writer panicked")
                    .insert(number, Instant::now());
                let body = body.to_string().into_bytes();
                ask(
                    &mut pipe,
                    address,
                    "POST",
                    "/sdk/v1/conversations",
                    Some(token),
                    &body,
                )
                .await;
            }
        });
    }
    writers.join_all().await;
    let mut times = Vec::with_capacity(MESSAGES);
    while times.len() < MESSAGES {
        times.push(arrivals.recv().await.expect("every message arrives"));
    }
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize];
    Seen {
        kilobytes_each,
        opened_per_second,
        p50_ms: at(0.5),
        p99_ms: at(0.99),
    }
}

/// Opens a stream, waits for its first bytes, and goes on listening in the background.
async fn listen(address: SocketAddr, token: &str, waiting: Waiting, arrived: mpsc::UnboundedSender<f64>) {
    let mut stream = TcpStream::connect(address).await.expect("the server listens");
    let head = format!(
        "GET /sdk/v1/stream HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\nfrontdesk-client: rust/0.1.0 core/0.1.0\r\naccept: text/event-stream\r\n\r\n"
    );
    stream
        .write_all(head.as_bytes())
        .await
        .expect("a request is written");
    let mut seen = Vec::new();
    let mut chunk = [0_u8; 2048];
    while !contains(&seen, b"retry:") {
        let read = stream.read(&mut chunk).await.expect("the stream begins");
        assert!(read > 0, "the stream ended: {}", String::from_utf8_lossy(&seen));
        seen.extend_from_slice(&chunk[..read]);
    }
    tokio::spawn(async move {
        let mut text = String::new();
        loop {
            let mut chunk = [0_u8; 2048];
            let Ok(read @ 1..) = stream.read(&mut chunk).await else {
                return;
            };
            text.push_str(&String::from_utf8_lossy(&chunk[..read]));
            while let Some((number, rest)) = next_mark(&text) {
                let told = waiting.lock().expect("no writer panicked").remove(&number);
                if let Some(told) = told {
                    let _measured_enough = arrived.send(told.elapsed().as_secs_f64() * 1e3);
                }
                text = rest;
            }
            if text.len() > 64 * 1024 {
                text.clear();
            }
        }
    });
}

/// The first timed message of a text, and what follows it.
fn next_mark(text: &str) -> Option<(usize, String)> {
    let (_, after) = text.split_once("timed-")?;
    let (number, rest) = after.split_once(';')?;
    Some((number.parse().ok()?, rest.to_owned()))
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// One request on a connection that stays open.
async fn ask(
    pipe: &mut TcpStream,
    address: SocketAddr,
    method: &str,
    path: &str,
    token: Option<&str>,
    body: &[u8],
) -> Value {
    let bearer = token.map_or(String::new(), |token| {
        format!("authorization: Bearer {token}\r\n")
    });
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\n{bearer}frontdesk-client: rust/0.1.0 core/0.1.0\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    // In one piece: two small ones wait for each other's acknowledgement.
    let request = [head.as_bytes(), body].concat();
    pipe.write_all(&request).await.expect("a request is written");
    let mut answer = Vec::new();
    loop {
        let mut chunk = [0_u8; 8192];
        let read = pipe.read(&mut chunk).await.expect("an answer comes");
        assert!(read > 0, "the server hung up");
        answer.extend_from_slice(&chunk[..read]);
        let text = String::from_utf8_lossy(&answer);
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            continue;
        };
        let length = head
            .lines()
            .find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length: ")?
                    .parse()
                    .ok()
            })
            .unwrap_or(0_usize);
        if body.len() >= length {
            assert!(head.starts_with("HTTP/1.1 20"), "{text}");
            return serde_json::from_str(body).expect("JSON");
        }
    }
}

/// The server in a process of its own.
struct Serving {
    child: Child,
    address: SocketAddr,
    app: String,
    key: String,
}

impl Serving {
    fn start(folder: &std::path::Path) -> Self {
        let mut child = Task::new(Kind::Serve, folder).long_running();
        let output = child.stdout.take().expect("its output is read");
        let mut line = String::new();
        BufReader::new(output)
            .read_line(&mut line)
            .expect("a child says where it listens");
        let said: Value = serde_json::from_str(&line).expect("one JSON line");
        let text = |name: &str| said[name].as_str().expect("text").to_owned();
        Self {
            child,
            address: text("url")
                .trim_start_matches("http://")
                .parse()
                .expect("an address"),
            app: text("app"),
            key: text("key"),
        }
    }

    /// Memory of the server's process.
    fn kilobytes(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with("VmRSS"));
        line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok())
            .unwrap_or(f64::NAN)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Its standard input ends with it; a server that does not stop is killed.
        drop(self.child.stdin.take());
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

/// In a child: serves until its standard input ends.
pub(crate) fn serve(folder: &std::path::Path) -> ! {
    let server = Counted::start(folder);
    let said = json!({
        "url": server.url,
        "app": server.workspace.app_id,
        "key": server.workspace.keys.android,
        "operator": server.workspace.operator_token.expose(),
    });
    println!("{said}");
    let mut end = String::new();
    while std::io::stdin().read_line(&mut end).is_ok_and(|read| read > 0) {}
    std::process::exit(0)
}

/// For [`Task::long_running`].
pub(crate) fn spawn(mut command: Command) -> Child {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("a child starts")
}
