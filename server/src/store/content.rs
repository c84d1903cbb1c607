//! What can be presented, whom it is meant for, and what people did with it.

use async_trait::async_trait;
use serde_json::Value;

use super::{Content, Page, Platform, StoreResult};

/// A teammate as people see one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedAuthor {
    /// Name.
    pub name: String,
    /// Address of a picture.
    pub avatar_url: Option<String>,
}

/// Content, and whether the contact that asks may see it.
#[derive(Debug, Clone)]
pub struct ContentFor {
    /// The content, whatever its status.
    pub content: Content,
    /// Whether it is meant for this contact, now.
    pub targeted: bool,
    /// Who sends it.
    pub author: Option<NamedAuthor>,
    /// Of a checklist, the tasks that this contact has done.
    pub done: Vec<String>,
}

/// Content to show by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueContent {
    /// `survey`, `carousel` or `in_app_message`.
    pub kind: String,
    /// Unique per kind.
    pub id: String,
    /// `card`, `sheet`, `banner` or `full`.
    pub display: String,
    /// The larger, the more important.
    pub priority: i64,
}

impl DueContent {
    /// As it is on the wire.
    #[must_use]
    pub fn to_json(&self) -> Value {
        serde_json::json!({
            "kind": self.kind, "id": self.id, "display": self.display, "priority": self.priority
        })
    }
}

/// One thing that a contact did with content.
#[derive(Debug, Clone)]
pub struct NewReceipt {
    /// UUID, lower case.
    pub id: String,
    /// Hash of the whole receipt, to notice an id used twice.
    pub body_hash: [u8; 32],
    /// Kind of the content.
    pub kind: String,
    /// Its id.
    pub content_id: String,
    /// `shown`, `dismissed`, `clicked`, `answered`, `completed` or `step`.
    pub event: String,
    /// Only of `answered` and `step`: what was answered, what was done, or which step it was.
    pub answers: Option<Vec<Value>>,
}

/// A batch of receipts of one contact.
#[derive(Debug, Clone)]
pub struct TakeReceipts {
    /// The workspace.
    pub app_id: String,
    /// The contact; merges are followed.
    pub contact_id: String,
    /// In the order sent.
    pub receipts: Vec<NewReceipt>,
    /// Unix seconds.
    pub now: i64,
}

/// What happened to one receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiptOutcome {
    /// Stored now.
    Accepted,
    /// Was stored before.
    Duplicate,
    /// Another receipt has this id; the first was kept.
    IdReused,
    /// There is no such content.
    NoContent,
    /// An answer does not fit the survey or the checklist; the field.
    BadAnswer(String),
}

/// Content to make or to change by an operator; absent fields stay.
#[derive(Debug, Clone, Default)]
pub struct ContentEdit {
    /// Shown to people, or to operators only.
    pub title: Option<String>,
    /// `live`, `draft`, `paused` or `archived`.
    pub status: Option<String>,
    /// Keys of the body to set; null removes one.
    pub body: serde_json::Map<String, Value>,
    /// Rules, as JSON text.
    pub targeting: Option<String>,
    /// The collection it is in; the inner `None` takes it out.
    pub parent_id: Option<Option<String>>,
    /// Its place among its siblings.
    pub place: Option<i64>,
    /// Who wrote or sends it.
    pub author_id: Option<i64>,
    /// Unix seconds; else when it went live first.
    pub published_at: Option<i64>,
    /// Texts per language to set; `None` removes one.
    pub texts: Vec<(String, Option<TextEdit>)>,
    /// Live when any language is published, else a draft; instead of `status`.
    pub follow_texts: bool,
}

/// A text in one language; absent fields stay.
#[derive(Debug, Clone, Default)]
pub struct TextEdit {
    /// Title.
    pub title: Option<String>,
    /// What it is about; the inner `None` clears it.
    pub summary: Option<Option<String>>,
    /// Sanitised HTML.
    pub body_html: Option<String>,
    /// Whether this language is published.
    pub live: Option<bool>,
    /// Who wrote it.
    pub author_id: Option<i64>,
}

/// A text in one language, as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentText {
    /// The language.
    pub locale: String,
    /// Title.
    pub title: String,
    /// What it is about.
    pub summary: Option<String>,
    /// Sanitised HTML.
    pub body_html: String,
    /// Whether this language is published.
    pub live: bool,
    /// Who wrote it.
    pub author_id: Option<i64>,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
}

/// How an operator's change of content ended.
#[derive(Debug, Clone)]
pub enum ContentEditOutcome {
    /// Done; as it is now, with all its texts.
    Done(Box<Content>, Vec<ContentText>),
    /// There is no such content.
    NotFound,
    /// There is no such teammate.
    NoAuthor,
    /// There is no such collection, or it would contain itself.
    NoParent,
}

