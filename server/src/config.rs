//! What a server can be told: where its data lives, its limits, its clock.
//!
//! Read once, at [`crate::Server::open`]; nothing here changes while the server runs. The identity switch
//! does change at run time and therefore lives in the database, not here.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::clock::{Clock, SystemClock};

/// Where the data lives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum DataLocation {
    /// Nowhere: everything is gone when the server is dropped. For tests.
    #[default]
    Memory,
    /// In `frontdesk-server.sqlite3` inside this folder, which is created when missing.
    Dir(PathBuf),
}

/// Everything that [`crate::Server::open`] needs.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// Where the data lives.
    pub data: DataLocation,
    /// Sizes, counts and deadlines.
    pub limits: Limits,
    /// How long a session token is good for. Default: 30 days.
    pub token_lifetime: Duration,
    /// Where the time comes from.
    pub clock: Arc<dyn Clock>,
    /// Identity verification of a development workspace that is created by this server. A workspace that
    /// exists keeps its own switch unless this is `Some`. Default: `None`, which creates it `off`.
    pub dev_identity_verification: Option<VerificationMode>,
    /// Addresses of proxies whose `X-Forwarded-For` is believed. Default: this machine's own.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether `/metrics` is for everybody. Default: only for this machine and for operators.
    pub open_metrics: bool,
    /// How the world reaches this server, for links to files, as `https://desk.example.com`. Default: `None`,
    /// which takes what each caller calls it.
    pub public_url: Option<String>,
    /// The folder of the messenger for web pages, as `npm run build` in `messenger/` makes it (`dist/web`).
    /// Default: `None`, which takes the folder `widget` beside the program; a build for development takes the
    /// one of its own tree, too.
    pub widget: Option<PathBuf>,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            data: DataLocation::Memory,
            limits: Limits::default(),
            token_lifetime: Duration::from_secs(30 * 86_400),
            clock: Arc::new(SystemClock),
            dev_identity_verification: None,
            public_url: None,
            widget: None,
            trusted_proxies: vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
            open_metrics: false,
        }
    }
}

impl ServerConfig {
    /// Keeps the data in the folder `dir`.
    #[must_use]
    pub fn in_dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.data = DataLocation::Dir(dir.into());
        self
    }

    /// Replaces the limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Replaces the clock.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Replaces the lifetime of session tokens.
    #[must_use]
    pub fn with_token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// Sets the identity switch of the development workspace on all platforms.
    #[must_use]
    pub fn with_dev_identity_verification(mut self, mode: VerificationMode) -> Self {
        self.dev_identity_verification = Some(mode);
        self
    }
}

/// Sizes, counts and deadlines. Every one of them is answered with a code that names it.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Bytes of a request body after decompression. Default: 512 KiB.
    pub body_bytes: usize,
    /// Events in one batch. Default: 500.
    pub batch_events: usize,
    /// Bytes of one event. Default: 32 KiB.
    pub event_bytes: usize,
    /// Characters of an event's name. Default: 120.
    pub event_name_chars: usize,
    /// Metadata keys that are kept of one event. Default: 10.
    pub metadata_keys: usize,
    /// Active event names in a workspace. Default: 120.
    pub event_names: usize,
    /// Oldest event that is taken. Default: 90 days.
    pub event_max_age: Duration,
    /// How far in the future an event may claim to be. Default: 1 hour.
    pub event_max_ahead: Duration,
    /// Characters of a string value. Default: 255.
    pub value_chars: usize,
    /// Custom attributes in one update. Default: 100.
    pub attributes_per_update: usize,
    /// Active custom attributes per model. Default: 250.
    pub active_attributes: usize,
    /// Companies in one update. Default: 100.
    pub companies_per_update: usize,
    /// How long ids of operations are remembered. Default: 45 days.
    pub remember_ids: Duration,
    /// Longest life of a signed token, from now to its `exp`. Default: 24 hours.
    pub jwt_max_lifetime: Duration,
    /// Time for the request line and headers; also how long an idle connection is kept. Default: 10 s.
    pub header_deadline: Duration,
    /// Time for a whole request body. Default: 30 s.
    pub body_deadline: Duration,
    /// Time in which a client must read something of an answer that waits for it. Default: 30 s.
    pub write_deadline: Duration,
    /// Bytes that the bodies of all requests under way may take together; one more request is answered 503.
    /// Default: 256 MiB.
    pub bodies_in_flight: usize,
    /// Companies that one contact may belong to. Default: 1,000.
    pub companies_per_contact: usize,
    /// Bytes of one uploaded file. Default: 25 MB; 100 MB at most make sense on the wire.
    pub upload_bytes: u64,
    /// Time for a whole uploaded file. Default: 10 minutes.
    pub upload_deadline: Duration,
    /// Files of one contact that wait to be sent; one more is answered 429. Default: 100.
    pub uploads_waiting: usize,
    /// How long an uploaded file waits to be sent, before it is removed. Default: 31 days, one more than
    /// devices keep what they could not send.
    pub uploads_kept: Duration,
    /// Time between two signs of life of a stream that has nothing to say. Default: 25 s.
    pub stream_heartbeat: Duration,
    /// How long a stream lives; its device opens another one. Default: 15 minutes.
    pub stream_lifetime: Duration,
    /// How long changes are kept for those who were away. Default: 7 days.
    pub changes_kept: Duration,
    /// Open connections; one more is answered 503. Default: 10,000.
    pub connections: usize,
    /// How long open requests may take to finish once the server was told to stop. Default: 10 s.
    pub drain_deadline: Duration,
    /// Requests per device. `None` switches them off. Default: on.
    pub rates: Option<Rates>,
    /// Operator requests per minute and workspace, counted in windows of ten seconds. Default: 10,000.
    pub operator_per_minute: u32,
}

