//! Publishable keys. They name an app and a platform and open nothing by themselves.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::store::{ApiKey, Platform, StoreResult};

const KEY: &str = "id, platform, key, enabled, created_at";

fn read(row: &Row<'_>) -> rusqlite::Result<ApiKey> {
    let platform: String = row.get(1)?;
    Ok(ApiKey {
        id: row.get(0)?,
        platform: Platform::parse(&platform).unwrap_or(Platform::Web),
        key: row.get(2)?,
        enabled: row.get(3)?,
        created_at: row.get(4)?,
    })
}

/// Adds a key.
pub(super) fn add(
    connection: &Connection,
    app_id: &str,
    platform: Platform,
    key: &str,
    now: i64,
) -> StoreResult<ApiKey> {
    Ok(connection
        .prepare_cached(&format!(
            "insert into api_keys (id, app_id, key, platform, created_at) \
             values ((select coalesce(max(id), 0) + 1 from api_keys), ?1, ?2, ?3, ?4) returning {KEY}"
        ))?
        .query_row((app_id, key, platform.as_str(), now), read)?)
}

/// All keys of a workspace, oldest first.
pub(super) fn all(connection: &Connection, app_id: &str) -> StoreResult<Vec<ApiKey>> {
    let mut statement = connection.prepare_cached(&format!(
        "select {KEY} from api_keys where app_id = ?1 order by id"
    ))?;
    Ok(statement.query_map([app_id], read)?.collect::<Result<_, _>>()?)
}

/// Switches a key on or off; `None` when there is none with this number.
pub(super) fn switch(
    connection: &Connection,
    app_id: &str,
    id: i64,
    enabled: bool,
) -> StoreResult<Option<ApiKey>> {
    Ok(connection
        .prepare_cached(&format!(
            "update api_keys set enabled = ?3 where app_id = ?1 and id = ?2 returning {KEY}"
        ))?
        .query_row((app_id, id, enabled), read)
        .optional()?)
}
