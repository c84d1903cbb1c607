//! Named inputs and outputs of the [`crate::store::Store`] methods that operators and the server itself use.

use super::Viewer;
use super::model::{Contact, DataAttribute};
use super::params::NewEvent;
use crate::domain::attributes::{ContactPatch, Rejected};
use crate::domain::web_page::WebPage;

/// An event of the operator API. Unique by contact, name and second.
#[derive(Debug, Clone)]
pub struct OperatorEvent {
    /// The workspace.
    pub app_id: String,
    /// Who did it.
    pub contact: ContactKey,
    /// The event, with an id made by us.
    pub event: NewEvent,
    /// Most active names a workspace may have.
    pub max_names: usize,
    /// Unix seconds.
    pub now: i64,
}

/// How an event of the operator API ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperatorEventOutcome {
    /// Stored, or stored before.
    Done,
    /// No such contact.
    NoContact,
    /// More than one user has this address.
    Ambiguous,
    /// The workspace has as many names as it may.
    NameLimit,
}

/// One way to name a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContactKey {
    /// Our id.
    Id(String),
    /// The app's id.
    ExternalId(String),
    /// Address; the newest user when several match.
    Email(String),
}

/// A contact made by an operator.
#[derive(Debug, Clone)]
pub struct CreateContact {
    /// The workspace.
    pub app_id: String,
    /// Id to use.
    pub new_contact_id: String,
    /// `None`: a user when there is a user id or an address, else a lead.
    pub role: Option<super::model::Role>,
    /// Its fields.
    pub patch: ContactPatch,
    /// Unix seconds.
    pub now: i64,
}

/// A change of a contact by an operator.
#[derive(Debug, Clone)]
pub struct EditContact {
    /// The workspace.
    pub app_id: String,
    /// The contact.
    pub id: String,
    /// The new role, when it changes.
    pub role: Option<super::model::Role>,
    /// The change.
    pub patch: ContactPatch,
    /// Unix seconds.
    pub now: i64,
}

/// How an operator's change of a contact ended.
#[derive(Debug, Clone)]
pub enum EditOutcome {
    /// Done.
    Done(Box<Contact>),
    /// Another contact has these details; its id.
    Conflict(String),
    /// Attributes that cannot be set; nothing was changed.
    Invalid(Vec<Rejected>),
    /// There is no such contact.
    NotFound,
}

/// A page of contacts, newest first.
#[derive(Debug, Clone)]
pub struct FindContacts {
    /// The workspace.
    pub app_id: String,
    /// Which; `None` means all.
    pub query: Option<crate::domain::query::Query>,
    /// Only contacts older than this position.
    pub before: Option<i64>,
    /// Most to return.
    pub limit: usize,
}

/// A page of anything that is paged by position.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// All that match, on every page.
    pub total: i64,
    /// Where the next page starts; `None` at the end.
    pub next: Option<i64>,
}

/// A data attribute to make.
#[derive(Debug, Clone)]
pub struct NewDataAttribute {
    /// The workspace.
    pub app_id: String,
    /// Its fields; id and times are set by the store.
    pub attribute: DataAttribute,
    /// Most active attributes per model.
    pub max_active: usize,
    /// Unix seconds.
    pub now: i64,
}

/// How making a data attribute ended.
#[derive(Debug, Clone)]
pub enum NewAttributeOutcome {
    /// Made.
    Created(DataAttribute),
    /// There is one with this name.
    Exists,
    /// There are as many as there may be.
    Limit,
}

/// A change of a data attribute; absent fields stay.
#[derive(Debug, Clone, Default)]
pub struct EditDataAttribute {
    /// The workspace.
    pub app_id: String,
    /// Which.
    pub id: i64,
    /// New label.
    pub label: Option<String>,
    /// New description.
    pub description: Option<String>,
    /// New options.
    pub options: Option<Vec<String>>,
    /// Archive or bring back.
    pub archived: Option<bool>,
    /// Let devices set it.
    pub messenger_writable: Option<bool>,
    /// Unix seconds.
    pub now: i64,
}

/// Which events of a contact.
#[derive(Debug, Clone)]
pub struct ListEvents {
    /// The contact.
    pub contact_id: String,
    /// Only events before this position.
    pub before: Option<i64>,
    /// Only events created at or after this.
    pub since: i64,
    /// Most to return.
    pub limit: usize,
}

/// A contact that is here.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Who.
    pub viewer: Viewer,
    /// The page of a web site that they are on; `None` changes nothing.
    pub page: Option<WebPage>,
    /// The look of the messenger that they ask for.
    pub style: Option<String>,
    /// Unix seconds.
    pub now: i64,
}

/// What a ping has to know.
#[derive(Debug, Clone)]
pub struct Presence {
    /// Messenger settings, as JSON text.
    pub settings: String,
    /// What the look says that was asked for, as JSON text; `None` when there is none.
    pub style: Option<String>,
    /// Name of the workspace.
    pub workspace_name: String,
    /// Position in the contact's feed of changes.
    pub seq: i64,
    /// Conversations with something new.
    pub unread: super::Unread,
    /// Whether the contact has a conversation at all.
    pub has_conversation: bool,
}

/// What a clean-up removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purged {
    /// Remembered ids of operations.
    pub operations: usize,
    /// Sessions that ended long ago.
    pub sessions: usize,
}
