//! The end of an operation.
//!
//! Guarantees: removing answered operations, keeping refused ones and forgetting empty sessions are one
//! transaction each; what a logout purged meanwhile is neither brought back nor announced twice, and what the server
//! said of it is what is announced; listeners and waiters hear of a fate after it was committed. Runs on the worker's
//! thread.

use super::lane::{Lane, Outcome};
use super::upload::answer_of;
use crate::model::event::OperationId;
use crate::observer::{DeliveryOutcome, Event, OperationKind, RejectedField};
use crate::retry::{Action, Purpose, Request};
use crate::storage::{RowFault, SessionRow, SessionState, StoreError, StoredOperation};
use crate::storage::{operations, rejected, sessions};
use crate::transport::{Call, Method};

/// How one operation ended.
#[derive(Debug)]
pub(super) struct Fate {
    pub(super) seq: i64,
    pub(super) id: OperationId,
    pub(super) kind: OperationKind,
    pub(super) outcome: DeliveryOutcome,
    pub(super) rejected_fields: Vec<RejectedField>,
    /// The operation itself, when it is kept with its reason.
    kept: Option<StoredOperation>,
}

impl Fate {
    fn of(operation: &StoredOperation, outcome: DeliveryOutcome) -> Self {
        Self {
            seq: operation.seq,
            id: OperationId::from_uuid(operation.row.id),
            kind: operation.row.kind,
            outcome,
            rejected_fields: Vec::new(),
            kept: None,
        }
    }

    pub(super) fn delivered(operation: StoredOperation, rejected_fields: Vec<RejectedField>) -> Self {
        Self {
            rejected_fields,
            ..Self::of(&operation, DeliveryOutcome::Delivered)
        }
    }

    pub(super) fn expired(operation: StoredOperation) -> Self {
        Self::of(&operation, DeliveryOutcome::Expired)
    }

    pub(super) fn rejected(operation: StoredOperation, code: String, field: Option<String>) -> Self {
        let mut fate = Self::of(&operation, DeliveryOutcome::Rejected { code, field });
        fate.kept = Some(operation);
        fate
    }

    /// The conversation in which a message failed.
    fn failed_in(&self) -> Option<String> {
        let operation = self.kept.as_ref().filter(|_| self.kind.is_message())?;
        let target = operation.row.target.clone();
        Some(target.unwrap_or_else(|| operation.row.id.to_string()))
    }

    pub(super) fn damaged(fault: &RowFault) -> Self {
        Self {
            seq: fault.seq,
            id: OperationId::from_uuid(fault.id),
            kind: fault.kind.unwrap_or(OperationKind::Event),
            outcome: DeliveryOutcome::Damaged,
            rejected_fields: Vec::new(),
            kept: None,
        }
    }
}

impl Lane {
    /// Commits the fates, then tells.
    pub(super) fn settle(&mut self, session: &SessionRow, fates: Vec<Fate>) -> Result<(), StoreError> {
        let desk = self.context.desk.clone();
        let now = desk
            .confirmed_time_ms()
            .unwrap_or_else(|| desk.config.clock.wall_ms());
        let max_age = i64::try_from(desk.config.limits.max_age.as_millis()).unwrap_or(i64::MAX);
        let forget_before = desk.confirmed_time_ms().map(|now| now.saturating_sub(max_age));
        fail::fail_point!("settle.before");
        let (settled, gone) = desk.exclusive(|writer| {
            writer.transaction(|w| {
                // A logout meanwhile may have purged them, and the other lane may have settled some.
                let (mut there, mut gone) = (Vec::with_capacity(fates.len()), Vec::new());
                for fate in fates {
                    match operations::first_in(w.conn(), fate.seq, fate.seq + 1)? {
                        Some(_) => there.push(fate),
                        None => gone.push(fate),
                    }
                }
                let mut seqs: Vec<i64> = there.iter().map(|fate| fate.seq).collect();
                seqs.sort_unstable();
                operations::delete(w.conn(), &seqs)?;
                if let Some(before) = forget_before {
                    rejected::forget_older(w.conn(), before)?;
                }
                // What was refused is kept for its own user only while that user is here to see it.
                let keeps = |s: &SessionRow| s.epoch == session.epoch && s.state != SessionState::Closing;
                let keeps = sessions::all(w.conn())?.iter().any(keeps);
                for fate in there.iter().filter(|_| keeps) {
                    if let (Some(operation), DeliveryOutcome::Rejected { code, field }) =
                        (&fate.kept, &fate.outcome)
                    {
                        rejected::insert(w.conn(), operation, now, code, field.as_deref())?;
                    }
                }
                Ok((there, gone))
            })
        })?;
        fail::fail_point!("settle.committed");
        tracing::debug!(epoch = session.epoch, count = settled.len(), "settled");
        if settled.iter().any(|fate| fate.kind == OperationKind::Upload) {
            self.context.sweep_files();
        }
        for id in settled.iter().filter_map(Fate::failed_in) {
            desk.observer.announce(Event::ConversationChanged { id });
        }
        let dropped = |fate: &Fate| desk.under_way.answered(fate.id.as_uuid());
        for fate in settled.into_iter().chain(gone.into_iter().filter(dropped)) {
            desk.waiters.answer_delivery(fate.id.as_uuid(), answer_of(&fate));
            desk.observer.announce(Event::Delivery {
                id: fate.id,
                kind: fate.kind,
                outcome: fate.outcome,
            });
        }
        desk.made_progress();
        Ok(())
    }

    /// Removes an epoch of which nothing is left.
    pub(super) fn forget(&mut self, epoch: i64) -> Result<Outcome, StoreError> {
        self.context
            .desk
            .exclusive(|writer| writer.transaction(|w| sessions::delete(w.conn(), epoch)))?;
        Ok(Outcome::Progress)
    }

    /// Tells the server that this device's user logged out; then nothing of them is left here.
    pub(super) async fn close(&mut self, session: SessionRow) -> Result<Outcome, StoreError> {
        let request = Request {
            purpose: Purpose::Close,
            items: 1,
            fresh_session: false,
        };
        let call = Call {
            method: Method::Delete,
            path: &["sessions", "current"],
            token: session.token.as_ref(),
            ..Call::default()
        };
        let judged = self.context.ask::<serde_json::Value>(&request, call).await;
        let desk = self.context.desk.clone();
        let since = session.closing_since.unwrap_or(session.created_at);
        let max_age = i64::try_from(desk.config.limits.max_age.as_millis()).unwrap_or(i64::MAX);
        let device_now = desk.config.clock.wall_ms();
        let too_old = desk
            .confirmed_time_ms()
            .is_some_and(|now| now.min(device_now).saturating_sub(since) > max_age);
        match judged.action {
            Action::Ack | Action::Refuse { .. } | Action::Quarantine { .. } | Action::RefreshSession => {}
            _ if too_old => {}
            Action::Pause { reason, recheck } => return Ok(self.pause(&session.device_id, reason, recheck)),
            Action::Retry { after } => return self.wait(after, judged.code),
            Action::Split { .. } => return self.wait(None, judged.code),
        }
        self.served()?;
        desk.exclusive(|writer| {
            writer.transaction(|w| {
                for epoch in sessions::all(w.conn())?
                    .iter()
                    .filter(|s| s.device_id == session.device_id)
                {
                    sessions::delete(w.conn(), epoch.epoch)?;
                }
                Ok(())
            })
        })?;
        desk.erase_traces()?;
        desk.made_progress();
        Ok(Outcome::Progress)
    }
}
