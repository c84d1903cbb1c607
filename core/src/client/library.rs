//! Reading on behalf of one person.
//!
//! Guarantees: nothing is asked when nobody is logged in, and nothing that was asked for by one person is answered
//! while the next one is logged in. Called by the app on any thread.

use std::rc::Rc;

use super::Frontdesk;
use crate::error::FrontdeskError;
use crate::messenger::Scene;
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
        let superseded = || FrontdeskError::SessionConflict {
            code: "superseded",
            message: "the user was logged out while the server was asked",
        };
        let told = self
            .ask(async move |context| {
                // What one person began is not done for the next one.
                match context.desk.stage.look(Scene::person) == person {
                    true => work(context).await,
                    false => Err(superseded()),
                }
            })
            .await;
        if told.is_ok() && self.desk.stage.look(Scene::person) != person {
            return Err(superseded());
        }
        told
    }
}

/// An id of anything the server named.
///
/// # Errors
/// `empty`, `invalid_text`, `too_long`.
pub(super) fn check_id(field: &str, id: &str) -> Result<String, FrontdeskError> {
    text::check_content_id(field, id)?;
    Ok(id.to_owned())
}
