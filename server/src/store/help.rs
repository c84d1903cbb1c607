//! The help center.

use async_trait::async_trait;

/// The store of the help center.
#[async_trait]
pub trait HelpStore {}
