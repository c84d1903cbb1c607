//! What the holder of the turn can do.
//!
//! Guarantees: one transaction per call, rolled back whole when any part fails; sequence numbers and epochs
//! only rise while the process lives, so that a late answer of an earlier epoch finds nothing to change; an
//! append without a logged-in (or wanted) user is refused and stores nothing.
//! Called inside a turn of `line`: on callers' threads and on the worker.

use rusqlite::Connection;

use crate::error::FrontdeskError;
use crate::session::{Input, State, Verdict, transition};
use crate::storage::{OperationRow, SessionRow, SessionState, StoreError};
use crate::storage::{operations, rejected, sessions, settings};

/// Log pages after which the worker is asked for a checkpoint.
const CHECKPOINT_PAGES: u32 = 1000;

/// Where an operation was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) seq: i64,
    pub(crate) epoch: i64,
    /// The log has grown enough for a checkpoint.
    pub(crate) checkpoint_due: bool,
    /// The session waits for a login that the next call must try.
    pub(crate) login_pending: bool,
}

impl Stored {
    pub(super) fn later(mut self, places: usize) -> Self {
        self.seq += places as i64;
        self.checkpoint_due = false;
        self
    }
}

/// The write connection and what must agree with it.
pub(crate) struct Writer {
    conn: Connection,
    next_seq: i64,
    next_epoch: i64,
    current: Option<i64>,
    state: State,
    max_operations: u64,
    /// No operation is queued below this number; lets the full queue be noticed without counting.
    lowest_seq: i64,
    log_pages: u32,
    closed: bool,
    damaged: bool,
}

impl Writer {
    /// Reads who is logged in. A login that was under way when the process ended is pending now.
    pub(crate) fn load(conn: Connection, max_operations: u64) -> Result<Self, StoreError> {
        let sessions = sessions::all(&conn)?;
        let bounds = operations::bounds(&conn)?;
        let last_rejected: Option<i64> =
            conn.query_row("select max(seq) from rejected", [], |row| row.get(0))?;
        let last_epoch: Option<i64> = conn.query_row(
            "select max(epoch) from (select max(epoch) as epoch from rejected)",
            [],
            |row| row.get(0),
        )?;
        let floor = sessions.iter().map(|s| s.first_seq).max().unwrap_or(1);
        let next_seq = bounds
            .map_or(1, |(_, last)| last + 1)
            .max(last_rejected.map_or(1, |s| s + 1))
            .max(floor);
        let next_epoch = sessions
            .last()
            .map_or(1, |s| s.epoch + 1)
            .max(last_epoch.map_or(1, |e| e + 1));
        let wanted = settings::get_number(&conn, settings::CURRENT_EPOCH)?;
        let session = sessions.into_iter().find(|s| Some(s.epoch) == wanted);
        let state = match &session {
            Some(session) if session.state == SessionState::Live => State::LoggedIn(session.person()),
            Some(session) => State::LoginPending(session.person()),
            None => State::LoggedOut,
        };
        Ok(Self {
            lowest_seq: bounds.map_or(next_seq, |(first, _)| first),
            current: session.map(|s| s.epoch),
            conn,
            next_seq,
            next_epoch,
            state,
            max_operations,
            log_pages: 0,
            closed: false,
            damaged: false,
        })
    }

    pub(crate) fn conn(&self) -> &Connection {
        &self.conn
    }

    /// Takes another connection after a recovery.
    pub(crate) fn replace(&mut self, conn: Connection) -> Result<(), StoreError> {
        let (next_seq, next_epoch) = (self.next_seq, self.next_epoch);
        *self = Self::load(conn, self.max_operations)?;
        self.next_seq = self.next_seq.max(next_seq);
        self.next_epoch = self.next_epoch.max(next_epoch);
        Ok(())
    }

    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    pub(crate) fn current(&self) -> Option<i64> {
        self.current
    }

