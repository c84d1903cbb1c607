//! Links to files: signed, good for half an hour, and good for nothing else.
//!
//! A link holds the name on disk, which is random, and a signature over it and the time it ends, so neither
//! can be changed. The key is made once per data folder. Made on request threads.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{KeyInit, Mac};

use super::App;
use super::error::{ApiError, ApiResult};
use crate::identity::HmacSha256;

/// Seconds that a link is good for.
const LIFETIME: i64 = 30 * 60;

/// What signs links. Cloning shares it.
#[derive(Clone)]
pub(super) struct LinkKey(Arc<[u8]>);

impl LinkKey {
    pub(super) fn new(key: Vec<u8>) -> Self {
        Self(key.into())
    }

    fn mac(&self, file_id: &str, expires: i64) -> Option<HmacSha256> {
        let mut mac = HmacSha256::new_from_slice(&self.0).ok()?;
        mac.update(format!("file\n{file_id}\n{expires}").as_bytes());
        Some(mac)
    }

    /// Whether this server signed it.
    pub(super) fn signed(&self, file_id: &str, expires: i64, signature: &str) -> bool {
        let Ok(signature) = URL_SAFE_NO_PAD.decode(signature) else {
            return false;
        };
        self.mac(file_id, expires)
            .is_some_and(|mac| mac.verify_slice(&signature).is_ok())
    }
}

/// Makes links for one caller, who reaches the server by its own name for it.
#[derive(Clone)]
pub(super) struct Links {
    base: Arc<str>,
    key: LinkKey,
}

/// A link and when it ends.
pub(super) struct Link {
    pub(super) url: String,
    /// Unix seconds.
    pub(super) expires_at: i64,
}

impl Links {
    /// A link to a file, from now on.
    pub(super) fn to(&self, file_id: &str, name: &str, now: i64) -> Link {
        let expires_at = now + LIFETIME;
        let signature = self
            .key
            .mac(file_id, expires_at)
            .map(|mac| URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()))
            .unwrap_or_default();
        let url = format!(
            "{}/files/{file_id}/{}?expires={expires_at}&signature={signature}",
            self.base,
            percent_encode(name)
        );
        Link { url, expires_at }
    }
}

impl FromRequestParts<App> for Links {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> ApiResult<Self> {
        let base = match &app.config().public_url {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => own_name(&parts.headers),
        };
        Ok(Self {
            base: base.into(),
            key: app.link_key().await?.clone(),
        })
    }
}

/// How the caller calls this server: links go back to the caller alone, so its word is good enough.
fn own_name(headers: &HeaderMap) -> String {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST)
        .filter(|host| {
            host.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".:-_[]".contains(&byte))
        })
        .unwrap_or("localhost");
    let secure = text(header::HeaderName::from_static("x-forwarded-proto")) == Some("https");
    let scheme = if secure { "https" } else { "http" };
    format!("{scheme}://{host}")
}

/// Text as part of a path.
pub(super) fn percent_encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links() -> Links {
        Links {
            base: "https://desk.example".into(),
            key: LinkKey::new(vec![7; 32]),
        }
    }

    #[test]
    fn a_link_opens_its_own_file_until_it_ends_and_no_other() {
        let links = links();
        let link = links.to("f1", "a b.png", 1_000);
        assert!(
            link.url
                .starts_with("https://desk.example/files/f1/a%20b.png?expires=2800&signature=")
        );
        let signature = link.url.rsplit('=').next().unwrap();
        assert!(links.key.signed("f1", 2_800, signature));
        assert!(!links.key.signed("f2", 2_800, signature));
        assert!(!links.key.signed("f1", 2_801, signature));
        assert!(!LinkKey::new(vec![8; 32]).signed("f1", 2_800, signature));
        assert!(!links.key.signed("f1", 2_800, ""));
    }
}
