//! A socket that takes requests and answers none until it is told how.
//!
//! Guarantees: every request with a method that changes something stands in a line until the test says what is
//! said to it; a request for something to read is answered that there is nothing, at once. One per life of a
//! client, so that a request of a killed client is never taken for one of the next. One thread per connection.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::{Watched, gunzip};

/// A request.
#[derive(Debug, Clone)]
pub(super) struct Request {
    /// Counted from 0, in order of arrival at this stub.
    pub(super) number: u64,
    /// `POST /sdk/v1/events` and the like.
    pub(super) line: String,
    /// What stands behind `Bearer`.
    pub(super) token: Option<String>,
    /// The decompressed body.
    pub(super) body: Vec<u8>,
}

impl Request {
    /// The body as JSON; `Null` when it is none.
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }
}

/// What is said to a request.
#[derive(Debug, Clone)]
pub(super) enum Said {
    /// An answer: status, more header lines, content type, body.
    Answer(u16, String, &'static str, String),
    /// The head of an answer and half of its body.
    Half(String),
    /// The connection ends.
    Nothing,
}

impl Said {
    /// A JSON answer.
    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self::Answer(status, String::new(), "application/json", body.to_string())
    }

    /// The server's error envelope.
    pub(super) fn error(status: u16, code: &str) -> Self {
        Self::json(
            status,
            &json!({ "type": "error.list", "request_id": "r", "errors": [{ "code": code, "message": "m" }] }),
        )
    }
}

/// A request that waits to be answered.
#[derive(Debug)]
struct Held {
    request: Request,
    say: SyncSender<Said>,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Stub {
    address: SocketAddr,
    line: Arc<Watched<Vec<Held>>>,
    count: Arc<AtomicU64>,
    over: Arc<AtomicBool>,
    acceptor: Option<JoinHandle<()>>,
}

impl Stub {
    /// Listens.
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a bound listener has an address");
        let line: Arc<Watched<Vec<Held>>> = Arc::default();
        let over = Arc::new(AtomicBool::new(false));
        let count: Arc<AtomicU64> = Arc::default();
        let acceptor = std::thread::spawn({
            let (line, over, count) = (line.clone(), over.clone(), count.clone());
            move || {
                for stream in listener.incoming() {
                    if over.load(Ordering::Acquire) {
                        return;
                    }
                    let Ok(stream) = stream else { continue };
                    let (line, count) = (line.clone(), count.clone());
                    std::thread::spawn(move || attend(stream, &line, &count));
                }
            }
        });
        Self {
            address,
            line,
            count,
            over,
            acceptor: Some(acceptor),
        }
    }

    /// `http://127.0.0.1:port`.
    pub(super) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many requests have come.
    pub(super) fn count(&self) -> u64 {
        self.count.load(Ordering::Acquire)
    }

    /// The oldest request that waits, for `patience` at most.
    pub(super) fn next(&self, patience: Duration) -> Option<(Request, SyncSender<Said>)> {
        self.line
            .wait_at_most(patience, |line| (!line.is_empty()).then_some(()))?;
        self.line.change(|line| {
            (!line.is_empty()).then(|| {
                let held = line.remove(0);
                (held.request, held.say)
            })
        })
    }

    /// Everything that waits; it is hung up when the senders are dropped.
    pub(super) fn take_all(&self) -> Vec<(Request, SyncSender<Said>)> {
        let all = self.line.change(std::mem::take);
        all.into_iter().map(|held| (held.request, held.say)).collect()
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Release);
        // Wakes the acceptor; when nobody listens any more it is awake already.
        let _ = TcpStream::connect(self.address);
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
        self.line.change(Vec::clear);
    }
}

/// Serves one connection until either side ends it.
fn attend(mut stream: TcpStream, line: &Watched<Vec<Held>>, count: &AtomicU64) {
    let _ = stream.set_nodelay(true);
    let mut buffer = Vec::new();
    while let Some(mut request) = read(&mut stream, &mut buffer) {
        request.number = count.fetch_add(1, Ordering::AcqRel);
        let said = if request.line.starts_with("GET ") {
            Said::error(404, "not_found")
        } else {
            let (say, answer) = sync_channel(1);
            line.change(|line| line.push(Held { request, say }));
            // Whoever drops the line hangs up.
            answer.recv().unwrap_or(Said::Nothing)
        };
        let bytes = match said {
            Said::Nothing => return,
            Said::Half(body) => {
                let head = format!(
                    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
                    body.len()
                );
                let _ = stream.write_all(head.as_bytes());
                let _ = stream.write_all(&body.as_bytes()[..body.len() / 2]);
                return;
            }
            Said::Answer(status, headers, kind, body) => format!(
                "HTTP/1.1 {status} x\r\ncontent-type: {kind}\r\n{headers}content-length: {}\r\n\r\n{body}",
                body.len()
            ),
        };
        if stream.write_all(bytes.as_bytes()).is_err() {
            return;
        }
    }
}

/// One request; what came after it stays in the buffer.
fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Request> {
    let mut piece = [0; 16 * 1024];
    loop {
        if let Some(end) = buffer.windows(4).position(|w| w == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&buffer[..end]).into_owned();
            let header = |name: &str| {
                head.lines().find_map(|line| {
                    let (found, value) = line.split_once(':')?;
                    found.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
                })
            };
            let length: usize = header("content-length")
                .and_then(|text| text.parse().ok())
                .unwrap_or(0);
            if buffer.len() >= end + 4 + length {
                let sent = buffer[end + 4..end + 4 + length].to_vec();
                buffer.drain(..end + 4 + length);
                let packed = header("content-encoding").as_deref() == Some("gzip");
                let first = head.lines().next()?;
                let mut words = first.split(' ');
                let path = format!("{} {}", words.next()?, words.next()?);
                return Some(Request {
                    number: 0,
                    line: path.split('?').next()?.to_owned(),
                    token: header("authorization")
                        .and_then(|text| text.strip_prefix("Bearer ").map(str::to_owned)),
                    body: if packed { gunzip(&sent) } else { sent },
                });
            }
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return None,
            Ok(read) => buffer.extend_from_slice(&piece[..read]),
        }
    }
}
