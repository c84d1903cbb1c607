//! What was told and not delivered yet, and how it ended.

pub use frontdesk_core::model::event::OperationId;
use frontdesk_core::model::operation as core_operation;
pub use frontdesk_core::{Delivery, DeliveryOutcome, RejectedField};

use crate::data::signed;
use crate::error::millis;

// The id of an operation is its text in every other language.
uniffi::custom_type!(OperationId, String, {
    remote,
    lower: |id| id.to_string(),
    try_lift: |text| Ok(OperationId::parse(&text)?),
});

/// What an operation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum OperationKind {
    /// An event.
    Event,
    /// A change of the user's attributes.
    UserUpdate,
    /// The first message of a conversation.
    StartConversation,
    /// A reply.
    Reply,
    /// A conversation was read.
    ReadMark,
    /// What became of content that was shown.
    Receipt,
    /// A reaction to an article.
    Reaction,
    /// A new ticket.
    Ticket,
    /// A push token.
    PushBind,
    /// A push token that is not ours any more.
    PushUnbind,
    /// A file.
    Upload,
    /// Something newer than this version of the binding.
    Other,
}

/// A single attribute the server would not take; the rest of the operation took effect.
#[uniffi::remote(Record)]
pub struct RejectedField {
    /// Path of the field, for example `custom_attributes.plan`.
    pub field: String,
    /// The server's stable code, for example `attribute_not_found`.
    pub code: String,
}

/// How a call that waits for the server ended for now.
#[uniffi::remote(Enum)]
pub enum Delivery {
    /// The server accepted it; attributes it would not take are listed.
    Delivered {
        /// Rejected one by one, never failing the rest.
        rejected: Vec<RejectedField>,
    },
    /// Durably queued; its fate is announced by a delivery event.
    Queued,
}

/// The final fate of an operation.
#[uniffi::remote(Enum)]
pub enum DeliveryOutcome {
    /// Accepted by the server, once.
    Delivered,
    /// Refused by the server for good; kept in `pending()` with its reason.
    Rejected {
        /// The server's stable code.
        code: String,
        /// The field it named.
        field: Option<String>,
    },
    /// Older than the declared maximum age; given up.
    Expired,
    /// Its stored bytes no longer match their checksum; not sent, because changed data is worse than none.
    Damaged,
    /// Joined with a later change of the same user, whose fate is this one's.
    Coalesced {
        /// The later change.
        into: OperationId,
    },
    /// Removed at the app's explicit wish.
    Purged,
}

/// What is not delivered yet.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct Pending {
    /// Operations that wait.
    pub queued: i64,
    /// When the oldest was made, in unix milliseconds.
    pub oldest_ms: Option<i64>,
    /// What the queue waits for, as a stable code; absent when it does not.
    pub waiting_for: Option<String>,
    /// Operations the server refused, newest first.
    pub rejected: Vec<RejectedOperation>,
    /// How many there are in all.
    pub rejected_count: i64,
}

/// An operation the server refused.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct RejectedOperation {
    /// The id that the call returned.
    pub id: OperationId,
    /// What it was.
    pub kind: OperationKind,
    /// The server's stable code.
    pub code: String,
    /// The field it named.
    pub field: Option<String>,
    /// When it was made, in unix milliseconds.
    pub created_ms: i64,
    /// When it was refused, in unix milliseconds.
    pub rejected_ms: i64,
    /// What was sent, as JSON.
    pub body: String,
}

impl From<core_operation::OperationKind> for OperationKind {
    fn from(kind: core_operation::OperationKind) -> Self {
        use core_operation::OperationKind as Kind;
        match kind {
            Kind::Event => Self::Event,
            Kind::UserUpdate => Self::UserUpdate,
            Kind::StartConversation => Self::StartConversation,
            Kind::Reply => Self::Reply,
            Kind::ReadMark => Self::ReadMark,
            Kind::Receipt => Self::Receipt,
            Kind::Reaction => Self::Reaction,
            Kind::Ticket => Self::Ticket,
            Kind::PushBind => Self::PushBind,
            Kind::PushUnbind => Self::PushUnbind,
            Kind::Upload => Self::Upload,
            _ => Self::Other,
        }
    }
}

impl From<frontdesk_core::Pending> for Pending {
    fn from(pending: frontdesk_core::Pending) -> Self {
        Self {
            queued: signed(pending.queued),
            oldest_ms: pending.oldest_ms,
            waiting_for: pending.waiting_for,
            rejected: pending.rejected.into_iter().map(Into::into).collect(),
            rejected_count: signed(pending.rejected_count),
        }
    }
}

impl From<frontdesk_core::RejectedOperation> for RejectedOperation {
    fn from(operation: frontdesk_core::RejectedOperation) -> Self {
        Self {
            id: operation.id,
            kind: operation.kind.into(),
            code: operation.code,
            field: operation.field,
            created_ms: operation.created_ms,
            rejected_ms: operation.rejected_ms,
            body: operation.body,
        }
    }
}

/// How many updates travel one by one.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct UpdateQuota {
    /// Updates that travel one by one within the window; further ones are joined. Zero: no limit.
    pub limit: i64,
    /// How many are left now.
    pub remaining: i64,
    /// Until the next one is free, in milliseconds; 0 when one is.
    pub next_in_ms: i64,
    /// Until all are free, in milliseconds.
    pub resets_in_ms: i64,
    /// Whether an update waits for its turn.
    pub held: bool,
}

impl From<frontdesk_core::UpdateQuota> for UpdateQuota {
    fn from(quota: frontdesk_core::UpdateQuota) -> Self {
        Self {
            limit: quota.limit.into(),
            remaining: quota.remaining.into(),
            next_in_ms: millis(quota.next_in),
            resets_in_ms: millis(quota.resets_in),
            held: quota.held,
        }
    }
}

/// A change of the user's attributes.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct UpdateResult {
    /// Whether the server has it already.
    pub delivery: Delivery,
    /// Keys that were no attribute, as paths.
    pub ignored: Vec<String>,
}
