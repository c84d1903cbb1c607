//! What is taken away when somebody leaves, by their own wish or because the server turned them away.
//!
//! Guarantees: each function is part of its caller's transaction; what an app told is given back as [`Dropped`], so
//! that somebody says what became of it. Called by `ledger`.

use super::Person;
use super::ledger::{Dropped, range_of};
use crate::model::event::OperationId;
use crate::model::operation::OperationKind;
use crate::outbox::Writer;
use crate::storage::{SessionRow, StoreError};
use crate::storage::{operations, rejected, settings};

/// Whoever comes next is perhaps somebody else, and finds nothing of who was turned away. Their device id goes,
/// too, once the server knew them under it; a lead is known by nothing else.
pub(super) fn forget_turned_away(writer: &mut Writer, session: &SessionRow) -> Result<(), StoreError> {
    let conn = writer.conn();
    for name in [
        settings::CURRENT_EPOCH,
        settings::UPDATE_TIMES,
        settings::LANGUAGE_OVERRIDE,
        settings::UNREAD,
    ] {
        settings::set(conn, name, None)?;
    }
    if session.contact_id.is_some() && session.person() != Person::Lead {
        settings::set(conn, settings::DEVICE_ID, None)?;
        settings::set(conn, settings::DEVICE_SECRET, None)?;
    }
    rejected::forget_all(conn)
}

/// Removes everything a session has still to send.
pub(super) fn drop_operations(
    writer: &mut Writer,
    all: &[SessionRow],
    session: &SessionRow,
    purged: bool,
) -> Result<Vec<Dropped>, StoreError> {
    let (from, to) = range_of(all, session.epoch);
    let dropped = operations::ids(writer.conn(), from, to)?
        .into_iter()
        .map(|(id, kind)| Dropped {
            id: OperationId::from_uuid(id),
            kind,
            purged,
        })
        .collect();
    operations::delete_range(writer.conn(), from, to)?;
    Ok(dropped)
}

/// Removes what was to be said about push, of the sequence numbers `from <= seq < to`: the end of the session
/// unbinds the device's token anyway, and said late it would take the token from the next user.
pub(super) fn drop_push(writer: &mut Writer, from: i64, to: i64) -> Result<Vec<Dropped>, StoreError> {
    let mut dropped = Vec::new();
    for kind in [OperationKind::PushBind, OperationKind::PushUnbind] {
        let rows = operations::of_kind(writer.conn(), kind, from, to)?;
        for operation in rows.into_iter().flatten() {
            operations::delete(writer.conn(), &[operation.seq])?;
            dropped.push(Dropped {
                id: OperationId::from_uuid(operation.row.id),
                kind,
                purged: true,
            });
        }
    }
    Ok(dropped)
}
