//! Why a question of the feed was not answered.
//!
//! Guarantees: one reading of the status policy for ping, stream and long poll; a session that the server does
//! not know any more is marked lost, so that the lane logs in again, and nobody is logged out by it. On the
//! worker's thread.

use std::time::Duration;

use super::Who;
use crate::retry::Action;
use crate::retry::limits::RECHECK_MISCONFIGURED;
use crate::session::ledger;
use crate::storage::{SessionRow, StoreError};
use crate::worker::context::Context;

use super::reconnect::End;

/// See the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Worth another try, not before `after`.
    Later { after: Option<Duration> },
    /// No use before this, unless something changes.
    Paused { recheck: Duration },
    /// A new session is needed; it is under way.
    Lost,
    /// What came between cannot be told any more.
    Resync,
    /// Somebody else is logged in now, or nobody.
    Gone,
}

impl Trouble {
    /// Reads an action that is no acknowledgement.
    pub(super) fn of(context: &Context, who: &Who, session: &SessionRow, action: Action) -> Self {
        match action {
            Action::Retry { after } => Self::Later { after },
            Action::Pause { recheck, .. } => Self::Paused { recheck },
            Action::Refuse { code } | Action::Quarantine { code } if code == "resync_required" => {
                Self::Resync
            }
            // An answer that makes no sense here; an older server, perhaps.
            Action::Refuse { .. } | Action::Quarantine { .. } => Self::Paused {
                recheck: RECHECK_MISCONFIGURED,
            },
            Action::RefreshSession => lost(context, who, session),
            Action::Ack | Action::Split { .. } => Self::Later { after: None },
        }
    }

    /// What it means for the connection.
    pub(super) fn end(self) -> End {
        match self {
            Self::Later { after } => End::Broken { after },
            Self::Paused { recheck } => End::Paused { recheck },
            Self::Lost | Self::Resync | Self::Gone => End::Broken { after: None },
        }
    }
}

/// The server does not know this session any more.
fn lost(context: &Context, who: &Who, session: &SessionRow) -> Trouble {
    let token = session.token.as_ref();
    let marked = context
        .desk
        .exclusive(|writer| ledger::lost(writer, who.epoch, token));
    marked.map_or_else(Trouble::from, |()| Trouble::Lost)
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        tracing::debug!(%error, "the feed cannot use the store");
        Self::Later { after: None }
    }
}
