//! What an app says about a user: the standard attributes, custom attributes and companies of one update.
//!
//! Guarantees: absent, cleared (`null`) and set are three different things for every field ([`Change`]);
//! both spellings of every key go in ([`UserAttributes::from_json`]) and one shape comes out
//! ([`UserAttributes::to_wire`]); an update that passes [`UserAttributes::check`] is within every limit of the
//! wire. Whether an attribute *exists* and may be written is the server's word, given per attribute.
//!
//! Made on the caller's thread. `Debug` shows which fields are present and never their values.

mod change;
mod check;
mod company;
mod custom;
mod read;
mod wire;

use super::identity::Identity;
use super::rejection::InputError;
use super::scalar::Scalar;
use serde_json::{Map, Value};

pub use change::Change;
pub use company::Company;
pub use custom::CustomAttributes;

/// One update of a user. Build it in Rust with the methods named after the fields, or read it from JSON.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UserAttributes {
    pub(crate) user_id: Change<String>,
    pub(crate) email: Change<String>,
    pub(crate) name: Change<String>,
    pub(crate) phone: Change<String>,
    pub(crate) language_override: Change<String>,
    pub(crate) signed_up_at: Change<i64>,
    pub(crate) unsubscribed_from_emails: Change<bool>,
    pub(crate) avatar: Change<String>,
    pub(crate) custom_attributes: CustomAttributes,
    pub(crate) companies: Vec<Company>,
    pub(crate) ignored: Vec<String>,
}

impl UserAttributes {
    /// An update that changes nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads an update in either spelling of its keys and checks it. Numbers given for texts (a numeric user
    /// id) become text; keys that are no attribute are left out and named by
    /// [`UserAttributes::ignored_keys`].
    ///
    /// # Errors
    /// `wrong_type`, `conflicting_keys` (both spellings with different values), `nested_attribute`, and those
    /// of [`UserAttributes::check`]; the field is always in the wire's spelling.
    pub fn from_json(value: &Value) -> Result<Self, InputError> {
        read::user(value)
    }

    /// Checks every field against the rules.
    ///
    /// # Errors
    /// `empty`, `too_long`, `invalid_text`, `invalid_email`, `invalid_url`, `invalid_name` (a `.` or `$` in an attribute's
    /// name), `not_finite`, `out_of_range`, `too_many_attributes`, `too_many_companies`,
    /// `attributes_too_large`, with the field and, where there is one, the limit.
    pub fn check(&self) -> Result<(), InputError> {
        check::user(self)
    }

    /// The fields of the wire (`PATCH /me`, `attributes` of a login), in a fixed order; absent fields are
    /// absent, cleared ones are `null`.
    #[must_use]
    pub fn to_wire(&self) -> Map<String, Value> {
        wire::user(self)
    }

    /// Who this is, when a user id or an e-mail address is set.
    #[must_use]
    pub fn identity(&self) -> Option<Identity> {
        let identity = Identity {
            user_id: self.user_id.get().cloned(),
            email: self.email.get().cloned(),
        };
        (identity.user_id.is_some() || identity.email.is_some()).then_some(identity)
    }

    /// The same update without user id and e-mail address: what a login sends beside the identity.
    #[must_use]
    pub fn without_identity(self) -> Self {
        Self {
            user_id: Change::Keep,
            email: Change::Keep,
            ..self
        }
    }

    /// Whether nothing would be sent.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.to_wire().is_empty()
    }

    /// Keys that were given to [`UserAttributes::from_json`] and are no attribute (at most 20 of them): tell
    /// the developer, so that a misspelled key is not lost silently.
    #[must_use]
    pub fn ignored_keys(&self) -> &[String] {
        &self.ignored
    }

    /// Sets the app's own id of the user.
    #[must_use]
    pub fn user_id(mut self, user_id: impl Into<String>) -> Self {
        self.user_id = Change::Set(user_id.into());
        self
    }

    /// Sets the e-mail address; `None` clears it.
    #[must_use]
    pub fn email(mut self, email: impl Into<Change<String>>) -> Self {
        self.email = email.into();
        self
    }

    /// Sets the name; `None` clears it.
    #[must_use]
    pub fn name(mut self, name: impl Into<Change<String>>) -> Self {
        self.name = name.into();
        self
    }

    /// Sets the phone number; `None` clears it.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<Change<String>>) -> Self {
        self.phone = phone.into();
        self
    }

    /// Sets the language the messenger speaks to this user (`de`, `pt-BR`); `None` clears it.
    #[must_use]
    pub fn language_override(mut self, language: impl Into<Change<String>>) -> Self {
        self.language_override = language.into();
        self
    }

    /// Sets when the user signed up, in unix seconds; `None` clears it.
    #[must_use]
    pub fn signed_up_at(mut self, unix_seconds: impl Into<Change<i64>>) -> Self {
        self.signed_up_at = unix_seconds.into();
        self
    }

    /// Sets whether the user wants no e-mail; `None` clears it.
    #[must_use]
    pub fn unsubscribed_from_emails(mut self, unsubscribed: impl Into<Change<bool>>) -> Self {
        self.unsubscribed_from_emails = unsubscribed.into();
        self
    }

    /// Sets the picture of the user, as its `https` address of at most 2048 characters; `None` clears it. It is
    /// shown where pictures of other origins may be, and fetched by whoever looks, never by the server.
    #[must_use]
    pub fn avatar(mut self, image_url: impl Into<Change<String>>) -> Self {
        self.avatar = image_url.into();
        self
    }

    /// Sets a custom attribute; [`Scalar::Null`] clears it.
    #[must_use]
    pub fn custom(mut self, name: impl Into<String>, value: impl Into<Scalar>) -> Self {
        self.custom_attributes.set(name.into(), value.into());
        self
    }

    /// Adds a company the user belongs to.
    #[must_use]
    pub fn company(mut self, company: Company) -> Self {
        self.companies.push(company);
        self
    }
}

#[cfg(test)]
mod tests;
