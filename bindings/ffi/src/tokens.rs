//! The question for a fresh JWT.
//!
//! Guarantee: answered once; a second answer says so. Any thread.

use std::sync::Arc;

use frontdesk_core::{FrontdeskError, TokenRequest};
use parking_lot::Mutex;

use crate::error::CoreError;
use crate::guard::guarded;

/// Waits for one JWT.
#[derive(uniffi::Object)]
pub struct CoreTokenRequest(Mutex<Option<TokenRequest>>);

impl CoreTokenRequest {
    pub(crate) fn new(request: TokenRequest) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Some(request))))
    }
}

#[uniffi::export]
impl CoreTokenRequest {
    /// Hands over the JWT. False when the user it was asked for is not logged in any more, or when this request
    /// was answered before. Writes to the database.
    pub fn provide(&self, jwt: String) -> Result<bool, CoreError> {
        guarded(|| {
            let request = self.0.lock().take();
            match request {
                Some(request) => request.provide(&jwt),
                None => Ok::<_, FrontdeskError>(false),
            }
        })
    }
}
