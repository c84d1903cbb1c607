//! A client as an app would have it, on a folder of its own.
//!
//! Guarantees: retries are fast but follow the same policy; `reopen` ends the client in order, `crash` leaves
//! the folder as a killed process would: what was on disk at that moment and nothing more. Used on test
//! threads.

use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use frontdesk_core::clock::Clock;
use frontdesk_core::retry::PolicyConfig;
use frontdesk_core::{
    Delivery, Durability, Frontdesk, FrontdeskError, Limits, Login, LogoutOptions, Metadata, OperationId,
    Pending, TokenRefresh, UnsentOperations, UserAttributes,
};
use tempfile::TempDir;

use super::ears::Ears;
use super::server::TestServer;
use super::wait::{DEADLINE, block_on};

/// The policy with short waits: five tries of a login, no budget.
pub fn fast_retry() -> PolicyConfig {
    PolicyConfig {
        first: Duration::from_millis(2),
        max: Duration::from_millis(20),
        login_attempts: 5,
        login_max: Duration::from_millis(20),
        budget_tokens: 10,
        budget_refill: Duration::ZERO,
    }
}

/// What a client is made from; kept, so that it can be made again.
#[derive(Clone)]
pub struct AppBuilder {
    url: String,
    app_id: String,
    key: String,
    folder: Arc<TempDir>,
    sub: PathBuf,
    retry: PolicyConfig,
    limits: Limits,
    durability: Durability,
    clock: Option<Arc<dyn Clock>>,
    roots: Vec<Vec<u8>>,
    token_refresh: Option<Arc<dyn TokenRefresh>>,
    locale: Option<String>,
}

impl AppBuilder {
    /// Waits and tries.
    pub fn retry(mut self, retry: PolicyConfig) -> Self {
        self.retry = retry;
        self
    }

    /// Changes the limits.
    pub fn limits(mut self, change: impl FnOnce(&mut Limits)) -> Self {
        change(&mut self.limits);
        self
    }

    /// What a commit survives.
    pub fn durability(mut self, durability: Durability) -> Self {
        self.durability = durability;
        self
    }

    /// Another clock; events are then not collected for a moment before they are sent.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = Some(clock);
        self.limits.linger = Duration::ZERO;
        self
    }

    /// Who gives a fresh JWT.
    pub fn token_refresh(mut self, refresh: Arc<dyn TokenRefresh>) -> Self {
        self.token_refresh = Some(refresh);
        self
    }

    /// Another server than the one it was made for.
    pub fn url(mut self, url: &str) -> Self {
        url.clone_into(&mut self.url);
        self
    }

    /// The device's language.
    pub fn locale(mut self, tag: &str) -> Self {
        self.locale = Some(tag.to_owned());
        self
    }

    /// Believes this authority too.
    pub fn believing(mut self, certificate: impl Into<Vec<u8>>) -> Self {
        self.roots.push(certificate.into());
        self
    }

    /// Another key.
    pub fn key(mut self, key: &str) -> Self {
        key.clone_into(&mut self.key);
        self
    }

    /// A folder that exists already and is not removed afterwards.
    pub fn in_folder(mut self, folder: &Path) -> Self {
        folder.clone_into(&mut self.sub);
        self
    }

    /// The folder.
    pub fn folder(&self) -> PathBuf {
        // An absolute folder takes the temporary one's place.
        self.folder.path().join(&self.sub)
    }

    /// The database in it.
    pub fn database(&self) -> PathBuf {
        self.folder().join(format!("{}.sqlite3", self.app_id))
    }

    /// Opens, or says why not.
    pub fn try_open(&self) -> Result<App, FrontdeskError> {
        let ears = Ears::new();
        let mut builder = Frontdesk::builder(&self.url, &self.app_id, &self.key)
            .data_dir(self.folder())
            .retry(self.retry)
            .limits(self.limits.clone())
            .durability(self.durability)
            .listener(ears.clone());
        for root in &self.roots {
            builder = builder.extra_root_certificates(root.clone());
        }
        if let Some(locale) = &self.locale {
            builder = builder.locale(locale);
        }
        if let Some(clock) = &self.clock {
            builder = builder.clock(clock.clone());
        }
        if let Some(refresh) = &self.token_refresh {
            builder = builder.token_refresh(refresh.clone());
        }
        Ok(App {
            desk: builder.open()?,
            ears,
            kit: self.clone(),
        })
    }

    /// Opens.
    pub fn open(&self) -> App {
        self.try_open().expect("the client opens")
    }
}

/// See the module. Everything `Frontdesk` has can be called on it.
pub struct App {
    desk: Frontdesk,
    /// What the listener heard.
    pub ears: Arc<Ears>,
    kit: AppBuilder,
}

impl App {
    /// Settings for `server` with a fresh folder.
    pub fn on(server: &TestServer) -> AppBuilder {
        Self::at(
            &server.url(),
            &server.workspace().app_id,
            &server.workspace().keys.android,
        )
    }

