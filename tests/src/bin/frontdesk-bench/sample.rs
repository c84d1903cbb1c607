//! The event that everyone stores and sends: one name, five texts, 225 bytes or so of JSON.
//!
//! Guarantees: our side's rows and the peers' have the same length and compress alike. Called by all sides.

use std::time::{SystemTime, UNIX_EPOCH};

use frontdesk_core::Metadata;
use uuid::Uuid;

pub(crate) const NAME: &str = "order-item";
const METADATA: &str = r#"{"order_number":"3434-3434","category":"garden tools","source":"search results","currency":"usd","price":"19.99"}"#;

/// Checked once, cloned for each call, as the peers' bodies are.
pub(crate) fn metadata() -> Metadata {
    Metadata::parse(METADATA.as_bytes()).expect("the sample is good metadata")
}

/// The event as it is stored and sent.
pub(crate) fn body(id: Uuid) -> Vec<u8> {
    let now = unix_seconds();
    format!(r#"{{"id":"{id}","name":"{NAME}","created_at":{now},"metadata":{METADATA}}}"#).into_bytes()
}

/// Now.
pub(crate) fn unix_seconds() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_secs())
}

/// A body that asks for a session of a new device.
pub(crate) fn login(app_id: &str, key: &str) -> Vec<u8> {
    let device = Uuid::now_v7();
    // 43 letters of base64url are 32 bytes when the last one holds no stray bits.
    let secret = format!("{}{}A", Uuid::now_v7().simple(), "0123456789");
    serde_json::json!({
        "app_id": app_id,
        "api_key": key,
        "device": {"id": device, "secret": secret, "platform": "rust"},
        "identity": null,
    })
    .to_string()
    .into_bytes()
}
