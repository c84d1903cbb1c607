//! Everything a page can ask.
//!
//! Guarantees: a value of a type here is what the schema allows (a test holds both to the same cases): members
//! that are not known, ids that are none and texts that are too long do not get this far. Pure.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::envelope::Envelope;
use super::guides::{StartTour, TellChecklist, Tick};
use super::refusal::Refusal;
use crate::messenger::View;
use crate::model::help::Reaction;
use crate::model::live_content::LiveKind;
use crate::model::receipt::{Answer, AnswerValue, ReceiptEvent, ReceiptKind};
use crate::model::text::{check_content_id, check_name};

/// Longest cursor, characters.
const LONGEST_CURSOR: usize = 1_024;
/// Entries of a page that a page asked for.
const MOST_ENTRIES: u32 = 150;

/// Declares the requests once: their names and what they carry.
macro_rules! requests {
    ($($variant:ident($data:ty) = $name:literal,)+) => {
        /// The types of all requests.
        pub const TYPES: &[&str] = &[$($name),+];

        /// A request.
        #[derive(Debug)]
        pub(super) enum Request { $($variant($data)),+ }

        impl Request {
            /// Reads the inside of a message.
            pub(super) fn read(envelope: Envelope) -> Result<Self, Refusal> {
                let data = Value::Object(envelope.data);
                match envelope.kind {
                    $($name => serde_json::from_value(data).map(Self::$variant),)+
                    _ => return Err(Refusal::unknown_type()),
                }
                // What the reader says may hold what the page said.
                .map_err(|_| Refusal::malformed("data"))
            }
        }
    };
}

requests! {
    State(Nothing) = "state",
    ListConversations(ListPage) = "conversations.list",
    OpenConversation(OpenConversation) = "conversation.open",
    Start(Start) = "conversation.start",
    Reply(Reply) = "conversation.reply",
    QuickReply(QuickReply) = "conversation.quick_reply",
    Read(One) = "conversation.read",
    Typing(One) = "conversation.typing",
    Draft(One) = "draft.get",
    SetDraft(SetDraft) = "draft.set",
    Retry(Operation) = "message.retry",
    Discard(Operation) = "message.discard",
    BeginUpload(BeginUpload) = "upload.begin",
    Chunk(Chunk) = "upload.chunk",
    CancelUpload(CancelUpload) = "upload.cancel",
    Collections(Nothing) = "help.collections",
    Search(Search) = "help.search",
    Article(One) = "article.open",
    React(React) = "article.react",
    Content(Content) = "content.open",
    Receipt(Receipt) = "receipt.send",
    OpenChecklist(One) = "checklist.open",
    Tick(Tick) = "checklist.tick",
    TellChecklist(TellChecklist) = "checklist.tell",
    StartTour(StartTour) = "tour.start",
    ListTickets(List) = "tickets.list",
    Ticket(One) = "ticket.open",
    TicketTypes(Nothing) = "ticket_types.list",
    CreateTicket(CreateTicket) = "ticket.create",
    ListNews(Continue) = "news.list",
    Navigate(Navigate) = "navigate",
    Back(Nothing) = "back",
    Hide(Nothing) = "hide",
    OpenLink(OpenLink) = "link.open",
    LeaveEmail(LeaveEmail) = "email.leave",
    Diagnostics(Nothing) = "diagnostics",
}

/// An id of anything.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Id(pub(super) String);

impl TryFrom<String> for Id {
    type Error = &'static str;

    fn try_from(id: String) -> Result<Self, Self::Error> {
        match check_content_id("id", &id) {
            Ok(()) => Ok(Self(id)),
            Err(_) => Err("no id"),
        }
    }
}

/// Where a list goes on.
#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Cursor(pub(super) String);

impl TryFrom<String> for Cursor {
    type Error = &'static str;

    fn try_from(cursor: String) -> Result<Self, Self::Error> {
        match check_name("cursor", &cursor, LONGEST_CURSOR) {
            Ok(()) => Ok(Self(cursor)),
            Err(_) => Err("no cursor"),
        }
    }
}

