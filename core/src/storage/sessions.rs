//! The table of sessions: one row per epoch that still matters.
//!
//! Guarantees: an epoch's operations are those with `first_seq <= seq < next epoch's first_seq`; a row
//! disappears when its last operation was answered and nobody is logged in with it. Written inside the
//! store's exclusive turn only.

use rusqlite::{Connection, Row, params};

use super::StoreError;
use crate::model::identity::Identity;
use crate::secret::Secret;
use crate::session::Person;

/// Where a session stands on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SessionState {
    Wanted,
    Live,
    Refused,
    Closing,
}

impl SessionState {
    fn as_str(self) -> &'static str {
        match self {
            Self::Wanted => "wanted",
            Self::Live => "live",
            Self::Refused => "refused",
            Self::Closing => "closing",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Wanted, Self::Live, Self::Refused, Self::Closing]
            .into_iter()
            .find(|s| s.as_str() == word)
    }
}

/// One epoch.
#[derive(Debug, Clone)]
pub(crate) struct SessionRow {
    pub(crate) epoch: i64,
    pub(crate) first_seq: i64,
    pub(crate) state: SessionState,
    pub(crate) user_id: Option<String>,
    pub(crate) email: Option<String>,
    /// Attributes that travel with the login, as wire JSON.
    pub(crate) attributes: Option<Vec<u8>>,
    pub(crate) user_hash: Option<Secret<String>>,
    pub(crate) jwt: Option<Secret<String>>,
    pub(crate) device_id: String,
    pub(crate) device_secret: Secret<String>,
    pub(crate) contact_id: Option<String>,
    pub(crate) token: Option<Secret<String>>,
    pub(crate) created_at: i64,
    /// When the app logged out, in Unix milliseconds.
    pub(crate) closing_since: Option<i64>,
}

impl SessionRow {
    /// Who this session is for.
    pub(crate) fn person(&self) -> Person {
        if self.user_id.is_none() && self.email.is_none() {
            return Person::Lead;
        }
        Person::User(Identity {
            user_id: self.user_id.clone(),
            email: self.email.clone(),
        })
    }

    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let state: String = row.get("state")?;
        Ok(Self {
            epoch: row.get("epoch")?,
            first_seq: row.get("first_seq")?,
            state: SessionState::parse(&state).ok_or(StoreError::Damaged(None))?,
            user_id: row.get("user_id")?,
            email: row.get("email")?,
            attributes: row.get("attributes")?,
            user_hash: row.get::<_, Option<String>>("user_hash")?.map(Secret::new),
            jwt: row.get::<_, Option<String>>("jwt")?.map(Secret::new),
            device_id: row.get("device_id")?,
            device_secret: Secret::new(row.get("device_secret")?),
            contact_id: row.get("contact_id")?,
            token: row.get::<_, Option<String>>("token")?.map(Secret::new),
            created_at: row.get("created_at")?,
            closing_since: row.get("closing_since")?,
        })
    }
}

/// Writes a session, new or changed.
pub(crate) fn put(conn: &Connection, session: &SessionRow) -> Result<(), StoreError> {
    conn.prepare_cached(
        "insert or replace into sessions (epoch, first_seq, state, user_id, email, attributes, user_hash, jwt,
           device_id, device_secret, contact_id, token, created_at, closing_since)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?
    .execute(params![
        session.epoch,
        session.first_seq,
        session.state.as_str(),
        session.user_id,
        session.email,
        session.attributes,
        session.user_hash.as_ref().map(Secret::expose),
        session.jwt.as_ref().map(Secret::expose),
        session.device_id,
        session.device_secret.expose(),
        session.contact_id,
        session.token.as_ref().map(Secret::expose),
        session.created_at,
        session.closing_since,
    ])?;
    Ok(())
}

/// All sessions, oldest epoch first. There are a handful: one per login whose operations are still queued.
pub(crate) fn all(conn: &Connection) -> Result<Vec<SessionRow>, StoreError> {
    let mut statement = conn.prepare_cached("select * from sessions order by epoch")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(SessionRow::read(row)?);
    }
    Ok(found)
}

/// The sessions of a damaged table that can be read, one by one.
pub(crate) fn readable(conn: &Connection) -> Result<Vec<SessionRow>, StoreError> {
    let mut statement = conn.prepare("select * from sessions order by epoch")?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Ok(Some(row)) = rows.next() {
        found.extend(SessionRow::read(row));
    }
    Ok(found)
}

/// Removes one epoch.
pub(crate) fn delete(conn: &Connection, epoch: i64) -> Result<(), StoreError> {
    conn.prepare_cached("delete from sessions where epoch = ?1")?
        .execute([epoch])?;
    Ok(())
}
