//! `present`, `present_space`, `present_content`: what to show.
//!
//! Guarantees: nothing is shown when nobody is logged in; content is shown only when the server says it is
//! live; the presenter is called without a lock held, and the caller learns what was shown.
//! Called by the app on any thread.

use super::Frontdesk;
use crate::error::FrontdeskError;
use crate::messenger::Presentation;
use crate::model::content::{ContentRef, Space};
use crate::session::ledger::conflict;
use crate::session::{Input, Verdict, transition};
use crate::worker::look_up;

impl Frontdesk {
    /// Shows the messenger's home.
    ///
    /// # Errors
    /// `not_logged_in`, `shut_down`.
    pub async fn present(&self) -> Result<Presentation, FrontdeskError> {
        self.present_space(Space::Home).await
    }

    /// Shows one of the messenger's spaces.
    ///
    /// # Errors
    /// `not_logged_in`, `shut_down`.
    pub async fn present_space(&self, space: Space) -> Result<Presentation, FrontdeskError> {
        self.check_user()?;
        self.show(Presentation::Space(space))
    }

    /// Shows a piece of content after asking the server whether it is live.
    ///
    /// # Errors
    /// `not_logged_in`; `content_not_live` with the status, `content_not_targeted`, `not_found`, each with a
    /// sentence for the end user; the codes of [`FrontdeskError::Unreachable`].
    pub async fn present_content(&self, content: ContentRef) -> Result<Presentation, FrontdeskError> {
        self.check_user()?;
        let what = self
            .ask(async move |context| look_up(&context, content).await)
            .await?;
        self.check_user()?;
        self.show(what)
    }

    fn check_user(&self) -> Result<(), FrontdeskError> {
        self.desk.check_open()?;
        let verdict = transition(&self.desk.session.lock(), &Input::Call);
        match verdict {
            Verdict::Refuse(code) => Err(conflict(code)),
            Verdict::Go(..) => {
                self.desk.wake.poke();
                Ok(())
            }
        }
    }

    fn show(&self, what: Presentation) -> Result<Presentation, FrontdeskError> {
        if let Some(presenter) = &self.desk.config.presenter {
            presenter
                .present(&what)
                .map_err(|_| FrontdeskError::internal("presenter"))?;
        }
        Ok(what)
    }
}
