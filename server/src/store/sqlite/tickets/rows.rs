//! Rows of tickets and of what happened to them.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::store::{NamedAuthor, StoreResult, Ticket, TicketPart, TicketState};

/// Columns of a ticket, in the order [`read`] expects, and the tables they come from.
pub(super) const TICKET: &str = "c.id, c.client_id, c.contact_id, p.external_id, c.type_id, coalesce(k.title, 'Ticket'), c.state, c.open, \
     c.attributes, c.assignee_id, c.conversation_id, c.created_at, c.updated_at";
pub(super) const TABLES: &str = "tickets c join contacts p on p.id = c.contact_id \
     left join content k on k.app_id = c.app_id and k.kind = 'ticket_type' and k.id = c.type_id";

fn state(word: &str) -> TicketState {
    TicketState::parse(word).unwrap_or(TicketState::Submitted)
}

/// Reads the columns of [`TICKET`].
pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Ticket> {
    let word: String = row.get(6)?;
    let attributes: String = row.get(8)?;
    Ok(Ticket {
        id: row.get(0)?,
        client_id: row.get(1)?,
        contact_id: row.get(2)?,
        contact_external_id: row.get(3)?,
        type_id: row.get(4)?,
        type_name: row.get(5)?,
        state: state(&word),
        open: row.get(7)?,
        attributes: serde_json::from_str(&attributes).unwrap_or_default(),
        assignee_id: row.get(9)?,
        conversation_id: row.get(10)?,
        created_at: row.get(11)?,
        updated_at: row.get(12)?,
    })
}

/// A ticket by its number.
pub(super) fn by_number(connection: &Connection, id: i64) -> StoreResult<Option<Ticket>> {
    Ok(connection
        .prepare_cached(&format!("select {TICKET} from {TABLES} where c.id = ?1"))?
        .query_row([id], read)
        .optional()?)
}

/// A ticket of the workspace by its number.
pub(super) fn find(connection: &Connection, app_id: &str, id: &str) -> StoreResult<Option<Ticket>> {
    let found = by_number(connection, number(id))?;
    let ours: bool = connection
        .prepare_cached("select 1 from tickets where id = ?1 and app_id = ?2")?
        .exists((number(id), app_id))?;
    Ok(found.filter(|_| ours))
}

/// A ticket of one contact by either id.
pub(super) fn find_of(
    connection: &Connection,
    app_id: &str,
    contact_id: &str,
    id: &str,
) -> StoreResult<Option<Ticket>> {
    Ok(connection
        .prepare_cached(&format!(
            "select {TICKET} from {TABLES} where c.app_id = ?1 and c.contact_id = ?2 \
             and (c.id = ?3 or c.client_id = ?4)"
        ))?
        .query_row((app_id, contact_id, number(id), id), read)
        .optional()?)
}

/// The number that an id is in its usual spelling; one that no ticket has for any other text.
fn number(id: &str) -> i64 {
    id.parse()
        .ok()
        .filter(|number: &i64| number.to_string() == id)
        .unwrap_or(-1)
}

const PART: &str = "t.id, t.kind, t.contact_id, t.admin_id, a.name, a.avatar_url, t.body_html, t.state_before, t.state, t.created_at \
     from ticket_parts t left join admins a on a.id = t.admin_id";

fn read_part(row: &Row<'_>) -> rusqlite::Result<TicketPart> {
    let (before, after): (Option<String>, String) = (row.get(7)?, row.get(8)?);
    let name: Option<String> = row.get(4)?;
    let avatar_url = row.get(5)?;
    Ok(TicketPart {
        id: row.get(0)?,
        kind: row.get(1)?,
        contact_id: row.get(2)?,
        admin_id: row.get(3)?,
        admin: name.map(|name| NamedAuthor { name, avatar_url }),
        body_html: row.get(6)?,
        state_before: before.map(|word| state(&word)),
        state: state(&after),
        created_at: row.get(9)?,
    })
}

/// The parts of a ticket, oldest first.
pub(super) fn parts(connection: &Connection, ticket_id: i64) -> StoreResult<Vec<TicketPart>> {
    let mut statement = connection.prepare_cached(&format!(
        "select {PART} where t.ticket_id = ?1 order by t.id limit 500"
    ))?;
    Ok(statement
        .query_map([ticket_id], read_part)?
        .collect::<Result<_, _>>()?)
}

/// One part.
pub(super) fn part(connection: &Connection, id: i64) -> StoreResult<Option<TicketPart>> {
    Ok(connection
        .prepare_cached(&format!("select {PART} where t.id = ?1"))?
        .query_row([id], read_part)
        .optional()?)
}
