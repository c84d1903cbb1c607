//! Which requests a fault is for.
//!
//! Guarantees: a rule counts the requests that match its method, path and closure, and acts on the chosen
//! ones of them; the first rule of a plan that acts wins. Evaluated on the server's runtime.

use std::sync::Arc;

use serde_json::Value;

/// A request as a rule sees it.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// `GET`, `POST`, …
    pub method: &'a str,
    /// Path without the query.
    pub path: &'a str,
    /// The decompressed body as JSON, `Null` when it is none.
    pub body: &'a Value,
}

type Condition = Arc<dyn Fn(&Seen<'_>) -> bool + Send + Sync>;

/// A pattern and the occurrences of it that count. Without a choice, every occurrence does.
#[derive(Clone)]
pub struct On {
    method: Option<String>,
    path: Option<String>,
    condition: Option<Condition>,
    skip: usize,
    most: usize,
    seen: usize,
}

impl On {
    /// Every request.
    pub fn any() -> Self {
        Self {
            method: None,
            path: None,
            condition: None,
            skip: 0,
            most: usize::MAX,
            seen: 0,
        }
    }

    /// A pattern such as `POST /sdk/v1/events`, `* /sdk/v1/content/*` or `*`; a `*` at the end of the path
    /// stands for the rest of it.
    pub fn pattern(pattern: &str) -> Self {
        let (method, path) = pattern.split_once(' ').unwrap_or((pattern, "*"));
        let given = |word: &str| (word != "*").then(|| word.to_owned());
        Self {
            method: given(method),
            path: given(path),
            ..Self::any()
        }
    }

    /// Uploads of events.
    pub fn events() -> Self {
        Self::pattern("POST /sdk/v1/events")
    }

    /// Logins.
    pub fn logins() -> Self {
        Self::pattern("POST /sdk/v1/sessions")
    }

    /// Updates of the user.
    pub fn updates() -> Self {
        Self::pattern("PATCH /sdk/v1/me")
    }

    /// Ends of sessions.
    pub fn closes() -> Self {
        Self::pattern("DELETE /sdk/v1/sessions/current")
    }

    /// Openings of the stream.
    pub fn streams() -> Self {
        Self::pattern("GET /sdk/v1/stream")
    }

    /// Long polls.
    pub fn polls() -> Self {
        Self::pattern("GET /sdk/v1/changes")
    }

    /// Pings.
    pub fn pings() -> Self {
        Self::pattern("POST /sdk/v1/ping")
    }

    /// Only requests for which `condition` holds.
    pub fn when(mut self, condition: impl Fn(&Seen<'_>) -> bool + Send + Sync + 'static) -> Self {
        self.condition = Some(Arc::new(condition));
        self
    }

    /// The first `count` of them (after those skipped).
    pub fn first(mut self, count: usize) -> Self {
        self.most = count;
        self
    }

    /// Not the first `count` of them.
    pub fn skip(mut self, count: usize) -> Self {
        self.skip = count;
        self
    }

    /// Only the `n`-th, counted from 1.
    pub fn nth(self, n: usize) -> Self {
        self.skip(n.saturating_sub(1)).first(1)
    }

    /// Whether this request has the pattern; occurrences are not counted.
    pub fn fits(&self, seen: &Seen<'_>) -> bool {
        self.method.as_deref().is_none_or(|method| method == seen.method)
            && self.path.as_deref().is_none_or(|path| path_fits(path, seen.path))
            && self.condition.as_ref().is_none_or(|condition| condition(seen))
    }

    pub(super) fn takes(&mut self, seen: &Seen<'_>) -> bool {
        if !self.fits(seen) {
            return false;
        }
        let place = self.seen;
        self.seen += 1;
        place >= self.skip && place - self.skip < self.most
    }
}

fn path_fits(pattern: &str, path: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => path.starts_with(start),
        None => path == pattern,
    }
}

impl std::fmt::Debug for On {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("On")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(method: &'static str, path: &'static str) -> Seen<'static> {
        Seen {
            method,
            path,
            body: &Value::Null,
        }
    }

    #[test]
    fn a_rule_counts_only_what_fits_its_pattern() {
        let mut rule = On::events().nth(2);
        assert!(!rule.takes(&seen("POST", "/sdk/v1/events")));
        assert!(!rule.takes(&seen("POST", "/sdk/v1/sessions")));
        assert!(rule.takes(&seen("POST", "/sdk/v1/events")));
        assert!(!rule.takes(&seen("POST", "/sdk/v1/events")));
    }

    #[test]
    fn a_star_stands_for_any_method_and_for_the_rest_of_a_path() {
        let rule = On::pattern("* /sdk/v1/content/*");
        assert!(rule.fits(&seen("GET", "/sdk/v1/content/article/1")));
        assert!(!rule.fits(&seen("GET", "/sdk/v1/contents")));
        assert!(On::pattern("*").fits(&seen("PUT", "/")));
    }
}
