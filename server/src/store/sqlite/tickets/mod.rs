//! [`TicketStore`] in SQLite.

mod rows;
mod talking;
mod writing;

use async_trait::async_trait;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};

use super::SqliteStore;
use super::rows::resolve;
use super::search::condition;
use crate::store::*;

#[async_trait]
impl TicketStore for SqliteStore {
    async fn open_ticket(&self, new: NewTicket) -> StoreResult<TicketOutcome> {
        self.write(move |db| writing::open(db, &new)).await
    }
    async fn tickets_of(
        &self,
        app_id: &str,
        contact_id: &str,
        before: Option<i64>,
        limit: usize,
    ) -> StoreResult<Page<Ticket>> {
        let (app_id, contact_id) = (app_id.to_owned(), contact_id.to_owned());
        self.read(move |db| {
            let id = resolve(db, &app_id, &contact_id)?.unwrap_or_default();
            let values = vec![Sql::Text(app_id), Sql::Text(id)];
            page(db, OF_CONTACT, values, before, limit)
        })
        .await
    }
    async fn ticket_of(&self, app_id: &str, contact_id: &str, id: &str) -> StoreResult<Option<Ticket>> {
        let [app_id, contact_id, id] = [app_id, contact_id, id].map(str::to_owned);
        self.read(move |db| match resolve(db, &app_id, &contact_id)? {
            Some(contact_id) => rows::find_of(db, &app_id, &contact_id, &id),
            None => Ok(None),
        })
        .await
    }
    async fn ticket(&self, app_id: &str, id: &str) -> StoreResult<Option<(Ticket, Vec<TicketPart>)>> {
        let (app_id, id) = (app_id.to_owned(), id.to_owned());
        self.read(move |db| {
            let Some(ticket) = rows::find(db, &app_id, &id)? else {
                return Ok(None);
            };
            let parts = rows::parts(db, ticket.id)?;
            Ok(Some((ticket, parts)))
        })
        .await
    }
    async fn edit_ticket(&self, edit: EditTicket) -> StoreResult<TicketOutcome> {
        self.write(move |db| writing::edit(db, &edit)).await
    }
    async fn reply_ticket(&self, reply: ReplyTicket) -> StoreResult<Result<TicketPart, TicketOutcome>> {
        self.write(move |db| writing::reply(db, &reply)).await
    }
    async fn find_tickets(&self, find: FindTickets) -> StoreResult<Page<Ticket>> {
        self.search(move |db| {
            let mut values = vec![Sql::Text(find.app_id.clone())];
            let mut filter = "c.app_id = ?".to_owned();
            if let Some(query) = &find.query {
                filter.push_str(" and ");
                filter.push_str(&condition(query, &mut values));
            }
            page(db, &filter, values, find.before, find.limit)
        })
        .await
    }
    async fn delete_ticket(&self, app_id: &str, id: &str) -> StoreResult<bool> {
        let (app_id, id) = (app_id.to_owned(), id.to_owned());
        self.write(move |db| {
            let Some(ticket) = rows::find(db, &app_id, &id)? else {
                return Ok(false);
            };
            db.prepare_cached("delete from ticket_parts where ticket_id = ?1")?
                .execute([ticket.id])?;
            db.prepare_cached("delete from tickets where id = ?1")?
                .execute([ticket.id])?;
            Ok(true)
        })
        .await
    }
}

/// Whether a contact has any ticket.
pub(super) fn any_of(connection: &Connection, contact_id: &str) -> StoreResult<bool> {
    Ok(connection
        .prepare_cached("select 1 from tickets where contact_id = ?1")?
        .exists([contact_id])?)
}

/// Tickets of one contact. The plus keeps SQLite from walking all tickets of the workspace instead.
pub(in crate::store::sqlite) const OF_CONTACT: &str = "+c.app_id = ? and c.contact_id = ?";

/// The statement of [`page`].
pub(in crate::store::sqlite) fn page_of(filter: &str) -> String {
    let (columns, tables) = (rows::TICKET, rows::TABLES);
    format!("select {columns} from {tables} where {filter} and c.id < ? order by c.id desc limit ?")
}

/// A page of tickets, newest first. `filter` holds only our own words; its values are bound.
fn page(
    connection: &Connection,
    filter: &str,
    mut values: Vec<Sql>,
    before: Option<i64>,
    limit: usize,
) -> StoreResult<Page<Ticket>> {
    let total = connection
        .prepare_cached(&format!("select count(*) from {} where {filter}", rows::TABLES))?
        .query_row(params_from_iter(&values), |row| row.get(0))?;
    values.push(Sql::Integer(before.unwrap_or(i64::MAX)));
    values.push(Sql::Integer(i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1));
    let mut items = connection
        .prepare_cached(&page_of(filter))?
        .query_map(params_from_iter(&values), rows::read)?
        .collect::<Result<Vec<_>, _>>()?;
    let more = items.len() > limit;
    items.truncate(limit);
    let next = if more {
        items.last().map(|ticket| ticket.id)
    } else {
        None
    };
    Ok(Page { items, total, next })
}
