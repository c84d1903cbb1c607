//! What the store hands out: plain values, no rows of any engine.

use serde::{Deserialize, Serialize};

use crate::config::VerificationMode;
use crate::domain::web_page::WebPage;

/// Where a device runs. It decides which key, secret and identity switch apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// iPhone and iPad.
    Ios,
    /// Android, and everything that embeds the Rust core without a platform of its own.
    Android,
    /// A page in a browser.
    Web,
}

impl Platform {
    /// All of them, in the order they are printed.
    pub const ALL: [Self; 3] = [Self::Ios, Self::Android, Self::Web];

    /// The word used in JSON and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ios => "ios",
            Self::Android => "android",
            Self::Web => "web",
        }
    }

    /// Reads the word used in JSON and in the database.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|platform| platform.as_str() == word)
    }
}

/// Whether we know who a contact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Unidentified.
    Lead,
    /// Identified by a user id or an email address.
    User,
}

impl Role {
    /// The word used in JSON and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::User => "user",
        }
    }

    /// Reads the word used in JSON and in the database.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "lead" => Some(Self::Lead),
            "user" => Some(Self::User),
            _ => None,
        }
    }
}

/// An app with its own contacts, keys and content.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// The public id that apps are built with.
    pub app_id: String,
    /// Shown to operators and in the messenger.
    pub name: String,
    /// Name of its time zone.
    pub timezone: String,
    /// Devices are answered 403 `app_disabled`.
    pub disabled: bool,
    /// Messenger settings, as JSON text.
    pub settings: String,
    /// Unix seconds.
    pub created_at: i64,
}

/// What an app id and an api key lead to.
#[derive(Debug, Clone)]
pub struct AppKey {
    /// The workspace.
    pub workspace: Workspace,
    /// Platform of the key; `None` when the workspace has no such key.
    pub platform: Option<Platform>,
    /// Whether the key was not disabled.
    pub enabled: bool,
}

/// The identity switch of one platform.
#[derive(Debug, Clone)]
pub struct PlatformVerification {
    /// The platform.
    pub platform: Platform,
    /// The switch.
    pub mode: VerificationMode,
    /// Live secrets, newest first; two at most.
    pub secrets: Vec<IdentitySecret>,
}

/// A secret that identities are signed with.
#[derive(Debug, Clone)]
pub struct IdentitySecret {
    /// Number within the server.
    pub id: i64,
    /// The secret itself.
    pub secret: crate::secret::Secret,
    /// Unix seconds.
    pub created_at: i64,
}

/// A person.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// 24 hexadecimal characters.
    pub id: String,
    /// Lead or user.
    pub role: Role,
    /// The app's own id of this person: `user_id` for devices, `external_id` for operators.
    pub external_id: Option<String>,
    /// As given; compared without case.
    pub email: Option<String>,
    /// Whether the address was signed or set by an operator.
    pub email_verified: bool,
    /// Full name.
    pub name: Option<String>,
    /// As given.
    pub phone: Option<String>,
    /// Language tag.
    pub language_override: Option<String>,
    /// Unix seconds.
    pub signed_up_at: Option<i64>,
    /// Whether this person wants no e-mail.
    pub unsubscribed_from_emails: bool,
    /// Address of their own picture, which the server never asks for.
    pub avatar_url: Option<String>,
    /// Values of data attributes.
    pub custom_attributes: serde_json::Map<String, serde_json::Value>,
    /// Unix seconds.
    pub last_seen_at: Option<i64>,
    /// Archived contacts are found by no login.
    pub archived: bool,
    /// The user this lead became part of.
    pub merged_into: Option<String>,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
    /// The page of a web site that this person was on last.
    pub last_page: Option<SeenPage>,
    /// The first companies, ten at most.
    pub companies: Vec<CompanyRef>,
    /// What else hangs on it; filled for operators only.
    pub links: ContactLinks,
}

/// A page of a web site, and when somebody was there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenPage {
    /// See [`crate::domain::web_page`].
    pub page: WebPage,
    /// Unix seconds.
    pub seen_at: i64,
}

