//! Rows of `content`: everything that can be presented, whatever its kind.

use rusqlite::{Connection, OptionalExtension, Row};

use super::texts;
use crate::store::{Content, StoreResult};

/// Columns of a piece of content, in the order [`read`] expects.
pub(in crate::store::sqlite) const CONTENT: &str = "c.kind, c.id, c.title, c.status, c.body, c.targeting, c.created_at, c.updated_at, \
     c.parent_id, c.place, c.author_id, c.published_at";

/// Reads the columns of [`CONTENT`].
pub(in crate::store::sqlite) fn read(row: &Row<'_>) -> rusqlite::Result<Content> {
    Ok(Content {
        kind: row.get(0)?,
        id: row.get(1)?,
        title: row.get(2)?,
        status: row.get(3)?,
        body: row.get(4)?,
        targeting: row.get(5)?,
        created_at: row.get(6)?,
        updated_at: row.get(7)?,
        parent_id: row.get(8)?,
        place: row.get(9)?,
        author_id: row.get(10)?,
        published_at: row.get(11)?,
    })
}

/// One piece.
pub(in crate::store::sqlite) fn get(
    connection: &Connection,
    app_id: &str,
    kind: &str,
    id: &str,
) -> StoreResult<Option<Content>> {
    let mut statement = connection.prepare_cached(&format!(
        "select {CONTENT} from content c where c.app_id = ?1 and c.kind = ?2 and c.id = ?3"
    ))?;
    Ok(statement.query_row([app_id, kind, id], read).optional()?)
}

/// All of it, oldest first.
pub(in crate::store::sqlite) fn all(connection: &Connection, app_id: &str) -> StoreResult<Vec<Content>> {
    let mut statement = connection.prepare_cached(&format!(
        "select {CONTENT} from content c where c.app_id = ?1 order by c.seq"
    ))?;
    Ok(statement.query_map([app_id], read)?.collect::<Result<_, _>>()?)
}

/// Makes or replaces a piece; with `only_new`, leaves an existing one alone. What people read of articles
/// and collections becomes a text in the workspace's language.
pub(in crate::store::sqlite) fn put(
    connection: &Connection,
    app_id: &str,
    content: &Content,
    only_new: bool,
) -> StoreResult<()> {
    if write(connection, app_id, content, only_new)? {
        texts::derive(connection, app_id, content)?;
    }
    Ok(())
}

/// Writes the row alone; `false` when an existing one was left alone.
pub(super) fn write(
    connection: &Connection,
    app_id: &str,
    content: &Content,
    only_new: bool,
) -> StoreResult<bool> {
    let clash = if only_new {
        "on conflict (app_id, kind, id) do nothing"
    } else {
        "on conflict (app_id, kind, id) do update set title = excluded.title, status = excluded.status, \
         body = excluded.body, targeting = excluded.targeting, updated_at = excluded.updated_at, \
         parent_id = excluded.parent_id, place = excluded.place, author_id = excluded.author_id, \
         published_at = excluded.published_at"
    };
    let published_at = match content.status.as_str() {
        "live" => content.published_at.or(Some(content.updated_at)),
        _ => content.published_at,
    };
    let stored = connection
        .prepare_cached(&format!(
            "insert into content (app_id, kind, id, title, status, body, targeting, created_at, updated_at, \
             parent_id, place, author_id, published_at) \
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) {clash}"
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
            &content.parent_id,
            content.place,
            content.author_id,
            published_at,
        ))?;
    Ok(stored > 0)
}
