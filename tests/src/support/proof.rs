//! What an app's own server does to prove who its user is.
//!
//! Guarantees: written against the public description, not with the server's own code. Called on test threads.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
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

/// A JWT (HS256) for the user id that runs out at `expires_at`, Unix seconds.
pub fn user_jwt(secret: &str, user_id: &str, expires_at: i64) -> String {
    let part = |claims: serde_json::Value| URL_SAFE_NO_PAD.encode(claims.to_string());
    let header = part(serde_json::json!({ "alg": "HS256", "typ": "JWT" }));
    let claims = part(serde_json::json!({ "user_id": user_id, "exp": expires_at }));
    let signed = format!("{header}.{claims}");
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key of any length");
    mac.update(signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
}
