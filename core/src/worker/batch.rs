//! What travels in one request.
//!
//! Guarantees: operations travel in order; consecutive events (or receipts) share one request up to the limits; a change
//! of the user, and whatever a person wrote, travels alone; the bytes of an operation are the ones stored at the call, so that a repeated
//! request is byte-equal. When a batch was refused as a whole, [`Segments`] halves it until the one offender
//! is alone: at most two requests a level. Pure; called on the worker's thread.

use crate::config::Limits;
use crate::observer::OperationKind;
use crate::retry::SplitBy;
use crate::storage::StoredOperation;

/// Operations of one request with its body.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) kind: OperationKind,
    pub(super) operations: Vec<StoredOperation>,
    pub(super) body: Vec<u8>,
}

impl Batch {
    /// Takes operations from the front of `rows`; `None` when there are none.
    pub(super) fn compose(rows: Vec<StoredOperation>, most_items: usize, most_bytes: usize) -> Option<Self> {
        let kind = rows.first()?.row.kind;
        let opening = kind.batch_opening();
        let mut operations = Vec::new();
        let mut body = Vec::new();
        for row in rows {
            let alone = opening.is_none() && !operations.is_empty();
            let too_many = operations.len() >= most_items.max(1);
            let too_long = !operations.is_empty() && body.len() + row.row.body.len() + 3 > most_bytes;
            if row.row.kind != kind || alone || too_many || too_long {
                break;
            }
            if let Some(opening) = opening {
                body.extend_from_slice(if operations.is_empty() { opening } else { b"," });
            }
            body.extend_from_slice(&row.row.body);
            operations.push(row);
        }
        if opening.is_some() {
            body.extend_from_slice(b"]}");
        }
        Some(Self {
            kind,
            operations,
            body,
        })
    }

    pub(super) fn last_seq(&self) -> i64 {
        self.operations.last().map_or(0, |o| o.seq)
    }
}

/// Part of a refused batch, up to and including `last`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Segment {
    last: i64,
    /// The half that is sent first; when it is fine, the offender is in the other one.
    first_half: bool,
    /// The other half was fine, so the offender is in this one.
    certain: bool,
}

/// Where the next request must end, while an offender is being isolated.
#[derive(Debug)]
pub(super) struct Segments {
    stack: Vec<Segment>,
    most_items: usize,
    most_bytes: usize,
}

impl Segments {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            stack: Vec::new(),
            most_items: limits.batch_events.max(1),
            most_bytes: limits.batch_bytes,
        }
    }

    pub(super) fn most_items(&self) -> usize {
        self.most_items
    }

    /// Composes the next request from `rows`.
    pub(super) fn compose(&mut self, mut rows: Vec<StoredOperation>) -> Option<Batch> {
        let first = rows.first()?.seq;
        self.stack.retain(|segment| segment.last >= first);
        while let Some(top) = self.stack.last().copied() {
            let inside = rows.iter().take_while(|row| row.seq <= top.last).count();
            if top.certain && inside > 1 {
                // Sending the whole half again would only be refused again.
                let seqs: Vec<i64> = rows[..inside].iter().map(|row| row.seq).collect();
                self.stack.pop();
                self.halve(&seqs, inside / 2);
                continue;
            }
            rows.truncate(inside);
            break;
        }
        Batch::compose(rows, self.most_items, self.most_bytes)
    }

    /// The batch will be sent again: the same operations, however many were stored meanwhile.
    pub(super) fn repeat(&mut self, batch: &Batch) {
        if self.stack.last().is_none_or(|top| top.last != batch.last_seq()) {
            self.stack.push(Segment {
                last: batch.last_seq(),
                first_half: false,
                certain: false,
            });
        }
    }

    /// The batch was refused as a whole.
    pub(super) fn refused(&mut self, batch: &Batch, by: SplitBy) {
        let seqs: Vec<i64> = batch.operations.iter().map(|o| o.seq).collect();
        if self.stack.last().is_some_and(|top| top.last == batch.last_seq()) {
            self.stack.pop();
        }
        let middle = match by {
            SplitBy::Items => seqs.len() / 2,
            SplitBy::Bytes => {
                self.most_bytes = (batch.body.len() / 2).max(1024);
                let half = batch.body.len() / 2;
                let mut sum = 0;
                let fits = batch.operations.iter().take_while(|o| {
                    sum += o.row.body.len();
                    sum <= half
                });
                fits.count().clamp(1, seqs.len().saturating_sub(1).max(1))
            }
        };
        self.halve(&seqs, middle);
    }

    /// The batch is done: `clean` when all of it was taken, not when its one offender was set aside.
    pub(super) fn done(&mut self, batch: &Batch, clean: bool) {
        if self.stack.last().is_none_or(|top| top.last != batch.last_seq()) {
            return;
        }
        let done = self.stack.pop();
        if let (true, Some(other)) = (clean && done.is_some_and(|d| d.first_half), self.stack.last_mut()) {
            other.certain = true;
        }
    }

    fn halve(&mut self, seqs: &[i64], middle: usize) {
        let [.., last] = seqs else { return };
        self.stack.push(Segment {
            last: *last,
            first_half: false,
            certain: false,
        });
        if let Some(left) = middle.checked_sub(1).and_then(|at| seqs.get(at)) {
            self.stack.push(Segment {
                last: *left,
                first_half: true,
                certain: false,
            });
        }
    }
}

#[cfg(test)]
#[path = "batch_tests.rs"]
mod tests;
