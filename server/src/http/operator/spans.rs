//! Lists that are asked for by page number. Official clients add `page=2,3…` until a page is empty, and their
//! first request names no page.

use axum::http::Uri;
use serde_json::{Value, json};

use super::super::error::{ApiError, ApiResult};
use super::pages::parameter;
use crate::store::Span;

/// Largest page.
const MOST: usize = 150;
/// Lists end here; a scroll goes further.
const REACH: usize = 10_000;

/// Which page is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paged {
    page: usize,
    per_page: usize,
}

impl Paged {
    /// Reads `page` and `per_page` of a query.
    pub(super) fn of_query(uri: &Uri, default: usize) -> ApiResult<Self> {
        let number = |name: &'static str, default: usize, most: usize| match parameter(uri, name) {
            None => Ok(default),
            Some(text) => text
                .parse()
                .ok()
                .filter(|number| (1..=most).contains(number))
                .ok_or_else(|| ApiError::invalid(name, format!("{name} must be a number from 1 to {most}"))),
        };
        let per_page = number("per_page", default, MOST)?;
        let page = number("page", 1, usize::MAX)?;
        Ok(Self { page, per_page })
    }

    /// The same page of a list that ends after ten thousand.
    pub(super) fn within_reach(self) -> ApiResult<Self> {
        if self.span().offset >= REACH {
            let message = format!("this list ends after {REACH}; use the scroll");
            return Err(ApiError::invalid("page", message));
        }
        Ok(self)
    }

    /// Where the page lies.
    pub(super) fn span(self) -> Span {
        Span {
            offset: (self.page - 1).saturating_mul(self.per_page),
            limit: self.per_page,
        }
    }

    /// The list as it is answered.
    pub(super) fn list(self, data: Vec<Value>, total: i64) -> Value {
        let total_pages = usize::try_from(total).unwrap_or(0).div_ceil(self.per_page);
        json!({
            "type": "list",
            "data": data,
            "total_count": total,
            "pages": {
                "type": "pages", "next": null, "page": self.page, "per_page": self.per_page,
                "total_pages": total_pages
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> ApiResult<Paged> {
        Paged::of_query(&format!("/x?{query}").parse().unwrap(), 15)
    }

    #[test]
    fn the_first_page_is_meant_when_none_is_named() {
        let span = asked("").unwrap().span();
        assert_eq!((span.offset, span.limit), (0, 15));
        let span = asked("page=3&per_page=2").unwrap().span();
        assert_eq!((span.offset, span.limit), (4, 2));
        for wrong in ["page=0", "per_page=0", "per_page=151", "page=x", "page=-1"] {
            assert!(asked(wrong).is_err(), "{wrong}");
        }
        let far = asked(&format!("page={}&per_page=150", usize::MAX)).unwrap();
        assert!(far.within_reach().is_err());
        assert!(asked("page=67&per_page=150").unwrap().within_reach().is_ok());
    }
}
