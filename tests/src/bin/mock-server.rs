//! The real server under a fault plan, as a program, for tests in other languages.
//!
//! Prints the same one JSON line as `frontdesk-server dev`, with the address of the control endpoint added as
//! `control`, and runs until its standard input ends or it is killed. Control is plain HTTP with JSON:
//!
//! | request | what it does |
//! |---|---|
//! | `POST /faults` with a list of rules | adds rules behind those there are |
//! | `DELETE /faults` | forgets all rules |
//! | `POST /network/cut`, `POST /network/back` | the listener goes away, and comes back under the same address |
//! | `GET /requests` | everything asked so far: `method`, `path`, `headers`, `body`, `bytes`, `status` |
//! | `GET /stored` | `events` and `contacts` as the database has them |
//!
//! Rules are those of `contract/scenarios/README.md`.

use std::io::Read;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use clap::Parser;
use frontdesk_server::VerificationMode;
use frontdesk_tests::support::{RuleSpec, TestServer};
use serde_json::{Value, json};

/// The real server under a fault plan.
#[derive(Parser)]
struct Arguments {
    /// A file with a list of rules to begin with.
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// Whether identified logins must prove who they are: off, log or on.
    #[arg(long, default_value = "off", value_parser = mode)]
    identity_verification: VerificationMode,
    /// Address of the control endpoint; port 0 takes a free one.
    #[arg(long, default_value = "127.0.0.1:0")]
    control: SocketAddr,
    /// Go on when standard input ends; for terminals and services.
    #[arg(long)]
    keep_running: bool,
}

fn mode(word: &str) -> Result<VerificationMode, String> {
    VerificationMode::parse(word).ok_or_else(|| "use off, log or on".to_owned())
}

type Shared = State<Arc<TestServer>>;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments = Arguments::parse();
    let server = TestServer::builder()
        .identity_verification(arguments.identity_verification)
        .start();
    let server = Arc::new(server);
    if let Some(path) = &arguments.faults {
        add(&server, serde_json::from_str(&std::fs::read_to_string(path)?)?);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let listener = runtime.block_on(tokio::net::TcpListener::bind(arguments.control))?;
    let control = listener.local_addr()?;
    runtime.spawn(serve(listener, routes(Arc::clone(&server))));

    let workspace = serde_json::to_value(server.workspace())?;
    let mut line = json!({ "url": server.url() });
    if let (Some(line), Value::Object(members)) = (line.as_object_mut(), workspace) {
        line.extend(members);
        line.insert("control".to_owned(), format!("http://{control}").into());
    }
    println!("{line}");
    if arguments.keep_running {
        loop {
            std::thread::park();
        }
    }
    // Whoever started us holds our input open as long as we are needed.
    std::io::stdin().read_to_end(&mut Vec::new())?;
    runtime.shutdown_background();
    // Leaving without judging: what other languages send is judged by their own tests.
    std::process::exit(0);
}

async fn serve(listener: tokio::net::TcpListener, routes: Router) {
    use hyper_util::service::TowerToHyperService;
    while let Ok((stream, _)) = listener.accept().await {
        let service = TowerToHyperService::new(routes.clone());
        let stream = hyper_util::rt::TokioIo::new(stream);
        tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(stream, service));
    }
}

fn routes(server: Arc<TestServer>) -> Router {
    Router::new()
        .route("/faults", post(add_faults).delete(forget_faults))
        .route("/network/cut", post(cut))
        .route("/network/back", post(back))
        .route("/requests", get(requests))
        .route("/stored", get(stored))
        .with_state(server)
}

fn add(server: &TestServer, rules: Vec<RuleSpec>) {
    for rule in rules {
        let (on, fault) = rule.build();
        server.fault(on, fault);
    }
}

async fn add_faults(State(server): Shared, body: String) -> (StatusCode, String) {
    match serde_json::from_str(&body) {
        Ok(rules) => {
            add(&server, rules);
            (StatusCode::NO_CONTENT, String::new())
        }
        Err(error) => (StatusCode::BAD_REQUEST, error.to_string()),
    }
}

async fn forget_faults(State(server): Shared) -> StatusCode {
    server.no_more_faults();
    StatusCode::NO_CONTENT
}

/// Waits for the server's own runtime, so it must not run on this one's thread.
async fn aside(work: impl FnOnce() + Send + 'static) -> StatusCode {
    match tokio::task::spawn_blocking(work).await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

async fn cut(State(server): Shared) -> StatusCode {
    // A fresh thread: one that belongs to a runtime may not wait for another.
    aside(move || drop(std::thread::spawn(move || server.cut_network()).join())).await
}

async fn back(State(server): Shared) -> StatusCode {
    aside(move || drop(std::thread::spawn(move || server.restore_network()).join())).await
}

async fn requests(State(server): Shared) -> Json<Value> {
    let all = server.journal().all();
    let shown = all.iter().map(|exchange| {
        json!({
            "method": exchange.method,
            "path": exchange.path,
            "headers": exchange.headers,
            "body": exchange.json(),
            "bytes": exchange.sent.len(),
            "status": exchange.status,
        })
    });
    Json(shown.collect())
}

async fn stored(State(server): Shared) -> Json<Value> {
    let database = server.database();
    let events: Vec<Value> = database
        .events()
        .into_iter()
        .map(|event| {
            json!({
                "contact": event.contact,
                "user_id": event.user_id,
                "id": event.id,
                "name": event.name,
                "created_at": event.created_at,
                "metadata": event.metadata,
            })
        })
        .collect();
    let contacts: Vec<Value> = database
        .contacts()
        .into_iter()
        .map(|contact| {
            json!({
                "id": contact.id,
                "role": contact.role,
                "user_id": contact.user_id,
                "email": contact.email,
                "name": contact.name,
                "custom_attributes": contact.custom,
                "merged_into": contact.merged_into,
            })
        })
        .collect();
    Json(json!({ "events": events, "contacts": contacts }))
}
