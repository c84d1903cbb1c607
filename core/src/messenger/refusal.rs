//! Why content is not shown, in words for the person who wanted to see it.
//!
//! Guarantee: every reason (draft, paused, archived, not meant for this person, unknown) has its own pair of
//! code and status and its own sentence; none of them blames the person or names a rule of the operator.
//! Made on the worker's thread.

use crate::error::FrontdeskError;
use crate::model::content::ContentStatus;

/// Content that may not be shown. `code` is `content_not_live` (with the status), `content_not_targeted` or
/// `not_found`.
pub(crate) fn unavailable(code: &'static str, status: Option<ContentStatus>) -> FrontdeskError {
    let user_message = match (code, status) {
        ("content_not_targeted", _) => "This is not available to you.",
        ("not_found", _) => "This could not be found.",
        (_, Some(ContentStatus::Draft)) => "This is not published yet.",
        (_, Some(ContentStatus::Paused)) => "This is not available at the moment. Try again later.",
        (_, Some(ContentStatus::Archived)) => "This is no longer available.",
        _ => "This is not available right now.",
    };
    FrontdeskError::ContentUnavailable {
        code,
        status,
        user_message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_reason_has_its_own_error_and_sentence() {
        let reasons = [
            ("content_not_live", Some(ContentStatus::Draft)),
            ("content_not_live", Some(ContentStatus::Paused)),
            ("content_not_live", Some(ContentStatus::Archived)),
            ("content_not_targeted", None),
            ("not_found", None),
        ];
        let sentences: HashSet<&str> = reasons
            .iter()
            .map(|(code, status)| match unavailable(code, *status) {
                FrontdeskError::ContentUnavailable { user_message, .. } => user_message,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(sentences.len(), reasons.len());
        assert!(
            sentences
                .iter()
                .all(|s| s.ends_with('.') && !s.contains("content_"))
        );
    }
}
