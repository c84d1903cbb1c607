//! Callers that wait for the network.
//!
//! Guarantees: a waiter is answered exactly once: taking it out of the table and answering it are one step,
//! so that delivery, timeout and shutdown cannot both answer. Entered by callers, answered by the worker.

use std::collections::HashMap;

use parking_lot::Mutex;
use tokio::sync::oneshot;
use uuid::Uuid;

use super::Login;
use crate::error::FrontdeskError;
use crate::observer::Delivery;

type Answer<T> = Result<T, FrontdeskError>;

/// Everyone who waits.
#[derive(Default)]
pub(crate) struct Waiters {
    deliveries: Mutex<HashMap<Uuid, oneshot::Sender<Answer<Delivery>>>>,
    logins: Mutex<HashMap<i64, Vec<LoginWaiter>>>,
}

struct LoginWaiter {
    sender: oneshot::Sender<Answer<Login>>,
    /// The app called a login function; otherwise a question needs a session.
    called: bool,
}

impl Waiters {
    /// Waits for the fate of an operation; entered before the operation is stored.
    pub(crate) fn await_delivery(&self, id: Uuid) -> oneshot::Receiver<Answer<Delivery>> {
        let (sender, receiver) = oneshot::channel();
        self.deliveries.lock().insert(id, sender);
        receiver
    }

    /// Answers one operation's waiter, if it still waits.
    pub(crate) fn answer_delivery(&self, id: Uuid, answer: Answer<Delivery>) {
        let waiter = self.deliveries.lock().remove(&id);
        if let Some(waiter) = waiter {
            let _caller_gone = waiter.send(answer);
        }
    }

    /// The server cannot be reached: whoever waits learns that the operation is queued.
    pub(crate) fn answer_all_queued(&self) {
        let waiters = std::mem::take(&mut *self.deliveries.lock());
        for waiter in waiters.into_values() {
            let _caller_gone = waiter.send(Ok(Delivery::Queued));
        }
    }

    /// Joins the login of an epoch, for an app that called for it: when it is refused, nobody is logged in.
    pub(crate) fn await_login(&self, epoch: i64) -> oneshot::Receiver<Answer<Login>> {
        self.enter(epoch, true)
    }

    /// Joins the login of an epoch, for a question that needs a session: logs nobody out.
    pub(crate) fn join_login(&self, epoch: i64) -> oneshot::Receiver<Answer<Login>> {
        self.enter(epoch, false)
    }

    fn enter(&self, epoch: i64, called: bool) -> oneshot::Receiver<Answer<Login>> {
        let (sender, receiver) = oneshot::channel();
        let waiter = LoginWaiter { sender, called };
        self.logins.lock().entry(epoch).or_default().push(waiter);
        receiver
    }

    /// Whether the app called for the login of this epoch and waits for it.
    pub(crate) fn login_was_called(&self, epoch: i64) -> bool {
        let logins = self.logins.lock();
        logins
            .get(&epoch)
            .into_iter()
            .flatten()
            .any(|waiter| waiter.called)
    }

    /// Whether someone waits for the login of this epoch.
    pub(crate) fn login_is_awaited(&self, epoch: i64) -> bool {
        self.logins.lock().contains_key(&epoch)
    }

    /// Whether someone waits for any login.
    pub(crate) fn any_login_is_awaited(&self) -> bool {
        !self.logins.lock().is_empty()
    }

    /// Answers everyone who waits for the login of this epoch.
    pub(crate) fn answer_login(&self, epoch: i64, answer: &Answer<Login>) {
        let waiters = self.logins.lock().remove(&epoch).unwrap_or_default();
        for waiter in waiters {
            let _caller_gone = waiter.sender.send(answer.clone());
        }
    }

    /// Answers every login, because nobody is to be logged in any more.
    pub(crate) fn answer_all_logins(&self, answer: &Answer<Login>) {
        let waiters = std::mem::take(&mut *self.logins.lock());
        for waiter in waiters.into_values().flatten() {
            let _caller_gone = waiter.sender.send(answer.clone());
        }
    }

    pub(crate) fn answer_all_shut_down(&self) {
        self.answer_all_queued();
        self.answer_all_logins(&Err(FrontdeskError::ShutDown));
    }
}
