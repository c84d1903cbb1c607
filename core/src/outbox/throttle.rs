//! How often a user may be changed.
//!
//! Guarantees: at most `Limits::update_quota` changes travel within `Limits::update_window`; further ones are
//! joined into one held change, stored durably at the call, that travels when the window moved on: none is lost
//! and the last value wins. A change never overtakes an earlier one. Called inside the exclusive turn, on
//! callers' threads and on the worker.
//!
//! Source of the numbers: the documented limit of the web API's `update`, 20 calls in 30 minutes.

use rusqlite::Connection;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::error::FrontdeskError;
use crate::model::limits::{ATTRIBUTES_BYTES, COMPANIES, CUSTOM_ATTRIBUTES};
use crate::model::operation::OperationKind;
use crate::outbox::Writer;
#[cfg(test)]
use crate::storage::operations;
use crate::storage::{OperationRow, StoreError, settings};

/// The numbers, in milliseconds of wall time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quota {
    pub(crate) limit: u32,
    pub(crate) window_ms: i64,
}

impl Quota {
    fn is_used_up(self, sent: &[i64]) -> bool {
        self.limit > 0 && sent.len() >= self.limit as usize
    }
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// Queued; it travels as soon as possible.
    Queued,
    /// Held until the window moved on; an earlier held change was joined with it.
    Held { joined: Option<Uuid> },
}

/// Where a user stands within the quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) used: u32,
    /// Until one more may travel; zero when one may now.
    pub(crate) next_in_ms: i64,
    /// Until all of the quota is there again.
    pub(crate) full_in_ms: i64,
    pub(crate) held: bool,
}

/// Stores a change: queued when the quota allows, held otherwise.
pub(crate) fn tell(
    writer: &mut Writer,
    row: &OperationRow,
    quota: Quota,
    now: i64,
) -> Result<Told, FrontdeskError> {
    if quota.limit == 0 {
        // Held by a start with other settings.
        release_now(writer)?;
        writer.append_now(row)?;
        return Ok(Told::Queued);
    }
    release(writer, quota, now)?;
    let mut sent = times(writer.conn(), quota, now)?;
    let held = held(writer.conn())?;
    if held.is_none() && sent.len() < quota.limit as usize {
        sent.push(now);
        let times = joined_times(&sent);
        writer.append_with(std::slice::from_ref(row), |conn| {
            settings::set(conn, settings::UPDATE_TIMES, Some(&times))
        })?;
        return Ok(Told::Queued);
    }
    let Some(earlier) = held else {
        hold(writer, row)?;
        return Ok(Told::Held { joined: None });
    };
    match join(&earlier, row) {
        Some(both) => {
            hold(writer, &both)?;
            Ok(Told::Held {
                joined: Some(earlier.id),
            })
        }
        // Together they would be more than one change may hold: better over the quota than lost.
        None => {
            writer.append_with(&[earlier, row.clone()], |conn| {
                settings::set(conn, settings::HELD_UPDATE, None)
            })?;
            Ok(Told::Queued)
        }
    }
}

/// Queues the held change when the quota allows it; true when it did.
pub(crate) fn release(writer: &mut Writer, quota: Quota, now: i64) -> Result<bool, FrontdeskError> {
    let mut sent = times(writer.conn(), quota, now)?;
    if quota.is_used_up(&sent) {
        return Ok(false);
    }
    let Some(held) = held(writer.conn())? else {
        return Ok(false);
    };
    sent.push(now);
    let times = joined_times(&sent);
    writer.append_with(&[held], |conn| {
        settings::set(conn, settings::UPDATE_TIMES, Some(&times))?;
        settings::set(conn, settings::HELD_UPDATE, None)
    })?;
    Ok(true)
}

/// Queues the held change whatever the quota and the size of the queue say: who it is of is not the present user
/// any more when this turn ends.
pub(crate) fn release_now(writer: &mut Writer) -> Result<(), StoreError> {
    if let Some(held) = held(writer.conn())? {
        writer.append_moved(&[held], |conn| settings::set(conn, settings::HELD_UPDATE, None))?;
    }
    Ok(())
}

/// Where the present user stands.
pub(crate) fn standing(conn: &Connection, quota: Quota, now: i64) -> Result<Standing, StoreError> {
    let sent = times(conn, quota, now)?;
    let left = |at: &i64| at.saturating_add(quota.window_ms).saturating_sub(now).max(0);
    let full = quota.is_used_up(&sent);
    Ok(Standing {
        used: u32::try_from(sent.len()).unwrap_or(u32::MAX),
        next_in_ms: sent.first().filter(|_| full).map_or(0, left),
        full_in_ms: sent.last().map_or(0, left),
        held: held(conn)?.is_some(),
    })
}

