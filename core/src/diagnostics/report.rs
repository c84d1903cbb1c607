//! The report.
//!
//! Guarantees: every field is a number, a yes or no, a word of ours, a stable code, or one of the three
//! settings an app is built with (server's origin, app id, the first characters of a publishable key); nothing
//! else has a place in these types. Collected on the worker's thread from memory and the reading connection,
//! without a request.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::Ordering;

use rusqlite::Connection;
use serde::Serialize;

use super::Trouble;
use crate::client::Desk;
use crate::config::{Durability, Limits};
use crate::error::FrontdeskError;
use crate::messenger::FeedMode;
use crate::model::identity::Role;
use crate::outbox::pending;
use crate::session::StateName;
use crate::storage::StoreError;

/// Characters of the key that are shown: its platform, and enough to tell two keys apart.
const SHOWN_KEY_CHARS: usize = 4;

/// Everything about a client that helps to find a fault, and nothing about its user.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Diagnostics {
    /// Version of the core.
    pub version: &'static str,
    /// The platform the app named, and what the core was built for.
    pub platform: String,
    /// Operating system and processor of the build.
    pub target: &'static str,
    /// Scheme, host and port of the server.
    pub server: String,
    /// The workspace.
    pub app_id: String,
    /// How the publishable key begins; the rest is left out.
    pub api_key_begins: String,
    /// Who is logged in, without saying who.
    pub session: SessionReport,
    /// What waits to be sent.
    pub queue: QueueReport,
    /// What went wrong since the client was opened, newest last.
    pub troubles: Vec<Trouble>,
    /// The device's clock against the server's.
    pub clock: ClockReport,
    /// Files.
    pub store: StoreReport,
    /// How news arrives.
    pub feed: FeedReport,
    /// The languages the messenger speaks, best first.
    pub languages: Vec<String>,
    /// The configured limits.
    pub limits: LimitsReport,
}

/// The session.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SessionReport {
    /// Where it stands.
    pub state: StateName,
    /// Lead or user.
    pub role: Option<Role>,
    /// Whether the app gave a `user_id`, and …
    pub user_id_set: bool,
    /// … an e-mail address.
    pub email_set: bool,
    /// Whether a user hash is set.
    pub user_hash_set: bool,
    /// Whether a JWT is set.
    pub jwt_set: bool,
    /// Sessions of earlier users that are still delivering what they left.
    pub closing: u64,
}

/// The outbox.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QueueReport {
    /// Operations not answered yet.
    pub queued: u64,
    /// Age of the oldest one, seconds.
    pub oldest_s: Option<i64>,
    /// Why nothing is sent at the moment.
    pub waiting_for: Option<String>,
    /// How many were refused for good, …
    pub rejected: u64,
    /// … and the newest hundred of them by code.
    pub rejected_by_code: BTreeMap<String, u64>,
    /// Somebody waits for an answer.
    pub urgent: bool,
}

/// The clocks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClockReport {
    /// The device's clock, Unix milliseconds.
    pub device_ms: i64,
    /// How far the server's clock is ahead; absent before the first answer.
    pub server_ahead_ms: Option<i64>,
}

/// Files on the device.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoreReport {
    /// Bytes of the database, and …
    pub database_bytes: u64,
    /// … of its log.
    pub log_bytes: u64,
    /// Bytes of the cache with its log; 0 when there is none.
    pub cache_bytes: u64,
    /// The database's schema version.
    pub schema: i64,
    /// `process` or `power`.
    pub durability: &'static str,
}

/// News.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FeedReport {
    /// How they arrive.
    pub mode: FeedMode,
    /// Whether device and server are believed to be in reach.
    pub online: bool,
    /// Whether the messenger is shown.
    pub messenger_visible: bool,
    /// Conversations with something unread.
    pub unread_count: u64,
    /// Whether the workspace's settings have arrived.
    pub settings_known: bool,
}

/// The configured limits; times in milliseconds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LimitsReport {
    /// See [`Limits`].
    pub max_operations: u64,
    /// See [`Limits`].
    pub batch_events: usize,
    /// See [`Limits`].
    pub batch_bytes: usize,
    /// See [`Limits`].
    pub delivery_wait_ms: u128,
    /// See [`Limits`].
    pub max_age_ms: u128,
    /// See [`Limits`].
    pub linger_ms: u128,
    /// See [`Limits`].
    pub request_timeout_ms: u128,
}

