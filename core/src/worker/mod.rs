//! The worker: the one thread that owns the network.
//!
//! Guarantees: a named thread (`frontdesk-worker`) with a current-thread runtime does every request; two
//! lanes run side by side, one for the present user and one for sessions that are closing, so that one
//! user's trouble never holds up another; a defect in a lane is contained and the lane starts again.
//! Callers reach it through [`Command`] and the wake flags of `Desk`; it answers through `Desk::waiters`.

mod batch;
mod content;
mod context;
pub(crate) mod conversations;
mod feed;
mod fetch;
mod flush;
pub(crate) mod help_center;
mod item;
mod kinds;
mod landed;
mod lane;
mod library;
mod login;
mod on_way;
mod plan;
mod release;
mod settle;
pub(crate) mod shelves;
mod unsent;
mod upload;

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot};
use tokio::task::LocalSet;
use uuid::Uuid;

use crate::client::Desk;
use crate::error::FrontdeskError;
pub(crate) use content::look_up;
pub(crate) use context::Context;
pub(crate) use feed::fetch_unread;
use lane::{Lane, LaneKind};

/// Work that a caller hands to the worker's thread; it answers the caller itself.
pub(crate) type Errand = Box<dyn FnOnce(Rc<Context>) -> Pin<Box<dyn Future<Output = ()>>> + Send>;

/// What callers ask of the worker.
pub(crate) enum Command {
    /// Someone waits: try now instead of at the next try's time.
    Hurry,
    /// The log has grown: move it.
    Checkpoint,
    /// Answer this operation's waiter with `Queued` when its time is over.
    LimitWait { id: Uuid },
    /// Answer when the outbox is empty or the time is over.
    Flush {
        timeout: Duration,
        reply: oneshot::Sender<()>,
    },
    /// Do this beside everything else, and answer.
    Errand(Errand),
    /// A change of the user waits for the quota.
    ReleaseLater,
    /// Tell the server that this user is back.
    Refresh,
    /// End.
    Shutdown,
}

/// The thread. When the last handle of a client goes, the thread ends, too.
pub(crate) struct Worker {
    desk: Arc<Desk>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Worker {
    pub(crate) fn start(
        desk: Arc<Desk>,
        commands: mpsc::UnboundedReceiver<Command>,
    ) -> Result<Self, FrontdeskError> {
        let context = Context::new(desk.clone())?;
        let thread = std::thread::Builder::new()
            .name("frontdesk-worker".to_owned())
            .spawn(move || run(context, commands))
            .map_err(|_| FrontdeskError::internal("worker"))?;
        Ok(Self {
            desk,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Ends the client: the thread first, then everything that waits for it. Safe to call again, and from the
    /// thread that calls listeners.
    pub(crate) fn stop(&self) {
        self.desk.close();
        let Some(thread) = self.thread.lock().take() else {
            return;
        };
        if thread.thread().id() != std::thread::current().id() {
            let _panicked = thread.join();
        }
        self.desk.after_worker();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.stop();
    }
}

fn run(context: Context, commands: mpsc::UnboundedReceiver<Command>) {
    let runtime = match tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(4)
        .thread_name("frontdesk-blocking")
        .build()
    {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!(%error, "the worker could not start its runtime; operations are stored but not sent");
            return;
        }
    };
    let tasks = LocalSet::new();
    runtime.block_on(tasks.run_until(serve(Rc::new(context), commands)));
    // A look-up of a name may hang in the operating system; it must not hold up the app's exit.
    runtime.shutdown_timeout(Duration::from_secs(1));
}

async fn serve(context: Rc<Context>, mut commands: mpsc::UnboundedReceiver<Command>) {
    context.sweep_files();
    tokio::task::spawn_local(release::release_later(context.clone()));
    context.forget_cache_of_nobody();
    for kind in [LaneKind::Current, LaneKind::Closing] {
        tokio::task::spawn_local(supervise(context.clone(), kind));
    }
    feed::start(&context);
    while let Some(command) = commands.recv().await {
        match command {
            Command::Hurry => context.hurry(),
            Command::Checkpoint => context.checkpoint(),
            Command::LimitWait { id } => {
                tokio::task::spawn_local(flush::limit_wait(context.clone(), id));
            }
            Command::Flush { timeout, reply } => {
                tokio::task::spawn_local(flush::flush(context.clone(), timeout, reply));
            }
            Command::Errand(errand) => {
                tokio::task::spawn_local(errand(context.clone()));
            }
            Command::ReleaseLater => {
                tokio::task::spawn_local(release::release_later(context.clone()));
            }
            Command::Refresh => {
                context.hurry();
                tokio::task::spawn_local(feed::refresh(context.clone()));
            }
            Command::Shutdown => break,
        }
    }
}

/// Starts a lane again when it ended by a defect.
async fn supervise(context: Rc<Context>, kind: LaneKind) {
    loop {
        let lane = Lane::new(context.clone(), kind);
        if tokio::task::spawn_local(lane.run()).await.is_ok() {
            return;
        }
        tracing::error!("a lane of the worker ended by a defect and is started again");
        context.sleep(Duration::from_secs(1)).await;
    }
}
