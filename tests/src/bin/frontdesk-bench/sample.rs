//! The event that everyone stores and sends: one name, five texts, 240 bytes or so of JSON.
//!
//! Guarantees: the same number gives the same metadata on every side, so that rows are equally long and
//! compress alike. Numbers differ as orders do: a batch without ids packs to some 14 bytes an event, as the
//! event of the peers' figures does. Called by all sides.

use std::time::{SystemTime, UNIX_EPOCH};

use frontdesk_core::Metadata;
use uuid::Uuid;

pub(crate) const NAME: &str = "order-item";
const CATEGORIES: [&str; 6] = [
    "garden tools",
    "kitchenware",
    "books & maps",
    "bicycle parts",
    "board games",
    "work clothing",
];
const SOURCES: [&str; 4] = ["search results", "newsletter", "recommendation", "product page"];

/// Checked metadata; calls are given clones of it, as the peers are of their bodies.
pub(crate) fn metadata(number: u64) -> Metadata {
    Metadata::parse(text(number).as_bytes()).expect("the sample is good metadata")
}

/// The event as it is stored and sent.
pub(crate) fn body(id: Uuid, created_at: u64, number: u64) -> Vec<u8> {
    let metadata = text(number);
    format!(r#"{{"id":"{id}","name":"{NAME}","created_at":{created_at},"metadata":{metadata}}}"#).into_bytes()
}

fn text(number: u64) -> String {
    // Neighbours get digits that have nothing in common.
    let digits = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let pick = |shift: u32, most: u64| (digits >> shift) % most;
    let (order, category, source) = (pick(8, 10_000), pick(40, 6), pick(48, 4));
    let (euros, cents) = (10 + pick(16, 90), pick(24, 100));
    format!(
        r#"{{"order_number":"3434-{order:04}","category":"{}","source":"{}","currency":"eur","price":"{euros}.{cents:02}"}}"#,
        CATEGORIES[category as usize], SOURCES[source as usize],
    )
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
