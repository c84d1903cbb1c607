//! Places in the line.
//!
//! Guarantees: a waiting thread is woken exactly once, either with its result or with the order to lead; a
//! leader that panics still passes the turn on (the guard's drop does it). Used by `line` alone.

use std::thread::Thread;

use parking_lot::Mutex;

use super::Stored;
use crate::error::FrontdeskError;
use crate::storage::OperationRow;

/// What a waiting thread finds when it wakes.
pub(super) enum Place {
    /// Still waiting; holds the operation until a leader takes it.
    Waiting(Option<OperationRow>),
    /// It has the turn now.
    Leads(Option<OperationRow>),
    /// A leader stored its operation, or could not.
    Done(Result<Stored, FrontdeskError>),
    /// The answer was taken.
    Gone,
}

/// One waiting thread.
pub(super) struct Ticket {
    place: Mutex<Place>,
    thread: Thread,
}

impl Ticket {
    pub(super) fn new(operation: Option<OperationRow>) -> Self {
        Self {
            place: Mutex::new(Place::Waiting(operation)),
            thread: std::thread::current(),
        }
    }

    /// Takes the operation out, for the leader's commit.
    pub(super) fn take_operation(&self) -> Option<OperationRow> {
        match &mut *self.place.lock() {
            Place::Waiting(operation) => operation.take(),
            _ => None,
        }
    }

    /// Hands over the turn.
    pub(super) fn lead(&self) {
        let mut place = self.place.lock();
        if let Place::Waiting(operation) = &mut *place {
            *place = Place::Leads(operation.take());
        }
        drop(place);
        self.thread.unpark();
    }

    /// Answers.
    pub(super) fn done(&self, result: Result<Stored, FrontdeskError>) {
        *self.place.lock() = Place::Done(result);
        self.thread.unpark();
    }

    /// Waits for either. A spurious wake-up finds `Waiting` and goes on waiting.
    pub(super) fn wait(&self) -> Place {
        loop {
            let mut place = self.place.lock();
            if !matches!(*place, Place::Waiting(_)) {
                return std::mem::replace(&mut *place, Place::Gone);
            }
            drop(place);
            std::thread::park();
        }
    }
}
