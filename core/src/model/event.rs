//! Names of events, and ids of operations.
//!
//! Guarantees: an [`EventName`] satisfies the rules for names; an [`OperationId`] is a UUID of version 7,
//! made once at the call and kept through every retry, which is what makes an operation take effect once.
//! Made on the caller's thread.

use super::limits::EVENT_NAME_CHARS;
use super::rejection::InputError;
use super::text;
use crate::retry::randomness;
use std::time::{SystemTime, UNIX_EPOCH};
use uuid::Uuid;

/// A checked event name, kept exactly as given.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EventName(String);

impl EventName {
    /// Checks a name: 1 to 120 characters, not blank, no control characters.
    ///
    /// # Errors
    /// `empty`, `invalid_text` or `too_long`, with the field `name`.
    pub fn new(name: impl Into<String>) -> Result<Self, InputError> {
        let name = name.into();
        text::check_name("name", &name, EVENT_NAME_CHARS)?;
        Ok(Self(name))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The id of one operation: event, update or receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId(Uuid);

impl OperationId {
    /// A new id, at the system's time.
    #[must_use]
    #[expect(
        clippy::new_without_default,
        reason = "a default that differs every time would surprise"
    )]
    pub fn new() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::at(i64::try_from(now.as_millis()).unwrap_or(i64::MAX))
    }

    /// A new id, at the given unix time in milliseconds. Times before 1970 count as 1970: the order of
    /// operations comes from their sequence, never from their ids.
    #[must_use]
    pub fn at(unix_ms: i64) -> Self {
        let mut random = [0_u8; 10];
        randomness::fill(&mut random);
        let millis = u64::try_from(unix_ms).unwrap_or_default();
        Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// Reads an id in its hyphenated form.
    ///
    /// # Errors
    /// `invalid_id`, with the field `id`, when it is no UUID of version 7.
    pub fn parse(id: &str) -> Result<Self, InputError> {
        let uuid = Uuid::try_parse(id)
            .ok()
            .filter(|uuid| uuid.get_version_num() == 7);
        uuid.map(Self)
            .ok_or_else(|| InputError::new("invalid_id", "id", "must be a UUID of version 7"))
    }

    /// Reads an id from the 16 bytes of a row; `None` when they are no id of ours.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        Uuid::from_slice(bytes)
            .ok()
            .filter(|uuid| uuid.get_version_num() == 7)
            .map(Self)
    }

    /// Takes over an id that was made by [`OperationId::new`] before and kept somewhere.
    #[must_use]
    pub fn from_uuid(id: Uuid) -> Self {
        Self(id)
    }

    /// The 16 bytes kept in a row.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// The id as a UUID.
    #[must_use]
    pub fn as_uuid(&self) -> Uuid {
        self.0
    }
}

impl std::fmt::Display for OperationId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.hyphenated().fmt(formatter)
    }
}

impl std::str::FromStr for OperationId {
    type Err = InputError;

    fn from_str(id: &str) -> Result<Self, InputError> {
        Self::parse(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_version_seven_uuid_of_its_millisecond() {
        let id = OperationId::at(1_700_000_000_123);
        let shown = id.to_string();
        assert_eq!(shown.len(), 36);
        assert!(shown.starts_with("018bcfe5-687b-7"), "{shown}");
        assert_eq!(OperationId::parse(&shown), Ok(id));
        assert_eq!(OperationId::from_bytes(id.as_bytes()), Some(id));
    }

    #[test]
    fn ids_of_one_millisecond_differ_and_later_ones_sort_later() {
        let same: std::collections::HashSet<_> = (0..1_000).map(|_| OperationId::at(5)).collect();
        assert_eq!(same.len(), 1_000);
        assert!(OperationId::at(1) < OperationId::at(2));
        assert!(OperationId::at(-5).to_string().starts_with("00000000-0000-7"));
    }

    #[test]
    fn what_is_no_version_seven_uuid_is_refused() {
        for id in [
            "",
            "x",
            "8c14d2b8-3d5c-4a7e-9f0a-000000000000",
            "00000000-0000-0000-0000-000000000000",
        ] {
            let error = OperationId::parse(id).unwrap_err();
            assert_eq!((error.code, error.field.as_str()), ("invalid_id", "id"), "{id:?}");
        }
        assert_eq!(OperationId::from_bytes(&[0; 15]), None);
    }

    #[test]
    fn an_event_name_is_kept_exactly() {
        assert_eq!(
            EventName::new(" order-item 👩\u{200d}💻 ").unwrap().as_str(),
            " order-item 👩\u{200d}💻 "
        );
        assert_eq!(EventName::new("é".repeat(120)).map(|_| ()), Ok(()));
        assert_eq!(EventName::new("é".repeat(121)).unwrap_err().limit, Some(120));
        assert_eq!(EventName::new("\n").unwrap_err().code, "empty");
    }
}
