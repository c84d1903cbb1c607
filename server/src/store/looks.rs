//! The looks of the messenger: the workspace's own, called `default`, and others that pages may ask for.

use async_trait::async_trait;

use super::StoreResult;

/// What the workspace's own look is called.
pub const DEFAULT_STYLE: &str = "default";

/// A look of the messenger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessengerStyle {
    /// Unique in the workspace.
    pub id: String,
    /// Shown to operators.
    pub name: String,
    /// JSON text of an object: what is different from the workspace's own look.
    pub settings: String,
    /// Unix seconds.
    pub created_at: i64,
    /// Unix seconds.
    pub updated_at: i64,
}

/// A look as an operator puts it; absent fields stay, or are empty in a new one.
#[derive(Debug, Clone)]
pub struct PutStyle {
    /// The workspace.
    pub app_id: String,
    /// Which.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// JSON text of an object.
    pub settings: Option<String>,
    /// Most looks that a workspace may have beside its own.
    pub most: i64,
    /// Unix seconds.
    pub now: i64,
}

/// See the module.
#[async_trait]
pub trait LookStore {
    /// All looks, the workspace's own first, then by id.
    async fn messenger_styles(&self, app_id: &str) -> StoreResult<Vec<MessengerStyle>>;
    /// Makes or changes a look; `None` when there are as many as there may be. The workspace's own keeps its name.
    async fn put_messenger_style(&self, put: PutStyle) -> StoreResult<Option<MessengerStyle>>;
    /// Removes a look, or makes the workspace's own the built-in one; `false` when there is none by this id.
    async fn delete_messenger_style(&self, app_id: &str, id: &str) -> StoreResult<bool>;
}
