//! The token, bound and unbound.
//!
//! Guarantees: as `push_token`. Called by the app on any thread, and by a login inside its turn.

use serde_json::json;

use super::{PushEnvironment, PushProvider};
use crate::client::{Desk, Frontdesk};
use crate::error::{FrontdeskError, InputError};
use crate::model::event::OperationId;
use crate::model::limits::PUSH_TOKEN_BYTES;
use crate::model::operation::OperationKind;
use crate::outbox::Writer;
use crate::secret::Secret;
use crate::session::State;
use crate::storage::OperationRow;

/// What is bound at a login.
#[derive(Debug, Clone)]
pub(crate) struct PushToken {
    provider: PushProvider,
    environment: PushEnvironment,
    token: Secret<String>,
}

impl Frontdesk {
    /// Pushes for the present user go to this device from now on; without a user, from the next login on.
    /// Call it whenever the system hands over a token.
    ///
    /// # Errors
    /// `empty`, `too_long` (4 KiB) or `invalid_text` with the field `token`; storage codes; `shut_down`.
    pub fn set_push_token(
        &self,
        provider: PushProvider,
        token: &str,
        environment: PushEnvironment,
    ) -> Result<(), FrontdeskError> {
        self.desk.check_open()?;
        check(token)?;
        let push = PushToken {
            provider,
            environment,
            token: Secret::new(token.to_owned()),
        };
        let row = bind_row(&push, self.desk.config.clock.wall_ms());
        self.desk.personal.lock().push_token = Some(push);
        if matches!(*self.desk.session.lock(), State::LoggedOut) {
            return Ok(());
        }
        match self.desk.append(row) {
            // Logged out a moment ago: bound at the next login.
            Ok(_) | Err(FrontdeskError::NotLoggedIn) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// No more pushes to this device, for nobody, until a token is set again.
    ///
    /// # Errors
    /// Storage codes; `shut_down`.
    pub fn clear_push_token(&self) -> Result<(), FrontdeskError> {
        self.desk.check_open()?;
        self.desk.personal.lock().push_token = None;
        let row = OperationRow {
            kind: OperationKind::PushUnbind,
            id: OperationId::new().as_uuid(),
            created_at: self.desk.config.clock.wall_ms(),
            target: None,
            body: Vec::new(),
        };
        match self.desk.append(row) {
            Ok(_) | Err(FrontdeskError::NotLoggedIn) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

/// The first thing a new session tells, when there is a token; inside the turn that began it. However full the
/// queue is: the app asked for a login, which a queue full of earlier words must not fail, and it is one a login.
pub(crate) fn bind_for_new_session(desk: &Desk, writer: &mut Writer, now: i64) -> Result<(), FrontdeskError> {
    let push = desk.personal.lock().push_token.clone();
    if let Some(push) = push {
        writer.append_moved(&[bind_row(&push, now)], |_| Ok(()))?;
    }
    Ok(())
}

fn bind_row(push: &PushToken, now: i64) -> OperationRow {
    let body = json!({
        "provider": push.provider.as_str(),
        "token": push.token.expose(),
        "environment": push.environment.as_str(),
    });
    OperationRow {
        kind: OperationKind::PushBind,
        id: OperationId::new().as_uuid(),
        created_at: now,
        target: None,
        body: body.to_string().into_bytes(),
    }
}

fn check(token: &str) -> Result<(), InputError> {
    if token.is_empty() {
        return Err(InputError::new(
            "empty",
            "token",
            "pass the token the system handed over",
        ));
    }
    if token.len() > PUSH_TOKEN_BYTES {
        let advice = format!("must not be longer than {PUSH_TOKEN_BYTES} bytes");
        return Err(InputError::over("too_long", "token", PUSH_TOKEN_BYTES, &advice));
    }
    if token.chars().any(char::is_control) {
        return Err(InputError::new(
            "invalid_text",
            "token",
            "must not hold control characters",
        ));
    }
    Ok(())
}
