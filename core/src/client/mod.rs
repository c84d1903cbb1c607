//! The public handle.
//!
//! Guarantees: every call ends in exactly one answer; calls may come from any thread, from inside a
//! listener, and after `shutdown` (then they answer `shut_down`). `log_event` and the setters commit on the
//! caller's thread; `async` calls are answered by the worker and may be polled by any executor, because they
//! only wait for a channel.

mod attachments;
mod content;
mod conversations;
mod credentials;
mod deliver;
mod desk;
mod diagnose;
mod help_center;
mod identity;
mod inspect;
mod library;
mod messenger;
mod news;
mod presence;
mod present;
mod push_token;
mod reading;
mod record;
mod resend;
mod tickets;
mod unread;
mod waiters;

use std::rc::Rc;
use std::sync::Arc;

use tokio::sync::oneshot;

use crate::config::{Builder, Config};
use crate::error::FrontdeskError;
use crate::observer::RejectedField;
use crate::worker::{Command, Context, Worker};

pub use credentials::{TokenRefresh, TokenRequest};
pub(crate) use desk::Desk;
pub use inspect::LoggedInUser;
pub(crate) use presence::Place;
pub use push_token::{PushEnvironment, PushProvider};
pub use record::UpdateQuota;

/// A client of one workspace, on one data folder. Cheap to clone; all clones are one client.
#[derive(Clone)]
pub struct Frontdesk {
    pub(crate) desk: Arc<Desk>,
    worker: Arc<Worker>,
}

/// A login that the server accepted, or that was answered from the stored session.
#[derive(Debug, Clone, PartialEq)]
pub struct Login {
    /// The contact's id on the server, once known.
    pub contact_id: Option<String>,
    /// The unidentified user's history was merged into this contact by this login.
    pub merged: bool,
    /// Answered at once from the stored session, because this person was logged in already.
    pub from_stored_session: bool,
    /// Attributes the server would not take, one by one.
    pub rejected: Vec<RejectedField>,
}

/// What happens to operations that are not delivered yet when the user logs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum UnsentOperations {
    /// They are still delivered, as the user who made them. The default.
    #[default]
    Deliver,
    /// They are removed and not sent; the listener hears `Purged` for each. One whose request is under way may have
    /// arrived: the listener hears what the server says of it within two seconds, then `Purged`.
    Purge,
}

/// How to log out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LogoutOptions {
    /// Log out even an unidentified user, whose history on this device is then lost to them.
    pub force: bool,
    /// What happens to unsent operations.
    pub unsent: UnsentOperations,
}

impl Frontdesk {
    /// Starts the settings of a client; see [`Builder::new`].
    pub fn builder(
        server_url: impl Into<String>,
        app_id: impl Into<String>,
        api_key: impl Into<String>,
    ) -> Builder {
        Builder::new(server_url, app_id, api_key)
    }

    pub(crate) fn open(config: Config) -> Result<Self, FrontdeskError> {
        let (desk, commands) = Desk::open(config)?;
        let desk = Arc::new(desk);
        if let Some(refresh) = desk.config.token_refresh.clone() {
            desk.observer
                .listen(Arc::new(credentials::Refresher::new(&desk, refresh)), Vec::new());
        }
        let worker = Arc::new(Worker::start(desk.clone(), commands)?);
        Ok(Self { desk, worker })
    }

    /// Ends the client: waits for the request under way (at most a second), then for the listeners' queue.
    /// Everything undelivered stays stored for the next start. Further calls answer `shut_down`.
    pub fn shutdown(&self) {
        self.worker.stop();
    }

    /// Runs `work` on the worker's thread and waits for its answer; any executor may wait.
    pub(crate) async fn ask<T, F>(&self, work: F) -> Result<T, FrontdeskError>
    where
        T: Send + 'static,
        F: AsyncFnOnce(Rc<Context>) -> Result<T, FrontdeskError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        self.command(Command::Errand(Box::new(move |context| {
            Box::pin(async move {
                let _caller_gone = reply.send(work(context).await);
            })
        })))?;
        answer.await.map_err(|_| FrontdeskError::ShutDown)?
    }

    fn command(&self, command: Command) -> Result<(), FrontdeskError> {
        self.desk.send(command)
    }
}

impl std::fmt::Debug for Frontdesk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frontdesk")
            .field("app_id", &self.desk.config.app_id)
            .finish_non_exhaustive()
    }
}
