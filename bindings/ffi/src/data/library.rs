//! Content, receipts, tickets and news.

use frontdesk_core::model::ticket::SentTicket as CoreSentTicket;
use frontdesk_core::{Delivery, Page};
use serde_json::Value;

pub use frontdesk_core::model::content::ContentKind;
pub use frontdesk_core::{
    Answer, AnswerValue, InAppDisplay, InAppRef, LiveKind, NewsItem, ReceiptEvent, ReceiptKind,
    TicketAttribute, TicketAttributeType, TicketState, TicketType, TicketTypeRef,
};

/// A kind of content that can be presented by its id.
#[uniffi::remote(Enum)]
pub enum ContentKind {
    /// A help center article.
    Article,
    /// A carousel.
    Carousel,
    /// A survey.
    Survey,
    /// A conversation of this user.
    Conversation,
    /// One or more collections of the help center.
    HelpCenterCollections,
    /// A ticket of this user.
    Ticket,
    /// A news item.
    News,
}

/// A piece of content by its id.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ContentRef {
    /// What it is.
    pub kind: ContentKind,
    /// Its id; help center collections may have several.
    pub ids: Vec<String>,
}

/// A kind of live content.
#[uniffi::remote(Enum)]
pub enum LiveKind {
    /// A help center article.
    Article,
    /// A survey.
    Survey,
    /// A carousel.
    Carousel,
    /// A kind of ticket.
    TicketType,
    /// A news item.
    News,
    /// A conversation of this user.
    Conversation,
    /// A collection of the help center.
    HelpCenterCollection,
    /// An in-app message.
    InAppMessage,
    /// A kind that this version does not know.
    Unknown,
}

/// A piece of live content.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct LiveContent {
    /// Its kind.
    pub kind: LiveKind,
    /// Its id.
    pub id: String,
    /// `live`: other content is an error.
    pub status: String,
    /// Title.
    pub title: String,
    /// What it says, by kind, as JSON: see `Survey`, `Carousel`, `Article` and their like in
    /// `contract/openapi.yaml`.
    pub body_json: String,
    /// The server could not be asked: this is what was seen before.
    pub from_cache: bool,
}

impl From<frontdesk_core::LiveContent> for LiveContent {
    fn from(content: frontdesk_core::LiveContent) -> Self {
        Self {
            kind: content.kind,
            id: content.id,
            status: content.status,
            title: content.title,
            body_json: content.body.to_string(),
            from_cache: content.from_cache,
        }
    }
}

/// How content that shows itself takes its place.
#[uniffi::remote(Enum)]
pub enum InAppDisplay {
    /// From the lower edge.
    Sheet,
    /// Along an edge.
    Banner,
    /// All of the screen.
    Full,
    /// A card.
    Card,
}

/// Content that is due to show itself.
#[uniffi::remote(Record)]
pub struct InAppRef {
    /// Survey, carousel or in-app message.
    pub kind: LiveKind,
    /// Its id.
    pub id: String,
    /// How it takes its place.
    pub display: InAppDisplay,
    /// The larger one is shown first.
    pub priority: i64,
}

/// What a receipt is about.
#[uniffi::remote(Enum)]
pub enum ReceiptKind {
    /// An article.
    Article,
    /// A survey.
    Survey,
    /// A carousel.
    Carousel,
    /// A news item.
    News,
    /// An in-app message.
    InAppMessage,
}

/// What became of content that was shown.
#[uniffi::remote(Enum)]
pub enum ReceiptEvent {
    /// It was seen.
    Shown,
    /// It was closed.
    Dismissed,
    /// A link or button of it was used.
    Clicked,
    /// A question was answered.
    Answered,
    /// It was gone through to its end.
    Completed,
}

/// The answer to one question of a survey.
#[uniffi::remote(Record)]
pub struct Answer {
    /// The question.
    pub question_id: String,
    /// The answer.
    pub value: AnswerValue,
}

/// What a person answered.
#[uniffi::remote(Enum)]
pub enum AnswerValue {
    /// Yes or no.
    Bool(bool),
    /// A number, for example of a scale.
    Number(f64),
    /// Words, or the one choice.
    Text(String),
    /// Several choices.
    Choices(Vec<String>),
}

