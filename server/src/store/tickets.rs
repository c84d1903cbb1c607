//! Tickets: requests with a state.

use async_trait::async_trait;
use serde_json::{Map, Value};

use super::{NamedAuthor, Page, StoreResult};

/// How far a ticket has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketState {
    /// Nobody has looked at it.
    Submitted,
    /// Somebody works on it.
    InProgress,
    /// It waits for the person who opened it.
    WaitingOnCustomer,
    /// Done.
    Resolved,
}

impl TicketState {
    /// All of them, in the order a ticket goes through.
    pub const ALL: [Self; 4] = [
        Self::Submitted,
        Self::InProgress,
        Self::WaitingOnCustomer,
        Self::Resolved,
    ];

    /// The word on the wire and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Submitted => "submitted",
            Self::InProgress => "in_progress",
            Self::WaitingOnCustomer => "waiting_on_customer",
            Self::Resolved => "resolved",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// A ticket.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    /// Number within the server.
    pub id: i64,
    /// The id that the device gave, when a device opened it.
    pub client_id: Option<String>,
    /// Whose it is.
    pub contact_id: String,
    /// The app's own id of that contact.
    pub contact_external_id: Option<String>,
    /// Its kind.
    pub type_id: String,
    /// Name of its kind.
    pub type_name: String,
    /// How far it has come.
    pub state: TicketState,
    /// Whether teammates see it as open.
    pub open: bool,
    /// What was filled in.
    pub attributes: Map<String, Value>,
    /// Who works on it.
    pub assignee_id: Option<i64>,
    /// The conversation about it.
    pub conversation_id: Option<i64>,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
}

/// Something that happened to a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketPart {
    /// Number within the server.
    pub id: i64,
    /// `comment`, `note` or `ticket_state_updated_by_admin`.
    pub kind: String,
    /// The contact that wrote it.
    pub contact_id: Option<String>,
    /// The teammate who wrote it.
    pub admin_id: Option<i64>,
    /// That teammate.
    pub admin: Option<NamedAuthor>,
    /// Sanitised.
    pub body_html: Option<String>,
    /// The state before, when it changed.
    pub state_before: Option<TicketState>,
    /// The state after.
    pub state: TicketState,
    /// Unix seconds.
    pub created_at: i64,
}

/// A ticket to open.
#[derive(Debug, Clone)]
pub struct NewTicket {
    /// The workspace.
    pub app_id: String,
    /// Whose it is; merges are followed.
    pub contact_id: String,
    /// The device's id and the hash of what it sent; `None` when an operator opens it.
    pub by_device: Option<(String, [u8; 32])>,
    /// Its kind.
    pub type_id: String,
    /// What was filled in.
    pub attributes: Map<String, Value>,
    /// Unix seconds; an operator may say when it was opened.
    pub created_at: i64,
    /// Unix seconds.
    pub now: i64,
}

/// How opening or changing a ticket ended.
#[derive(Debug, Clone)]
pub enum TicketOutcome {
    /// Done now.
    Done(Box<Ticket>),
    /// Was opened before with this id.
    Duplicate(Box<Ticket>),
    /// The id was used for something else.
    IdReused,
    /// There is no such contact.
    NoContact,
    /// There is no such ticket.
    NotFound,
    /// There is no such kind of tickets.
    NoType,
    /// The kind is not live; its status.
    TypeNotLive(String),
    /// The kind is not meant for this contact.
    TypeNotTargeted,
    /// There is no such teammate.
    NoAdmin,
    /// The attributes do not fit the kind.
    Misfit(crate::domain::tickets::Misfit),
}

/// A change of a ticket by an operator; absent fields stay.
#[derive(Debug, Clone, Default)]
pub struct EditTicket {
    /// The workspace.
    pub app_id: String,
    /// The ticket, by its number.
    pub id: String,
    /// Attributes to set; null clears one.
    pub attributes: Map<String, Value>,
    /// The new state.
    pub state: Option<TicketState>,
    /// Whether it is open.
    pub open: Option<bool>,
    /// Who works on it; the inner `None` frees it.
    pub assignee_id: Option<Option<i64>>,
    /// The teammate who changes it.
    pub admin_id: Option<i64>,
    /// Unix seconds.
    pub now: i64,
}

/// Who writes a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TicketWriter {
    /// A teammate.
    Admin(i64),
    /// The contact whose ticket it is, by our id.
    Contact(String),
}

/// A comment or a note.
#[derive(Debug, Clone)]
pub struct ReplyTicket {
    /// The workspace.
    pub app_id: String,
    /// The ticket, by its number.
    pub id: String,
    /// Who writes.
    pub writer: TicketWriter,
    /// A note is for teammates only.
    pub note: bool,
    /// Sanitised.
    pub body_html: String,
    /// Unix seconds.
    pub now: i64,
}

/// Which tickets, for operators.
#[derive(Debug, Clone)]
pub struct FindTickets {
    /// The workspace.
    pub app_id: String,
    /// Which; `None` means all.
    pub query: Option<crate::domain::query::Query>,
    /// Only tickets older than this position.
    pub before: Option<i64>,
    /// Most to return.
    pub limit: usize,
}

/// The store of tickets.
#[async_trait]
pub trait TicketStore {
    /// Opens a ticket, once per device id.
    async fn open_ticket(&self, new: NewTicket) -> StoreResult<TicketOutcome>;
    /// Tickets of a contact, newest first.
    async fn tickets_of(
        &self,
        app_id: &str,
        contact_id: &str,
        before: Option<i64>,
        limit: usize,
    ) -> StoreResult<Page<Ticket>>;
    /// One ticket of a contact, by either id.
    async fn ticket_of(&self, app_id: &str, contact_id: &str, id: &str) -> StoreResult<Option<Ticket>>;
    /// One ticket with its parts, by its number.
    async fn ticket(&self, app_id: &str, id: &str) -> StoreResult<Option<(Ticket, Vec<TicketPart>)>>;
    /// Changes a ticket and tells its contact.
    async fn edit_ticket(&self, edit: EditTicket) -> StoreResult<TicketOutcome>;
    /// Adds a comment or a note, and the part it made.
    async fn reply_ticket(&self, reply: ReplyTicket) -> StoreResult<Result<TicketPart, TicketOutcome>>;
    /// Tickets, newest first.
    async fn find_tickets(&self, find: FindTickets) -> StoreResult<Page<Ticket>>;
    /// Deletes a ticket with its parts; `false` when there is none.
    async fn delete_ticket(&self, app_id: &str, id: &str) -> StoreResult<bool>;
}
