//! Reading on behalf of one person.
//!
//! Guarantees: nothing is asked when nobody is logged in, and nothing that was asked for by one person is answered
//! while the next one is logged in. Called by the app on any thread.

use std::rc::Rc;

use super::Frontdesk;
use crate::error::FrontdeskError;
use crate::messenger::Scene;
use crate::model::limits::CONTENT_ID_CHARS;
use crate::model::text;
use crate::worker::Context;

impl Frontdesk {
    /// Runs `work` on the worker for who is logged in now.
    pub(crate) async fn ask_as_user<T, F>(&self, work: F) -> Result<T, FrontdeskError>
    where
        T: Send + 'static,
        F: AsyncFnOnce(Rc<Context>) -> Result<T, FrontdeskError> + Send + 'static,
    {
        let person = self.check_user()?;
        let told = self.ask(work).await;
        if told.is_ok() && self.desk.stage.look(Scene::person) != person {
            return Err(FrontdeskError::SessionConflict {
                code: "superseded",
                message: "the user was logged out while the server was asked",
            });
        }
        told
    }
}

/// An id of anything the server named.
///
/// # Errors
/// `empty`, `invalid_text`, `too_long`.
pub(super) fn check_id(field: &str, id: &str) -> Result<String, FrontdeskError> {
    text::check_name(field, id, CONTENT_ID_CHARS)?;
    Ok(id.to_owned())
}