    /// Settings for any address.
    pub fn at(url: &str, app_id: &str, key: &str) -> AppBuilder {
        AppBuilder {
            url: url.to_owned(),
            app_id: app_id.to_owned(),
            key: key.to_owned(),
            folder: Arc::new(tempfile::tempdir().expect("a temporary folder")),
            sub: PathBuf::from("0"),
            retry: fast_retry(),
            limits: Limits {
                linger: Duration::from_millis(1),
                // A server of a busy machine is slow, not away: `Queued` must have another reason.
                delivery_wait: DEADLINE,
                // Stories count their changes; the quota has tests of its own.
                update_quota: 0,
                ..Limits::default()
            },
            durability: Durability::Process,
            clock: None,
            roots: Vec::new(),
            token_refresh: None,
            locale: None,
        }
    }

    /// The settings it was made from.
    pub fn kit(&self) -> &AppBuilder {
        &self.kit
    }

    /// The folder it uses.
    pub fn folder(&self) -> PathBuf {
        self.kit.folder()
    }

    /// Logs an identified user in.
    pub fn login(&self, user_id: &str) -> Result<Login, FrontdeskError> {
        block_on(
            self.desk
                .login_user_with_user_attributes(UserAttributes::new().user_id(user_id)),
        )
    }

    /// Logs an unidentified user in.
    pub fn login_lead(&self) -> Result<Login, FrontdeskError> {
        block_on(self.desk.login_unidentified_user())
    }

    /// Logs out; what is unsent is still delivered.
    pub fn log_out(&self) -> Result<(), FrontdeskError> {
        block_on(self.desk.logout(LogoutOptions::default()))
    }

    /// Logs out; what is unsent is removed.
    pub fn log_out_and_purge(&self) -> Result<(), FrontdeskError> {
        let options = LogoutOptions {
            unsent: UnsentOperations::Purge,
            ..LogoutOptions::default()
        };
        block_on(self.desk.logout(options))
    }

    /// Changes the user.
    pub fn update(&self, attributes: UserAttributes) -> Result<Delivery, FrontdeskError> {
        block_on(self.desk.update_user(attributes))
    }

    /// Logs an event without metadata.
    pub fn event(&self, name: &str) -> OperationId {
        self.desk.log_event(name, None).expect("the event is stored")
    }

    /// Logs an event with metadata.
    pub fn event_with(&self, name: &str, metadata: serde_json::Value) -> OperationId {
        let metadata = Metadata::from_value(metadata).expect("metadata of a test is good");
        self.desk
            .log_event(name, Some(metadata))
            .expect("the event is stored")
    }

    /// Sends everything, and fails when anything is left.
    pub fn drain(&self) {
        let left = self.flush_for(DEADLINE);
        assert_eq!(left.queued, 0, "not everything was delivered: {left:?}");
    }

    /// Sends what can be sent.
    pub fn flush_for(&self, time: Duration) -> Pending {
        block_on(self.desk.flush(time)).expect("flush answers")
    }

    /// Waits until this is why nothing is sent; gives what is pending then.
    pub fn wait_for_reason(&self, code: &str) -> Pending {
        // The reason is there before the listener hears of it.
        self.ears.wait_for_all(&format!("the reason {code}"), |_| {
            let pending = self.desk.pending().expect("pending answers");
            (pending.waiting_for.as_deref() == Some(code)).then_some(pending)
        })
    }

    /// How many operations wait.
    pub fn queued(&self) -> u64 {
        self.desk.pending().expect("pending answers").queued
    }

    /// Ends in order and opens again on the same folder.
    pub fn reopen(self) -> App {
        self.desk.shutdown();
        let kit = self.kit.clone();
        drop(self);
        kit.open()
    }

    /// The folder as a kill would leave it, and a client on it. The earlier client is ended afterwards; the
    /// copy does not see that.
    pub fn crash(self) -> App {
        let mut kit = self.kit.clone();
        let number: u32 = kit.sub.to_string_lossy().parse().unwrap_or(0);
        kit.sub = PathBuf::from((number + 1).to_string());
        copy_folder(&self.kit.folder(), &kit.folder());
        self.desk.shutdown();
        kit.open()
    }
}

impl Deref for App {
    type Target = Frontdesk;

    fn deref(&self) -> &Frontdesk {
        &self.desk
    }
}

impl Drop for App {
    fn drop(&mut self) {
        self.desk.shutdown();
    }
}

/// Copies the files of a folder, as they are at this moment.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder for the copy");
    for entry in std::fs::read_dir(from).expect("the folder can be listed") {
        let entry = entry.expect("an entry");
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to.join(entry.file_name()));
            continue;
        }
        // Journals of SQLite come and go; one that is gone was empty.
        let _ = std::fs::copy(entry.path(), to.join(entry.file_name()));
    }
}
