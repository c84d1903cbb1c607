//! Events in, events out.
//!
//! One insert per event inside the group's transaction; the unique index on (contact, id) is what makes a
//! retry harmless, also when a thousand arrive at once and after a merge.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension};

use super::contacts::find_by_key;
use super::content::targets::event_happened;
use super::rows::{resolve, users_named_by_email};
use super::writer::Memory;
use crate::store::{
    ContactKey, Event, EventOutcome, EventSummary, IngestEvents, ListEvents, NewEvent, OperatorEvent,
    OperatorEventOutcome, Page, StoreResult,
};

/// Stores a batch; `None` when there is no such contact.
pub(super) fn ingest(
    connection: &Connection,
    memory: &mut Memory,
    batch: &IngestEvents,
) -> StoreResult<Option<Vec<EventOutcome>>> {
    let Some(contact_id) = resolve(connection, &batch.app_id, &batch.contact_id)? else {
        return Ok(None);
    };
    let mut insert = connection.prepare_cached(
        "insert or ignore into events (contact_id, id, name, created_at, received_at, metadata) \
         values (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    let mut outcomes = Vec::with_capacity(batch.events.len());
    for event in &batch.events {
        let names = active_names(connection, memory, &batch.app_id)?;
        let known = names.contains(&event.name);
        if !known && names.len() >= batch.max_names {
            // A retry of an event whose name was archived since is still a duplicate.
            let outcome = compare(connection, &contact_id, event)?.unwrap_or(EventOutcome::NameLimit);
            outcomes.push(outcome);
            continue;
        }
        let stored = insert.execute((
            &contact_id,
            &event.id,
            &event.name,
            event.created_at,
            batch.now,
            &event.metadata,
        ))?;
        if stored == 0 {
            outcomes.push(compare(connection, &contact_id, event)?.unwrap_or(EventOutcome::Duplicate));
            continue;
        }
        // Only an event that is kept takes up a name.
        if !known {
            add_name(connection, names, &batch.app_id, &event.name, batch.now)?;
        }
        event_happened(
            connection,
            memory,
            &batch.app_id,
            &contact_id,
            &event.name,
            batch.now,
        )?;
        outcomes.push(EventOutcome::Accepted);
    }
    Ok(Some(outcomes))
}

/// What an event is beside the stored one of the same id; `None` when there is none.
fn compare(connection: &Connection, contact_id: &str, event: &NewEvent) -> StoreResult<Option<EventOutcome>> {
    let stored: Option<(String, Option<String>)> = connection
        .prepare_cached("select name, metadata from events where contact_id = ?1 and id = ?2")?
        .query_row([contact_id, &event.id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(stored.map(|(name, metadata)| {
        if name == event.name && same_json(metadata.as_deref(), event.metadata.as_deref()) {
            EventOutcome::Duplicate
        } else {
            EventOutcome::IdReused
        }
    }))
}

/// Whether two texts mean the same JSON; the order of keys does not matter.
fn same_json(a: Option<&str>, b: Option<&str>) -> bool {
    if a == b {
        return true;
    }
    let parse = |text: &str| serde_json::from_str::<serde_json::Value>(text).ok();
    matches!((a.map(parse), b.map(parse)), (Some(Some(a)), Some(Some(b))) if a == b)
}

/// Names that events of the workspace have and that were not archived.
fn active_names<'a>(
    connection: &Connection,
    memory: &'a mut Memory,
    app_id: &str,
) -> StoreResult<&'a mut HashSet<String>> {
    if !memory.event_names.contains_key(app_id) {
        let mut statement =
            connection.prepare_cached("select name from event_names where app_id = ?1 and archived = 0")?;
        let names = statement
            .query_map([app_id], |row| row.get(0))?
            .collect::<Result<HashSet<String>, _>>()?;
        memory.event_names.insert(app_id.to_owned(), names);
    }
    Ok(memory.event_names.entry(app_id.to_owned()).or_default())
}

fn add_name(
    connection: &Connection,
    names: &mut HashSet<String>,
    app_id: &str,
    name: &str,
    now: i64,
) -> StoreResult<()> {
    connection
        .prepare_cached(
            "insert into event_names (app_id, name, created_at) values (?1, ?2, ?3) \
             on conflict (app_id, name) do update set archived = 0",
        )?
        .execute((app_id, name, now))?;
    names.insert(name.to_owned());
    Ok(())
}

/// Stores an event of the operator API; the same contact, name and second is the same event.
pub(super) fn add_for_operator(
    connection: &Connection,
    memory: &mut Memory,
    new: &OperatorEvent,
) -> StoreResult<OperatorEventOutcome> {
    if let ContactKey::Email(email) = &new.contact
        && users_named_by_email(connection, &new.app_id, email)?.len() > 1
    {
        return Ok(OperatorEventOutcome::Ambiguous);
    }
    let Some(contact) = find_by_key(connection, &new.app_id, &new.contact)? else {
        return Ok(OperatorEventOutcome::NoContact);
    };
    let names = active_names(connection, memory, &new.app_id)?;
    let known = names.contains(&new.event.name);
    if !known && names.len() >= new.max_names {
        return Ok(OperatorEventOutcome::NameLimit);
    }
    let stored = connection
        .prepare_cached(
            "insert or ignore into events (contact_id, id, name, created_at, received_at, metadata, source) \
             values (?1, ?2, ?3, ?4, ?5, ?6, 'operator')",
        )?
        .execute((
            &contact.id,
            &new.event.id,
            &new.event.name,
            new.event.created_at,
            new.now,
            &new.event.metadata,
        ))?;
    if stored > 0 && !known {
        add_name(connection, names, &new.app_id, &new.event.name, new.now)?;
    }
    if stored > 0 {
        event_happened(
            connection,
            memory,
            &new.app_id,
            &contact.id,
            &new.event.name,
            new.now,
        )?;
    }
    Ok(OperatorEventOutcome::Done)
}

/// Events of a contact, latest arrival first.
pub(super) fn list(connection: &Connection, list: &ListEvents) -> StoreResult<Page<Event>> {
    let total = connection
        .prepare_cached("select count(*) from events where contact_id = ?1 and created_at >= ?2")?
        .query_row((&list.contact_id, list.since), |row| row.get(0))?;
    let mut statement = connection.prepare_cached(
        "select seq, id, name, created_at, metadata from events \
         where contact_id = ?1 and created_at >= ?2 and seq < ?3 order by seq desc limit ?4",
    )?;
    let limit = i64::try_from(list.limit).unwrap_or(i64::MAX - 1);
    let rows = statement.query_map(
        (
            &list.contact_id,
            list.since,
            list.before.unwrap_or(i64::MAX),
            limit.saturating_add(1),
        ),
        |row| {
            Ok(Event {
                seq: row.get(0)?,
                id: row.get(1)?,
                name: row.get(2)?,
                created_at: row.get(3)?,
                metadata: row.get(4)?,
            })
        },
    )?;
    let mut items = rows.collect::<Result<Vec<_>, _>>()?;
    let more = items.len() > list.limit;
    items.truncate(list.limit);
    let next = if more {
        items.last().map(|event| event.seq)
    } else {
        None
    };
    Ok(Page { items, total, next })
}

/// Events of a contact by name, in the order of their first arrival.
pub(super) fn summaries(connection: &Connection, contact_id: &str) -> StoreResult<Vec<EventSummary>> {
    let mut statement = connection.prepare_cached(
        "select name, min(created_at), max(created_at), count(*) from events where contact_id = ?1 \
         group by name order by min(seq)",
    )?;
    let rows = statement.query_map([contact_id], |row| {
        Ok(EventSummary {
            name: row.get(0)?,
            first: row.get(1)?,
            last: row.get(2)?,
            count: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