/// How many entries a list shall have.
#[derive(Debug, Deserialize)]
#[serde(try_from = "u32")]
pub(super) struct Limit(pub(super) u32);

impl Default for Limit {
    fn default() -> Self {
        Self(20)
    }
}

impl TryFrom<u32> for Limit {
    type Error = &'static str;

    fn try_from(limit: u32) -> Result<Self, Self::Error> {
        match (1..=MOST_ENTRIES).contains(&limit) {
            true => Ok(Self(limit)),
            false => Err("no limit"),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct One {
    pub(super) id: Id,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    #[serde(default)]
    pub(super) limit: Limit,
    pub(super) cursor: Option<Cursor>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListPage {
    #[serde(default)]
    pub(super) limit: Limit,
    pub(super) cursor: Option<Cursor>,
    /// What was seen before, without asking the server.
    #[serde(default)]
    pub(super) cached: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Continue {
    pub(super) cursor: Option<Cursor>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenConversation {
    pub(super) id: Id,
    pub(super) before: Option<u32>,
    #[serde(default)]
    pub(super) cached: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Start {
    pub(super) body: String,
    #[serde(default)]
    pub(super) attachments: Vec<Id>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reply {
    pub(super) id: Id,
    pub(super) body: String,
    #[serde(default)]
    pub(super) attachments: Vec<Id>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuickReply {
    pub(super) id: Id,
    pub(super) quick_reply_id: Id,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SetDraft {
    pub(super) id: Id,
    pub(super) text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Operation {
    pub(super) part_id: Id,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BeginUpload {
    pub(super) name: String,
    pub(super) content_type: String,
    pub(super) size: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Chunk {
    pub(super) upload_id: Id,
    pub(super) offset: u64,
    pub(super) base64: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CancelUpload {
    pub(super) upload_id: Id,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Search {
    pub(super) term: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct React {
    pub(super) id: Id,
    pub(super) reaction: Reaction,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Content {
    pub(super) kind: ContentKind,
    pub(super) id: Id,
}

/// The kinds a page shows by id; articles, conversations and tickets have requests of their own.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ContentKind {
    Survey,
    Carousel,
    News,
    InAppMessage,
}

impl From<ContentKind> for LiveKind {
    fn from(kind: ContentKind) -> Self {
        match kind {
            ContentKind::Survey => LiveKind::Survey,
            ContentKind::Carousel => LiveKind::Carousel,
            ContentKind::News => LiveKind::News,
            ContentKind::InAppMessage => LiveKind::InAppMessage,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Receipt {
    pub(super) kind: ReceiptKind,
    pub(super) id: Id,
    pub(super) event: ReceiptEvent,
    #[serde(default)]
    pub(super) answers: Vec<OneAnswer>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OneAnswer {
    question_id: String,
    value: AnswerValue,
}

impl From<OneAnswer> for Answer {
    fn from(answer: OneAnswer) -> Self {
        Self {
            question_id: answer.question_id,
            value: answer.value,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CreateTicket {
    pub(super) ticket_type_id: Id,
    pub(super) attributes: Map<String, Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Navigate {
    #[serde(deserialize_with = "exact_view")]
    pub(super) view: View,
}

/// A view and nothing else: the reader does not look at the other members of a view that has none.
fn exact_view<'de, D: Deserializer<'de>>(view: D) -> Result<View, D::Error> {
    let members = Map::<String, Value>::deserialize(view)?;
    let count = members.len();
    let view: View = serde_json::from_value(members.into()).map_err(D::Error::custom)?;
    match view.is_space() && count > 1 {
        true => Err(D::Error::custom("unknown member")),
        false => Ok(view),
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OpenLink {
    pub(super) url: String,
    /// The person was shown the host and wants to go there.
    #[serde(default)]
    pub(super) confirmed: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LeaveEmail {
    pub(super) email: String,
}
