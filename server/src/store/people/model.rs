//! What the people's store takes and hands out: plain values, no rows of any engine.

use super::super::{Contact, ContactKey};
use crate::domain::attributes::{CompanyPatch, Rejected};

/// A word that operators put on contacts, companies and conversations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Number within the server.
    pub id: i64,
    /// Unique in the workspace, whatever its case.
    pub name: String,
    /// When it was put on the thing asked about. Unix seconds.
    pub tagged_at: Option<i64>,
    /// The teammate who did, on a conversation.
    pub tagged_by: Option<i64>,
}

/// Makes a tag, or finds it by name, and puts it on things or takes it off them.
#[derive(Debug, Clone)]
pub struct SaveTag {
    /// The workspace.
    pub app_id: String,
    /// The tag to rename; `None` finds or makes the one with this name.
    pub id: Option<i64>,
    /// Its name.
    pub name: String,
    /// Contacts, and whether they are to have it.
    pub contacts: Vec<(ContactKey, bool)>,
    /// Companies, and whether they are to have it.
    pub companies: Vec<(CompanyKey, bool)>,
    /// Unix seconds.
    pub now: i64,
}

/// Puts a tag on a contact or takes it off.
#[derive(Debug, Clone)]
pub struct TagContact {
    /// The workspace.
    pub app_id: String,
    /// The contact.
    pub contact_id: String,
    /// The tag.
    pub tag_id: i64,
    /// On or off.
    pub on: bool,
    /// Unix seconds.
    pub now: i64,
}

/// Puts a tag on a conversation or takes it off.
#[derive(Debug, Clone)]
pub struct TagConversation {
    /// The workspace.
    pub app_id: String,
    /// The conversation; merges are followed.
    pub conversation_id: i64,
    /// The tag.
    pub tag_id: i64,
    /// The teammate who does it; `None` is the workspace's first.
    pub admin_id: Option<i64>,
    /// On or off.
    pub on: bool,
    /// Unix seconds.
    pub now: i64,
}

/// How a change of a tag ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagOutcome {
    /// Done.
    Done(Tag),
    /// There is no such tag, or the contact does not have it.
    NoTag,
    /// There is no such contact.
    NoContact,
    /// There is no such company.
    NoCompany,
    /// There is no such conversation.
    NoConversation,
    /// There is no such teammate.
    NoAdmin,
    /// Another tag has this name.
    NameTaken,
    /// Content is shown by it: kind and title of the first.
    Needed(String),
}

/// What a teammate wrote down about a contact. Contacts never see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Number within the server.
    pub id: i64,
    /// About whom.
    pub contact_id: String,
    /// Number and name of the teammate.
    pub author: Option<(i64, String, Option<String>)>,
    /// Clean HTML.
    pub body: String,
    /// Unix seconds.
    pub created_at: i64,
}

/// A note to add.
#[derive(Debug, Clone)]
pub struct NewNote {
    /// The workspace.
    pub app_id: String,
    /// About whom.
    pub contact_id: String,
    /// The teammate; `None` is the workspace's first.
    pub admin_id: Option<i64>,
    /// Clean HTML.
    pub body: String,
    /// Unix seconds.
    pub now: i64,
}

/// How adding a note ended.
#[derive(Debug, Clone)]
pub enum NoteOutcome {
    /// Done.
    Done(Note),
    /// There is no such contact.
    NoContact,
    /// There is no such teammate.
    NoAdmin,
}

/// A part of a list.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// Items to pass over.
    pub offset: usize,
    /// Most to return.
    pub limit: usize,
}

impl Span {
    /// Limit and offset, as databases want them.
    #[must_use]
    pub fn for_sql(self) -> (i64, i64) {
        let number = |size| i64::try_from(size).unwrap_or(i64::MAX);
        (number(self.limit), number(self.offset))
    }
}

/// Part of a list.
#[derive(Debug, Clone)]
pub struct Listed<T> {
    /// The items.
    pub items: Vec<T>,
    /// All of the list.
    pub total: i64,
}

