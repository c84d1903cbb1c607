//! The real server in this process, reachable over a real socket, under a fault plan.
//!
//! Guarantees: the store, the rules and the router are the production ones; a network that is cut has no
//! listener and no connection, and comes back under the same address; dropping the server ends everything it
//! started, and fails the test when an exchange was not as the contract says. Used on test threads; its own runtime serves.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::Instant;

use axum::Router;
use frontdesk_server::{Clock, DevWorkspace, Limits, Server, ServerConfig, VerificationMode};
use parking_lot::Mutex;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::task::{JoinHandle, JoinSet};

use super::connection;
use super::contract::Contract;
use super::database::Database;
use super::fault::{Fault, Plan, Reply};
use super::gate::Gate;
use super::journal::{Exchange, Journal};
use super::live_body::Streams;
use super::matcher::On;
use super::wait::DEADLINE;

/// What connections share.
pub(super) struct Shared {
    pub(super) router: Router,
    pub(super) plan: Mutex<Plan>,
    pub(super) journal: Journal,
    pub(super) streams: Streams,
    recording: AtomicBool,
    connections: AtomicU64,
}

impl Shared {
    pub(super) fn records(&self) -> bool {
        self.recording.load(Ordering::Relaxed)
    }
}

/// How to make a [`TestServer`].
#[derive(Debug, Default)]
pub struct TestServerBuilder {
    config: ServerConfig,
    unrecorded: bool,
}

impl TestServerBuilder {
    /// The identity switch of the workspace, on all platforms. Off when not set.
    pub fn identity_verification(mut self, mode: VerificationMode) -> Self {
        self.config.dev_identity_verification = Some(mode);
        self
    }

    /// The server's clock.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.config.clock = clock;
        self
    }

    /// Changes limits; requests per device are not limited unless set here.
    pub fn limits(mut self, change: impl FnOnce(&mut Limits)) -> Self {
        change(&mut self.config.limits);
        self
    }

    /// Keeps no exchanges, for long runs.
    pub fn unrecorded(mut self) -> Self {
        self.unrecorded = true;
        self
    }

    /// Starts it with a fresh data folder and a development workspace.
    pub fn start(mut self) -> TestServer {
        let data = tempfile::tempdir().expect("a temporary folder");
        self.config = self.config.in_dir(data.path());
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("test-server")
            .enable_all()
            .build()
            .expect("a runtime");
        let (server, workspace) = runtime.block_on(async {
            let server = Server::open(self.config).await.expect("the server opens");
            let workspace = server.seed_dev_workspace().await.expect("the workspace is made");
            (server, workspace)
        });
        let shared = Arc::new(Shared {
            router: server.router(),
            plan: Mutex::default(),
            journal: Journal::default(),
            streams: Streams::default(),
            recording: AtomicBool::new(!self.unrecorded),
            connections: AtomicU64::new(0),
        });
        let listener = any_port();
        let address = listener.local_addr().expect("a bound listener has an address");
        let server = TestServer {
            shared,
            network: Mutex::new(None),
            address,
            workspace,
            data,
            _server: server,
            runtime: Some(runtime),
        };
        server.listen(listener);
        server
    }
}

/// See the module.
pub struct TestServer {
    shared: Arc<Shared>,
    network: Mutex<Option<JoinHandle<()>>>,
    address: SocketAddr,
    workspace: DevWorkspace,
    data: TempDir,
    _server: Server,
    runtime: Option<Runtime>,
}

impl TestServer {
    /// A server with everything as it is by default, without limits on requests per device.
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// A server with other settings.
    pub fn builder() -> TestServerBuilder {
        TestServerBuilder::default().limits(|limits| limits.rates = None)
    }

    /// `http://127.0.0.1:port`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// App id, keys, secrets and operator token.
    pub fn workspace(&self) -> &DevWorkspace {
        &self.workspace
    }

    /// Everything asked so far.
    pub fn journal(&self) -> &Journal {
        &self.shared.journal
    }

    /// Uploads of events so far.
    pub fn uploads(&self) -> Vec<Exchange> {
        self.journal().of("POST /sdk/v1/events")
    }

    /// Logins so far.
    pub fn logins(&self) -> Vec<Exchange> {
        self.journal().of("POST /sdk/v1/sessions")
    }

