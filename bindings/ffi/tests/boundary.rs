//! The boundary as the layers above meet it, with their part played by Rust.
#![expect(clippy::unwrap_used, reason = "a panic is how a test reports")]

use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Poll, Wake};
use std::thread::Thread;
use std::time::Duration;

use frontdesk_ffi::{CallbackError, CoreClient, CoreConfig, CoreError, CoreListener, FrontdeskEvent, Space};

/// Only ends a test that would hang.
const DEADLINE: Duration = Duration::from_secs(60);

fn config(folder: &Path) -> CoreConfig {
    CoreConfig {
        server_url: "http://127.0.0.1:9".into(),
        app_id: "app".into(),
        api_key: "key".into(),
        data_dir: folder.to_str().unwrap().into(),
        platform: "rust".into(),
        locale: None,
        durability: None,
        fast_retry: true,
        extra_root_certificates: Vec::new(),
        max_operations: None,
        delivery_wait_ms: None,
        request_timeout_ms: None,
        linger_ms: None,
        cache_bytes: None,
        attachment_bytes: None,
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits without any runtime, as a foreign executor does.
fn wait<T>(future: impl Future<Output = T>) -> T {
    let waker = Arc::new(Unpark(std::thread::current())).into();
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(answer) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return answer;
        }
        std::thread::park_timeout(DEADLINE);
    }
}

struct Fails(Mutex<mpsc::Sender<FrontdeskEvent>>);

impl CoreListener for Fails {
    fn on_event(&self, event: FrontdeskEvent) -> Result<(), CallbackError> {
        self.0.lock().unwrap().send(event).unwrap();
        Err(CallbackError::Failed)
    }
}

#[test]
fn a_listener_that_fails_hears_the_next_event() {
    let folder = tempfile::tempdir().unwrap();
    let (sender, heard) = mpsc::channel();
    let listener: Arc<dyn CoreListener> = Arc::new(Fails(Mutex::new(sender)));
    let client = CoreClient::open(config(folder.path()), Some(listener), None, None).unwrap();
    let refused = wait(client.login_unidentified_user());
    assert!(
        matches!(refused, Err(CoreError::Unreachable { .. })),
        "{refused:?}"
    );
    let states = std::iter::from_fn(|| heard.recv_timeout(DEADLINE).ok())
        .filter(|event| matches!(event, FrontdeskEvent::SessionChanged { .. }));
    assert_eq!(states.take(2).count(), 2);
    client.shutdown().unwrap();
}

#[test]
fn after_shutdown_a_call_says_so_and_a_second_shutdown_does_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let client = CoreClient::open(config(folder.path()), None, None, None).unwrap();
    client.shutdown().unwrap();
    client.shutdown().unwrap();
    let told = client.log_event("order-item".into(), None);
    assert!(matches!(told, Err(CoreError::ShutDown { .. })), "{told:?}");
    let asked = wait(client.present_space(Space::Home));
    assert!(matches!(asked, Err(CoreError::ShutDown { .. })), "{asked:?}");
}

#[test]
fn input_that_breaks_a_rule_is_named_with_its_field() {
    let folder = tempfile::tempdir().unwrap();
    let client = CoreClient::open(config(folder.path()), None, None, None).unwrap();
    let attributes = r#"{"custom_attributes":{"plan":1e400}}"#.to_owned();
    let Err(CoreError::InvalidInput { code, field, .. }) = wait(client.update_user(attributes)) else {
        panic!("another answer")
    };
    assert_eq!(
        (code.as_str(), field.as_str()),
        ("not_finite", "custom_attributes.plan")
    );
    client.shutdown().unwrap();
}

/// `pub fn` and `pub async fn` of the blocks that begin with `begin`, below `folder`.
fn functions(folder: &Path, begin: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let mut inside = false;
            for line in text.lines() {
                inside = line.starts_with(begin) || inside && !line.starts_with('}');
                let function = line.strip_prefix("    pub ").filter(|_| inside);
                if let Some(rest) =
                    function.and_then(|rest| rest.trim_start_matches("async ").strip_prefix("fn "))
                {
                    found.push(rest.split(['(', '<']).next().unwrap().to_owned());
                }
            }
        }
    }
    found
}

#[test]
fn every_public_function_of_the_core_is_an_export() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let exports = functions(&here.join("src/client"), "impl CoreClient {");
    let mut core = functions(&here.join("../../core/src"), "impl Frontdesk {");
    assert!(core.len() > 50, "the list is read from the right place: {core:?}");
    // `builder` is `open` here; the report crosses as JSON.
    core.retain(|name| name != "builder" && name != "diagnostics");
    let missing: Vec<_> = core.iter().filter(|name| !exports.contains(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
