//! Articles, surveys, carousels and the rest of what can be presented.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::store::{Content, StoreResult};

fn read(row: &Row<'_>) -> rusqlite::Result<Content> {
    Ok(Content {
        kind: row.get(0)?,
        id: row.get(1)?,
        title: row.get(2)?,
        status: row.get(3)?,
        body: row.get(4)?,
        targeting: row.get(5)?,
        created_at: row.get(6)?,
        updated_at: row.get(7)?,
    })
}

/// One piece.
pub(super) fn get(
    connection: &Connection,
    app_id: &str,
    kind: &str,
    id: &str,
) -> StoreResult<Option<Content>> {
    let mut statement = connection.prepare_cached(
        "select kind, id, title, status, body, targeting, created_at, updated_at from content \
         where app_id = ?1 and kind = ?2 and id = ?3",
    )?;
    Ok(statement.query_row([app_id, kind, id], read).optional()?)
}

/// All of it, oldest first.
pub(super) fn all(connection: &Connection, app_id: &str) -> StoreResult<Vec<Content>> {
    let mut statement = connection.prepare_cached(
        "select kind, id, title, status, body, targeting, created_at, updated_at from content \
         where app_id = ?1 order by seq",
    )?;
    Ok(statement.query_map([app_id], read)?.collect::<Result<_, _>>()?)
}

/// Makes or replaces a piece; with `only_new`, leaves an existing one alone.
pub(super) fn put(
    connection: &Connection,
    app_id: &str,
    content: &Content,
    only_new: bool,
) -> StoreResult<()> {
    let clash = if only_new {
        "on conflict (app_id, kind, id) do nothing"
    } else {
        "on conflict (app_id, kind, id) do update set title = excluded.title, status = excluded.status, \
         body = excluded.body, targeting = excluded.targeting, updated_at = excluded.updated_at"
    };
    connection
        .prepare_cached(&format!(
            "insert into content (app_id, kind, id, title, status, body, targeting, created_at, updated_at) \
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) {clash}"
        ))?
        .execute((
            app_id,
            &content.kind,
            &content.id,
            &content.title,
            &content.status,
            &content.body,
            &content.targeting,
            content.created_at,
            content.updated_at,
        ))?;
    Ok(())
}
