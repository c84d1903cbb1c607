//! [`HelpStore`] in SQLite.

use async_trait::async_trait;

use super::SqliteStore;
use crate::store::HelpStore;

#[async_trait]
impl HelpStore for SqliteStore {}