    /// Refuses every further change: the files may belong to another client soon.
    pub(crate) fn close(&mut self) {
        self.closed = true;
    }

    /// Fails once the client was shut down.
    pub(crate) fn check_open(&self) -> Result<(), FrontdeskError> {
        if self.closed {
            Err(FrontdeskError::ShutDown)
        } else {
            Ok(())
        }
    }

    /// Whether an append met damage since the last question.
    pub(crate) fn take_damaged(&mut self) -> bool {
        std::mem::take(&mut self.damaged)
    }

    /// The log was checkpointed.
    pub(crate) fn log_moved(&mut self) {
        self.log_pages = 0;
    }

    /// A lone caller: one insert, its own transaction.
    pub(super) fn append_one(&mut self, operation: &OperationRow) -> Result<Stored, FrontdeskError> {
        self.leave_failed_transaction()?;
        let epoch = self.admit(1)?;
        fail::fail_point!("append.before");
        operations::insert(&self.conn, self.next_seq, epoch, operation)
            .inspect_err(|error| self.damaged |= error.is_damage())?;
        fail::fail_point!("append.committed");
        Ok(self.stored(epoch, 1))
    }

    /// A leader and its followers: one transaction for all.
    pub(super) fn append_all(&mut self, batch: &[OperationRow]) -> Result<Stored, FrontdeskError> {
        let epoch = self.admit(batch.len() as u64)?;
        let first = self.next_seq;
        self.transaction(|writer| {
            for (operation, seq) in batch.iter().zip(first..) {
                operations::insert(&writer.conn, seq, epoch, operation)?;
            }
            fail::fail_point!("append.inserted");
            Ok(())
        })
        .inspect_err(|error| self.damaged |= error.is_damage())?;
        fail::fail_point!("append.committed");
        Ok(self.stored(epoch, batch.len()))
    }

