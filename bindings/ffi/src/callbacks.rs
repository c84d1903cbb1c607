//! What the platform implements.
//!
//! Guarantees: every method returns a `Result`, so an exception in foreign code comes back as an error; it is
//! logged without its words (they may be personal) and nothing else happens; no method is called with a lock
//! held. Called on `frontdesk-events`, except where a method says otherwise.

use std::sync::Arc;

use frontdesk_core::messenger::PresenterError;
use frontdesk_core::{Event, Listener, Presenter, TokenRefresh, TokenRequest};
use parking_lot::Mutex;

use crate::event::FrontdeskEvent;
use crate::presentation::Presentation;
use crate::tokens::CoreTokenRequest;

/// Foreign code failed.
#[derive(Debug, Clone, thiserror::Error, uniffi::Error)]
pub enum CallbackError {
    /// It threw something, or said that it could not.
    #[error("foreign code failed")]
    Failed,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for CallbackError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// Hears events, one after the other, on the thread `frontdesk-events`. It may call any function of the client
/// and must not own it.
#[uniffi::export(with_foreign)]
pub trait CoreListener: Send + Sync {
    /// One event.
    fn on_event(&self, event: FrontdeskEvent) -> Result<(), CallbackError>;
}

/// Draws the messenger. No method may block.
#[uniffi::export(with_foreign)]
pub trait CorePresenter: Send + Sync {
    /// Shows it; the messenger's state says it already. Called on the thread that polls the app's call.
    fn present(&self, what: Presentation) -> Result<(), CallbackError>;
    /// Hides whatever is shown; nothing shown is no error.
    fn hide(&self) -> Result<(), CallbackError>;
    /// Opens an address in the system's browser, mail or telephone, as it is.
    fn open_link(&self, url: String) -> Result<(), CallbackError>;
}

/// Gives a fresh JWT when the server finds the old one expired.
#[uniffi::export(with_foreign)]
pub trait CoreTokenRefresh: Send + Sync {
    /// Asks the app's own server and hands the JWT to `request`, now or later, on any thread.
    fn refresh(&self, request: Arc<CoreTokenRequest>) -> Result<(), CallbackError>;
}

/// Hears what the messenger's page is told without having asked, as messages of `contract/bridge.schema.json`.
#[uniffi::export(with_foreign)]
pub trait BridgeSink: Send + Sync {
    /// One message.
    fn on_message(&self, json: String) -> Result<(), CallbackError>;
}

fn contained(what: &str, result: Result<(), CallbackError>) -> bool {
    if result.is_err() {
        tracing::warn!("{what} threw; this was contained, and the next call goes through");
    }
    result.is_ok()
}

/// A foreign listener at the core.
pub(crate) struct ForeignListener(pub(crate) Arc<dyn CoreListener>);

impl Listener for ForeignListener {
    fn on_event(&self, event: &Event) {
        if let Some(event) = FrontdeskEvent::of(event) {
            contained("a listener", self.0.on_event(event));
        }
    }
}

/// The page's ear, which comes and goes with the page.
#[derive(Default)]
pub(crate) struct BridgeEar(Mutex<Option<Arc<dyn BridgeSink>>>);

impl BridgeEar {
    pub(crate) fn set(&self, sink: Option<Arc<dyn BridgeSink>>) {
        let before = std::mem::replace(&mut *self.0.lock(), sink);
        // Foreign code may run when the last reference goes: not under the lock.
        drop(before);
    }
}

impl Listener for BridgeEar {
    fn on_event(&self, event: &Event) {
        let sink = self.0.lock().clone();
        if let (Some(sink), Some(message)) = (sink, frontdesk_core::bridge::event(event)) {
            contained("a bridge sink", sink.on_message(message));
        }
    }
}

/// A foreign presenter at the core.
pub(crate) struct ForeignPresenter(pub(crate) Arc<dyn CorePresenter>);

impl ForeignPresenter {
    fn said(result: Result<(), CallbackError>) -> Result<(), PresenterError> {
        if contained("a presenter", result) {
            Ok(())
        } else {
            Err(PresenterError)
        }
    }
}

impl Presenter for ForeignPresenter {
    fn present(&self, what: &frontdesk_core::Presentation) -> Result<(), PresenterError> {
        let Some(what) = Presentation::of(what) else {
            return Err(PresenterError);
        };
        Self::said(self.0.present(what))
    }

    fn hide(&self) -> Result<(), PresenterError> {
        Self::said(self.0.hide())
    }

    fn open_link(&self, url: &str) -> Result<(), PresenterError> {
        Self::said(self.0.open_link(url.to_owned()))
    }
}

/// A foreign source of JWTs at the core.
pub(crate) struct ForeignTokenRefresh(pub(crate) Arc<dyn CoreTokenRefresh>);

impl TokenRefresh for ForeignTokenRefresh {
    fn refresh(&self, request: TokenRequest) {
        contained("a token refresh", self.0.refresh(CoreTokenRequest::new(request)));
    }
}
