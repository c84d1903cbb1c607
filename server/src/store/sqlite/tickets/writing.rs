//! Opening and changing tickets. What its contact sees of a change is appended to the contact's feed in the
//! same transaction.

use rusqlite::{Connection, OptionalExtension};
use serde_json::{Map, Value};

use super::{rows, talking};
use crate::domain::tickets::{check_attributes, for_device};
use crate::store::sqlite::content::rows as content;
use crate::store::sqlite::content::targets::Eyes;
use crate::store::sqlite::feed::changes;
use crate::store::sqlite::rows::resolve;
use crate::store::{
    ChangeKind, Content, EditTicket, NewTicket, ReplyTicket, StoreError, StoreResult, Ticket, TicketOutcome,
    TicketPart, TicketState, TicketWriter,
};

/// Opens a ticket.
pub(super) fn open(connection: &Connection, new: &NewTicket) -> StoreResult<TicketOutcome> {
    let Some(contact_id) = resolve(connection, &new.app_id, &new.contact_id)? else {
        return Ok(TicketOutcome::NoContact);
    };
    if let Some((id, hash)) = &new.by_device {
        let known: Option<(i64, Option<Vec<u8>>)> = connection
            .prepare_cached("select id, body_hash from tickets where contact_id = ?1 and client_id = ?2")?
            .query_row([&contact_id, id], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if let Some((number, known_hash)) = known {
            let ticket = must(rows::by_number(connection, number)?)?;
            return Ok(if known_hash.as_deref() == Some(hash) {
                TicketOutcome::Duplicate(Box::new(ticket))
            } else {
                TicketOutcome::IdReused
            });
        }
    }
    let Some(kind) = content::get(connection, &new.app_id, "ticket_type", &new.type_id)? else {
        return Ok(TicketOutcome::NoType);
    };
    if new.by_device.is_some() {
        if kind.status != "live" {
            return Ok(TicketOutcome::TypeNotLive(kind.status));
        }
        let mut eyes = Eyes::of(connection, &new.app_id, &contact_id, new.now);
        if !eyes.may_see("ticket_type", &kind.id, &kind.targeting)? {
            return Ok(TicketOutcome::TypeNotTargeted);
        }
    }
    // Operators may leave out what their forms do not ask for.
    let partly = new.by_device.is_none();
    let attributes = match check_attributes(&asked(&kind), &new.attributes, partly) {
        Ok(attributes) => attributes,
        Err(misfit) => return Ok(TicketOutcome::Misfit(misfit)),
    };
    let (client_id, hash) = match &new.by_device {
        Some((id, hash)) => (Some(id), Some(hash)),
        None => (None, None),
    };
    let number: i64 = connection
        .prepare_cached(
            "insert into tickets (app_id, contact_id, client_id, body_hash, type_id, attributes, created_at, \
             updated_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) returning id",
        )?
        .query_row(
            (
                &new.app_id,
                &contact_id,
                client_id,
                hash,
                &new.type_id,
                Value::Object(attributes).to_string(),
                new.created_at,
                new.now,
            ),
            |row| row.get(0),
        )?;
    let ticket = must(rows::by_number(connection, number)?)?;
    announce(connection, &ticket, new.now)?;
    Ok(TicketOutcome::Done(Box::new(ticket)))
}

/// What a kind of tickets asks for.
fn asked(kind: &Content) -> Vec<Value> {
    let body: Value = serde_json::from_str(&kind.body).unwrap_or_default();
    body.get("attributes")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default()
}

fn must<T>(found: Option<T>) -> StoreResult<T> {
    found.ok_or_else(|| StoreError::Internal("a row that was just written is gone".to_owned()))
}

fn announce(connection: &Connection, ticket: &Ticket, now: i64) -> StoreResult<()> {
    let body = serde_json::json!({ "ticket": for_device(ticket) }).to_string();
    changes::append(
        connection,
        &ticket.contact_id,
        ChangeKind::TicketUpdated,
        &body,
        now,
    )?;
    Ok(())
}

fn is_admin(connection: &Connection, app_id: &str, id: i64) -> StoreResult<bool> {
    Ok(connection
        .prepare_cached("select 1 from admins where app_id = ?1 and id = ?2")?
        .exists((app_id, id))?)
}

/// Changes a ticket: all of it or, when something does not fit, nothing.
pub(super) fn edit(connection: &Connection, edit: &EditTicket) -> StoreResult<TicketOutcome> {
    let Some(mut ticket) = rows::find(connection, &edit.app_id, &edit.id)? else {
        return Ok(TicketOutcome::NotFound);
    };
    for admin in [edit.admin_id, edit.assignee_id.flatten()].into_iter().flatten() {
        if !is_admin(connection, &edit.app_id, admin)? {
            return Ok(TicketOutcome::NoAdmin);
        }
    }
    if !edit.attributes.is_empty() {
        let kind = content::get(connection, &edit.app_id, "ticket_type", &ticket.type_id)?;
        let asked = kind.as_ref().map(asked).unwrap_or_default();
        match check_attributes(&asked, &edit.attributes, true) {
            Ok(changed) => lay(&mut ticket.attributes, changed),
            Err(misfit) => return Ok(TicketOutcome::Misfit(misfit)),
        }
    }
    let before = ticket.state;
    if let Some(state) = edit.state {
        ticket.state = state;
        ticket.open = state != TicketState::Resolved;
    }
    ticket.open = edit.open.unwrap_or(ticket.open);
    ticket.assignee_id = edit.assignee_id.unwrap_or(ticket.assignee_id);
    ticket.updated_at = edit.now;
    connection
        .prepare_cached(
            "update tickets set attributes = ?2, state = ?3, open = ?4, assignee_id = ?5, updated_at = ?6 \
             where id = ?1",
        )?
        .execute((
            ticket.id,
            Value::Object(ticket.attributes.clone()).to_string(),
            ticket.state.as_str(),
            ticket.open,
            ticket.assignee_id,
            ticket.updated_at,
        ))?;
    if ticket.state != before {
        connection
            .prepare_cached(
                "insert into ticket_parts (ticket_id, kind, admin_id, state_before, state, created_at) \
                 values (?1, 'ticket_state_updated_by_admin', ?2, ?3, ?4, ?5)",
            )?
            .execute((
                ticket.id,
                edit.admin_id,
                before.as_str(),
                ticket.state.as_str(),
                edit.now,
            ))?;
    }
    announce(connection, &ticket, edit.now)?;
    Ok(TicketOutcome::Done(Box::new(ticket)))
}

fn lay(attributes: &mut Map<String, Value>, changed: Map<String, Value>) {
    for (name, value) in changed {
        if value.is_null() {
            attributes.remove(&name);
        } else {
            attributes.insert(name, value);
        }
    }
}

/// Adds a comment or a note.
pub(super) fn reply(
    connection: &Connection,
    reply: &ReplyTicket,
) -> StoreResult<Result<TicketPart, TicketOutcome>> {
    let Some(mut ticket) = rows::find(connection, &reply.app_id, &reply.id)? else {
        return Ok(Err(TicketOutcome::NotFound));
    };
    let (admin_id, contact_id) = match &reply.writer {
        TicketWriter::Admin(id) if !is_admin(connection, &reply.app_id, *id)? => {
            return Ok(Err(TicketOutcome::NoAdmin));
        }
        TicketWriter::Admin(id) => (Some(*id), None),
        TicketWriter::Contact(id) => match resolve(connection, &reply.app_id, id)? {
            Some(id) if id == ticket.contact_id => (None, Some(id)),
            _ => return Ok(Err(TicketOutcome::NoContact)),
        },
    };
    let kind = if reply.note { "note" } else { "comment" };
    let number: i64 = connection
        .prepare_cached(
            "insert into ticket_parts (ticket_id, kind, contact_id, admin_id, body_html, state, created_at) \
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7) returning id",
        )?
        .query_row(
            (
                ticket.id,
                kind,
                contact_id,
                admin_id,
                &reply.body_html,
                ticket.state.as_str(),
                reply.now,
            ),
            |row| row.get(0),
        )?;
    connection
        .prepare_cached("update tickets set updated_at = ?2 where id = ?1")?
        .execute((ticket.id, reply.now))?;
    if !reply.note {
        talking::say(connection, &mut ticket, reply)?;
        ticket.updated_at = reply.now;
        announce(connection, &ticket, reply.now)?;
    }
    must(rows::part(connection, number)?).map(Ok)
}
