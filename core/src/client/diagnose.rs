//! `diagnostics`: a report to paste.
//!
//! Guarantee: see [`Diagnostics`]; asks no server and changes nothing. Called by the app on any thread.

use super::Frontdesk;
use crate::diagnostics::{Diagnostics, collect};
use crate::error::FrontdeskError;

impl Frontdesk {
    /// Everything about this client that helps to find out why something does not work, and nothing about its
    /// user: safe to paste into a public bug report. Serialises to JSON.
    ///
    /// # Errors
    /// Storage codes, `shut_down`.
    pub async fn diagnostics(&self) -> Result<Diagnostics, FrontdeskError> {
        self.ask(async move |context| collect(&context.desk)).await
    }
}
