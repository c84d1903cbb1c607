//! Looks of the messenger: rows of `messenger_styles`, and the settings of the workspace for its own.

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension, Row};

use super::SqliteStore;
use crate::store::{DEFAULT_STYLE, LookStore, MessengerStyle, PutStyle, StoreResult};

/// The workspace's own look first; it has no time of its own change.
const ALL: &str = "select 'default', name, settings, created_at, created_at from workspaces where app_id = ?1 \
     union all select * from (select id, name, settings, created_at, updated_at from messenger_styles \
     where app_id = ?1 order by id)";

fn read(row: &Row<'_>) -> rusqlite::Result<MessengerStyle> {
    Ok(MessengerStyle {
        id: row.get(0)?,
        name: row.get(1)?,
        settings: row.get(2)?,
        created_at: row.get(3)?,
        updated_at: row.get(4)?,
    })
}

fn all(connection: &Connection, app_id: &str) -> StoreResult<Vec<MessengerStyle>> {
    let mut statement = connection.prepare_cached(ALL)?;
    Ok(statement.query_map([app_id], read)?.collect::<Result<_, _>>()?)
}

fn put(connection: &Connection, put: &PutStyle) -> StoreResult<Option<MessengerStyle>> {
    if put.id == DEFAULT_STYLE {
        if let Some(settings) = &put.settings {
            connection
                .prepare_cached("update workspaces set settings = ?2 where app_id = ?1")?
                .execute([&put.app_id, settings])?;
        }
        return Ok(all(connection, &put.app_id)?.into_iter().next());
    }
    let (count, known): (i64, bool) = connection
        .prepare_cached("select count(*), coalesce(max(id = ?2), 0) from messenger_styles where app_id = ?1")?
        .query_row([&put.app_id, &put.id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if !known && count >= put.most {
        return Ok(None);
    }
    connection
        .prepare_cached(
            "insert into messenger_styles (app_id, id, name, settings, created_at, updated_at) \
             values (?1, ?2, coalesce(?3, ?2), coalesce(?4, '{}'), ?5, ?5) \
             on conflict (app_id, id) do update set name = coalesce(?3, name), \
             settings = coalesce(?4, settings), updated_at = ?5",
        )?
        .execute((&put.app_id, &put.id, &put.name, &put.settings, put.now))?;
    Ok(all(connection, &put.app_id)?
        .into_iter()
        .find(|style| style.id == put.id))
}

fn delete(connection: &Connection, app_id: &str, id: &str) -> StoreResult<bool> {
    let statement = if id == DEFAULT_STYLE {
        "update workspaces set settings = '{}' where app_id = ?1 and ?2 = 'default'"
    } else {
        "delete from messenger_styles where app_id = ?1 and id = ?2"
    };
    Ok(connection.prepare_cached(statement)?.execute([app_id, id])? > 0)
}

/// What a look of this id says; `None` when there is none.
pub(super) fn settings(connection: &Connection, app_id: &str, id: &str) -> StoreResult<Option<String>> {
    Ok(connection
        .prepare_cached("select settings from messenger_styles where app_id = ?1 and id = ?2")?
        .query_row([app_id, id], |row| row.get(0))
        .optional()?)
}

#[async_trait]
impl LookStore for SqliteStore {
    async fn messenger_styles(&self, app_id: &str) -> StoreResult<Vec<MessengerStyle>> {
        let app_id = app_id.to_owned();
        self.read(move |db| all(db, &app_id)).await
    }
    async fn put_messenger_style(&self, style: PutStyle) -> StoreResult<Option<MessengerStyle>> {
        self.write(move |db| put(db, &style)).await
    }
    async fn delete_messenger_style(&self, app_id: &str, id: &str) -> StoreResult<bool> {
        let (app_id, id) = (app_id.to_owned(), id.to_owned());
        self.write(move |db| delete(db, &app_id, &id)).await
    }
}
