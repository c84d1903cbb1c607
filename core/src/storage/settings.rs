//! The table of single values.
//!
//! Guarantees: names are the constants below and nothing else; a value of the wrong shape reads as absent.
//! Written inside the store's exclusive turn.

use rusqlite::{Connection, OptionalExtension, params};

use super::StoreError;

/// The epoch of who is logged in or wants to be; absent when logged out.
pub(crate) const CURRENT_EPOCH: &str = "current_epoch";
/// The schema version again: a header that claims more than this one is damaged, not newer.
pub(crate) const SCHEMA: &str = "schema";
/// The device of the present user: id and secret, made at the first login, forgotten at logout.
pub(crate) const DEVICE_ID: &str = "device_id";
/// See [`DEVICE_ID`].
pub(crate) const DEVICE_SECRET: &str = "device_secret";
/// Credentials set before a login.
pub(crate) const USER_HASH: &str = "user_hash";
/// See [`USER_HASH`].
pub(crate) const JWT: &str = "jwt";
/// When the server may be asked again: `<set at>,<for>` in milliseconds of wall time.
pub(crate) const ASK_AGAIN: &str = "ask_again";

/// When changes of the present user travelled, Unix milliseconds, for the quota.
pub(crate) const UPDATE_TIMES: &str = "update_times";
/// The change that waits for the quota: `<made at> <body>`.
pub(crate) const HELD_UPDATE: &str = "held_update";
/// What the app decided about the messenger's look, JSON; kept over a log-out.
pub(crate) const PREFERENCES: &str = "preferences";
/// The language the person chose; forgotten at log-out.
pub(crate) const LANGUAGE_OVERRIDE: &str = "language_override";

/// What is unread, as the server said last: `Unread` of the contract. Forgotten at logout.
pub(crate) const UNREAD: &str = "unread";

/// Reads one value.
pub(crate) fn get(conn: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    Ok(conn
        .prepare_cached("select value from settings where name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?)
}

/// Reads one number.
pub(crate) fn get_number(conn: &Connection, name: &str) -> Result<Option<i64>, StoreError> {
    Ok(get(conn, name)?.and_then(|value| value.parse().ok()))
}

/// Writes one value; `None` removes it.
pub(crate) fn set(conn: &Connection, name: &str, value: Option<&str>) -> Result<(), StoreError> {
    match value {
        Some(value) => conn
            .prepare_cached("insert or replace into settings (name, value) values (?1, ?2)")?
            .execute(params![name, value])?,
        None => conn
            .prepare_cached("delete from settings where name = ?1")?
            .execute([name])?,
    };
    Ok(())
}

/// Writes one number; `None` removes it.
pub(crate) fn set_number(conn: &Connection, name: &str, value: Option<i64>) -> Result<(), StoreError> {
    set(conn, name, value.map(|number| number.to_string()).as_deref())
}