/// When the changes within the window travelled. A time that is still to come was written by another clock.
fn times(conn: &Connection, quota: Quota, now: i64) -> Result<Vec<i64>, StoreError> {
    let stored = settings::get(conn, settings::UPDATE_TIMES)?.unwrap_or_default();
    let within = |at: &i64| *at <= now && now - *at < quota.window_ms;
    Ok(stored
        .split(',')
        .filter_map(|at| at.parse().ok())
        .filter(within)
        .collect())
}

fn joined_times(times: &[i64]) -> String {
    let texts: Vec<String> = times.iter().map(i64::to_string).collect();
    texts.join(",")
}

fn held(conn: &Connection) -> Result<Option<OperationRow>, StoreError> {
    let Some(stored) = settings::get(conn, settings::HELD_UPDATE)? else {
        return Ok(None);
    };
    let read = || {
        let (created_at, body) = stored.split_once(' ')?;
        let value: Value = serde_json::from_str(body).ok()?;
        Some(OperationRow {
            kind: OperationKind::UserUpdate,
            id: Uuid::try_parse(value.get("id")?.as_str()?).ok()?,
            created_at: created_at.parse().ok()?,
            target: None,
            body: body.as_bytes().to_vec(),
        })
    };
    Ok(read())
}

fn hold(writer: &mut Writer, row: &OperationRow) -> Result<(), FrontdeskError> {
    writer.check_open()?;
    if writer.current().is_none() {
        return Err(FrontdeskError::NotLoggedIn);
    }
    let stored = format!("{} {}", row.created_at, String::from_utf8_lossy(&row.body));
    Ok(writer.transaction(|w| settings::set(w.conn(), settings::HELD_UPDATE, Some(&stored)))?)
}

/// Both changes as one, under the later one's id; `None` when that is more than one change may hold.
fn join(earlier: &OperationRow, later: &OperationRow) -> Option<OperationRow> {
    let mut both: Map<String, Value> = serde_json::from_slice(&earlier.body).ok()?;
    let news: Map<String, Value> = serde_json::from_slice(&later.body).ok()?;
    for (key, value) in news {
        match (key.as_str(), both.get_mut(&key), value) {
            ("custom_attributes", Some(Value::Object(old)), Value::Object(new)) => overlay(old, new),
            ("companies", Some(Value::Array(old)), Value::Array(new)) => join_companies(old, new),
            (_, _, value) => {
                both.insert(key, value);
            }
        }
    }
    let count = |key: &str| match both.get(key) {
        Some(Value::Object(members)) => members.len(),
        Some(Value::Array(elements)) => elements.len(),
        _ => 0,
    };
    if count("custom_attributes") > CUSTOM_ATTRIBUTES || count("companies") > COMPANIES {
        return None;
    }
    let body = serde_json::to_vec(&both).ok()?;
    (body.len() <= ATTRIBUTES_BYTES).then_some(OperationRow {
        kind: OperationKind::UserUpdate,
        id: later.id,
        created_at: later.created_at,
        target: None,
        body,
    })
}

fn overlay(old: &mut Map<String, Value>, new: Map<String, Value>) {
    for (key, value) in new {
        match (key.as_str(), old.get_mut(&key), value) {
            ("custom_attributes", Some(Value::Object(inner)), Value::Object(news)) => overlay(inner, news),
            (_, _, value) => {
                old.insert(key, value);
            }
        }
    }
}

fn join_companies(old: &mut Vec<Value>, new: Vec<Value>) {
    for company in new {
        let same = old.iter_mut().find(|known| known.get("id") == company.get("id"));
        match (same, company) {
            (Some(Value::Object(known)), Value::Object(news)) => overlay(known, news),
            (_, company) => old.push(company),
        }
    }
}

/// The bodies that are queued.
#[cfg(test)]
fn queued(conn: &Connection) -> Vec<Value> {
    operations::read(conn, 0, i64::MAX, 1000)
        .unwrap()
        .into_iter()
        .map(|row| serde_json::from_slice(&row.unwrap().row.body).unwrap())
        .collect()
}

#[cfg(test)]
#[path = "throttle_tests.rs"]
mod tests;
