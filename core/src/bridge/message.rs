//! Which operation a message of the screen is.
//!
//! Guarantee: only messages are found, and only refused ones: a page cannot take back what the app told. Read
//! on any thread, from the reading connection.

use serde_json::Value;

use crate::client::Frontdesk;
use crate::error::FrontdeskError;
use crate::model::event::OperationId;
use crate::model::operation::OperationKind;
use crate::storage::rejected;

impl Frontdesk {
    /// The refused operation that carries the part with this id. A reply's operation has its part's id; the start
    /// of a conversation has the conversation's.
    pub(super) fn refused_message(&self, part_id: &str) -> Result<Option<OperationId>, FrontdeskError> {
        self.desk.check_open()?;
        let conn = self.desk.reader.lock();
        for kind in [OperationKind::Reply, OperationKind::StartConversation] {
            for row in rejected::of_kind(&conn, kind)? {
                let body: Value = serde_json::from_slice(&row.body).unwrap_or_default();
                let part = body.get("part").unwrap_or(&body);
                if part.get("id").and_then(Value::as_str) == Some(part_id) {
                    return Ok(Some(OperationId::from_uuid(row.id)));
                }
            }
        }
        Ok(None)
    }
}
