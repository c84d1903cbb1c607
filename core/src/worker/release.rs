//! The change that waits for the quota.
//!
//! Guarantees: sent as soon as the window moved on, also when the app told nothing since and after a restart; one
//! timer, whatever the number of changes. Runs on the worker's thread.

use std::rc::Rc;
use std::time::Duration;

use super::context::Context;
use crate::outbox::throttle;

/// Until a store that cannot be used now is tried again.
const STORAGE_RETRY: Duration = Duration::from_secs(60);

/// Waits until the held change may travel and queues it; ends when nothing is held.
pub(super) async fn release_later(context: Rc<Context>) {
    let desk = context.desk.clone();
    if context.releasing.replace(true) {
        return;
    }
    loop {
        let now = desk.config.clock.wall_ms();
        let standing = {
            let conn = desk.reader.lock();
            throttle::standing(&conn, desk.quota(), now)
        };
        let wait = match standing {
            Ok(standing) if !standing.held => break,
            Ok(standing) => Duration::from_millis(u64::try_from(standing.next_in_ms).unwrap_or(0)),
            Err(error) => {
                tracing::debug!(%error, "the held change waits for the store");
                STORAGE_RETRY
            }
        };
        context.sleep(wait).await;
        let now = desk.config.clock.wall_ms();
        let released = desk.exclusive(|writer| throttle::release(writer, desk.quota(), now));
        match released {
            Ok(true) => desk.wake.poke(),
            // The wall clock did not move with the waiting time: look again a little later.
            Ok(false) => context.sleep(Duration::from_secs(1)).await,
            Err(_) => context.sleep(STORAGE_RETRY).await,
        }
    }
    context.releasing.set(false);
}
