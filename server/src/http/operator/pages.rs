//! Cursors and page sizes of operator lists.

use axum::http::Uri;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::super::error::{ApiError, ApiResult};
pub(super) use super::super::query::parameter;

/// Largest page.
const MOST: usize = 150;

/// What part of a list is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) per_page: usize,
    /// Position where the page starts; `None` for the first.
    pub(super) before: Option<i64>,
    page: u64,
}

/// Reads `per_page` and `starting_after` of a query.
pub(super) fn of_query(uri: &Uri, default: usize) -> ApiResult<Asked> {
    let per_page = match parameter(uri, "per_page") {
        None => default,
        Some(text) => text.parse().map_err(|_| too_many())?,
    };
    asked(per_page, parameter(uri, "starting_after").as_deref())
}

/// Reads `pagination` of a search.
pub(super) fn of_search(pagination: Option<&Value>, default: usize) -> ApiResult<Asked> {
    let per_page = match pagination.and_then(|all| all.get("per_page")) {
        None | Some(Value::Null) => default,
        Some(value) => value
            .as_u64()
            .and_then(|size| usize::try_from(size).ok())
            .ok_or_else(too_many)?,
    };
    asked(
        per_page,
        pagination
            .and_then(|all| all.get("starting_after"))
            .and_then(Value::as_str),
    )
}

fn too_many() -> ApiError {
    ApiError::invalid("per_page", format!("per_page must be a number from 1 to {MOST}"))
}

fn asked(per_page: usize, cursor: Option<&str>) -> ApiResult<Asked> {
    if per_page == 0 || per_page > MOST {
        return Err(too_many());
    }
    let Some(cursor) = cursor.filter(|cursor| !cursor.is_empty()) else {
        return Ok(Asked {
            per_page,
            before: None,
            page: 1,
        });
    };
    let invalid = || ApiError::invalid("starting_after", "this cursor is not one of ours");
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| invalid())?;
    let text = String::from_utf8(bytes).map_err(|_| invalid())?;
    let (page, before) = text.split_once('.').ok_or_else(invalid)?;
    Ok(Asked {
        per_page,
        before: Some(before.parse().map_err(|_| invalid())?),
        page: page.parse().map_err(|_| invalid())?,
    })
}

/// The `pages` of an answer; no `next` at the end.
pub(super) fn pages(asked: Asked, total: i64, next: Option<i64>) -> Value {
    let per_page = i64::try_from(asked.per_page).unwrap_or(1);
    let total_pages = total.max(0).unsigned_abs().div_ceil(per_page.unsigned_abs());
    let mut pages = json!({ "type": "pages", "page": asked.page, "per_page": asked.per_page, "total_pages": total_pages });
    if let Some(next) = next {
        let cursor = URL_SAFE_NO_PAD.encode(format!("{}.{next}", asked.page + 1));
        pages["next"] = json!({ "per_page": asked.per_page, "starting_after": cursor });
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_to_the_next_page_and_a_foreign_one_is_refused() {
        let first = asked(2, None).unwrap();
        let pages = pages(first, 5, Some(77));
        assert_eq!(
            (pages["page"].as_u64(), pages["total_pages"].as_u64()),
            (Some(1), Some(3))
        );
        let second = asked(2, pages["next"]["starting_after"].as_str()).unwrap();
        assert_eq!((second.before, second.page), (Some(77), 2));
        assert!(asked(2, Some("garbage")).is_err());
        assert!(asked(151, None).is_err() && asked(0, None).is_err());
    }
}
