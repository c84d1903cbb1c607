//! Pages of lists that devices read: `limit` and an opaque `cursor` in, `next` out.

use axum::http::Uri;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::super::error::{ApiError, ApiResult};
use super::super::query::parameter;

const DEFAULT: usize = 20;
const MOST: usize = 150;

/// What part of a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) limit: usize,
    /// The position after which the page starts; `None` for the first page.
    pub(super) before: Option<i64>,
}

/// Reads `limit` and `cursor` of a query.
pub(super) fn asked(uri: &Uri) -> ApiResult<Asked> {
    let limit = match parameter(uri, "limit") {
        None => DEFAULT,
        Some(text) => text
            .parse()
            .ok()
            .filter(|limit| (1..=MOST).contains(limit))
            .ok_or_else(|| ApiError::invalid("limit", format!("limit must be a number from 1 to {MOST}")))?,
    };
    let before = match parameter(uri, "cursor") {
        None => None,
        Some(cursor) => Some(
            decode(&cursor).ok_or_else(|| ApiError::invalid("cursor", "this cursor is not one of ours"))?,
        ),
    };
    Ok(Asked { limit, before })
}

/// The cursor of a position.
pub(super) fn encode(position: i64) -> String {
    URL_SAFE_NO_PAD.encode(format!("p{position}"))
}

fn decode(cursor: &str) -> Option<i64> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    std::str::from_utf8(&bytes).ok()?.strip_prefix('p')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_on_and_a_foreign_one_is_refused() {
        let read = |query: &str| asked(&format!("/x?{query}").parse().unwrap());
        assert_eq!(
            read("").unwrap(),
            Asked {
                limit: 20,
                before: None
            }
        );
        let next = encode(77);
        assert_eq!(
            read(&format!("limit=2&cursor={next}")).unwrap(),
            Asked {
                limit: 2,
                before: Some(77)
            }
        );
        for wrong in [
            "limit=0",
            "limit=151",
            "limit=x",
            "cursor=",
            "cursor=77",
            "cursor=!",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