/// What hangs on a contact, as operators see it: the first ten of each, and how many there are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactLinks {
    /// Tags, in the order applied.
    pub tags: Vec<i64>,
    /// All of them.
    pub tag_count: i64,
    /// Notes, newest first.
    pub notes: Vec<i64>,
    /// All of them.
    pub note_count: i64,
    /// All companies.
    pub company_count: i64,
    /// Whether one of its devices can be pushed to.
    pub push: bool,
}

/// A company as it is shown inside a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyRef {
    /// 24 hexadecimal characters.
    pub id: String,
    /// The app's own id.
    pub company_id: String,
    /// Name, when one was given.
    pub name: Option<String>,
}

/// A bearer token, looked up.
#[derive(Debug, Clone)]
pub struct Session {
    /// The workspace.
    pub app_id: String,
    /// The workspace is switched off.
    pub app_disabled: bool,
    /// The contact, merges followed.
    pub contact_id: String,
    /// Role of that contact.
    pub role: Role,
    /// The contact is somebody: a user, or whatever its role has a user id.
    pub identified: bool,
    /// The contact was blocked by an operator.
    pub blocked: bool,
    /// The device.
    pub device_id: String,
    /// Its platform.
    pub platform: Platform,
    /// Whether this device proved who its user is.
    pub verified: bool,
    /// The identity switch of that platform, now.
    pub verification: VerificationMode,
    /// Attributes that came signed.
    pub signed_fields: Vec<String>,
    /// Positions of the contact's feed below this one belong to another feed, of a lead that was merged.
    pub feed_from: i64,
    /// Unix seconds.
    pub expires_at: i64,
    /// Whether it was closed.
    pub revoked: bool,
    /// Until when the device belonged to a person who was erased since. Unix seconds.
    pub erased_at: Option<i64>,
}

impl Session {
    /// Whether a thing with this id was made by a person who was erased since: ids are UUIDs that say when
    /// they were made. One that does not say is taken for new.
    #[must_use]
    pub fn made_before_erasure(&self, id: &str) -> bool {
        let (Some(erased_at), Ok(id)) = (self.erased_at, uuid::Uuid::try_parse(id)) else {
            return false;
        };
        id.get_timestamp()
            .is_some_and(|at| i64::try_from(at.to_unix().0).is_ok_and(|seconds| seconds <= erased_at))
    }
}

/// A field of contacts or companies that the workspace defined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataAttribute {
    /// Number within the server.
    pub id: i64,
    /// `contact` or `company`.
    pub model: String,
    /// Key in `custom_attributes`.
    pub name: String,
    /// Shown to operators.
    pub label: String,
    /// Shown to operators.
    pub description: Option<String>,
    /// `string`, `integer`, `float`, `boolean`, `date`, `datetime` or `options`.
    pub data_type: String,
    /// Allowed values, for `options`.
    pub options: Vec<String>,
    /// Operators may set it.
    pub api_writable: bool,
    /// Devices may set it.
    pub messenger_writable: bool,
    /// Archived attributes are as good as undefined.
    pub archived: bool,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
}

/// An article, survey, carousel or other thing to present.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Content {
    /// `article`, `survey`, `carousel`, …
    pub kind: String,
    /// Unique per kind.
    pub id: String,
    /// Shown to people.
    pub title: String,
    /// `live`, `draft`, `paused` or `archived`.
    pub status: String,
    /// JSON text.
    pub body: String,
    /// Who may see it, as the JSON text of [`crate::domain::targeting::Targeting`]; empty means everybody.
    pub targeting: String,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
    /// The collection that an article or a section is in.
    pub parent_id: Option<String>,
    /// Its place among its siblings.
    pub place: i64,
    /// The teammate who wrote or sends it.
    pub author_id: Option<i64>,
    /// When it went live first, or was said to. Unix seconds.
    pub published_at: Option<i64>,
}

/// A stored event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Order of arrival.
    pub seq: i64,
    /// The id made by the device, or by us for events of the operator API.
    pub id: String,
    /// Name.
    pub name: String,
    /// Unix seconds.
    pub created_at: i64,
    /// JSON text of an object.
    pub metadata: Option<String>,
}

/// All events of one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventSummary {
    /// Name.
    pub name: String,
    /// Unix seconds of the earliest.
    pub first: i64,
    /// Unix seconds of the latest.
    pub last: i64,
    /// How many.
    pub count: i64,
}
