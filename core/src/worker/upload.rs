//! Sending operations.
//!
//! Guarantees: an operation leaves the queue only when the server named its id and said what became of it,
//! or refused it alone; what is too old or damaged is reported, never sent; what was purged or taken back before its
//! request began is not sent; a repeated request is byte-equal, because it is composed from the same stored bytes.
//! Runs on the worker's thread.

use uuid::Uuid;

use super::batch::Batch;
use super::context::Judged;
use super::kinds::place;
use super::lane::{Lane, Outcome};
use super::on_way::OnWay;
use super::settle::Fate;
use crate::error::FrontdeskError;
use crate::observer::{Delivery, DeliveryOutcome, OperationKind, RejectedField};
use crate::retry::{Action, ItemAction, ItemResult, PauseReason, Request, classify_item};
use crate::session::ledger::{self, range_of};
use crate::storage::{RowFault, SessionRow, StoreError, StoredOperation};
use crate::storage::{operations, sessions};
use crate::transport::{Call, EventsReply, UpdateReply, WireResult};

/// Nothing was made before this: 2026-01-01, Unix milliseconds.
const FIRST_RELEASE_MS: i64 = 1_767_225_600_000;

impl Lane {
    pub(super) async fn upload(&mut self, session: SessionRow) -> Result<Outcome, StoreError> {
        let Some(token) = session.token.clone() else {
            return Ok(Outcome::Idle);
        };
        let rows = {
            let conn = self.context.desk.reader.lock();
            // One view of sessions and rows: a login meanwhile ends this session's range.
            let view = conn.unchecked_transaction()?;
            let (from, to) = range_of(&sessions::all(&view)?, session.epoch);
            operations::read(&view, from, to, self.segments.most_items())?
        };
        fail::fail_point!("upload.read");
        let (rows, unfit) = self.sort_out(&session, rows);
        if !unfit.is_empty() {
            self.settle(&session, unfit)?;
            return Ok(Outcome::Progress);
        }
        let Some(batch) = self.segments.compose(rows) else {
            return Ok(Outcome::Progress);
        };
        let Some(first) = batch.operations.first() else {
            return Ok(Outcome::Progress);
        };
        let place = place(&first.row);
        // What was read may be purged or taken back by now.
        let Some(on_way) = OnWay::begin(&self.context.desk, &batch)? else {
            return Ok(Outcome::Progress);
        };
        let request = Request {
            purpose: place.purpose,
            items: batch.operations.len(),
            fresh_session: self.refreshed == Some(session.epoch),
        };
        let body = batch.body.clone();
        let path: Vec<&str> = place.path.iter().map(String::as_str).collect();
        let call = Call {
            method: place.method,
            path: &path,
            token: Some(&token),
            body: Some(&body),
            ..Call::default()
        };
        let context = self.context.clone();
        tokio::select! {
            outcome = self.send(session, batch, &request, call) => outcome,
            () = on_way.broken_off(&context) => Ok(Outcome::Progress),
        }
    }

    async fn send(
        &mut self,
        session: SessionRow,
        batch: Batch,
        request: &Request,
        call: Call<'_>,
    ) -> Result<Outcome, StoreError> {
        match batch.kind {
            OperationKind::Event | OperationKind::Receipt => {
                let judged = self.context.ask::<EventsReply>(request, call).await;
                self.after_upload(session, batch, judged, |batch, reply| {
                    event_fates(batch, &reply.results)
                })
            }
            OperationKind::UserUpdate => {
                let judged = self.context.ask::<UpdateReply>(request, call).await;
                self.after_upload(session, batch, judged, update_fates)
            }
            OperationKind::Upload => self.send_file(session, batch, request, call).await,
            _ => self.send_item(session, batch, request, call).await,
        }
    }

