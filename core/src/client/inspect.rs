//! Questions about the client itself.
//!
//! Guarantees: answered from memory or the reading connection, never from the network, and never waiting for
//! a writer. Called by the app on any thread.

use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::oneshot;

use super::Frontdesk;
use crate::error::FrontdeskError;
use crate::model::identity::Role;
use crate::outbox::pending::{self, Pending};
use crate::session::{Person, State, StateName};
use crate::worker::Command;

/// Who is logged in, as the app named them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedInUser {
    /// Lead (unidentified) or user.
    pub role: Role,
    /// The app's own id of the user.
    pub user_id: Option<String>,
    /// The user's e-mail address.
    pub email: Option<String>,
}

impl Frontdesk {
    /// Whether the server accepted a login that was not ended since.
    pub fn is_user_logged_in(&self) -> bool {
        matches!(*self.desk.session.lock(), State::LoggedIn(_))
    }

    /// Where the session stands.
    pub fn session_state(&self) -> StateName {
        self.desk.session.lock().name()
    }

    /// Who is logged in, or wants to be.
    ///
    /// # Errors
    /// `not_logged_in`.
    pub fn fetch_logged_in_user_attributes(&self) -> Result<LoggedInUser, FrontdeskError> {
        self.desk.check_open()?;
        let session = self.desk.session.lock();
        let person = session.person().ok_or(FrontdeskError::NotLoggedIn)?;
        Ok(match person {
            Person::Lead => LoggedInUser {
                role: Role::Lead,
                user_id: None,
                email: None,
            },
            Person::User(identity) => LoggedInUser {
                role: Role::User,
                user_id: identity.user_id.clone(),
                email: identity.email.clone(),
            },
        })
    }

    /// What is not delivered yet, and what was refused with which reason. Reads the whole queue (some
    /// milliseconds for 100,000 operations).
    ///
    /// # Errors
    /// Storage codes, `shut_down`.
    pub fn pending(&self) -> Result<Pending, FrontdeskError> {
        self.desk.check_open()?;
        let waiting_for = self.desk.waiting_for.lock().clone();
        Ok(pending::read(&self.desk.reader.lock(), waiting_for)?)
    }

    /// Sends what is queued now, without waiting for the next try (a wait the server asked for is kept), and
    /// answers when the outbox is empty or `timeout` passed, with what is still pending and why.
    ///
    /// # Errors
    /// Storage codes, `shut_down`.
    pub async fn flush(&self, timeout: Duration) -> Result<Pending, FrontdeskError> {
        let (reply, answer) = oneshot::channel();
        self.desk.urgent.store(true, Ordering::Release);
        self.desk.wake.poke();
        self.desk.wake_closing.poke();
        self.command(Command::Flush { timeout, reply })?;
        answer.await.map_err(|_| FrontdeskError::ShutDown)?;
        self.pending()
    }
}
