//! What happened to each item of a batch, as it is answered: events and receipts alike.

use serde::Serialize;

use crate::domain::events::Refusal;
use crate::store::{EventOutcome, ReceiptOutcome};

/// Status of a result until the store has decided. Never leaves the server.
const WAITING: &str = "waiting";

/// All of a batch, in the order sent.
#[derive(Serialize)]
pub(super) struct Results {
    pub(super) results: Vec<ItemResult>,
}

/// One item.
#[derive(Serialize)]
pub(super) struct ItemResult {
    id: Option<String>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retryable: Option<bool>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    warnings: &'static [&'static str],
}

impl ItemResult {
    /// An item that the store has to decide.
    pub(super) fn waiting(id: String) -> Self {
        Self {
            id: Some(id),
            status: WAITING,
            code: None,
            field: None,
            retryable: None,
            warnings: &[],
        }
    }

    /// An item that nobody has to decide any more.
    pub(super) fn refused(refusal: Refusal) -> Self {
        let Refusal { id, code, field } = refusal;
        Self {
            id,
            status: "rejected",
            code: Some(code),
            field,
            retryable: Some(false),
            warnings: &[],
        }
    }

    pub(super) fn is_waiting(&self) -> bool {
        self.status == WAITING
    }

    pub(super) fn status(&self) -> &'static str {
        self.status
    }

    pub(super) fn warn(&mut self, warnings: &'static [&'static str]) {
        self.warnings = warnings;
    }

    pub(super) fn settle(&mut self, outcome: EventOutcome) {
        match outcome {
            EventOutcome::Accepted => self.status = "accepted",
            EventOutcome::Duplicate => self.status = "duplicate",
            EventOutcome::IdReused => self.reject("id_reused", "id".to_owned()),
            EventOutcome::NameLimit => self.reject("event_limit_reached", "name".to_owned()),
        }
    }

    pub(super) fn settle_receipt(&mut self, outcome: ReceiptOutcome) {
        match outcome {
            ReceiptOutcome::Accepted => self.status = "accepted",
            ReceiptOutcome::Duplicate => self.status = "duplicate",
            ReceiptOutcome::IdReused => self.reject("id_reused", "id".to_owned()),
            ReceiptOutcome::NoContent => self.reject("not_found", "content_id".to_owned()),
            ReceiptOutcome::BadAnswer(field) => self.reject("parameter_invalid", field),
        }
    }

    fn reject(&mut self, code: &'static str, field: String) {
        self.status = "rejected";
        self.code = Some(code);
        self.field = Some(field);
        self.retryable = Some(false);
    }
}
