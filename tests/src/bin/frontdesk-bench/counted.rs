//! The real server, with a count of what is sent to it.
//!
//! Guarantees: the production store, router and listener; bytes are counted as they came, before anything is
//! unpacked; heads are counted as HTTP/1.1 writes them. Its own runtime serves until it is dropped.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Request, State};
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use frontdesk_server::{DevWorkspace, Server, ServerConfig, launch_router};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// What was sent.
#[derive(Debug, Default)]
pub(crate) struct Count {
    requests: AtomicU64,
    body_bytes: AtomicU64,
    head_bytes: AtomicU64,
}

impl Count {
    /// Requests, bytes of their bodies, bytes of their heads.
    pub(crate) fn read(&self) -> [f64; 3] {
        [&self.requests, &self.body_bytes, &self.head_bytes].map(|count| count.load(Ordering::Relaxed) as f64)
    }
}

/// A server that runs.
pub(crate) struct Counted {
    pub(crate) url: String,
    pub(crate) workspace: DevWorkspace,
    pub(crate) count: Arc<Count>,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<()>>,
    runtime: Runtime,
}

impl Counted {
    /// Starts with a fresh folder. Requests per device are not limited: the production limit is 60 a minute,
    /// which 100,000 events do not meet.
    pub(crate) fn start(folder: &Path) -> Self {
        let runtime = runtime();
        let mut config = ServerConfig::default().in_dir(folder);
        config.limits.rates = None;
        let count = Arc::new(Count::default());
        let counter = Arc::clone(&count);
        let (stop, stopped) = oneshot::channel::<()>();
        let (workspace, address, serving) = runtime.block_on(async move {
            let server = Server::open(config).await.expect("the server opens");
            let workspace = server.seed_dev_workspace().await.expect("a workspace");
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let address = listener.local_addr().expect("a bound listener has an address");
            let router = server.router().layer(from_fn_with_state(counter, add));
            let serving = tokio::spawn(async move {
                let until = async {
                    // Dropped or told: both mean stop.
                    let _ = stopped.await;
                };
                launch_router(server, router, listener, until)
                    .await
                    .expect("the server serves");
            });
            (workspace, address, serving)
        });
        Self {
            url: format!("http://{address}"),
            workspace,
            count,
            stop: Some(stop),
            serving: Some(serving),
            runtime,
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(serving) = self.serving.take() {
            // Its end is waited for; what went wrong was reported by its panic.
            let _ = self.runtime.block_on(serving);
        }
    }
}

/// As many threads as the machine has cores.
pub(crate) fn runtime() -> Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .thread_name("bench-server")
        .enable_all()
        .build()
        .expect("a runtime")
}

async fn add(State(count): State<Arc<Count>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let body: u64 = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok())
        .unwrap_or(0);
    // `Name: value\r\n` each; the first line is `POST /path HTTP/1.1\r\n`; an empty line ends the head.
    let lines: usize = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + 4)
        .sum();
    let head = lines + request.method().as_str().len() + request.uri().to_string().len() + 14;
    count.requests.fetch_add(1, Ordering::Relaxed);
    count.body_bytes.fetch_add(body, Ordering::Relaxed);
    count.head_bytes.fetch_add(head as u64, Ordering::Relaxed);
    next.run(request).await
}
