//! Appending to a contact's feed, inside the transaction that changes what the change tells about.
//!
//! Callers need nothing else: after the commit the writing thread sees by the growing ids whose feeds grew
//! and signals them. A change that is rolled back leaves no row and no signal.

use rusqlite::{Connection, OptionalExtension};

use crate::store::{CHANGES_KEPT, ChangeKind, StoreResult};

/// Appends a change to the feed of `contact_id` and answers its seq. `body` is the JSON text of the change's
/// `data`. `None` when there is no such contact; one that was merged is not followed.
pub(in crate::store::sqlite) fn append(
    connection: &Connection,
    contact_id: &str,
    kind: ChangeKind,
    body: &str,
    now: i64,
) -> StoreResult<Option<i64>> {
    let seq: Option<i64> = connection
        .prepare_cached("update contacts set change_seq = change_seq + 1 where id = ?1 returning change_seq")?
        .query_row([contact_id], |row| row.get(0))
        .optional()?;
    let Some(seq) = seq else { return Ok(None) };
    connection
        .prepare_cached(
            "insert into changes (contact_id, seq, type, body, created_at) values (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute((contact_id, seq, kind.as_str(), body, now))?;
    connection
        .prepare_cached("delete from changes where contact_id = ?1 and seq <= ?2")?
        .execute((contact_id, seq - CHANGES_KEPT))?;
    Ok(Some(seq))
}

/// The newest id of all feeds, to compare later ones with.
pub(in crate::store::sqlite) fn newest_id(connection: &Connection) -> StoreResult<i64> {
    Ok(connection
        .prepare_cached("select coalesce(max(id), 0) from changes")?
        .query_row([], |row| row.get(0))?)
}

const GROWN: &str = "select id, contact_id from changes where id > ?1 order by id";

/// Whose feeds grew after the change `id`, and the newest id now.
pub(in crate::store::sqlite) fn grown_since(
    connection: &Connection,
    id: i64,
) -> StoreResult<(i64, Vec<String>)> {
    let mut newest = id;
    let mut contacts: Vec<String> = Vec::new();
    // By the key alone: this runs after every commit, and a grouping would read all feeds there are.
    let mut statement = connection.prepare_cached(GROWN)?;
    let mut rows = statement.query([id])?;
    while let Some(row) = rows.next()? {
        newest = row.get(0)?;
        contacts.push(row.get(1)?);
    }
    contacts.sort_unstable();
    contacts.dedup();
    Ok((newest, contacts))
}

/// Joins the feed of a lead to that of the user it became part of. The lead's open streams read one last
/// change there, `contact.merged`; positions in its feed mean nothing in the user's, so sessions that come
/// over must start anew, which `feed_from` makes sure of even for a device that was offline.
pub(in crate::store::sqlite) fn join(
    connection: &Connection,
    lead: &str,
    user: &str,
    now: i64,
) -> StoreResult<()> {
    append(connection, lead, ChangeKind::ContactMerged, "{}", now)?;
    connection
        .prepare_cached("delete from changes where contact_id = ?1 and type <> 'contact.merged'")?
        .execute([lead])?;
    connection
        .prepare_cached(
            "update contacts set change_seq = \
             1 + max(change_seq, (select change_seq from contacts where id = ?1)) \
             where id = ?2",
        )?
        .execute([lead, user])?;
    connection
        .prepare_cached(
            "update sessions set feed_from = (select change_seq from contacts where id = ?2) \
             where contact_id = ?1",
        )?
        .execute([lead, user])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_grew_is_found_without_reading_all_feeds() {
        let connection = super::super::super::connection::open_writer(None).unwrap();
        let plan: String = connection
            .query_row(&format!("explain query plan {GROWN}"), [1], |row| {
                row.get("detail")
            })
            .unwrap();
        assert!(plan.contains("INTEGER PRIMARY KEY"), "{plan}");
    }
}
