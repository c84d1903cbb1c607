//! What to do next.
//!
//! Guarantees: login before anything of that session; an unidentified user's operations before those of the
//! user it became; a session is forgotten only when nothing of it is left. Reads the store, changes nothing.
//! Called by the lanes.

use std::collections::HashSet;

use rusqlite::Connection;

use crate::session::ledger::range_of;
use crate::storage::{SessionRow, SessionState, StoreError};
use crate::storage::{operations, sessions, settings};

/// One step of a lane.
#[derive(Debug)]
pub(super) enum Step {
    /// Log this session in.
    Login(SessionRow),
    /// Send operations of this session.
    Upload(SessionRow),
    /// Tell the server that this device's sessions are over.
    Close(SessionRow),
    /// Nothing of this epoch is left.
    Forget(i64),
    /// This closing session can never be delivered: its session is gone on the server.
    GiveUp(SessionRow),
    /// Nothing to do.
    Idle,
}

/// The next step for the present user. A login may be useful although nothing waits to be sent: the feed is to
/// listen.
pub(super) fn current(
    conn: &Connection,
    paused: &HashSet<String>,
    login_is_awaited: impl Fn(i64) -> bool,
    login_is_useful: bool,
) -> Result<Step, StoreError> {
    let all = sessions::all(conn)?;
    let current = settings::get_number(conn, settings::CURRENT_EPOCH)?;
    let Some(device) = all
        .iter()
        .find(|s| Some(s.epoch) == current)
        .map(|s| s.device_id.clone())
    else {
        return Ok(Step::Idle);
    };
    if paused.contains(&device) {
        return Ok(Step::Idle);
    }
    let mut group = Vec::new();
    for session in all
        .iter()
        .filter(|s| s.device_id == device && s.state != SessionState::Closing)
    {
        let (from, to) = range_of(&all, session.epoch);
        let waiting = operations::first_in(conn, from, to)?.is_some();
        group.push((session, waiting));
    }
    // Logins first, in order: a caller may wait for one, and a long queue of the unidentified user is delivered
    // with its own session just as well afterwards.
    for (session, waiting) in &group {
        let awaited = login_is_awaited(session.epoch);
        match session.state {
            SessionState::Wanted
                if *waiting || awaited || (login_is_useful && Some(session.epoch) == current) =>
            {
                return Ok(Step::Login((*session).clone()));
            }
            // Someone waits although the server accepted this login meanwhile: answered by a refresh.
            SessionState::Live if awaited => return Ok(Step::Login((*session).clone())),
            _ => {}
        }
    }
    // While the present user's own login is not accepted, the earlier session is what a refusal falls back to.
    let settled = all
        .iter()
        .any(|s| Some(s.epoch) == current && s.state == SessionState::Live);
    for (session, waiting) in group {
        let over = !waiting && Some(session.epoch) != current;
        match session.state {
            SessionState::Live if waiting => return Ok(Step::Upload(session.clone())),
            SessionState::Live if over && settled => return Ok(Step::Forget(session.epoch)),
            SessionState::Wanted | SessionState::Refused if over => return Ok(Step::Forget(session.epoch)),
            _ => {}
        }
    }
    Ok(Step::Idle)
}

/// The next step for sessions that are closing.
pub(super) fn closing(conn: &Connection, paused: &HashSet<String>) -> Result<Step, StoreError> {
    let all = sessions::all(conn)?;
    let mut seen = HashSet::new();
    for first in all
        .iter()
        .filter(|s| s.state == SessionState::Closing && !paused.contains(&s.device_id))
    {
        if !seen.insert(first.device_id.as_str()) {
            continue;
        }
        let group = || {
            all.iter()
                .filter(|s| s.state == SessionState::Closing && s.device_id == first.device_id)
        };
        for session in group() {
            let (from, to) = range_of(&all, session.epoch);
            if operations::first_in(conn, from, to)?.is_none() {
                continue;
            }
            let session = session.clone();
            return Ok(match (&session.token, &session.contact_id) {
                (Some(_), _) => Step::Upload(session),
                (None, None) => Step::Login(session),
                (None, Some(_)) => Step::GiveUp(session),
            });
        }
        return Ok(match group().rev().find(|s| s.token.is_some()) {
            Some(session) => Step::Close(session.clone()),
            None => Step::Forget(first.epoch),
        });
    }
    Ok(Step::Idle)
}
