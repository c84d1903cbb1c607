//! The server's peer: a bare router and one SQLite writer with group commit.
//!
//! Guarantees: a batch is parsed, stored under the ids of its events (a repeated one is ignored) and answered
//! after the commit, which is safe against a power cut, as ours is. It knows no devices, checks nothing and
//! answers how many it took. Its own runtime serves until it is dropped.

use std::net::SocketAddr;
use std::path::Path;

use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use bytes::Bytes;
use rusqlite::Connection;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::{mpsc, oneshot};

use crate::counted::runtime;

/// Batches that share one commit, as in our own server.
const GROUP: usize = 256;

#[derive(Deserialize)]
struct Batch {
    events: Vec<Event>,
}

#[derive(Deserialize)]
struct Event {
    id: String,
    name: String,
    created_at: i64,
    metadata: Box<RawValue>,
}

struct Waiting {
    batch: Batch,
    answer: oneshot::Sender<usize>,
}

/// A bare server that runs.
pub(crate) struct Anchor {
    pub(crate) address: SocketAddr,
    _runtime: Runtime,
}

impl Anchor {
    pub(crate) fn start(folder: &Path) -> Self {
        let conn = open(&folder.join("anchor.sqlite3"));
        let (queue, waiting) = mpsc::channel(8192);
        std::thread::spawn(move || write(&conn, waiting));
        let router = Router::new().route("/events", post(take)).with_state(queue);
        let runtime = runtime();
        let address = runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let address = listener.local_addr().expect("a bound listener has an address");
            tokio::spawn(serve(listener, router));
            address
        });
        Self {
            address,
            _runtime: runtime,
        }
    }
}

/// Connections as our own server serves them: HTTP/1.1 by hyper, without delay.
async fn serve(listener: TcpListener, router: Router) {
    loop {
        let (stream, _) = listener.accept().await.expect("a connection");
        stream.set_nodelay(true).expect("a socket option");
        let service = hyper_util::service::TowerToHyperService::new(router.clone());
        tokio::spawn(
            hyper::server::conn::http1::Builder::new()
                .serve_connection(hyper_util::rt::TokioIo::new(stream), service),
        );
    }
}

async fn take(State(queue): State<mpsc::Sender<Waiting>>, body: Bytes) -> Json<Value> {
    let batch = serde_json::from_slice(&body).expect("the load sends batches");
    let (answer, taken) = oneshot::channel();
    let sent = queue.send(Waiting { batch, answer }).await;
    assert!(sent.is_ok(), "the writer is there");
    Json(json!({"accepted": taken.await.expect("the writer answers")}))
}

/// Stores whatever waits in one transaction, then answers.
fn write(conn: &Connection, mut waiting: mpsc::Receiver<Waiting>) {
    let mut group = Vec::with_capacity(GROUP);
    while waiting.blocking_recv_many(&mut group, GROUP) > 0 {
        run(conn, "begin immediate");
        let taken: Vec<usize> = group.iter().map(|waiting| store(conn, &waiting.batch)).collect();
        run(conn, "commit");
        for (waiting, taken) in group.drain(..).zip(taken) {
            // A client that went away has nobody to tell.
            let _ = waiting.answer.send(taken);
        }
    }
}

fn store(conn: &Connection, batch: &Batch) -> usize {
    let mut insert = conn
        .prepare_cached(
            "insert or ignore into events (id, name, created_at, metadata) values (?1, ?2, ?3, ?4)",
        )
        .expect("a statement");
    let stored = batch
        .events
        .iter()
        .map(|event| insert.execute((&event.id, &event.name, event.created_at, event.metadata.get())));
    stored.sum::<Result<usize, _>>().expect("the events are stored")
}

fn run(conn: &Connection, sql: &str) {
    conn.prepare_cached(sql)
        .and_then(|mut statement| statement.execute([]))
        .expect("the statement runs");
}

fn open(path: &Path) -> Connection {
    let conn = Connection::open(path).expect("the database opens");
    conn.execute_batch(
        "pragma journal_mode=wal; pragma synchronous=full; pragma wal_autocheckpoint=4000;
         pragma cache_size=-16000; pragma temp_store=memory;
         create table events (
           id text primary key, name text not null, created_at integer not null, metadata text
         ) without rowid;",
    )
    .expect("the table is there");
    conn
}
