//! What happens to one item of a batch whose answer was valid as a whole.
//!
//! Guarantee: an item is only let go when the server named its id and said what became of it. An item the
//! answer does not mention, or mentions with a word this version does not know, is kept and sent again.
//! Called on the worker thread for every result row.

use super::classify::clean_code;

/// The server's word on one item; `status` as on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemResult<'a> {
    /// `accepted`, `duplicate` or `rejected`.
    pub status: &'a str,
    /// Why it was rejected.
    pub code: Option<&'a str>,
    /// Whether sending the same item again may succeed.
    pub retryable: bool,
}

/// What to do with one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemAction {
    /// The server has it (now or since an earlier attempt): forget it.
    Ack,
    /// Send it again, at the policy's pace.
    Retry,
    /// The server will never take it: set it aside with this code and tell the app.
    Quarantine {
        /// The stable code of the reason.
        code: String,
    },
}

/// Decides about one item; `None` means the answer did not mention its id.
#[must_use]
pub fn classify_item(result: Option<ItemResult<'_>>) -> ItemAction {
    match result {
        Some(ItemResult {
            status: "accepted" | "duplicate",
            ..
        }) => ItemAction::Ack,
        Some(ItemResult {
            status: "rejected",
            code,
            retryable: false,
        }) => ItemAction::Quarantine {
            code: clean_code(code).unwrap_or_else(|| "rejected".to_owned()),
        },
        Some(_) | None => ItemAction::Retry,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result<'a>(status: &'a str, code: Option<&'a str>, retryable: bool) -> Option<ItemResult<'a>> {
        Some(ItemResult {
            status,
            code,
            retryable,
        })
    }

    #[test]
    fn only_a_named_and_known_status_lets_an_item_go() {
        assert_eq!(classify_item(result("accepted", None, false)), ItemAction::Ack);
        assert_eq!(classify_item(result("duplicate", None, false)), ItemAction::Ack);
        assert_eq!(classify_item(None), ItemAction::Retry);
        assert_eq!(classify_item(result("postponed", None, false)), ItemAction::Retry);
        assert_eq!(classify_item(result("Accepted", None, false)), ItemAction::Retry);
    }

    #[test]
    fn a_rejected_item_is_set_aside_unless_the_server_says_it_may_succeed_later() {
        assert_eq!(
            classify_item(result("rejected", Some("too_old"), false)),
            ItemAction::Quarantine {
                code: "too_old".into()
            }
        );
        assert_eq!(
            classify_item(result("rejected", Some("server_error"), true)),
            ItemAction::Retry
        );
        assert_eq!(
            classify_item(result("rejected", None, false)),
            ItemAction::Quarantine {
                code: "rejected".into()
            }
        );
    }
}
