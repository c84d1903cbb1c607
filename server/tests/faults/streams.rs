//! Thousands of open streams: each costs little, and a message reaches its own reader at once.
//!
//! `FRONTDESK_STREAMS=5000` holds as many; a normal run holds a thousand.

use std::time::{Duration, Instant};

use frontdesk_server::{Limits, Server, ServerConfig, launch};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Long enough that a busy machine is not mistaken for streams that have to be cut.
const DRAIN: Duration = Duration::from_secs(120);

/// How many streams this process may hold, both ends of each and its other files counted.
fn streams() -> usize {
    let wanted = std::env::var("FRONTDESK_STREAMS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1_000);
    wanted.min(crate::open_files().saturating_sub(300) / 2)
}

/// Bytes of memory that this process holds.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 1024
}

struct Reader {
    token: String,
    contact: String,
    socket: TcpStream,
}

/// Reads until `wanted` was said.
async fn hears(socket: &mut TcpStream, wanted: &str) -> String {
    let mut text = String::new();
    let mut piece = [0_u8; 4096];
    while !text.contains(wanted) {
        let read = tokio::time::timeout(Duration::from_secs(60), socket.read(&mut piece))
            .await
            .expect("something is said")
            .unwrap();
        assert!(read > 0, "the stream ended: {text}");
        text.push_str(&String::from_utf8_lossy(&piece[..read]));
    }
    text
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn thousands_of_streams_cost_little_and_each_hears_its_own() {
    let _alone = crate::MANY_FILES.lock().await;
    let wanted = streams();
    let limits = Limits {
        rates: None,
        operator_per_minute: 1_000_000,
        connections: wanted + 100,
        drain_deadline: DRAIN,
        ..Limits::default()
    };
    let folder = tempfile::tempdir().unwrap();
    let config = ServerConfig::default().with_limits(limits).in_dir(folder.path());
    let server = Server::open(config).await.unwrap();
    let desk = server.seed_dev_workspace().await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopping) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(launch(server, listener, async {
        let _ = stopping.await;
    }));
    let http = crate::http_client::plain();
    let operator = desk.operator_token.expose().to_owned();
    let post = async |path: &str, token: &str, body: Value| -> Value {
        let request = http.post(format!("http://{address}{path}")).bearer_auth(token);
        let response = request.json(&body).send().await.unwrap();
        assert!(response.status().is_success(), "{path} {}", response.status());
        response.json().await.unwrap_or_default()
    };
    let mut people = Vec::new();
    for n in 0..wanted {
        let login = json!({
            "app_id": desk.app_id, "api_key": desk.keys.android, "identity": { "user_id": format!("u{n}") },
            "device": {
                "id": uuid::Uuid::now_v7().to_string(), "platform": "android",
                "secret": "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0",
            },
        });
        let session = post("/sdk/v1/sessions", "", login).await;
        people.push((
            session["token"].as_str().unwrap().to_owned(),
            session["contact"]["id"].as_str().unwrap().to_owned(),
        ));
    }
    let before = resident();
    let started = Instant::now();
    let mut readers = Vec::with_capacity(wanted);
    for (token, contact) in people {
        let mut socket = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "GET /sdk/v1/stream HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\nfrontdesk-client: rust/0.1.0 core/0.1.0\r\n\r\n"
        );
        socket.write_all(head.as_bytes()).await.unwrap();
        hears(&mut socket, "retry: ").await;
        readers.push(Reader {
            token,
            contact,
            socket,
        });
    }
    let opened = started.elapsed();
    let each = resident().saturating_sub(before) / wanted;
    let mut took = Vec::new();
    for reader in readers.iter_mut().step_by((wanted / 200).max(1)) {
        let message = json!({
            "message_type": "inapp", "body": format!("for {}", reader.contact), "from": { "type": "admin", "id": "1" },
            "to": { "type": "user", "id": reader.contact },
        });
        let sent = Instant::now();
        let (_, heard) = tokio::join!(
            post("/messages", &operator, message),
            hears(&mut reader.socket, "event: part.created"),
        );
        took.push(sent.elapsed());
        assert!(heard.contains(&format!("for {}", reader.contact)), "{heard}");
        assert!(!reader.token.is_empty());
    }
    took.sort();
    println!(
        "{wanted} streams in {opened:?}: {each} bytes each; from the operator's request to the device: p50 {:?}, p99 {:?}",
        took[took.len() / 2],
        took[took.len() * 99 / 100]
    );
    assert!(each < 96 * 1024, "{each} bytes for one stream");
    let ending = Instant::now();
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
    // All streams ended by themselves, none was cut at the deadline.
    assert!(ending.elapsed() < DRAIN / 2, "{:?}", ending.elapsed());
    drop(readers);
}
