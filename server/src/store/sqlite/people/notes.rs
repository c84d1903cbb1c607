//! Notes about contacts.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::store::sqlite::rows::resolve;
use crate::store::{Listed, NewNote, Note, NoteOutcome, Span, StoreResult};

/// Columns of a note, in the order [`read`] expects.
const NOTE: &str = "n.id, n.contact_id, a.id, a.name, a.email, n.body, n.created_at \
     from notes n left join admins a on a.id = n.admin_id";

fn read(row: &Row<'_>) -> rusqlite::Result<Note> {
    let admin: Option<i64> = row.get(2)?;
    let author = match admin {
        Some(id) => Some((id, row.get(3)?, row.get(4)?)),
        None => None,
    };
    Ok(Note {
        id: row.get(0)?,
        contact_id: row.get(1)?,
        author,
        body: row.get(5)?,
        created_at: row.get(6)?,
    })
}

/// Adds a note. Runs inside a change.
pub(super) fn add(connection: &Connection, new: &NewNote) -> StoreResult<NoteOutcome> {
    let Some(contact_id) = resolve(connection, &new.app_id, &new.contact_id)? else {
        return Ok(NoteOutcome::NoContact);
    };
    let admin: Option<i64> = connection
        .prepare_cached("select min(id) from admins where app_id = ?1 and (?2 is null or id = ?2)")?
        .query_row((&new.app_id, new.admin_id), |row| row.get(0))?;
    if admin.is_none() && new.admin_id.is_some() {
        return Ok(NoteOutcome::NoAdmin);
    }
    let id: i64 = connection
        .prepare_cached(
            "insert into notes (app_id, contact_id, admin_id, body, created_at) \
             values (?1, ?2, ?3, ?4, ?5) returning id",
        )?
        .query_row((&new.app_id, contact_id, admin, &new.body, new.now), |row| {
            row.get(0)
        })?;
    Ok(find(connection, &new.app_id, id)?.map_or(NoteOutcome::NoContact, NoteOutcome::Done))
}

/// One note.
pub(super) fn find(connection: &Connection, app_id: &str, id: i64) -> StoreResult<Option<Note>> {
    let mut statement =
        connection.prepare_cached(&format!("select {NOTE} where n.app_id = ?1 and n.id = ?2"))?;
    Ok(statement.query_row((app_id, id), read).optional()?)
}

/// Notes of a contact, newest first.
pub(super) fn list(
    connection: &Connection,
    app_id: &str,
    contact_id: &str,
    span: Span,
) -> StoreResult<Option<Listed<Note>>> {
    let Some(contact_id) = resolve(connection, app_id, contact_id)? else {
        return Ok(None);
    };
    let total = connection
        .prepare_cached("select count(*) from notes where contact_id = ?1")?
        .query_row([&contact_id], |row| row.get(0))?;
    let mut statement = connection.prepare_cached(&format!(
        "select {NOTE} where n.contact_id = ?1 order by n.id desc limit ?2 offset ?3"
    ))?;
    let (limit, offset) = span.for_sql();
    let rows = statement.query_map((&contact_id, limit, offset), read)?;
    let items = rows.collect::<Result<_, _>>()?;
    Ok(Some(Listed { items, total }))
}
