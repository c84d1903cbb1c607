//! Reading the server's database.

use std::fmt;
use std::path::Path;

use rusqlite::{Connection, OpenFlags, Row};
use serde_json::Value;

use crate::failure::Failure;

/// One row of the view `event_timeline`, in order of arrival.
#[derive(Debug, Clone, Default)]
pub(crate) struct FoundEvent {
    pub(crate) id: String,
    pub(crate) name: String,
    /// The app's id of the contact it stands under; none for a visitor.
    pub(crate) contact: Option<String>,
    pub(crate) contact_id: String,
    pub(crate) metadata: Value,
    /// The visitor it was recorded for, when a merge has moved it.
    pub(crate) recorded_contact_id: Option<String>,
}

/// One contact.
#[derive(Debug, Clone, Default)]
pub(crate) struct FoundContact {
    pub(crate) id: String,
    pub(crate) role: String,
    pub(crate) user_id: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) custom_attributes: Value,
    pub(crate) merged_into: Option<String>,
}

/// What the server has.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    pub(crate) events: Vec<FoundEvent>,
    pub(crate) contacts: Vec<FoundContact>,
}

/// Reads events and contacts.
pub(crate) fn read(database: &Path) -> Result<Found, Failure> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(database, flags)?;
    let events = database
        .prepare(
            "select id, name, contact_external_id, contact_id, metadata, recorded_contact_id \
             from event_timeline order by seq",
        )?
        .query_map([], event)?
        .collect::<Result<_, _>>()?;
    let contacts = database
        .prepare(
            "select id, role, external_id, name, custom_attributes, merged_into from contacts \
             order by created_at, id",
        )?
        .query_map([], contact)?
        .collect::<Result<_, _>>()?;
    Ok(Found { events, contacts })
}

fn event(row: &Row<'_>) -> rusqlite::Result<FoundEvent> {
    Ok(FoundEvent {
        id: row.get(0)?,
        name: row.get(1)?,
        contact: row.get(2)?,
        contact_id: row.get(3)?,
        metadata: json(row.get(4)?),
        recorded_contact_id: row.get(5)?,
    })
}

fn contact(row: &Row<'_>) -> rusqlite::Result<FoundContact> {
    Ok(FoundContact {
        id: row.get(0)?,
        role: row.get(1)?,
        user_id: row.get(2)?,
        name: row.get(3)?,
        custom_attributes: json(row.get(4)?),
        merged_into: row.get(5)?,
    })
}

fn json(text: Option<String>) -> Value {
    text.and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

impl fmt::Display for FoundContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.user_id, &self.merged_into) {
            (Some(user_id), _) => write!(f, "{user_id:<8}{}", self.role)?,
            (None, Some(_)) => write!(f, "{:<8}{}, merged and archived", "visitor", self.role)?,
            (None, None) => write!(f, "{:<8}{}", "visitor", self.role)?,
        }
        if let Some(name) = &self.name {
            write!(f, ", name {name}")?;
        }
        for (key, value) in self.custom_attributes.as_object().into_iter().flatten() {
            match value.as_str() {
                Some(text) => write!(f, ", {key} {text}")?,
                None => write!(f, ", {key} {value}")?,
            }
        }
        Ok(())
    }
}
