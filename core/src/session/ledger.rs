//! Carries out the transitions: each function is one transaction that moves the state and the rows together.
//!
//! Guarantees: either the state and the tables moved, or neither did; a late answer of an epoch that is gone
//! changes nothing; after `logout` no row of the earlier user is current, and what may still be delivered is
//! marked as closing. Called inside the store's exclusive turn, on callers' threads (login, logout,
//! credentials) and on the worker (answers).

use super::leaving::{drop_operations, drop_push, forget_turned_away};
use super::{Effect, Input, Person, State, Verdict};
use crate::error::FrontdeskError;
use crate::model::event::OperationId;
use crate::observer::OperationKind;
use crate::outbox::{Writer, throttle};
use crate::secret::Secret;
use crate::session::device;
use crate::storage::{SessionRow, SessionState, StoreError};
use crate::storage::{operations, rejected, sessions, settings};

/// What the caller of a login function waits for.
#[derive(Debug)]
pub(crate) enum LoginOrder {
    /// The worker logs this epoch in; join whoever waits for it.
    Request(i64),
    /// Already logged in as this person; refresh in the background.
    Stored(Box<SessionRow>),
}

/// An operation that will not be delivered.
#[derive(Debug, Clone)]
pub(crate) struct Dropped {
    pub(crate) id: OperationId,
    pub(crate) kind: OperationKind,
    /// True when the app asked for it; false when its user was refused by the server.
    pub(crate) purged: bool,
}

/// The error of a call that the session forbids.
pub(crate) fn conflict(code: &'static str) -> FrontdeskError {
    match code {
        "not_logged_in" => FrontdeskError::NotLoggedIn,
        "unidentified_logout" => FrontdeskError::SessionConflict {
            code,
            message: "an unidentified user's history would be orphaned; log in instead, or force the logout",
        },
        _ => FrontdeskError::SessionConflict {
            code,
            message: "another user is logged in: call logout first",
        },
    }
}

/// Starts, joins or answers a login.
pub(crate) fn login(
    writer: &mut Writer,
    wanted: Person,
    attributes: Option<Vec<u8>>,
    now_ms: i64,
) -> Result<LoginOrder, FrontdeskError> {
    writer.check_open()?;
    let (state, effects) = match writer.verdict(&Input::Login(wanted.clone())) {
        Verdict::Refuse(code) => return Err(conflict(code)),
        Verdict::Go(state, effects) => (state, effects),
    };
    if effects.contains(&Effect::BeginEpoch) {
        // A change that waits is of whoever told it, also when somebody else is to be logged in.
        throttle::release_now(writer)?;
        let epoch = writer.transaction(|w| {
            let device = device::current_or_new(w.conn())?;
            let (user_id, email) = match wanted {
                Person::Lead => (None, None),
                Person::User(identity) => (identity.user_id, identity.email),
            };
            let identified = user_id.is_some() || email.is_some();
            let credential = |name| -> Result<Option<Secret<String>>, StoreError> {
                Ok(settings::get(w.conn(), name)?
                    .filter(|_| identified)
                    .map(Secret::new))
            };
            let session = SessionRow {
                epoch: 0,
                first_seq: 0,
                state: SessionState::Wanted,
                user_id,
                email,
                attributes,
                user_hash: credential(settings::USER_HASH)?,
                jwt: credential(settings::JWT)?,
                device_id: device.id,
                device_secret: device.secret,
                contact_id: None,
                token: None,
                created_at: now_ms,
                closing_since: None,
            };
            w.begin_epoch(session)
        })?;
        writer.enter(state, Some(epoch));
        return Ok(LoginOrder::Request(epoch));
    }
    let current = writer
        .current()
        .ok_or_else(|| FrontdeskError::internal("session"))?;
    if effects.contains(&Effect::AnswerFromStored) {
        let session = find(writer, current)?.ok_or_else(|| FrontdeskError::internal("session"))?;
        return Ok(LoginOrder::Stored(Box::new(session)));
    }
    writer.enter(state, Some(current));
    Ok(LoginOrder::Request(current))
}