/// A company.
#[derive(Debug, Clone, PartialEq)]
pub struct Company {
    /// 24 hexadecimal characters.
    pub id: String,
    /// The app's own id.
    pub company_id: String,
    /// Name.
    pub name: Option<String>,
    /// Plan.
    pub plan: Option<String>,
    /// Whole currency units.
    pub monthly_spend: Option<i64>,
    /// Number of people, as told.
    pub size: Option<i64>,
    /// Address of its site.
    pub website: Option<String>,
    /// Branch.
    pub industry: Option<String>,
    /// When it was made in the app. Unix seconds.
    pub remote_created_at: Option<i64>,
    /// Values of data attributes.
    pub custom_attributes: serde_json::Map<String, serde_json::Value>,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
    /// Contacts that belong to it.
    pub user_count: i64,
    /// Sessions of all of them.
    pub session_count: i64,
    /// When one of them was last here. Unix seconds.
    pub last_seen_at: Option<i64>,
    /// In the order applied.
    pub tags: Vec<Tag>,
}

/// One way to name a company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CompanyKey {
    /// Our id.
    Id(String),
    /// The app's id.
    CompanyId(String),
    /// Its name; the oldest when several have it.
    Name(String),
}

/// A company to make or change.
#[derive(Debug, Clone)]
pub struct SaveCompany {
    /// The workspace.
    pub app_id: String,
    /// Our id of the one to change; `None` finds or makes the one with the patch's `company_id`.
    pub id: Option<String>,
    /// The change.
    pub patch: CompanyPatch,
    /// Unix seconds.
    pub now: i64,
}

/// How a change of a company ended.
#[derive(Debug, Clone)]
pub enum CompanyOutcome {
    /// Done.
    Done(Box<Company>),
    /// Fields that cannot be set; nothing was changed.
    Invalid(Vec<Rejected>),
    /// There is no such company, or the contact does not belong to it.
    NoCompany,
    /// There is no such contact.
    NoContact,
    /// The contact belongs to as many companies as it may.
    Limit,
}

/// Which companies.
#[derive(Debug, Clone)]
pub struct ListCompanies {
    /// The workspace.
    pub app_id: String,
    /// Only those with this tag.
    pub tag_id: Option<i64>,
    /// Only those of this contact.
    pub contact_id: Option<String>,
    /// Oldest first; else newest first.
    pub ascending: bool,
    /// Which part.
    pub span: Span,
}

/// Lets a contact belong to a company, or no longer.
#[derive(Debug, Clone)]
pub struct AttachCompany {
    /// The workspace.
    pub app_id: String,
    /// The contact.
    pub contact_id: String,
    /// Our id of the company.
    pub company_id: String,
    /// Belong or not.
    pub on: bool,
    /// Companies one contact may belong to.
    pub most: usize,
    /// Unix seconds.
    pub now: i64,
}

/// Makes a lead part of a user.
#[derive(Debug, Clone)]
pub struct MergeContacts {
    /// The workspace.
    pub app_id: String,
    /// The lead.
    pub from: String,
    /// The user.
    pub into: String,
    /// Unix seconds.
    pub now: i64,
}

/// How a merge ended.
#[derive(Debug, Clone)]
pub enum MergeOutcome {
    /// The user.
    Done(Box<Contact>),
    /// There is no such lead.
    NoFrom,
    /// There is no such user.
    NoInto,
    /// Two people: the first is a user, or has a user id of its own.
    TwoPeople,
    /// The second is a lead.
    IntoLead,
}

/// Puts a contact away or brings it back.
#[derive(Debug, Clone)]
pub struct ArchiveContact {
    /// The workspace.
    pub app_id: String,
    /// The contact.
    pub id: String,
    /// Away or back.
    pub archived: bool,
    /// Unix seconds.
    pub now: i64,
}

/// How that ended.
#[derive(Debug, Clone)]
pub enum ArchiveOutcome {
    /// The contact.
    Done(Box<Contact>),
    /// There is no such contact.
    NotFound,
    /// Another contact has its user id by now; its id.
    Taken(String),
}

/// A contact that is gone.
#[derive(Debug, Clone)]
pub struct Erased {
    /// The app's own id it had.
    pub external_id: Option<String>,
    /// Names of its files on disk.
    pub files: Vec<String>,
}

/// Where a device can be pushed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushBinding {
    /// The workspace.
    pub app_id: String,
    /// The device.
    pub device_id: String,
    /// `apns`, `fcm` or `webpush`.
    pub provider: String,
    /// What the provider calls the device.
    pub token: crate::secret::Secret,
    /// `production` or `sandbox`.
    pub environment: String,
}
