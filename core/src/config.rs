//! What a client is made from.
//!
//! Guarantees: [`Builder::open`] either returns a working client or an error and no half-made folder;
//! every number an app may want to change is here with its default and unit; nothing secret is printed by
//! `Debug`. Called by the app once, on any thread.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::client::{Frontdesk, TokenRefresh};
use crate::clock::{Clock, SystemClock};
use crate::error::{FrontdeskError, InputError};
use crate::messenger::Presenter;
use crate::observer::Listener;
use crate::retry::PolicyConfig;
use crate::secret::Secret;

/// What "stored" survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Durability {
    /// A killed process (SQLite WAL, `synchronous=NORMAL`). The default; about 20 times faster.
    #[default]
    Process,
    /// A power cut too (`synchronous=FULL`: one fsync a commit, shared by callers that wait together).
    Power,
}

/// Bounds of the queue and of what one request carries.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Operations kept while the server cannot be reached; one more is refused with `queue_full`.
    pub max_operations: u64,
    /// Events in one request (the server's limit is 500).
    pub batch_events: usize,
    /// Bytes of one request before compression (the server's limit is 512 KiB).
    pub batch_bytes: usize,
    /// How long `update_user` waits for the server before it answers `Queued`.
    pub delivery_wait: Duration,
    /// Operations older than this are given up and reported as `expired`. The server remembers ids for 45
    /// days, so nothing younger can be counted twice.
    pub max_age: Duration,
    /// How long the worker waits for more events before it sends the first ones.
    pub linger: Duration,
    /// Total time of one request, answer included.
    pub request_timeout: Duration,
    /// Bytes of conversations, articles and settings kept for reading offline.
    pub cache_bytes: u64,
    /// Bytes of one attached file.
    pub attachment_bytes: u64,
    /// How many `update_user` calls travel one by one within [`Limits::update_window`]; further ones are
    /// joined into one that travels when the window moved on. Zero: no limit. Documented for the API we
    /// follow: 20 in 30 minutes.
    pub update_quota: u32,
    /// See [`Limits::update_quota`].
    pub update_window: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_operations: 100_000,
            batch_events: 500,
            batch_bytes: 512 * 1024,
            delivery_wait: Duration::from_secs(10),
            max_age: Duration::from_secs(30 * 24 * 3600),
            linger: Duration::from_millis(20),
            request_timeout: Duration::from_secs(30),
            cache_bytes: 32 * 1024 * 1024,
            attachment_bytes: 25 * 1024 * 1024,
            update_quota: 20,
            update_window: Duration::from_secs(30 * 60),
        }
    }
}

/// Everything a client needs; made by [`Builder`].
#[derive(Clone)]
pub(crate) struct Config {
    pub(crate) server_url: String,
    pub(crate) app_id: String,
    pub(crate) api_key: Secret<String>,
    pub(crate) platform: String,
    pub(crate) locale: Option<String>,
    pub(crate) data_dir: PathBuf,
    pub(crate) durability: Durability,
    pub(crate) limits: Limits,
    pub(crate) retry: PolicyConfig,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) listener: Option<Arc<dyn Listener>>,
    pub(crate) presenter: Option<Arc<dyn Presenter>>,
    pub(crate) token_refresh: Option<Arc<dyn TokenRefresh>>,
    /// PEM or DER, as the app gave them; read once at `open`.
    pub(crate) extra_roots: Vec<Vec<u8>>,
}

/// Collects the settings of a client.
#[derive(Clone)]
pub struct Builder {
    config: Config,
}

impl Builder {
    /// `server_url` is `https://host[:port]` (plain `http` only for a loopback address); `app_id` names the
    /// workspace; `api_key` is one of its publishable keys.
    pub fn new(server_url: impl Into<String>, app_id: impl Into<String>, api_key: impl Into<String>) -> Self {
        Self {
            config: Config {
                server_url: server_url.into(),
                app_id: app_id.into(),
                api_key: Secret::new(api_key.into()),
                platform: "rust".to_owned(),
                locale: None,
                data_dir: PathBuf::new(),
                durability: Durability::default(),
                limits: Limits::default(),
                retry: PolicyConfig::default(),
                clock: Arc::new(SystemClock::default()),
                listener: None,
                presenter: None,
                token_refresh: None,
                extra_roots: Vec::new(),
            },
        }
    }

