//! The same calls in a build without push.
//!
//! Guarantee: nothing is stored and nothing is sent; the app is told why. Called by the app on any thread.

use super::{PushEnvironment, PushProvider};
use crate::client::{Desk, Frontdesk};
use crate::error::{FrontdeskError, InputError};
use crate::outbox::Writer;

/// There is no token to keep.
#[derive(Debug, Clone, Copy)]
pub(crate) enum PushToken {}

impl Frontdesk {
    /// Takes no token.
    ///
    /// # Errors
    /// `feature_left_out` with the field `push`; `shut_down`.
    pub fn set_push_token(
        &self,
        _provider: PushProvider,
        _token: &str,
        _environment: PushEnvironment,
    ) -> Result<(), FrontdeskError> {
        self.desk.check_open()?;
        Err(left_out())
    }

    /// Has no token to forget.
    ///
    /// # Errors
    /// `feature_left_out` with the field `push`; `shut_down`.
    pub fn clear_push_token(&self) -> Result<(), FrontdeskError> {
        self.desk.check_open()?;
        Err(left_out())
    }
}

/// A new session has nothing to tell: there can be no token.
pub(crate) fn bind_for_new_session(
    desk: &Desk,
    _writer: &mut Writer,
    _now: i64,
) -> Result<(), FrontdeskError> {
    match desk.personal.lock().push_token {
        None => Ok(()),
        Some(token) => match token {},
    }
}

fn left_out() -> FrontdeskError {
    InputError::new("feature_left_out", "push", "this build was made without push").into()
}
