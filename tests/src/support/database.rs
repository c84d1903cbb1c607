//! What the server stored, read from its own file.
//!
//! Guarantees: read-only; what a query shows is committed. Used on test threads while the server runs.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};
use serde_json::Value;

/// An event under the contact it belongs to today.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredEvent {
    /// Order of arrival.
    pub seq: i64,
    /// Contact today, after merges.
    pub contact: String,
    /// That contact's own id in the app; `None` for a lead.
    pub user_id: Option<String>,
    /// Id of the event.
    pub id: String,
    /// Name.
    pub name: String,
    /// Unix seconds.
    pub created_at: i64,
    /// Metadata as stored, `Null` without.
    pub metadata: Value,
    /// The lead it was recorded for, when a merge has moved it since.
    pub recorded_for: Option<String>,
}

/// A message of a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredMessage {
    /// Its part's id.
    pub id: String,
    /// Whose it is.
    pub contact: String,
    /// That contact's user id.
    pub user_id: Option<String>,
    /// What was written.
    pub words: String,
}

/// A contact.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredContact {
    /// Id on the server.
    pub id: String,
    /// `lead` or `user`.
    pub role: String,
    /// The app's own id.
    pub user_id: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Custom attributes.
    pub custom: Value,
    /// The contact it became part of.
    pub merged_into: Option<String>,
}

/// A reading connection.
#[derive(Debug)]
pub struct Database {
    connection: Connection,
}

impl Database {
    pub(super) fn open(folder: &Path) -> Self {
        let path = folder.join("frontdesk-server.sqlite3");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).expect("the server's database opens");
        connection
            .busy_timeout(std::time::Duration::from_secs(10))
            .expect("a busy timeout");
        Self { connection }
    }

    /// All events in order of arrival.
    pub fn events(&self) -> Vec<StoredEvent> {
        self.query(
            "select seq, contact_id, contact_external_id, id, name, created_at, metadata, recorded_contact_id
             from event_timeline order by seq",
            |row| {
                let metadata: Option<String> = row.get(6)?;
                Ok(StoredEvent {
                    seq: row.get(0)?,
                    contact: row.get(1)?,
                    user_id: row.get(2)?,
                    id: row.get(3)?,
                    name: row.get(4)?,
                    created_at: row.get(5)?,
                    metadata: metadata.map_or(Value::Null, |text| {
                        serde_json::from_str(&text).expect("stored metadata is JSON")
                    }),
                    recorded_for: row.get(7)?,
                })
            },
        )
    }

    /// What devices wrote in conversations, in order of arrival.
    pub fn messages(&self) -> Vec<StoredMessage> {
        self.query(
            "select p.client_id, p.contact_id, c.external_id, coalesce(p.body_text, '')
             from parts p join contacts c on c.id = p.contact_id where p.client_id is not null order by p.id",
            |row| {
                Ok(StoredMessage {
                    id: row.get(0)?,
                    contact: row.get(1)?,
                    user_id: row.get(2)?,
                    words: row.get(3)?,
                })
            },
        )
    }

    /// Names of the events of an identified user, in order of arrival.
    pub fn names_of(&self, user_id: &str) -> Vec<String> {
        let mine = |event: &StoredEvent| event.user_id.as_deref() == Some(user_id);
        self.events()
            .into_iter()
            .filter(mine)
            .map(|event| event.name)
            .collect()
    }

    /// Names of all events, in order of arrival.
    pub fn names(&self) -> Vec<String> {
        self.events().into_iter().map(|event| event.name).collect()
    }

    /// All contacts, oldest first, merged ones included.
    pub fn contacts(&self) -> Vec<StoredContact> {
        self.query(
            "select id, role, external_id, email, name, custom_attributes, merged_into from contacts order by seq",
            |row| {
                let custom: String = row.get(5)?;
                Ok(StoredContact {
                    id: row.get(0)?,
                    role: row.get(1)?,
                    user_id: row.get(2)?,
                    email: row.get(3)?,
                    name: row.get(4)?,
                    custom: serde_json::from_str(&custom).expect("stored attributes are JSON"),
                    merged_into: row.get(6)?,
                })
            },
        )
    }

    /// The identified user with this id.
    pub fn user(&self, user_id: &str) -> StoredContact {
        let found = self
            .contacts()
            .into_iter()
            .find(|c| c.user_id.as_deref() == Some(user_id));
        found.unwrap_or_else(|| panic!("the server knows no user {user_id}"))
    }

    /// Pairs of contact id and company id (the app's own).
    pub fn companies(&self) -> Vec<(String, String)> {
        self.query(
            "select l.contact_id, c.company_id from contact_companies l join companies c on c.id = l.company_id
             order by c.seq",
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// The metadata of all events in order of arrival, as the text that is stored.
    pub fn metadata_texts(&self) -> Vec<String> {
        self.query("select coalesce(metadata, '') from events order by seq", |row| {
            row.get(0)
        })
    }

    /// Rows of a query whose only column is a JSON object.
    pub fn objects(&self, sql: &str) -> Vec<Value> {
        self.query(sql, |row| {
            let text: String = row.get(0)?;
            Ok(serde_json::from_str(&text).expect("an object"))
        })
    }

    /// A single number.
    pub fn number(&self, sql: &str) -> i64 {
        self.connection
            .query_row(sql, [], |row| row.get(0))
            .expect("a number")
    }

    /// Session tokens that are neither revoked nor expired.
    pub fn live_sessions(&self) -> i64 {
        self.number("select count(*) from sessions where revoked_at is null and expires_at > unixepoch()")
    }

    fn query<T>(&self, sql: &str, read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>) -> Vec<T> {
        let mut statement = self
            .connection
            .prepare_cached(sql)
            .expect("the server's schema has these columns");
        let rows = statement.query_map([], read).expect("the query runs");
        rows.map(|row| row.expect("a readable row")).collect()
    }
}
