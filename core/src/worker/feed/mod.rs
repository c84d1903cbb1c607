//! The feed: what the server tells without being asked.
//!
//! Guarantees: nothing is open in the background, without a network, before a login, or before there is
//! something to listen for; what comes is kept, then announced, for the user it belongs to and for nobody
//! else; neither task ever holds the store over an await or stands in an upload's way. Two tasks beside the
//! lanes: `ping` says where things stand, `listen` follows from there. Called by the worker; driven by
//! `Presence`.

mod apply;
mod keep;
mod listen;
mod ping;
mod poll;
mod reconnect;
mod resync;
mod sse;
mod state;
mod stream;
mod trouble;

use std::rc::Rc;
use std::time::Duration;

pub(crate) use ping::{after_login, fetch_unread, refresh};
pub(crate) use state::Feed;

use super::Context;
use crate::storage::SessionRow;

/// For whom: a device lives as long as one user is logged in on it, an epoch as long as one login.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Who {
    pub(crate) device: String,
    pub(crate) epoch: i64,
}

impl Who {
    pub(crate) fn of(session: &SessionRow) -> Self {
        Self {
            device: session.device_id.clone(),
            epoch: session.epoch,
        }
    }
}

/// Starts both tasks; one that ended by a defect is started again.
pub(super) fn start(context: &Rc<Context>) {
    tokio::task::spawn_local(supervise(context.clone(), ping::run));
    tokio::task::spawn_local(supervise(context.clone(), listen::run));
}

async fn supervise<F: Future<Output = ()> + 'static>(context: Rc<Context>, run: fn(Rc<Context>) -> F) {
    while tokio::task::spawn_local(run(context.clone())).await.is_err() {
        tracing::error!("a task of the feed ended by a defect and is started again");
        context.sleep(Duration::from_secs(1)).await;
    }
}