    pub(super) fn after_upload<T>(
        &mut self,
        session: SessionRow,
        batch: Batch,
        judged: Judged<T>,
        fates: impl FnOnce(Batch, T) -> Vec<Fate>,
    ) -> Result<Outcome, StoreError> {
        fail::fail_point!("upload.answered");
        match (judged.action, judged.value) {
            (Action::Ack, Some(reply)) => {
                self.refreshed = None;
                let sent = batch.operations.len();
                self.segments.done(&batch, true);
                let fates = fates(batch, reply);
                if fates.is_empty() {
                    return self.wait(None, "server_unavailable");
                }
                // A server that takes only part of each batch is not hurried.
                if fates.len() == sent {
                    self.served()?;
                }
                self.settle(&session, fates)?;
                Ok(Outcome::Progress)
            }
            (Action::Retry { after }, _) => {
                self.segments.repeat(&batch);
                self.wait(after, judged.code)
            }
            (Action::RefreshSession, _) => {
                self.segments.repeat(&batch);
                self.refreshed = Some(session.epoch);
                self.context
                    .desk
                    .exclusive(|writer| ledger::lost(writer, session.epoch, session.token.as_ref()))?;
                Ok(Outcome::Progress)
            }
            // A proof that came meanwhile is worth one new login.
            (
                Action::Pause {
                    reason: PauseReason::AuthRequired,
                    ..
                },
                _,
            ) if self.refreshed != Some(session.epoch)
                && (session.user_hash.is_some() || session.jwt.is_some()) =>
            {
                self.refreshed = Some(session.epoch);
                let token = session.token.as_ref();
                self.context
                    .desk
                    .exclusive(|writer| ledger::lost(writer, session.epoch, token))?;
                Ok(Outcome::Progress)
            }
            (Action::Pause { reason, recheck }, _) => {
                self.refreshed = None;
                Ok(self.pause(&session.device_id, reason, recheck))
            }
            (Action::Split { by }, _) => {
                self.segments.refused(&batch, by);
                Ok(Outcome::Progress)
            }
            (Action::Quarantine { code } | Action::Refuse { code }, _) => {
                self.set_aside(session, batch, &code, judged.details.field)
            }
            (Action::Ack, None) => {
                self.segments.repeat(&batch);
                self.wait(None, "server_unavailable")
            }
        }
    }

    /// Separates what can be sent from what is too old or no longer what was stored.
    fn sort_out(
        &self,
        session: &SessionRow,
        rows: Vec<Result<StoredOperation, RowFault>>,
    ) -> (Vec<StoredOperation>, Vec<Fate>) {
        let max_age = i64::try_from(self.context.desk.config.limits.max_age.as_millis()).unwrap_or(i64::MAX);
        let device_now = self.context.desk.config.clock.wall_ms();
        let oldest = self
            .context
            .desk
            .confirmed_time_ms()
            .map(|now| now.min(device_now).saturating_sub(max_age));
        // Too old by the server's clock and by the device's, and only when the operation's own time is plausible:
        // made after its session and after the first release. A wrong clock must not cost data.
        let expired = |created_at: i64| {
            oldest.is_some_and(|oldest| created_at < oldest)
                && created_at >= session.created_at.max(FIRST_RELEASE_MS)
        };
        let (mut fit, mut unfit) = (Vec::new(), Vec::new());
        for row in rows {
            match row {
                // The range says whose it is; a row that says otherwise is damaged, and goes to nobody.
                Ok(row) if row.epoch != session.epoch => unfit.push(Fate::damaged(&RowFault {
                    seq: row.seq,
                    id: row.row.id,
                    kind: Some(row.row.kind),
                })),
                Ok(row) if expired(row.row.created_at) => unfit.push(Fate::expired(row)),
                Ok(row) => fit.push(row),
                Err(fault) => unfit.push(Fate::damaged(&fault)),
            }
        }
        (fit, unfit)
    }
}

fn event_fates(batch: Batch, results: &[WireResult]) -> Vec<Fate> {
    let by_id: std::collections::HashMap<Uuid, &WireResult> = results.iter().map(|r| (r.id, r)).collect();
    let judge = |operation: StoredOperation| {
        let result = by_id.get(&operation.row.id);
        let item = result.map(|r| ItemResult {
            status: &r.status,
            code: r.code.as_deref(),
            retryable: r.retryable,
        });
        match classify_item(item) {
            ItemAction::Ack => Some(Fate::delivered(operation, Vec::new())),
            ItemAction::Quarantine { code } => Some(Fate::rejected(
                operation,
                code,
                result.and_then(|r| r.field.clone()),
            )),
            ItemAction::Retry => None,
        }
    };
    batch.operations.into_iter().filter_map(judge).collect()
}

fn update_fates(batch: Batch, reply: UpdateReply) -> Vec<Fate> {
    let UpdateReply { id, status, rejected } = reply;
    let known = matches!(status.as_str(), "accepted" | "duplicate");
    let rejected: Vec<RejectedField> = rejected
        .into_iter()
        .map(|r| RejectedField {
            field: r.field,
            code: r.code,
        })
        .collect();
    batch
        .operations
        .into_iter()
        .filter(|operation| known && operation.row.id == id)
        .map(|operation| Fate::delivered(operation, rejected.clone()))
        .collect()
}

/// What a waiter of `update_user` is told about a fate.
pub(super) fn answer_of(fate: &Fate) -> Result<Delivery, FrontdeskError> {
    match &fate.outcome {
        DeliveryOutcome::Delivered => Ok(Delivery::Delivered {
            rejected: fate.rejected_fields.clone(),
        }),
        DeliveryOutcome::Rejected { code, field } => Err(FrontdeskError::Refused {
            code: code.clone(),
            field: field.clone(),
        }),
        DeliveryOutcome::Expired
        | DeliveryOutcome::Damaged
        | DeliveryOutcome::Coalesced { .. }
        | DeliveryOutcome::Purged => Ok(Delivery::Queued),
    }
}