/// Collects the report.
pub(crate) fn collect(desk: &Desk) -> Result<Diagnostics, FrontdeskError> {
    let config = &desk.config;
    let now = config.clock.wall_ms();
    let waiting_for = desk.waiting_for.lock().clone();
    let session = desk.session.lock().clone();
    let shown = desk.stage.state(&session);
    let (pending, proofs, schema) = {
        let conn = desk.reader.lock();
        let schema = conn
            .query_row("pragma user_version", [], |row| row.get(0))
            .map_err(StoreError::from)?;
        (pending::read(&conn, waiting_for)?, proofs(&conn)?, schema)
    };
    let mut rejected_by_code = BTreeMap::new();
    for refused in &pending.rejected {
        *rejected_by_code.entry(refused.code.clone()).or_default() += 1;
    }
    let database = config.database();
    let cache = config.data_dir.join(format!("{}.cache.sqlite3", config.app_id));
    Ok(Diagnostics {
        version: env!("CARGO_PKG_VERSION"),
        platform: config.platform.clone(),
        target: concat_target(),
        server: origin(&config.server_url),
        app_id: config.app_id.clone(),
        api_key_begins: beginning(config.api_key.expose()),
        session: SessionReport {
            state: session.name(),
            role: session.person().map(crate::session::Person::role),
            ..proofs
        },
        queue: QueueReport {
            queued: pending.queued,
            oldest_s: pending
                .oldest_ms
                .map(|oldest| now.saturating_sub(oldest).div_euclid(1000)),
            waiting_for: pending.waiting_for,
            rejected: pending.rejected_count,
            rejected_by_code,
            urgent: desk.urgent.load(Ordering::Acquire),
        },
        troubles: desk.troubles.list(),
        clock: ClockReport {
            device_ms: now,
            server_ahead_ms: desk.clock_offset_ms(),
        },
        store: StoreReport {
            database_bytes: size(&database),
            log_bytes: size(&with_suffix(&database, "-wal")),
            cache_bytes: size(&cache) + size(&with_suffix(&cache, "-wal")),
            schema,
            durability: match config.durability {
                Durability::Process => "process",
                Durability::Power => "power",
            },
        },
        feed: FeedReport {
            mode: shown.feed,
            online: shown.online,
            messenger_visible: shown.visible,
            unread_count: shown.unread_count,
            settings_known: shown.settings.is_some(),
        },
        languages: shown.languages,
        limits: limits(&config.limits),
    })
}

/// What was given to prove the identity, as yes and no.
fn proofs(conn: &Connection) -> Result<SessionReport, StoreError> {
    use crate::storage::{SessionState, sessions, settings};
    let epoch = settings::get_number(conn, settings::CURRENT_EPOCH)?;
    let all = sessions::all(conn)?;
    let current = all.iter().find(|session| Some(session.epoch) == epoch);
    let closing = all
        .iter()
        .filter(|session| session.state == SessionState::Closing);
    Ok(SessionReport {
        state: StateName::LoggedOut,
        role: None,
        user_id_set: current.is_some_and(|session| session.user_id.is_some()),
        email_set: current.is_some_and(|session| session.email.is_some()),
        user_hash_set: settings::get(conn, settings::USER_HASH)?.is_some(),
        jwt_set: settings::get(conn, settings::JWT)?.is_some(),
        closing: u64::try_from(closing.count()).unwrap_or(u64::MAX),
    })
}

fn limits(limits: &Limits) -> LimitsReport {
    LimitsReport {
        max_operations: limits.max_operations,
        batch_events: limits.batch_events,
        batch_bytes: limits.batch_bytes,
        delivery_wait_ms: limits.delivery_wait.as_millis(),
        max_age_ms: limits.max_age.as_millis(),
        linger_ms: limits.linger.as_millis(),
        request_timeout_ms: limits.request_timeout.as_millis(),
    }
}

fn concat_target() -> &'static str {
    // The few that ship; everything else is said by its operating system alone.
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("android", "aarch64") => "android aarch64",
        ("android", "arm") => "android arm",
        ("android", "x86_64") => "android x86_64",
        ("ios", "aarch64") => "ios aarch64",
        ("linux", "x86_64") => "linux x86_64",
        ("linux", "aarch64") => "linux aarch64",
        ("macos", "aarch64") => "macos aarch64",
        (os, _) => os,
    }
}

/// Scheme, host and port: a path may be a secret of whoever runs the server.
fn origin(url: &str) -> String {
    reqwest::Url::parse(url).map_or_else(
        |_| "unreadable".to_owned(),
        |url| url.origin().ascii_serialization(),
    )
}

/// The platform part of the key and four characters more; short keys are not shown at all.
fn beginning(key: &str) -> String {
    // The rest may hold dashes, too.
    let secret = ["android_sdk-", "ios_sdk-", "web_sdk-", "web-"]
        .iter()
        .find(|platform| key.starts_with(**platform))
        .map_or(0, |platform| platform.len());
    let rest = &key[secret..];
    if rest.len() <= 3 * SHOWN_KEY_CHARS {
        return format!("{}…", &key[..secret]);
    }
    let shown: String = rest.chars().take(SHOWN_KEY_CHARS).collect();
    format!("{}{shown}…", &key[..secret])
}

fn with_suffix(path: &Path, suffix: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn size(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |file| file.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_key_only_its_beginning_is_shown() {
        assert_eq!(
            beginning("android_sdk-0123456789abcdef0123456789"),
            "android_sdk-0123…"
        );
        assert_eq!(beginning("android_sdk-012345"), "android_sdk-…");
        assert_eq!(beginning("android_sdk-01-34567-89012345"), "android_sdk-01-3…");
        assert_eq!(beginning("secret"), "…");
        assert_eq!(beginning("0123456789abcdef"), "0123…");
    }

    #[test]
    fn of_an_address_only_its_origin_is_shown() {
        assert_eq!(
            origin("https://desk.example.com:8443/tenants/canary"),
            "https://desk.example.com:8443"
        );
        assert_eq!(origin("not an address"), "unreadable");
    }
}