/// The server accepted the login of `epoch`. False when the epoch is gone.
pub(crate) fn accepted(
    writer: &mut Writer,
    epoch: i64,
    token: &str,
    contact: &str,
) -> Result<bool, StoreError> {
    let all = sessions::all(writer.conn())?;
    let Some(mut session) = all.iter().find(|s| s.epoch == epoch).cloned() else {
        return Ok(false);
    };
    session.token = Some(Secret::new(token.to_owned()));
    session.contact_id = Some(contact.to_owned());
    session.attributes = None;
    if session.state == SessionState::Wanted {
        session.state = SessionState::Live;
    }
    writer.transaction(|w| {
        sessions::put(w.conn(), &session)?;
        // What an earlier, refused login of the same person left behind can be delivered now. Leads are known by
        // their device alone.
        for earlier in all.iter().filter(|s| s.state == SessionState::Refused) {
            let known_by_name = session.person() != Person::Lead;
            if earlier.person().is_same(&session.person())
                && (known_by_name || earlier.device_id == session.device_id)
            {
                let revived = SessionRow {
                    state: session.state,
                    token: session.token.clone(),
                    contact_id: session.contact_id.clone(),
                    device_id: session.device_id.clone(),
                    device_secret: session.device_secret.clone(),
                    ..earlier.clone()
                };
                sessions::put(w.conn(), &revived)?;
            }
        }
        Ok(())
    })?;
    move_current(writer, epoch, &Input::LoginAccepted);
    Ok(true)
}

/// All tries of a login failed for reasons that may pass.
pub(crate) fn failed(writer: &mut Writer, epoch: i64) {
    move_current(writer, epoch, &Input::LoginFailed);
}

/// The server refused the login of `epoch` for good. Who was logged in before is logged in again, with the
/// session it had; operations of the refused epoch stay until that person logs in, or anybody logs out.
pub(crate) fn refused(writer: &mut Writer, epoch: i64) -> Result<Vec<Dropped>, StoreError> {
    let all = sessions::all(writer.conn())?;
    let Some(session) = all.iter().find(|s| s.epoch == epoch) else {
        return Ok(Vec::new());
    };
    if session.state == SessionState::Live {
        // A refresh was refused; the session that stands is judged by its own requests.
        return Ok(Vec::new());
    }
    if session.state == SessionState::Closing {
        return writer.transaction(|w| {
            let dropped = drop_operations(w, &all, session, false)?;
            sessions::delete(w.conn(), epoch)?;
            Ok(dropped)
        });
    }
    let earlier = all
        .iter()
        .rev()
        .find(|s| s.epoch < epoch && s.device_id == session.device_id && s.state == SessionState::Live)
        .cloned();
    let is_current = writer.current() == Some(epoch);
    if is_current {
        throttle::release_now(writer)?;
    }
    let verdict = writer.verdict(&Input::LoginRefused(earlier.as_ref().map(SessionRow::person)));
    let (from, to) = range_of(&all, epoch);
    let current = writer.transaction(|w| {
        if operations::first_in(w.conn(), from, to)?.is_some() {
            sessions::put(
                w.conn(),
                &SessionRow {
                    state: SessionState::Refused,
                    ..session.clone()
                },
            )?;
        } else {
            sessions::delete(w.conn(), epoch)?;
        }
        if !is_current {
            return Ok(w.current());
        }
        match earlier {
            Some(earlier) => w.begin_epoch(earlier).map(Some),
            None => forget_turned_away(w, session).map(|()| None),
        }
    })?;
    if let (true, Verdict::Go(state, _)) = (is_current, verdict) {
        writer.enter(state, current);
    }
    Ok(Vec::new())
}

/// A request found the token refused: the epoch needs a new login. An unidentified user that became
/// somebody meanwhile goes on with that session, which is the same contact. `token` is the one that was
/// refused: a newer one is not touched by a late answer.
pub(crate) fn lost(
    writer: &mut Writer,
    epoch: i64,
    token: Option<&Secret<String>>,
) -> Result<(), StoreError> {
    let all = sessions::all(writer.conn())?;
    let Some(session) = all.iter().find(|s| s.epoch == epoch) else {
        return Ok(());
    };
    if session.token.as_ref() != token {
        return Ok(());
    }
    let successor = all
        .iter()
        .find(|s| {
            s.epoch > epoch
                && s.device_id == session.device_id
                && s.token.is_some()
                && s.token != session.token
        })
        .filter(|_| session.person() == Person::Lead);
    let mut changed = session.clone();
    changed.token = successor.and_then(|s| s.token.clone());
    if changed.token.is_none() && changed.state == SessionState::Live {
        changed.state = SessionState::Wanted;
    }
    writer.transaction(|w| sessions::put(w.conn(), &changed))?;
    move_current(writer, epoch, &Input::SessionLost);
    Ok(())
}

