//! The error of every input rule, and the field paths it carries.
//!
//! Guarantees: a code that never changes, the path of the field at fault in the wire's spelling
//! (`companies[0].custom_attributes.plan`), the limit when there is one, and a sentence that says what to do.
//! The offending *value* is in none of them: it may be personal. Made on the caller's thread by whatever
//! checks input; nothing was stored when one exists.

use super::limits::SHOWN_KEY_CHARS;

/// Input that breaks a rule. Nothing of it was stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct InputError {
    /// Stable code, the same in every language; see `contract/vectors/README.md`.
    pub code: &'static str,
    /// Path of the field at fault, in the wire's spelling.
    pub field: String,
    /// The limit that was exceeded, in the unit the code implies (characters, bytes, keys, levels).
    pub limit: Option<u64>,
    /// What is wrong and what to do, in words.
    pub message: String,
}

impl InputError {
    /// A rule without a number.
    #[must_use]
    pub fn new(code: &'static str, field: impl Into<String>, advice: &str) -> Self {
        let field = field.into();
        Self {
            code,
            message: format!("{}: {advice}", shown(&field)),
            field,
            limit: None,
        }
    }

    /// A rule with a number.
    #[must_use]
    pub fn over(code: &'static str, field: impl Into<String>, limit: usize, advice: &str) -> Self {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX);
        Self {
            limit: Some(limit),
            ..Self::new(code, field, advice)
        }
    }

    pub(crate) fn wrong_type(field: impl Into<String>, expected: &str) -> Self {
        Self::new("wrong_type", field, &format!("must be {expected}"))
    }

    /// The same error seen from a container: `name` of `companies[0]` becomes `companies[0].name`.
    #[must_use]
    pub fn within(self, parent: &str) -> Self {
        let field = if self.field.starts_with('[') {
            format!("{parent}{}", self.field)
        } else {
            join(parent, &self.field)
        };
        let advice = self.message.split_once(": ").map_or("", |(_, advice)| advice);
        Self {
            message: format!("{}: {advice}", shown(&field)),
            field,
            ..self
        }
    }
}

/// The path of `key` inside `parent`, made safe to show: control characters replaced, long keys shortened. An
/// empty key has no path of its own and is reported at its parent.
#[must_use]
pub fn child(parent: &str, key: &str) -> String {
    let mut shown: String = key
        .chars()
        .take(SHOWN_KEY_CHARS)
        .map(|character| {
            if character.is_control() {
                '\u{fffd}'
            } else {
                character
            }
        })
        .collect();
    if key.chars().nth(SHOWN_KEY_CHARS).is_some() {
        shown.push('…');
    }
    join(parent, &shown)
}

/// The path of the `index`-th element of `parent`.
#[must_use]
pub fn element(parent: &str, index: usize) -> String {
    format!("{parent}[{index}]")
}

fn join(parent: &str, key: &str) -> String {
    match (parent, key) {
        ("", key) => key.to_owned(),
        (parent, "") => parent.to_owned(),
        (parent, key) => format!("{parent}.{key}"),
    }
}

fn shown(field: &str) -> &str {
    if field.is_empty() { "the input" } else { field }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_written_as_on_the_wire() {
        let name = child(&element("companies", 2), "name");
        assert_eq!(name, "companies[2].name");
        assert_eq!(child("", "email"), "email");
        assert_eq!(child("metadata", ""), "metadata");
        assert_eq!(
            InputError::new("empty", "name", "x").within("companies[2]").field,
            "companies[2].name"
        );
        assert_eq!(
            InputError::new("empty", "[2].id", "x").within("companies").field,
            "companies[2].id"
        );
    }

    #[test]
    fn a_hostile_key_cannot_flood_or_break_the_message() {
        let path = child("metadata", &format!("a\u{0}\n{}", "k".repeat(1_000_000)));
        assert!(path.len() < 200);
        assert!(!path.contains(['\u{0}', '\n']));
        assert!(path.ends_with('…'));
    }

    #[test]
    fn the_message_names_the_field_and_the_advice() {
        let error = InputError::over("too_long", "name", 255, "must not exceed 255 characters");
        assert_eq!(error.to_string(), "name: must not exceed 255 characters");
        assert_eq!(error.limit, Some(255));
        assert_eq!(
            error.within("companies[0]").message,
            "companies[0].name: must not exceed 255 characters"
        );
    }
}