/// How far a ticket has come.
#[uniffi::remote(Enum)]
pub enum TicketState {
    /// A teammate works on it.
    InProgress,
    /// A teammate waits for the contact.
    WaitingOnCustomer,
    /// Done.
    Resolved,
    /// Nobody has looked at it yet.
    Submitted,
}

/// A kind of ticket by name.
#[uniffi::remote(Record)]
pub struct TicketTypeRef {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A ticket.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct Ticket {
    /// Its id.
    pub id: String,
    /// Title, when it has one.
    pub title: Option<String>,
    /// Description, when it has one.
    pub description: Option<String>,
    /// How far it has come.
    pub state: TicketState,
    /// Its kind.
    pub ticket_type: TicketTypeRef,
    /// What was filled in, as a JSON object.
    pub attributes_json: String,
    /// The conversation about it.
    pub conversation_id: Option<String>,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
    /// The server could not be asked: this is what was seen before.
    pub from_cache: bool,
}

impl From<frontdesk_core::Ticket> for Ticket {
    fn from(ticket: frontdesk_core::Ticket) -> Self {
        Self {
            id: ticket.id,
            title: ticket.title,
            description: ticket.description,
            state: ticket.state,
            ticket_type: ticket.ticket_type,
            attributes_json: Value::Object(ticket.attributes).to_string(),
            conversation_id: ticket.conversation_id,
            created_at: ticket.created_at,
            updated_at: ticket.updated_at,
            from_cache: ticket.from_cache,
        }
    }
}

/// One page of tickets.
#[derive(Clone, PartialEq, uniffi::Record)]
pub struct TicketPage {
    /// Newest first.
    pub data: Vec<Ticket>,
    /// The cursor of the next page; absent on the last one.
    pub next: Option<String>,
    /// The server could not be asked: this is what was seen before.
    pub from_cache: bool,
}

impl From<Page<frontdesk_core::Ticket>> for TicketPage {
    fn from(page: Page<frontdesk_core::Ticket>) -> Self {
        Self {
            data: page.data.into_iter().map(Into::into).collect(),
            next: page.next,
            from_cache: page.from_cache,
        }
    }
}

/// What an attribute of a ticket holds.
#[uniffi::remote(Enum)]
pub enum TicketAttributeType {
    /// Words over several lines.
    LongText,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// One of the options.
    List,
    /// A day.
    Date,
    /// Words.
    Text,
}

/// One field of a ticket's form.
#[uniffi::remote(Record)]
pub struct TicketAttribute {
    /// The key to send.
    pub name: String,
    /// The label to show.
    pub label: String,
    /// What it is about.
    pub description: Option<String>,
    /// What it holds.
    pub kind: TicketAttributeType,
    /// Whether a ticket needs it.
    pub required: bool,
    /// What a list offers.
    pub options: Vec<String>,
}

/// A kind of ticket, with its form.
#[uniffi::remote(Record)]
pub struct TicketType {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// An emoji.
    pub icon: Option<String>,
    /// Its form.
    pub attributes: Vec<TicketAttribute>,
}

/// A ticket that was stored.
#[derive(Debug, Clone, PartialEq, uniffi::Record)]
pub struct SentTicket {
    /// Its id: the device's own while the server does not know it.
    pub ticket_id: String,
    /// Whether the server has it already.
    pub delivery: Delivery,
}

impl From<CoreSentTicket> for SentTicket {
    fn from(ticket: CoreSentTicket) -> Self {
        Self {
            ticket_id: ticket.ticket_id,
            delivery: ticket.delivery,
        }
    }
}

/// A news item.
#[uniffi::remote(Record)]
pub struct NewsItem {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// Sanitised HTML.
    pub body_html: String,
    /// Address of a picture.
    pub cover_image_url: Option<String>,
    /// Unix seconds.
    pub published_at: i64,
}

/// One page of news.
pub type NewsPage = Page<NewsItem>;

/// One page of news.
#[uniffi::remote(Record)]
pub struct NewsPage {
    /// Newest first.
    pub data: Vec<NewsItem>,
    /// The cursor of the next page; absent on the last one.
    pub next: Option<String>,
    /// The server could not be asked: this is what was seen before.
    pub from_cache: bool,
}
