//! What an operation does.
//!
//! Guarantees: the number of a kind in the store and its word for the app never change; a kind that this build
//! does not know is never guessed. Plain values, any thread.

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OperationKind {
    /// An event of `log_event`.
    Event,
    /// A change of `update_user`.
    UserUpdate,
    /// A conversation's first message.
    StartConversation,
    /// A reply, in words or by a quick reply.
    Reply,
    /// How far a conversation was read.
    ReadMark,
    /// What was shown, dismissed, answered or completed.
    Receipt,
    /// How helpful an article was.
    Reaction,
    /// A new ticket.
    Ticket,
    /// Where to push to for this device.
    PushBind,
    /// No more pushes to this device.
    PushUnbind,
    /// A file that a later reply refers to.
    Upload,
}

impl OperationKind {
    const ALL: [(Self, i64, &'static str); 11] = [
        (Self::Event, 1, "event"),
        (Self::UserUpdate, 2, "user_update"),
        (Self::StartConversation, 3, "start_conversation"),
        (Self::Reply, 4, "reply"),
        (Self::ReadMark, 5, "read_mark"),
        (Self::Receipt, 6, "receipt"),
        (Self::Reaction, 7, "reaction"),
        (Self::Ticket, 8, "ticket"),
        (Self::PushBind, 9, "push_bind"),
        (Self::PushUnbind, 10, "push_unbind"),
        (Self::Upload, 11, "upload"),
    ];

    /// The word used in every language and in the driver.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.row().2
    }

    /// The number in the store.
    pub(crate) fn code(self) -> i64 {
        self.row().1
    }

    /// Reads the number of the store.
    pub(crate) fn from_code(code: i64) -> Option<Self> {
        Self::ALL.iter().find(|row| row.1 == code).map(|row| row.0)
    }

    /// How a request begins that carries several operations of this kind; `None` for those that travel alone.
    pub(crate) fn batch_opening(self) -> Option<&'static [u8]> {
        match self {
            Self::Event => Some(b"{\"events\":["),
            Self::Receipt => Some(b"{\"receipts\":["),
            _ => None,
        }
    }

    /// Whether it is something a person wrote, shown to them until the server has it.
    pub(crate) fn is_message(self) -> bool {
        matches!(self, Self::StartConversation | Self::Reply)
    }

    fn row(self) -> (Self, i64, &'static str) {
        // Every kind is in the table; the test below says so.
        Self::ALL
            .into_iter()
            .find(|row| row.0 == self)
            .unwrap_or((self, 0, "unknown"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_number_and_word() {
        let kinds = [
            OperationKind::Event,
            OperationKind::UserUpdate,
            OperationKind::StartConversation,
            OperationKind::Reply,
            OperationKind::ReadMark,
            OperationKind::Receipt,
            OperationKind::Reaction,
            OperationKind::Ticket,
            OperationKind::PushBind,
            OperationKind::PushUnbind,
            OperationKind::Upload,
        ];
        assert_eq!(kinds.len(), OperationKind::ALL.len());
        for (kind, number) in kinds.into_iter().zip(1..) {
            assert_eq!(kind.code(), number);
            assert_eq!(OperationKind::from_code(number), Some(kind));
            assert_ne!(kind.as_str(), "unknown");
        }
        assert_eq!(OperationKind::from_code(0), None);
        assert_eq!(OperationKind::from_code(12), None);
    }
}