/// Requests that one device may send, and logins that one address may send for all its devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rates {
    /// Requests that change something. Default: 60.
    pub writes_per_minute: u32,
    /// Requests that only read. Default: 300.
    pub reads_per_minute: u32,
    /// Searches. Default: 10.
    pub searches_per_second: u32,
    /// Signs that somebody is typing; they are no writes. Default: 60.
    pub typing_per_minute: u32,
    /// Session creations of one device. Default: 10.
    pub logins_per_minute: u32,
    /// Session creations from one address (of IPv6, one /64 network). Default: 600.
    pub logins_per_address_minute: u32,
}

impl Default for Rates {
    fn default() -> Self {
        Self {
            writes_per_minute: 60,
            reads_per_minute: 300,
            searches_per_second: 10,
            typing_per_minute: 60,
            logins_per_minute: 10,
            logins_per_address_minute: 600,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        const DAY: u64 = 86_400;
        Self {
            body_bytes: 512 * 1024,
            batch_events: 500,
            event_bytes: 32 * 1024,
            event_name_chars: 120,
            metadata_keys: 10,
            event_names: 120,
            event_max_age: Duration::from_secs(90 * DAY),
            event_max_ahead: Duration::from_secs(3600),
            value_chars: 255,
            attributes_per_update: 100,
            active_attributes: 250,
            companies_per_update: 100,
            remember_ids: Duration::from_secs(45 * DAY),
            jwt_max_lifetime: Duration::from_secs(DAY),
            header_deadline: Duration::from_secs(10),
            body_deadline: Duration::from_secs(30),
            write_deadline: Duration::from_secs(30),
            bodies_in_flight: 256 * 1024 * 1024,
            upload_bytes: 25 * 1024 * 1024,
            upload_deadline: Duration::from_secs(600),
            uploads_waiting: 100,
            uploads_kept: Duration::from_secs(31 * DAY),
            stream_heartbeat: Duration::from_secs(25),
            stream_lifetime: Duration::from_secs(15 * 60),
            changes_kept: Duration::from_secs(7 * DAY),
            companies_per_contact: 1000,
            connections: 10_000,
            drain_deadline: Duration::from_secs(10),
            rates: Some(Rates::default()),
            operator_per_minute: 10_000,
        }
    }
}

/// Whether identified logins must prove who the user is. Set per platform.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VerificationMode {
    /// Proofs are not looked at.
    Off,
    /// Proofs are checked and counted, and nobody is refused.
    Log,
    /// Logins without a right proof are refused.
    On,
}

impl VerificationMode {
    /// The word used in JSON and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Log => "log",
            Self::On => "on",
        }
    }

    /// Reads the word used in JSON and in the database.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "off" => Some(Self::Off),
            "log" => Some(Self::Log),
            "on" => Some(Self::On),
            _ => None,
        }
    }
}
