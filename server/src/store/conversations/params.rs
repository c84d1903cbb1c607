//! Named inputs and outputs of the calls that devices make on conversations.

/// Who looks: one contact, and how far back it may see.
#[derive(Debug, Clone)]
pub struct Viewer {
    /// The workspace.
    pub app_id: String,
    /// The contact; merges are followed.
    pub contact_id: String,
    /// Only conversations with activity since then (unix seconds); `None` for all. Users who did not prove
    /// who they are see two weeks.
    pub since: Option<i64>,
}

/// Which conversation: the server's number or the id that the device gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConversationKey {
    /// The server's.
    Number(i64),
    /// The device's.
    ClientId(String),
}

impl ConversationKey {
    /// Reads what stands in a path; `None` when it can be neither.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().ok().map(Self::Number);
        }
        let id = uuid::Uuid::try_parse(text).ok()?;
        Some(Self::ClientId(id.hyphenated().to_string()))
    }
}

/// A page of a contact's conversations.
#[derive(Debug, Clone)]
pub struct ListConversations {
    /// Who looks.
    pub viewer: Viewer,
    /// Position from the page before.
    pub before: Option<i64>,
    /// Most to return.
    pub limit: usize,
}

/// A conversation with a page of parts.
#[derive(Debug, Clone)]
pub struct ReadConversation {
    /// Who looks.
    pub viewer: Viewer,
    /// Which.
    pub key: ConversationKey,
    /// Only parts with a smaller seq.
    pub before: Option<i64>,
    /// Most parts to return.
    pub limit: usize,
}

/// What a device wrote.
#[derive(Debug, Clone)]
pub struct NewPart {
    /// UUID, remembered.
    pub id: String,
    /// Hash of what was asked, to notice an id used twice.
    pub hash: [u8; 32],
    /// Plain text; `None` when there are only files.
    pub text: Option<String>,
    /// Ids of uploads of this contact.
    pub attachments: Vec<String>,
}

/// A conversation that a device starts.
#[derive(Debug, Clone)]
pub struct StartConversation {
    /// Who starts it.
    pub viewer: Viewer,
    /// UUID, remembered.
    pub id: String,
    /// Hash of what was asked.
    pub hash: [u8; 32],
    /// Its first part.
    pub part: NewPart,
    /// It is started on a page of a web site, the last that the contact was on.
    pub on_page: bool,
    /// Parts to answer with.
    pub limit: usize,
    /// Unix seconds.
    pub now: i64,
}

/// What a contact answers.
#[derive(Debug, Clone)]
pub enum ReplyBody {
    /// In words or files.
    Words(NewPart),
    /// By choosing what was offered.
    Chosen {
        /// UUID of the part, remembered.
        id: String,
        /// Hash of what was asked.
        hash: [u8; 32],
        /// Id of the offered answer.
        quick_reply_id: String,
    },
}

/// A part that a contact adds.
#[derive(Debug, Clone)]
pub struct ContactReply {
    /// Who writes.
    pub viewer: Viewer,
    /// Where.
    pub key: ConversationKey,
    /// What.
    pub body: ReplyBody,
    /// Unix seconds.
    pub now: i64,
}

/// What a contact has read.
#[derive(Debug, Clone)]
pub struct MarkRead {
    /// Who.
    pub viewer: Viewer,
    /// Which conversation.
    pub key: ConversationKey,
    /// Everything up to this seq.
    pub up_to: i64,
    /// Unix seconds.
    pub now: i64,
}

/// A thing that was looked for.
#[derive(Debug, Clone)]
pub enum Looked<T> {
    /// Here it is.
    Found(T),
    /// The conversation was merged into the one with this number.
    Merged(i64),
    /// There is none for this contact.
    NotFound,
}

/// How a write with an id of the device ended.
#[derive(Debug, Clone)]
pub enum Written<T> {
    /// Done now.
    Done(T),
    /// Was done before; nothing changed.
    Before(T),
    /// The id was used for something else.
    IdReused,
    /// There is no such conversation for this contact.
    NotFound,
    /// The conversation was merged into the one with this number.
    Merged(i64),
    /// This contact has no free upload with this id.
    UploadUnknown(String),
    /// This answer was not offered, or the question was answered already.
    ReplyNotAllowed,
}

/// A teammate to add.
#[derive(Debug, Clone)]
pub struct NewAdmin {
    /// The workspace.
    pub app_id: String,
    /// Shown to contacts.
    pub name: String,
    /// Shown to teammates only.
    pub email: Option<String>,
    /// Address of a picture.
    pub avatar_url: Option<String>,
    /// Shown to contacts.
    pub job_title: Option<String>,
    /// Unix seconds.
    pub now: i64,
}
