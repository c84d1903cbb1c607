//! The commit line: leader and followers.
//!
//! Guarantees: a lone caller pays one insert and no hand-over; callers that arrive while a commit runs are
//! committed together by the first of them; turns are given in order of arrival, an exclusive turn (login,
//! logout, acknowledgements) included; the turn is passed on even when its holder panics.
//! Called on callers' threads and on the worker.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::Mutex;

use super::turn::{Place, Ticket};
use super::{Stored, Writer};
use crate::error::FrontdeskError;
use crate::storage::OperationRow;

/// Rows in one commit. More would make the first of them wait longer than the rest gains.
const MOST_ROWS: usize = 256;

/// Commits a leader makes before it passes the turn on.
const MOST_ROUNDS: usize = 8;

#[derive(Default)]
struct Queue {
    taken: bool,
    waiting: VecDeque<Waiting>,
}

enum Waiting {
    Append(Arc<Ticket>),
    Exclusive(Arc<Ticket>),
}

/// Who may write, one at a time.
pub(crate) struct CommitLine {
    queue: Mutex<Queue>,
    /// Locked only by the holder of the turn, hence never contended.
    writer: Mutex<Writer>,
}

impl CommitLine {
    pub(crate) fn new(writer: Writer) -> Self {
        Self {
            queue: Mutex::default(),
            writer: Mutex::new(writer),
        }
    }

    /// Stores one operation; returns when it is committed.
    pub(crate) fn append(&self, operation: OperationRow) -> Result<Stored, FrontdeskError> {
        let ticket = match self.join(operation) {
            Joined::Turn(turn, operation) => return self.lead(turn, operation),
            Joined::Waits(ticket) => ticket,
        };
        match ticket.wait() {
            Place::Leads(Some(operation)) => self.lead(Turn { line: self }, operation),
            Place::Done(result) => result,
            Place::Leads(None) => {
                drop(Turn { line: self });
                Err(FrontdeskError::internal("outbox"))
            }
            Place::Waiting(_) | Place::Gone => Err(FrontdeskError::internal("outbox")),
        }
    }

    /// Runs `work` while nobody else writes.
    pub(crate) fn exclusive<R>(&self, work: impl FnOnce(&mut Writer) -> R) -> R {
        let ticket = {
            let mut queue = self.queue.lock();
            if queue.taken {
                let ticket = Arc::new(Ticket::new(None));
                queue.waiting.push_back(Waiting::Exclusive(ticket.clone()));
                Some(ticket)
            } else {
                queue.taken = true;
                None
            }
        };
        if let Some(ticket) = ticket {
            ticket.wait();
        }
        let _turn = Turn { line: self };
        work(&mut self.writer.lock())
    }

    fn join(&self, operation: OperationRow) -> Joined<'_> {
        let mut queue = self.queue.lock();
        if !queue.taken {
            queue.taken = true;
            return Joined::Turn(Turn { line: self }, operation);
        }
        let ticket = Arc::new(Ticket::new(Some(operation)));
        queue.waiting.push_back(Waiting::Append(ticket.clone()));
        Joined::Waits(ticket)
    }

    /// Commits the own operation with all that wait behind it. Goes on for those who came meanwhile, because
    /// waking another leader costs more than a commit, but not for long: the leader has a caller, too.
    fn lead(&self, turn: Turn<'_>, operation: OperationRow) -> Result<Stored, FrontdeskError> {
        let followers = self.followers();
        if followers.is_empty() {
            let result = self.writer.lock().append_one(&operation);
            drop(turn);
            return result;
        }
        let result = self.commit(Some(operation), followers);
        for _ in 1..MOST_ROUNDS {
            let followers = self.followers();
            if followers.is_empty() {
                break;
            }
            // Their own results are handed to them; this leader's result stands.
            let _theirs = self.commit(None, followers);
        }
        drop(turn);
        result
    }

    /// Commits `own` and the followers' operations in one transaction and answers the followers.
    fn commit(
        &self,
        own: Option<OperationRow>,
        followers: Vec<Arc<Ticket>>,
    ) -> Result<Stored, FrontdeskError> {
        let places = usize::from(own.is_some());
        let mut batch: Vec<OperationRow> = own.into_iter().collect();
        batch.reserve(followers.len());
        let mut committed = Followers(Vec::with_capacity(followers.len()));
        for follower in followers {
            match follower.take_operation() {
                Some(operation) => {
                    batch.push(operation);
                    committed.0.push(follower);
                }
                None => follower.done(Err(FrontdeskError::internal("outbox"))),
            }
        }
        let result = self.writer.lock().append_all(&batch);
        for (place, follower) in committed.0.drain(..).enumerate() {
            follower.done(result.clone().map(|first| first.later(place + places)));
        }
        result
    }

    /// The appends at the head of the line, up to the first exclusive turn.
    fn followers(&self) -> Vec<Arc<Ticket>> {
        let mut queue = self.queue.lock();
        let count = queue
            .waiting
            .iter()
            .take_while(|w| matches!(w, Waiting::Append(_)))
            .count();
        queue
            .waiting
            .drain(..count.min(MOST_ROWS))
            .filter_map(|waiting| match waiting {
                Waiting::Append(ticket) => Some(ticket),
                Waiting::Exclusive(_) => None,
            })
            .collect()
    }
}

/// Followers whose commit is under way; a leader that panics still answers them.
struct Followers(Vec<Arc<Ticket>>);

impl Drop for Followers {
    fn drop(&mut self) {
        for follower in &self.0 {
            follower.done(Err(FrontdeskError::internal("outbox")));
        }
    }
}

enum Joined<'a> {
    Turn(Turn<'a>, OperationRow),
    Waits(Arc<Ticket>),
}

/// The right to write; passes on when dropped.
struct Turn<'a> {
    line: &'a CommitLine,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut queue = self.line.queue.lock();
        let next = queue.waiting.pop_front();
        queue.taken = next.is_some();
        drop(queue);
        match next {
            Some(Waiting::Append(ticket) | Waiting::Exclusive(ticket)) => ticket.lead(),
            None => {}
        }
    }
}

#[cfg(test)]
#[path = "line_tests.rs"]
mod tests;