/// Logs out: nobody is current, the device is forgotten, what is unsent is purged or still delivered as its
/// own user. The caller cuts the log afterwards.
pub(crate) fn logout(
    writer: &mut Writer,
    force: bool,
    purge: bool,
    now_ms: i64,
) -> Result<Vec<Dropped>, FrontdeskError> {
    writer.check_open()?;
    let (state, effects) = match writer.verdict(&Input::Logout { force }) {
        Verdict::Refuse(code) => return Err(conflict(code)),
        Verdict::Go(state, effects) => (state, effects),
    };
    if !effects.contains(&Effect::CloseSession) {
        return Err(FrontdeskError::internal("session"));
    }
    throttle::release_now(writer)?;
    let all = sessions::all(writer.conn())?;
    let dropped = writer.transaction(|w| {
        let mut dropped = Vec::new();
        for session in all.iter().filter(|s| s.state != SessionState::Closing) {
            let (from, to) = range_of(&all, session.epoch);
            if purge || session.state == SessionState::Refused {
                dropped.extend(drop_operations(w, &all, session, purge)?);
            }
            dropped.extend(drop_push(w, from, to)?);
            let unsent = operations::first_in(w.conn(), from, to)?.is_some();
            if session.token.is_none() && !unsent {
                sessions::delete(w.conn(), session.epoch)?;
                continue;
            }
            let mut closing = SessionRow {
                state: SessionState::Closing,
                closing_since: Some(now_ms),
                attributes: None,
                ..session.clone()
            };
            if closing.token.is_some() {
                // The token alone delivers the rest; who it belongs to is nobody's business here any more.
                (closing.user_id, closing.email, closing.user_hash, closing.jwt) = (None, None, None, None);
            }
            sessions::put(w.conn(), &closing)?;
        }
        for name in [
            settings::CURRENT_EPOCH,
            settings::DEVICE_ID,
            settings::DEVICE_SECRET,
            settings::USER_HASH,
            settings::JWT,
            settings::UPDATE_TIMES,
            settings::HELD_UPDATE,
            settings::LANGUAGE_OVERRIDE,
            settings::UNREAD,
        ] {
            settings::set(w.conn(), name, None)?;
        }
        fail::fail_point!("logout.before_commit");
        rejected::forget_all(w.conn())?;
        Ok(dropped)
    })?;
    fail::fail_point!("logout.committed");
    writer.enter(state, None);
    Ok(dropped)
}

/// Keeps a credential for this and the next login of this device's user.
pub(crate) fn set_credential(writer: &mut Writer, name: &'static str, value: &str) -> Result<(), StoreError> {
    let current = match writer.current() {
        Some(epoch) => find(writer, epoch)?.filter(|session| session.person() != Person::Lead),
        None => None,
    };
    writer.transaction(|w| {
        settings::set(w.conn(), name, Some(value))?;
        if let Some(mut session) = current {
            let value = Some(Secret::new(value.to_owned()));
            match name {
                settings::JWT => session.jwt = value,
                _ => session.user_hash = value,
            }
            sessions::put(w.conn(), &session)?;
        }
        Ok(())
    })
}

/// The sequence numbers of an epoch: from its own first up to the next epoch's.
pub(crate) fn range_of(all: &[SessionRow], epoch: i64) -> (i64, i64) {
    let first = all
        .iter()
        .find(|s| s.epoch == epoch)
        .map_or(i64::MAX, |s| s.first_seq);
    let next = all
        .iter()
        .find(|s| s.epoch > epoch)
        .map_or(i64::MAX, |s| s.first_seq);
    (first, next)
}

/// The sequence numbers of the person of `present`, as ranges in order: what the unidentified user told belongs to the
/// user it became, on the same device in earlier epochs; what a logged-out person left does not, nor what somebody
/// else told whose login was refused.
pub(crate) fn ranges_of_person(all: &[SessionRow], present: &SessionRow) -> Vec<(i64, i64)> {
    all.iter()
        .filter(|s| {
            s.device_id == present.device_id
                && s.epoch <= present.epoch
                && s.state != SessionState::Closing
                && (s.state != SessionState::Refused || s.person().is_same(&present.person()))
        })
        .map(|s| range_of(all, s.epoch))
        .collect()
}

fn find(writer: &Writer, epoch: i64) -> Result<Option<SessionRow>, StoreError> {
    Ok(sessions::all(writer.conn())?
        .into_iter()
        .find(|s| s.epoch == epoch))
}

fn move_current(writer: &mut Writer, epoch: i64, input: &Input) {
    if writer.current() != Some(epoch) {
        return;
    }
    if let Verdict::Go(state, _) = writer.verdict(input) {
        let state: State = state;
        writer.enter(state, Some(epoch));
    }
}

#[cfg(test)]
#[path = "ledger_tests.rs"]
mod tests;
