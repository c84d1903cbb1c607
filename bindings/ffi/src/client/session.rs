//! Login, logout, proofs of who somebody is.

use std::collections::HashMap;

use frontdesk_core::{LogoutOptions, UnsentOperations, UserAttributes};

use super::CoreClient;
use crate::checks::with_json;
use crate::data::{LoggedInUser, LoginResult, SessionState};
use crate::error::CoreError;
use crate::guard::guarded;

#[uniffi::export]
impl CoreClient {
    /// Logs in somebody whose identity is not known. Succeeds when the server accepted it, or at once when this
    /// is who is logged in.
    pub async fn login_unidentified_user(&self) -> Result<LoginResult, CoreError> {
        let login = self
            .ask(|desk| async move { desk.login_unidentified_user().await })
            .await?;
        Ok(LoginResult::of(login, Vec::new()))
    }

    /// Logs in somebody by user id, e-mail address or both, given with other attributes as a JSON object.
    pub async fn login_user_with_user_attributes(
        &self,
        attributes_json: String,
    ) -> Result<LoginResult, CoreError> {
        let attributes = guarded(|| with_json(&attributes_json, UserAttributes::from_json))?;
        let ignored = attributes.ignored_keys().to_vec();
        let login = self
            .ask(|desk| async move { desk.login_user_with_user_attributes(attributes).await })
            .await?;
        Ok(LoginResult::of(login, ignored))
    }

    /// Logs out and forgets everything personal on this device. `force` logs out an unidentified user too, whose
    /// history is then lost to them; `purge_unsent` removes what is not delivered yet instead of delivering it as
    /// its own user.
    pub async fn logout(&self, force: bool, purge_unsent: bool) -> Result<(), CoreError> {
        let unsent = if purge_unsent {
            UnsentOperations::Purge
        } else {
            UnsentOperations::Deliver
        };
        let options = LogoutOptions { force, unsent };
        self.ask(|desk| async move { desk.logout(options).await }).await
    }

    /// The HMAC that proves the identity of the user, for this login or the next. Writes to the database.
    pub fn set_user_hash(&self, hash: String) -> Result<(), CoreError> {
        self.tell(|desk| desk.set_user_hash(&hash))
    }

    /// The signed token that proves the identity of the user; wins over a user hash. Writes to the database.
    pub fn set_user_jwt(&self, jwt: String) -> Result<(), CoreError> {
        self.tell(|desk| desk.set_user_jwt(&jwt))
    }

    /// Tokens of the app's own services for the present user, by name. They stay in memory.
    pub fn set_auth_tokens(&self, tokens: HashMap<String, String>) -> Result<(), CoreError> {
        self.tell(|desk| desk.set_auth_tokens(tokens.into_iter().collect()))
    }

    /// One of those tokens; absent after a logout.
    pub fn auth_token(&self, name: String) -> Result<Option<String>, CoreError> {
        self.tell(|desk| Ok(desk.auth_token(&name)))
    }

    /// Whether somebody is logged in. From memory.
    pub fn is_user_logged_in(&self) -> Result<bool, CoreError> {
        self.tell(|desk| Ok(desk.is_user_logged_in()))
    }

    /// Where the session stands. From memory.
    pub fn session_state(&self) -> Result<SessionState, CoreError> {
        self.tell(|desk| Ok(desk.session_state()))
    }

    /// Who is logged in.
    pub fn fetch_logged_in_user_attributes(&self) -> Result<LoggedInUser, CoreError> {
        self.tell(|desk| desk.fetch_logged_in_user_attributes())
    }
}
