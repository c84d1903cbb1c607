//! Where each kind of operation goes, and what counts as its acknowledgement.
//!
//! Guarantees: a kind has one place on the server; an answer acknowledges an operation only when it names its
//! id, or is the one answer the server gives when there is nothing to say; a page or a stranger's JSON never
//! does. Pure; used by the worker.

use serde_json::Value;

use crate::model::operation::OperationKind;
use crate::retry::Purpose;
use crate::storage::OperationRow;
use crate::transport::Method;

/// The place of an operation on the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) method: Method,
    pub(super) path: Vec<String>,
    /// Batches are judged item by item, single operations as a whole.
    pub(super) purpose: Purpose,
}

/// Where `row` goes. A target that is missing makes a path the server does not know, which is its refusal.
pub(super) fn place(row: &OperationRow) -> Place {
    use OperationKind as K;
    let target = row.target.as_deref().unwrap_or_default();
    let (method, path): (_, &[&str]) = match row.kind {
        K::Event => (Method::Post, &["events"]),
        K::Receipt => (Method::Post, &["content", "receipts"]),
        K::UserUpdate => (Method::Patch, &["me"]),
        K::StartConversation => (Method::Post, &["conversations"]),
        K::Reply => (Method::Post, &["conversations", target, "parts"]),
        K::ReadMark => (Method::Put, &["conversations", target, "read"]),
        K::Reaction => (Method::Post, &["help", "articles", target, "reaction"]),
        K::Ticket => (Method::Post, &["tickets"]),
        K::PushBind => (Method::Put, &["devices", "current", "push"]),
        K::PushUnbind => (Method::Delete, &["devices", "current", "push"]),
        K::Upload => (Method::Put, &["uploads", target]),
    };
    Place {
        method,
        path: path.iter().map(|segment| (*segment).to_owned()).collect(),
        purpose: match row.kind {
            K::Event | K::Receipt | K::UserUpdate => Purpose::Upload,
            _ => Purpose::Item,
        },
    }
}

/// Whether `answer` is what the server promises for `row`.
pub(super) fn acknowledges(row: &OperationRow, answer: &Value) -> bool {
    use OperationKind as K;
    let names = |field: &str, id: &str| answer.get(field).and_then(Value::as_str) == Some(id);
    let id = row.id.to_string();
    match row.kind {
        // Judged by their own shapes.
        K::Event | K::Receipt | K::UserUpdate => false,
        K::StartConversation => names("client_id", &id) && answer.get("id").is_some_and(Value::is_string),
        K::Reply | K::Ticket => names("id", &id),
        K::Upload => row.target.as_deref().is_some_and(|target| names("id", target)),
        K::ReadMark => answer.get("count").is_some_and(Value::is_u64),
        K::Reaction | K::PushBind | K::PushUnbind => answer.is_null(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use uuid::Uuid;

    fn row(kind: OperationKind) -> OperationRow {
        OperationRow {
            kind,
            id: Uuid::from_u128(7),
            created_at: 0,
            target: Some("42".to_owned()),
            body: Vec::new(),
        }
    }

    #[test]
    fn an_answer_that_does_not_name_the_operation_acknowledges_nothing() {
        let id = Uuid::from_u128(7).to_string();
        let reply = row(OperationKind::Reply);
        assert!(acknowledges(&reply, &json!({ "id": id, "seq": 1 })));
        assert!(!acknowledges(&reply, &json!({ "id": "another" })));
        assert!(!acknowledges(&reply, &Value::Null));
        assert!(!acknowledges(&reply, &json!("welcome to the airport")));
        let start = row(OperationKind::StartConversation);
        assert!(acknowledges(&start, &json!({ "id": "42", "client_id": id })));
        assert!(!acknowledges(&start, &json!({ "id": "42", "client_id": null })));
        let bind = row(OperationKind::PushBind);
        assert!(acknowledges(&bind, &Value::Null));
        assert!(!acknowledges(&bind, &json!({})));
    }

    #[test]
    fn the_target_is_one_segment_of_the_path_whatever_it_holds() {
        let mut reply = row(OperationKind::Reply);
        reply.target = Some("../me".to_owned());
        assert_eq!(place(&reply).path, ["conversations", "../me", "parts"]);
    }
}
