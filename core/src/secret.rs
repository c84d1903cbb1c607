//! Values that must not be printed.
//!
//! Guarantees: a [`Secret`] has no `Display`, its `Debug` shows a placeholder, and it reaches a request only
//! through [`Secret::expose`], so that a search for that word finds every place. Used by `config`,
//! `session` and `transport`, on any thread.

use std::fmt;

/// A token, key, hash or password.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret<T>(T);

impl<T> Secret<T> {
    /// Wraps a value.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself; for requests and for the session table only.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_never_shows_the_value() {
        let shown = format!("{:?}", Some(Secret::new("canary-7f3a".to_owned())));
        assert!(!shown.contains("canary"), "{shown}");
    }
}
