//! Named inputs and outputs of the [`crate::store::Store`] methods that devices and the set-up use.
//!
//! One struct per call: a new field is a compile error in each store, never a swapped argument.

use super::model::{Contact, Platform};
use crate::config::VerificationMode;
use crate::domain::attributes::{ContactPatch, Rejected};
use crate::secret::Secret;

/// A workspace with everything it needs to be used.
#[derive(Debug, Clone)]
pub struct NewWorkspace {
    /// Public id.
    pub app_id: String,
    /// Name.
    pub name: String,
    /// Bytes that a development workspace derives its credentials from; `None` in production.
    pub dev_seed: Option<[u8; 32]>,
    /// SHA-256 of the operator's token.
    pub operator_token_hash: [u8; 32],
    /// One publishable key and one identity secret per platform.
    pub platforms: Vec<NewPlatform>,
    /// The identity switch on all platforms.
    pub verification: VerificationMode,
    /// Unix seconds.
    pub now: i64,
}

/// Key and secret of one platform.
#[derive(Debug, Clone)]
pub struct NewPlatform {
    /// The platform.
    pub platform: Platform,
    /// Publishable key.
    pub key: String,
    /// Secret that the app's server signs identities with.
    pub identity_secret: Secret,
}

/// A secret to add to a platform. Two may be live.
#[derive(Debug, Clone)]
pub struct NewIdentitySecret {
    /// The workspace.
    pub app_id: String,
    /// The platform.
    pub platform: Platform,
    /// The secret.
    pub secret: Secret,
    /// Unix seconds.
    pub now: i64,
}

/// Who a login claims to be. The proof, if one is wanted, was checked before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The app's own id; wins over the address.
    pub user_id: Option<String>,
    /// Address; identifies only when there is no user id.
    pub email: Option<String>,
}

/// The device of a login.
#[derive(Debug, Clone)]
pub struct DeviceInfo {
    /// UUID.
    pub id: String,
    /// SHA-256 of its secret.
    pub secret_hash: [u8; 32],
    /// From the key it used.
    pub platform: Platform,
    /// As reported.
    pub model: Option<String>,
    /// As reported.
    pub os: Option<String>,
    /// As reported.
    pub app_version: Option<String>,
    /// As reported.
    pub locale: Option<String>,
    /// As reported.
    pub timezone: Option<String>,
}

/// A login.
#[derive(Debug, Clone)]
pub struct OpenSession {
    /// The workspace.
    pub app_id: String,
    /// The device.
    pub device: DeviceInfo,
    /// `None` for an unidentified login.
    pub identity: Option<Identity>,
    /// Whether a right proof came with it.
    pub verified: bool,
    /// Whether the proof covers the address, too.
    pub email_proven: bool,
    /// Attributes to set.
    pub patch: ContactPatch,
    /// Id to use when a contact has to be made.
    pub new_contact_id: String,
    /// SHA-256 of the token that will be handed out.
    pub token_hash: [u8; 32],
    /// Unix seconds.
    pub expires_at: i64,
    /// Unix seconds.
    pub now: i64,
}

/// How a login ended.
#[derive(Debug, Clone)]
pub enum SessionOutcome {
    /// The session is open.
    Opened {
        /// Whose it is.
        contact: Box<Contact>,
        /// A lead was merged into this user.
        merged: bool,
        /// Attributes that were not taken.
        rejected: Vec<Rejected>,
    },
    /// The device id is known with another secret.
    DeviceSecretMismatch,
    /// The device belongs to somebody else, who must log out first.
    IdentityConflict,
    /// More than one user has this address.
    Ambiguous,
    /// The contact was blocked.
    Blocked,
}

/// A change of a contact by its device.
#[derive(Debug, Clone)]
pub struct UpdateContact {
    /// The workspace.
    pub app_id: String,
    /// The contact; merges are followed.
    pub contact_id: String,
    /// Id of the operation, remembered.
    pub operation_id: String,
    /// Hash of what was asked, to notice an id used twice.
    pub body_hash: [u8; 32],
    /// The change.
    pub patch: ContactPatch,
    /// Attributes this device may not overwrite, because they came signed.
    pub signed_fields: Vec<String>,
    /// Whether identified users must be proven on this platform: then a device cannot choose a user id.
    pub must_prove: bool,
    /// Whether this device may change companies: it proved who its user is, or nobody has to.
    pub may_change_companies: bool,
    /// Unix seconds.
    pub now: i64,
}

/// How a change ended.
#[derive(Debug, Clone)]
pub enum UpdateOutcome {
    /// Done now.
    Applied {
        /// After the change.
        contact: Box<Contact>,
        /// Attributes that were not taken.
        rejected: Vec<Rejected>,
    },
    /// Was done before; nothing changed.
    Duplicate {
        /// As it is now.
        contact: Box<Contact>,
        /// What was answered the first time.
        rejected: Vec<Rejected>,
    },
    /// The id was used for something else.
    IdReused,
    /// A user id cannot be changed.
    UserIdFixed,
    /// Another contact has this user id.
    UserIdTaken,
    /// There is no such contact.
    NotFound,
}

/// An event that passed the checks which need no database.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// UUID, lower case.
    pub id: String,
    /// Name.
    pub name: String,
    /// Unix seconds, shifted.
    pub created_at: i64,
    /// JSON text of an object.
    pub metadata: Option<String>,
}

/// A batch of events of one contact.
#[derive(Debug, Clone)]
pub struct IngestEvents {
    /// The workspace.
    pub app_id: String,
    /// The contact; merges are followed.
    pub contact_id: String,
    /// In the order sent.
    pub events: Vec<NewEvent>,
    /// Most active names a workspace may have.
    pub max_names: usize,
    /// Unix seconds.
    pub now: i64,
}

/// What happened to one event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventOutcome {
    /// Stored now.
    Accepted,
    /// Was stored before.
    Duplicate,
    /// Another event has this id; the first was kept.
    IdReused,
    /// The workspace has as many names as it may.
    NameLimit,
}
