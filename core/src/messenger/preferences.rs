//! What an app decided about the messenger's look, kept over a restart and over a log-out.
//!
//! | part of the state | restart | log-out | why |
//! |---|---|---|---|
//! | launcher, bottom padding, in-app visibility, suppressed kinds, theme | kept | kept | the app's decision about its own screens, made once, mostly at its start; says nothing of a person |
//! | language override | kept | reset | a person's wish |
//! | unread count | kept (by the feed) | reset | the person's conversations |
//! | what is shown, the composer's text, in-app content, the workspace's settings | reset | reset | belongs to the moment and to the person |
//! | online, feed mode | found out anew | feed is off | a fact of now |
//!
//! Guarantees: a stored value of the wrong shape reads as the default and costs nothing else; kinds and modes
//! a newer version wrote are left out. Written in the store's exclusive turn on the thread of the app's call.

use std::collections::BTreeSet;

use rusqlite::Connection;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::storage::StoreError;
use crate::storage::settings;

/// Largest bottom padding, in device-independent pixels: taller than any screen.
pub(crate) const MOST_BOTTOM_PADDING: u32 = 10_000;

/// Proactive content that `suppress_proactive_content` can hold back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProactiveKind {
    /// Surveys.
    Survey,
    /// Carousels.
    Carousel,
}

/// Light, dark, or as the device has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThemeMode {
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// As the device has it. The default.
    #[default]
    System,
}

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Preferences {
    /// Whether the launcher is shown. Hidden until the app asks for it, as on phones.
    pub(crate) launcher_visible: bool,
    /// Device-independent pixels between launcher, in-app messages and the lower edge, besides the usual 20.
    #[serde(deserialize_with = "or_default")]
    pub(crate) bottom_padding: u32,
    /// Whether in-app messages are shown. Carousels and surveys are not: see [`ProactiveKind`].
    pub(crate) in_app_messages_visible: bool,
    /// Kinds that do not show themselves. Content presented by its id is always shown.
    #[serde(deserialize_with = "known_kinds")]
    pub(crate) suppressed: BTreeSet<ProactiveKind>,
    /// The theme.
    #[serde(deserialize_with = "or_default")]
    pub(crate) theme_mode: ThemeMode,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            launcher_visible: false,
            bottom_padding: 0,
            in_app_messages_visible: true,
            suppressed: BTreeSet::new(),
            theme_mode: ThemeMode::default(),
        }
    }
}

impl Preferences {
    pub(super) fn load(conn: &Connection) -> Result<Self, StoreError> {
        let stored = settings::get(conn, settings::PREFERENCES)?;
        Ok(stored
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default())
    }

    /// Writes them; inside the store's exclusive turn.
    pub(crate) fn store(&self, conn: &Connection) -> Result<(), StoreError> {
        let text = serde_json::to_string(self).map_err(|_| StoreError::Unavailable(None))?;
        settings::set(conn, settings::PREFERENCES, Some(&text))
    }
}

fn or_default<'de, D: Deserializer<'de>, T: Default + serde::de::DeserializeOwned>(
    value: D,
) -> Result<T, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(value)?).unwrap_or_default())
}

fn known_kinds<'de, D: Deserializer<'de>>(value: D) -> Result<BTreeSet<ProactiveKind>, D::Error> {
    let kinds = Vec::<Value>::deserialize(value)?;
    Ok(kinds
        .into_iter()
        .filter_map(|kind| serde_json::from_value(kind).ok())
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_newer_version_wrote_costs_only_what_is_not_understood() {
        let read: Preferences = serde_json::from_str(
            r#"{"launcher_visible":true,"theme_mode":"sepia","suppressed":["tour","survey"],"new":1}"#,
        )
        .unwrap();
        assert_eq!(
            read,
            Preferences {
                launcher_visible: true,
                suppressed: BTreeSet::from([ProactiveKind::Survey]),
                ..Preferences::default()
            }
        );
    }
}
