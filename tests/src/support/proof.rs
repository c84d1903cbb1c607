//! What an app's own server does to prove who its user is.
//!
//! Guarantees: written against the public description, not with the server's own code. Called on test threads.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Hex of HMAC-SHA256 of the user id.
pub fn user_hash(secret: &str, user_id: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key of any length");
    mac.update(user_id.as_bytes());
    mac.finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
