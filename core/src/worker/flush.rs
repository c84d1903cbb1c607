//! Callers that set a time limit.
//!
//! Guarantees: each is answered by whichever comes first, the thing it waits for or its time; a timer that
//! comes late answers nobody. Runs on the worker's thread.

use std::rc::Rc;
use std::time::Duration;

use tokio::sync::oneshot;
use uuid::Uuid;

use super::context::Context;
use crate::observer::Delivery;
use crate::storage::operations;

/// After the configured time an `update_user` that still waits learns that it is queued.
pub(super) async fn limit_wait(context: Rc<Context>, id: Uuid) {
    context.sleep(context.desk.config.limits.delivery_wait).await;
    context.desk.waiters.answer_delivery(id, Ok(Delivery::Queued));
}

/// Tries now and answers when no operation is queued any more, or when the time is over.
pub(super) async fn flush(context: Rc<Context>, timeout: Duration, reply: oneshot::Sender<()>) {
    let mut progress = context.desk.progress.subscribe();
    context.hurry();
    let until = context
        .desk
        .config
        .clock
        .sleep_until(context.now().saturating_add(timeout));
    let emptied = async {
        loop {
            let _seen = *progress.borrow_and_update();
            // A store that cannot be read now may be readable after the next step.
            let empty = operations::bounds(&context.desk.reader.lock()).is_ok_and(|bounds| bounds.is_none());
            if empty || progress.changed().await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = emptied => {}
        () = until => {}
    }
    let _caller_gone = reply.send(());
}
