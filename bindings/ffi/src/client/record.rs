//! What the app tells, and what is not delivered yet.

use std::time::Duration;

use frontdesk_core::{FrontdeskError, Metadata, OperationId, UserAttributes};

use super::CoreClient;
use crate::checks::with_json;
use crate::data::{Pending, UpdateQuota, UpdateResult};
use crate::error::CoreError;
use crate::guard::{guarded, hook};

#[uniffi::export]
impl CoreClient {
    /// Records an event, with metadata as a JSON object. Durably stored when it returns: the id of the operation.
    /// Writes to the database.
    #[uniffi::method(default(metadata_json = None))]
    pub fn log_event(&self, name: String, metadata_json: Option<String>) -> Result<OperationId, CoreError> {
        self.tell(|desk| {
            hook(&name);
            let metadata = metadata_json
                .map(|json| Metadata::parse(json.as_bytes()))
                .transpose()?;
            desk.log_event(&name, metadata)
        })
    }

    /// Changes attributes of the user, given as a JSON object in either spelling of the keys.
    pub async fn update_user(&self, attributes_json: String) -> Result<UpdateResult, CoreError> {
        let attributes = guarded(|| with_json(&attributes_json, UserAttributes::from_json))?;
        let ignored = attributes.ignored_keys().to_vec();
        let delivery = self
            .ask(|desk| async move { desk.update_user(attributes).await })
            .await?;
        Ok(UpdateResult { delivery, ignored })
    }

    /// How many updates still travel one by one. Reads the database.
    pub fn update_quota(&self) -> Result<UpdateQuota, CoreError> {
        self.tell(|desk| desk.update_quota()).map(Into::into)
    }

    /// What is not delivered yet, and what the server refused. Reads the database.
    pub fn pending(&self) -> Result<Pending, CoreError> {
        self.tell(|desk| desk.pending()).map(Into::into)
    }

    /// Waits until everything is delivered or refused, or until the time is over; answers what is left.
    pub async fn flush(&self, timeout_ms: u64) -> Result<Pending, CoreError> {
        let timeout = Duration::from_millis(timeout_ms);
        self.ask(|desk| async move { desk.flush(timeout).await })
            .await
            .map(Into::into)
    }

    /// Sends a refused operation once more; false when there is none with this id. Writes to the database.
    pub fn retry_operation(&self, id: String) -> Result<bool, CoreError> {
        self.tell(|desk| {
            let id = OperationId::parse(&id).map_err(FrontdeskError::from)?;
            desk.retry_operation(id)
        })
    }

    /// Forgets a refused operation, or takes back a message that still waits to be sent; false when there is none with
    /// this id, and for the first message of a conversation in which more waits. Writes to the database.
    pub fn dismiss(&self, id: String) -> Result<bool, CoreError> {
        self.tell(|desk| {
            let id = OperationId::parse(&id).map_err(FrontdeskError::from)?;
            desk.dismiss(id)
        })
    }
}