    /// Runs `work` in one transaction.
    pub(crate) fn transaction<R>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<R, StoreError>,
    ) -> Result<R, StoreError> {
        self.leave_failed_transaction()?;
        self.conn.prepare_cached("begin immediate")?.execute([])?;
        let done = work(self).and_then(|result| {
            self.conn.prepare_cached("commit")?.execute([])?;
            Ok(result)
        });
        if done.is_err() {
            // When SQLite has rolled back by itself there is nothing left to undo.
            let _nothing_to_undo = self.conn.execute_batch("rollback");
        }
        done
    }

    /// Answers the session's transition for `input` without changing anything yet.
    pub(crate) fn verdict(&self, input: &Input) -> Verdict {
        transition(&self.state, input)
    }

    /// Makes `state` current once the transaction that wrote it was committed.
    pub(crate) fn enter(&mut self, state: State, current: Option<i64>) {
        self.state = state;
        self.current = current;
    }

    /// Starts an epoch for `session` at the present place in the sequence and makes it current; inside a
    /// transaction, and followed by [`Writer::enter`] when that was committed.
    pub(crate) fn begin_epoch(&mut self, mut session: SessionRow) -> Result<i64, StoreError> {
        session.epoch = self.next_epoch;
        session.first_seq = self.next_seq;
        self.next_epoch += 1;
        sessions::put(&self.conn, &session)?;
        settings::set_number(&self.conn, settings::CURRENT_EPOCH, Some(session.epoch))?;
        Ok(session.epoch)
    }

    /// A defect inside a transaction, or a rollback that failed, must not swallow the next commit.
    fn leave_failed_transaction(&mut self) -> Result<(), StoreError> {
        if !self.conn.is_autocommit() {
            self.conn.execute_batch("rollback")?;
        }
        Ok(())
    }

    /// Stores one operation in the turn that is held already.
    pub(crate) fn append_now(&mut self, operation: &OperationRow) -> Result<Stored, FrontdeskError> {
        self.append_one(operation)
    }

    /// Stores several operations, all or none, in the turn that is held already.
    pub(crate) fn append_together(&mut self, operations: &[OperationRow]) -> Result<Stored, FrontdeskError> {
        self.append_all(operations)
    }

    /// Stores several operations and whatever `beside` writes, all or none.
    pub(crate) fn append_with(
        &mut self,
        operations: &[OperationRow],
        beside: impl FnOnce(&Connection) -> Result<(), StoreError>,
    ) -> Result<Stored, FrontdeskError> {
        let epoch = self.admit(operations.len() as u64)?;
        Ok(self.append_for(epoch, operations, beside)?)
    }

    /// As [`Writer::append_with`], however full the queue is: for what was stored already, elsewhere, or was asked
    /// for together with something that must not fail. Nothing when nobody is logged in.
    pub(crate) fn append_moved(
        &mut self,
        operations: &[OperationRow],
        beside: impl FnOnce(&Connection) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        match self.current {
            Some(epoch) => self.append_for(epoch, operations, beside).map(drop),
            None => Ok(()),
        }
    }

    fn append_for(
        &mut self,
        epoch: i64,
        operations: &[OperationRow],
        beside: impl FnOnce(&Connection) -> Result<(), StoreError>,
    ) -> Result<Stored, StoreError> {
        let first = self.next_seq;
        self.transaction(|writer| {
            for (operation, seq) in operations.iter().zip(first..) {
                operations::insert(&writer.conn, seq, epoch, operation)?;
            }
            beside(&writer.conn)
        })?;
        fail::fail_point!("append.committed");
        Ok(self.stored(epoch, operations.len()))
    }

    /// Queues refused operations again, all or none: they leave the refused ones in the same transaction.
    pub(crate) fn append_again(&mut self, operations: &[OperationRow]) -> Result<Stored, FrontdeskError> {
        let epoch = self.admit(operations.len() as u64)?;
        let first = self.next_seq;
        self.transaction(|writer| {
            for (operation, seq) in operations.iter().zip(first..) {
                rejected::dismiss(&writer.conn, operation.id)?;
                operations::insert(&writer.conn, seq, epoch, operation)?;
            }
            Ok(())
        })?;
        Ok(self.stored(epoch, operations.len()))
    }

    fn admit(&mut self, more: u64) -> Result<i64, FrontdeskError> {
        self.check_open()?;
        let Some(epoch) = self.current else {
            return Err(FrontdeskError::NotLoggedIn);
        };
        let span = u64::try_from(self.next_seq - self.lowest_seq).unwrap_or(0);
        if span + more > self.max_operations {
            self.look_at_size(more)?;
        }
        Ok(epoch)
    }

    /// The span of sequence numbers reached the limit: count, because answered ones leave gaps.
    fn look_at_size(&mut self, more: u64) -> Result<(), FrontdeskError> {
        let bounds = operations::bounds(&self.conn)?;
        self.lowest_seq = bounds.map_or(self.next_seq, |(first, _)| first);
        let span = u64::try_from(self.next_seq - self.lowest_seq).unwrap_or(0);
        if span + more > self.max_operations && operations::count(&self.conn)? + more > self.max_operations {
            return Err(FrontdeskError::Storage {
                code: "queue_full",
                message: "the server was not reached for too long; the operation was not stored",
                limit: Some(self.max_operations),
            });
        }
        Ok(())
    }

    fn stored(&mut self, epoch: i64, count: usize) -> Stored {
        let seq = self.next_seq;
        self.next_seq += count as i64;
        // A commit writes at least one page; some 12 rows fill the next one.
        self.log_pages = self
            .log_pages
            .saturating_add(1 + u32::try_from(count / 12).unwrap_or(0));
        Stored {
            seq,
            epoch,
            checkpoint_due: self.log_pages >= CHECKPOINT_PAGES,
            login_pending: matches!(self.state, State::LoginPending(_)),
        }
    }
}