    /// What is stored.
    pub fn database(&self) -> Database {
        Database::open(self.data.path())
    }

    /// Adds a rule behind those there are.
    pub fn fault(&self, on: On, fault: Fault) {
        self.shared.plan.lock().add(on, fault);
    }

    /// Answers with `reply` instead of the handler.
    pub fn reply(&self, on: On, reply: Reply) {
        self.fault(on, Fault::Reply(reply));
    }

    /// Holds the next matching request before the handler, until the gate is opened.
    pub fn hold(&self, on: On) -> Gate {
        let gate = Gate::closed();
        self.fault(on.first(1), Fault::HoldBefore(gate.clone()));
        gate
    }

    /// Holds the next matching answer after the handler, until the gate is opened.
    pub fn hold_answer(&self, on: On) -> Gate {
        let gate = Gate::closed();
        self.fault(on.first(1), Fault::HoldAfter(gate.clone()));
        gate
    }

    /// How many streams of events are open.
    pub fn open_streams(&self) -> usize {
        self.shared.streams.open().read(|open| *open)
    }

    /// Waits until so many streams of events are open.
    pub fn wait_for_streams(&self, count: usize) {
        let what = format!("{count} open streams");
        self.shared
            .streams
            .open()
            .wait_for(&what, |open| (*open == count).then_some(()));
    }

    /// Every open stream breaks, as when a network changes.
    pub fn cut_streams(&self) {
        self.shared.streams.cut();
    }

    /// Forgets all rules.
    pub fn no_more_faults(&self) {
        self.shared.plan.lock().clear();
    }

    /// The listener goes away and every connection with it; new ones are refused.
    pub fn cut_network(&self) {
        let Some(network) = self.network.lock().take() else {
            return;
        };
        network.abort();
        // An aborted task ends with an error that says so.
        let _ = self.runtime().block_on(network);
    }

    /// Listens again, under the same address. Nothing happens when it does already.
    pub fn restore_network(&self) {
        if self.network.lock().is_some() {
            return;
        }
        let until = Instant::now() + DEADLINE;
        loop {
            match TcpListener::bind(self.address) {
                Ok(listener) => return self.listen(listener),
                Err(error) => assert!(
                    Instant::now() < until,
                    "cannot listen on {}: {error}",
                    self.address
                ),
            }
            std::thread::yield_now();
        }
    }

    /// Whether the network is there.
    pub fn is_reachable(&self) -> bool {
        self.network.lock().is_some()
    }

    fn listen(&self, listener: TcpListener) {
        listener
            .set_nonblocking(true)
            .expect("a listener that does not block");
        let shared = Arc::clone(&self.shared);
        let runtime = self.runtime();
        let _inside = runtime.enter();
        let listener = tokio::net::TcpListener::from_std(listener).expect("the runtime takes the listener");
        *self.network.lock() = Some(runtime.spawn(accept(shared, listener)));
    }

    fn runtime(&self) -> &Runtime {
        self.runtime
            .as_ref()
            .expect("the runtime lives as long as the server")
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
        // A test that failed already has said what is wrong.
        if !std::thread::panicking() {
            let faults = Contract::of_this_tree().faults_of(&self.journal().all());
            assert!(faults.is_empty(), "against the contract: {faults:#?}");
        }
    }
}

/// Accepts until it is aborted; its connections end with it.
async fn accept(shared: Arc<Shared>, listener: tokio::net::TcpListener) {
    let mut open = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                // A client that went away meanwhile is not a reason to stop.
                let Ok((stream, _)) = accepted else { continue };
                let number = shared.connections.fetch_add(1, Ordering::Relaxed);
                open.spawn(connection::serve(Arc::clone(&shared), stream, number));
            }
            Some(_ended) = open.join_next() => {}
        }
    }
}

/// A free port below those that the system hands to outgoing connections: while the network is cut nobody
/// else's connection can take it.
fn any_port() -> TcpListener {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    loop {
        let step = NEXT.fetch_add(1, Ordering::Relaxed);
        let place = (std::process::id().wrapping_mul(37)).wrapping_add(step) % 20_000;
        let port = 10_000 + u16::try_from(place).unwrap_or(0);
        if let Ok(listener) = TcpListener::bind(("127.0.0.1", port)) {
            return listener;
        }
    }
}