/// Which content of a kind, for operators. Newest first.
#[derive(Debug, Clone)]
pub struct ListContent {
    /// The workspace.
    pub app_id: String,
    /// The kind.
    pub kind: String,
    /// Only what is older than this position.
    pub before: Option<i64>,
    /// How many to pass over.
    pub offset: i64,
    /// Most to return.
    pub limit: usize,
}

/// A publishable key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Number within the server.
    pub id: i64,
    /// The platform it is for.
    pub platform: Platform,
    /// The key itself; no secret.
    pub key: String,
    /// Whether logins with it are taken.
    pub enabled: bool,
    /// Unix seconds.
    pub created_at: i64,
}

/// A search by an operator: drafts are found, too, in every language.
#[derive(Debug, Clone)]
pub struct SearchArticles {
    /// The workspace.
    pub app_id: String,
    /// Words; any text is safe. Without words everything is found.
    pub phrase: String,
    /// Only published ones, or only drafts.
    pub live: Option<bool>,
    /// Most to return.
    pub limit: usize,
}

/// An article that an operator's search found.
#[derive(Debug, Clone)]
pub struct FoundArticle {
    /// The article.
    pub content: Content,
    /// All its texts.
    pub texts: Vec<ContentText>,
    /// The title in pieces; `true` for those that match.
    pub title: Vec<(bool, String)>,
    /// The words around the match, likewise.
    pub summary: Vec<(bool, String)>,
}

/// How often each reaction was given.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reactions {
    /// It helped.
    pub happy: i64,
    /// Neither nor.
    pub neutral: i64,
    /// It did not help.
    pub sad: i64,
}

/// The store of what is presented.
#[async_trait]
pub trait ContentStore {
    /// One piece for a contact; `None` when there is none with this kind and id.
    async fn content_for(
        &self,
        app_id: &str,
        contact_id: &str,
        kind: &str,
        id: &str,
        now: i64,
    ) -> StoreResult<Option<ContentFor>>;
    /// Live content of a kind that is meant for this contact, newest first, `before` a position.
    async fn live_content(
        &self,
        app_id: &str,
        contact_id: &str,
        kind: &str,
        before: Option<i64>,
        limit: usize,
        now: i64,
    ) -> StoreResult<Page<Content>>;
    /// What is to be shown to this contact by itself, the most important first.
    async fn due_content(&self, app_id: &str, contact_id: &str, now: i64) -> StoreResult<Vec<DueContent>>;
    /// Stores receipts; one outcome each, in order. `None` when there is no such contact.
    async fn take_receipts(&self, batch: TakeReceipts) -> StoreResult<Option<Vec<ReceiptOutcome>>>;

    /// Makes content, with a number that was never used before.
    async fn create_content(
        &self,
        app_id: &str,
        kind: &str,
        edit: ContentEdit,
        now: i64,
    ) -> StoreResult<ContentEditOutcome>;
    /// Changes content.
    async fn edit_content(
        &self,
        app_id: &str,
        kind: &str,
        id: &str,
        edit: ContentEdit,
        now: i64,
    ) -> StoreResult<ContentEditOutcome>;
    /// Deletes content with its texts; what was in a collection is in none then. `false` when there is none.
    async fn delete_content(&self, app_id: &str, kind: &str, id: &str) -> StoreResult<bool>;
    /// Content with all its texts, whatever its status.
    async fn content_with_texts(
        &self,
        app_id: &str,
        kind: &str,
        id: &str,
    ) -> StoreResult<Option<(Content, Vec<ContentText>)>>;
    /// A page of content of a kind with its texts, for operators.
    async fn list_content(&self, list: ListContent) -> StoreResult<Page<(Content, Vec<ContentText>)>>;
    /// Articles with these words, best first, for operators.
    async fn search_articles(&self, search: SearchArticles) -> StoreResult<Vec<FoundArticle>>;
    /// How helpful an article was found.
    async fn reactions(&self, app_id: &str, article_id: &str) -> StoreResult<Reactions>;
    /// The language of the workspace.
    async fn workspace_locale(&self, app_id: &str) -> StoreResult<String>;

    /// Sets the settings of the messenger, JSON text of an object, when nobody set any before.
    async fn set_first_settings(&self, app_id: &str, settings: &str) -> StoreResult<()>;

    /// All publishable keys, oldest first.
    async fn keys(&self, app_id: &str) -> StoreResult<Vec<ApiKey>>;
    /// Adds a publishable key.
    async fn add_key(&self, app_id: &str, platform: Platform, key: &str, now: i64) -> StoreResult<ApiKey>;
    /// Switches a key on or off; `None` when there is none.
    async fn switch_key(&self, app_id: &str, id: i64, enabled: bool) -> StoreResult<Option<ApiKey>>;
}