    /// The folder for the queue; created when missing. One open client per folder and workspace.
    pub fn data_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.config.data_dir = folder.into();
        self
    }

    /// What a successful `log_event` survives. Default: [`Durability::Process`].
    pub fn durability(mut self, durability: Durability) -> Self {
        self.config.durability = durability;
        self
    }

    /// Bounds of queue and requests.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.config.limits = limits;
        self
    }

    /// Waits between attempts and how many attempts a login makes before it reports its error.
    pub fn retry(mut self, retry: PolicyConfig) -> Self {
        self.config.retry = retry;
        self
    }

    /// The platform named to the server: `android`, `ios`, `web` or `rust` (the default).
    pub fn platform(mut self, platform: impl Into<String>) -> Self {
        self.config.platform = platform.into();
        self
    }

    /// The device's language, for example `de-AT`: what the messenger speaks when nobody chose otherwise.
    /// Not a language tag: as if absent.
    pub fn locale(mut self, tag: impl Into<String>) -> Self {
        self.config.locale = Some(tag.into());
        self
    }

    /// Hears of deliveries, session changes and recoveries; called on the thread `frontdesk-events`.
    pub fn listener(mut self, listener: Arc<dyn Listener>) -> Self {
        self.config.listener = Some(listener);
        self
    }

    /// Shows what `present*` decided to show; called on the thread that polls the call.
    pub fn presenter(mut self, presenter: Arc<dyn Presenter>) -> Self {
        self.config.presenter = Some(presenter);
        self
    }

    /// Trusts certificates beside the public authorities, for a server of one's own whose certificate an own
    /// authority signed. PEM with one certificate or more, or DER; may be called again for more. Names, dates
    /// and protocol versions are checked as for any other server.
    pub fn extra_root_certificates(mut self, certificates: impl Into<Vec<u8>>) -> Self {
        self.config.extra_roots.push(certificates.into());
        self
    }

    /// Gives a fresh JWT when the server finds the old one expired; called on the thread `frontdesk-events`.
    pub fn token_refresh(mut self, refresh: Arc<dyn TokenRefresh>) -> Self {
        self.config.token_refresh = Some(refresh);
        self
    }

    /// Replaces time, for tests.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.config.clock = clock;
        self
    }

    /// Opens the store and starts the worker. Never touches the network on the caller's thread.
    ///
    /// # Errors
    /// `invalid_text`/`empty`/`malformed_url`/`malformed_certificate` for a setting, `already_open`, `storage_unavailable`,
    /// `storage_full`, `storage_newer_schema`.
    pub fn open(self) -> Result<Frontdesk, FrontdeskError> {
        self.config.check()?;
        Frontdesk::open(self.config)
    }
}

impl Config {
    /// The database file of this workspace.
    pub(crate) fn database(&self) -> PathBuf {
        self.data_dir.join(format!("{}.sqlite3", self.app_id))
    }

    /// The file for what the server said; it may vanish at any time.
    pub(crate) fn cache(&self) -> PathBuf {
        self.data_dir.join(format!("{}.cache.sqlite3", self.app_id))
    }

    fn check(&self) -> Result<(), InputError> {
        let refuse = |code, field: &str, message: &str| {
            Err(InputError {
                code,
                field: field.to_owned(),
                limit: None,
                message: message.to_owned(),
            })
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if self.app_id.is_empty() || self.app_id.len() > 64 || !self.app_id.chars().all(plain) {
            return refuse(
                "invalid_text",
                "app_id",
                "use 1 to 64 letters, digits, '-' or '_'",
            );
        }
        let key = self.api_key.expose();
        if key.is_empty() || key.len() > 200 || !key.chars().all(|c| c.is_ascii_graphic()) {
            return refuse(
                "invalid_text",
                "api_key",
                "use the key of the workspace's settings page as it is",
            );
        }
        if self.data_dir.as_os_str().is_empty() {
            return refuse("empty", "data_dir", "name a folder the app may write to");
        }
        let Ok(url) = reqwest::Url::parse(&self.server_url) else {
            return refuse(
                "malformed_url",
                "server_url",
                "use https://host or https://host:port",
            );
        };
        let loopback = matches!(
            url.host_str(),
            Some("localhost" | "127.0.0.1" | "[::1]" | "10.0.2.2")
        );
        if url.scheme() != "https" && !(url.scheme() == "http" && loopback) {
            return refuse(
                "malformed_url",
                "server_url",
                "use https; plain http only reaches this machine",
            );
        }
        if !url.username().is_empty() || url.query().is_some() || url.fragment().is_some() {
            return refuse(
                "malformed_url",
                "server_url",
                "leave out user name, query and fragment",
            );
        }
        if crate::transport::trusted(&self.extra_roots).is_err() {
            return refuse(
                "malformed_certificate",
                "extra_root_certificates",
                "use certificates as PEM text or DER bytes",
            );
        }
        Ok(())
    }
}
