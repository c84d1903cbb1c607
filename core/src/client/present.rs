//! `present` and its kin, and `hide`: what to show.
//!
//! Guarantees: nothing is shown when nobody is logged in, and nothing that was asked for by one person is
//! shown to the next; content is shown only when the server says it is live; the presenter is called without
//! a lock held, after the messenger's state says what is shown; the caller learns what was shown. A refusal
//! changes nothing on the screen. Called by the app on any thread.

use super::Frontdesk;
use crate::error::FrontdeskError;
use crate::messenger::{ComposerText, Presentation, Scene, View, check_composer_text};
use crate::model::content::{ContentRef, Space};
use crate::session::ledger::conflict;
use crate::session::{Input, Verdict, transition};
use crate::worker::look_up;

impl Frontdesk {
    /// Shows the messenger's home.
    ///
    /// # Errors
    /// `not_logged_in`, `shut_down`; `internal` when the presenter failed.
    pub async fn present(&self) -> Result<Presentation, FrontdeskError> {
        self.present_space(Space::Home).await
    }

    /// Shows one of the messenger's spaces.
    ///
    /// # Errors
    /// As [`Frontdesk::present`].
    pub async fn present_space(&self, space: Space) -> Result<Presentation, FrontdeskError> {
        let person = self.check_user()?;
        self.show(person, View::of_space(space), Presentation::Space(space))
    }

    /// Shows a piece of content after asking the server whether it is live. Content that is asked for by its id
    /// is shown whatever `suppress_proactive_content` says.
    ///
    /// # Errors
    /// As [`Frontdesk::present`]; `content_not_live` with the status (`draft`, `paused` or `archived`),
    /// `content_not_targeted`, `not_found`, each with its own sentence for the end user; `superseded` when
    /// the user logged out meanwhile; the codes of [`FrontdeskError::Unreachable`].
    pub async fn present_content(&self, content: ContentRef) -> Result<Presentation, FrontdeskError> {
        let person = self.check_user()?;
        let what = self
            .ask(async move |context| look_up(&context, content).await)
            .await?;
        self.show(person, View::from(&what), what)
    }

    /// Shows the composer of a new conversation, filled with `text` (nothing visible in it: empty). The person
    /// may change it, and decides whether it is sent.
    ///
    /// # Errors
    /// As [`Frontdesk::present`]; `invalid_text` and `too_long` (65,536 bytes) with the field `text`.
    pub async fn present_message_composer(&self, text: Option<&str>) -> Result<Presentation, FrontdeskError> {
        let text = check_composer_text("text", text)?.map(ComposerText::new);
        let person = self.check_user()?;
        let prefilled = text.is_some();
        let what = Presentation::Composer { prefilled };
        self.show(person, View::Composer { text }, what)
    }

    /// Hides the messenger, whatever it shows; hidden already is no error. The launcher stays.
    ///
    /// # Errors
    /// `shut_down`; `internal` when the presenter failed.
    pub async fn hide(&self) -> Result<(), FrontdeskError> {
        self.desk.check_open()?;
        self.desk.change_stage(Scene::hide);
        self.hide_drawn()
    }

    /// Shows a conversation that was just started on this device, by its own id.
    pub(crate) fn show_started(&self, conversation_id: &str) -> Result<Presentation, FrontdeskError> {
        let view = View::Conversation {
            id: conversation_id.to_owned(),
        };
        self.navigate(view)
    }

    /// Goes where the messenger's own pages want to go; an open messenger needs no presenter for that, and
    /// the page itself finds out whether content is live.
    pub(crate) fn navigate(&self, view: View) -> Result<Presentation, FrontdeskError> {
        view.check()?;
        let person = self.check_user()?;
        let what = Presentation::View(view.clone());
        if self.desk.stage.look(Scene::is_visible) {
            self.enter(person, view)?;
            return Ok(what);
        }
        self.show(person, view, what)
    }

    /// One screen back; from the last one, hides.
    pub(crate) fn back(&self) -> Result<(), FrontdeskError> {
        self.desk.check_open()?;
        if self.desk.change_stage(Scene::back) {
            self.hide_drawn()?;
        }
        Ok(())
    }

    /// Fails when nobody is logged in; otherwise a number that changes with the person.
    pub(crate) fn check_user(&self) -> Result<u64, FrontdeskError> {
        self.desk.check_open()?;
        let session = self.desk.session.lock();
        match transition(&session, &Input::Call) {
            Verdict::Refuse(code) => Err(conflict(code)),
            Verdict::Go(..) => {
                let person = self.desk.stage.look(Scene::person);
                drop(session);
                self.desk.wake.poke();
                Ok(person)
            }
        }
    }

    /// Enters a screen if the person is still the same.
    fn enter(&self, person: u64, view: View) -> Result<(), FrontdeskError> {
        self.desk.change_stage(|scene| {
            if scene.person() != person {
                return Err(FrontdeskError::SessionConflict {
                    code: "superseded",
                    message: "the user was logged out before the messenger could be shown",
                });
            }
            scene.show(view);
            Ok(())
        })
    }

    fn show(&self, person: u64, view: View, what: Presentation) -> Result<Presentation, FrontdeskError> {
        self.enter(person, view)?;
        let Some(presenter) = &self.desk.config.presenter else {
            return Ok(what);
        };
        if presenter.present(&what).is_err() {
            self.desk.change_stage(Scene::hide);
            return Err(FrontdeskError::internal("presenter"));
        }
        // A log-out that came between state and presenter has hidden what was not drawn yet.
        if !self.desk.stage.look(Scene::is_visible) {
            self.hide_drawn()?;
        }
        Ok(what)
    }

    fn hide_drawn(&self) -> Result<(), FrontdeskError> {
        match &self.desk.config.presenter {
            Some(presenter) => presenter
                .hide()
                .map_err(|_| FrontdeskError::internal("presenter")),
            None => Ok(()),
        }
    }
}
