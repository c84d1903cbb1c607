//! Proofs of who somebody is, and a fresh one when the old one ran out.
//!
//! Guarantees: a proof is stored for this and the next login and forgotten at logout; while a fresh one is asked
//! for, the queue waits and nothing is lost; a proof that comes after its user logged out is not taken for the
//! next user. Called by the app on any thread; [`TokenRefresh`] is called on `frontdesk-events`.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};

use super::{Desk, Frontdesk};
use crate::error::{FrontdeskError, InputError};
use crate::messenger::Scene;
use crate::model::limits::{AUTH_TOKEN_NAME_CHARS, AUTH_TOKENS};
use crate::model::text;
use crate::observer::{Event, Listener};
use crate::secret::Secret;
use crate::session::ledger;
use crate::storage::settings;
use crate::worker::Command;

/// Longest user hash (hex of HMAC-SHA256) and longest JWT taken, bytes.
const LONGEST_HASH: usize = 128;
const LONGEST_JWT: usize = 8 * 1024;

/// Gives a fresh JWT when the server finds the old one expired. Since 0.1.
pub trait TokenRefresh: Send + Sync + 'static {
    /// Asks the app's own server for a JWT of the present user and hands it to `request`, now or later, on any
    /// thread. Must not block for long: listeners wait meanwhile. An app that cannot get one does nothing; what
    /// was told stays queued, and the next call asks again.
    fn refresh(&self, request: TokenRequest);
}

/// The question for a fresh JWT.
pub struct TokenRequest {
    desk: Weak<Desk>,
    device: String,
}

impl TokenRequest {
    /// Hands over the JWT; false when the user it was asked for is not logged in any more.
    ///
    /// # Errors
    /// As [`Frontdesk::set_user_jwt`].
    pub fn provide(self, jwt: &str) -> Result<bool, FrontdeskError> {
        let Some(desk) = self.desk.upgrade() else {
            return Err(FrontdeskError::ShutDown);
        };
        set_credential(&desk, settings::JWT, "jwt", jwt, LONGEST_JWT, Some(&self.device))
    }
}

impl std::fmt::Debug for TokenRequest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("TokenRequest")
    }
}

/// Turns the event into the question.
pub(super) struct Refresher {
    desk: Weak<Desk>,
    app: Arc<dyn TokenRefresh>,
}

impl Refresher {
    pub(super) fn new(desk: &Arc<Desk>, app: Arc<dyn TokenRefresh>) -> Self {
        Self {
            desk: Arc::downgrade(desk),
            app,
        }
    }
}

impl Listener for Refresher {
    fn on_event(&self, event: &Event) {
        let (Event::TokenRequired, Some(desk)) = (event, self.desk.upgrade()) else {
            return;
        };
        let device = settings::get(&desk.reader.lock(), settings::DEVICE_ID)
            .ok()
            .flatten();
        if let Some(device) = device {
            let desk = self.desk.clone();
            self.app.refresh(TokenRequest { desk, device });
        }
    }
}

impl Frontdesk {
    /// The HMAC that proves the identity of the user, for this login or the next; forgotten at logout.
    ///
    /// # Errors
    /// `empty`, `too_long` or `invalid_text` for a hash that cannot be one; storage codes.
    pub fn set_user_hash(&self, hash: &str) -> Result<(), FrontdeskError> {
        set_credential(&self.desk, settings::USER_HASH, "hash", hash, LONGEST_HASH, None).map(drop)
    }

    /// The signed token that proves the identity of the user; wins over a user hash. Forgotten at logout.
    ///
    /// # Errors
    /// As [`Frontdesk::set_user_hash`].
    pub fn set_user_jwt(&self, jwt: &str) -> Result<(), FrontdeskError> {
        set_credential(&self.desk, settings::JWT, "jwt", jwt, LONGEST_JWT, None).map(drop)
    }

    /// Tokens of the app's own services for the present user, by name. They stay in memory, never reach the
    /// server or the disk, and are forgotten at logout; [`Frontdesk::auth_token`] hands them to the app's
    /// connectors. Given tokens replace those of the same name.
    ///
    /// # Errors
    /// `not_logged_in`; `too_many_tokens` (10); the input codes with the field `auth_tokens.<name>`.
    pub fn set_auth_tokens(&self, tokens: BTreeMap<String, String>) -> Result<(), FrontdeskError> {
        let person = self.check_user()?;
        for (name, token) in &tokens {
            let field = crate::model::rejection::child("auth_tokens", name);
            text::check_name(&field, name, AUTH_TOKEN_NAME_CHARS)?;
            check_credential(&field, token, LONGEST_JWT)?;
        }
        let mut personal = self.desk.personal.lock();
        let mut all = personal.auth_tokens.clone();
        all.extend(tokens.into_iter().map(|(name, token)| (name, Secret::new(token))));
        if all.len() > AUTH_TOKENS {
            let advice = format!("must not be more than {AUTH_TOKENS} tokens");
            return Err(InputError::over("too_many_tokens", "auth_tokens", AUTH_TOKENS, &advice).into());
        }
        // A logout meanwhile cleared them already, and the next user's they are not.
        if self.desk.stage.look(Scene::person) != person {
            return Err(FrontdeskError::NotLoggedIn);
        }
        personal.auth_tokens = all;
        Ok(())
    }

    /// One of the tokens of [`Frontdesk::set_auth_tokens`]; `None` after a logout.
    pub fn auth_token(&self, name: &str) -> Option<String> {
        let personal = self.desk.personal.lock();
        personal.auth_tokens.get(name).map(|token| token.expose().clone())
    }
}

fn check_credential(field: &str, value: &str, longest: usize) -> Result<(), InputError> {
    if value.is_empty() {
        return Err(InputError::new("empty", field, "pass what your server signed"));
    }
    if value.len() > longest {
        return Err(InputError::over(
            "too_long",
            field,
            longest,
            "pass the signature alone",
        ));
    }
    if !value.chars().all(|c| c.is_ascii_graphic()) {
        return Err(InputError::new(
            "invalid_text",
            field,
            "use plain ASCII without spaces",
        ));
    }
    Ok(())
}

/// Stores a proof, if the device is still `device`'s user's; false when it is not.
fn set_credential(
    desk: &Desk,
    name: &'static str,
    field: &str,
    value: &str,
    longest: usize,
    device: Option<&str>,
) -> Result<bool, FrontdeskError> {
    desk.check_open()?;
    check_credential(field, value, longest)?;
    let taken = desk.exclusive(|writer| {
        if device.is_some() && settings::get(writer.conn(), settings::DEVICE_ID)?.as_deref() != device {
            return Ok(false);
        }
        ledger::set_credential(writer, name, value).map(|()| true)
    })?;
    let _shutting_down = desk.send(Command::Hurry);
    Ok(taken)
}
