//! The one thread that writes, and its group commit.
//!
//! Changes that wait are run in one transaction and answered after the commit: a caller that got an answer
//! has its change on disk. A change that may fail by itself runs inside a savepoint and takes nobody with
//! it; one that fails only when the database does needs none, and its failure is everybody's. Under load
//! many callers share one sync of the disk. Runs on the thread `frontdesk-store`; callers
//! are request tasks, which wait without blocking.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::content::targets::Target;
use super::feed::changes;
use crate::store::{ChangeListener, StoreError, StoreResult};

/// Changes that may wait; one more is refused with [`StoreError::Busy`], which callers see as 503.
const QUEUE: usize = 8192;
/// Changes that share one commit at most, so that the first does not wait for a flood behind it.
const GROUP: usize = 256;

/// What the writing thread remembers between changes, to save look-ups.
#[derive(Default)]
pub(super) struct Memory {
    /// Active event names per workspace, loaded when first needed.
    pub(super) event_names: HashMap<String, HashSet<String>>,
    /// Live content per workspace that may show itself, loaded when first needed.
    pub(super) targets: HashMap<String, Arc<Vec<Target>>>,
}

/// One waiting change.
trait Change: Send {
    /// Whether it may fail by itself.
    fn apart(&self) -> bool;
    /// Does it; `false` means that it must be undone.
    fn run(&mut self, connection: &Connection, memory: &mut Memory) -> bool;
    /// Tells the caller.
    fn answer(self: Box<Self>, commit: &StoreResult<()>);
}

struct Waiting<T, F> {
    apart: bool,
    work: Option<F>,
    result: Option<StoreResult<T>>,
    caller: oneshot::Sender<StoreResult<T>>,
}

impl<T, F> Change for Waiting<T, F>
where
    T: Send,
    F: FnOnce(&Connection, &mut Memory) -> StoreResult<T> + Send,
{
    fn apart(&self) -> bool {
        self.apart
    }

    fn run(&mut self, connection: &Connection, memory: &mut Memory) -> bool {
        let result = match self.work.take() {
            Some(work) => catch_unwind(AssertUnwindSafe(|| work(connection, memory)))
                .unwrap_or_else(|_| Err(StoreError::Internal("a change stopped half-way".to_owned()))),
            None => Err(StoreError::Internal("a change ran twice".to_owned())),
        };
        let kept = result.is_ok();
        self.result = Some(result);
        kept
    }

    fn answer(self: Box<Self>, commit: &StoreResult<()>) {
        let result = match (self.result, commit) {
            (Some(Err(error)), _) => Err(error),
            (_, Err(error)) => Err(error.clone()),
            (Some(result), Ok(())) => result,
            (None, Ok(())) => Err(StoreError::Internal("a change was passed over".to_owned())),
        };
        // A caller that went away has nobody to tell; its change stays.
        let _ = self.caller.send(result);
    }
}

/// The writing thread, seen from outside.
pub(super) struct Writer {
    queue: Mutex<Option<mpsc::Sender<Box<dyn Change>>>>,
    thread: Mutex<Option<std::thread::JoinHandle<()>>>,
    listener: Arc<Mutex<Option<ChangeListener>>>,
}

impl Writer {
    /// Starts the thread, which owns `connection` until [`Writer::close`].
    pub(super) fn start(connection: Connection) -> StoreResult<Self> {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let listener = Arc::new(Mutex::new(None));
        let told = listener.clone();
        let thread = std::thread::Builder::new()
            .name("frontdesk-store".to_owned())
            .spawn(move || write_until_closed(&connection, waiting, &told))
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self {
            queue: Mutex::new(Some(queue)),
            thread: Mutex::new(Some(thread)),
            listener,
        })
    }

    /// Who is told after a commit whose feeds grew.
    pub(super) fn on_changes(&self, listener: ChangeListener) {
        *self.listener.lock() = Some(listener);
    }

    /// Runs `work` in a transaction; answers after the commit. What it did is undone when it fails.
    pub(super) async fn run<T, F>(&self, work: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection, &mut Memory) -> StoreResult<T> + Send + 'static,
    {
        self.enqueue(true, work).await
    }

    /// Like [`Writer::run`], for work that fails only when the database itself does: it saves SQLite a copy
    /// of every page that the work touches.
    pub(super) async fn run_with_others<T, F>(&self, work: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection, &mut Memory) -> StoreResult<T> + Send + 'static,
    {
        self.enqueue(false, work).await
    }

    async fn enqueue<T, F>(&self, apart: bool, work: F) -> StoreResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&Connection, &mut Memory) -> StoreResult<T> + Send + 'static,
    {
        let (caller, answer) = oneshot::channel();
        let change = Box::new(Waiting {
            apart,
            work: Some(work),
            result: None,
            caller,
        });
        // No handle of the queue outlives this statement: `close` waits until there is none.
        self.queue
            .lock()
            .as_ref()
            .ok_or_else(closed)?
            .try_send(change)
            .map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => StoreError::Busy,
                mpsc::error::TrySendError::Closed(_) => closed(),
            })?;
        answer.await.map_err(|_| closed())?
    }

    /// Lets the changes under way finish and ends the thread. Blocks: not for a request task.
    pub(super) fn close(&self) {
        drop(self.queue.lock().take());
        if let Some(thread) = self.thread.lock().take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.close();
    }
}

fn closed() -> StoreError {
    StoreError::Unavailable("the store is closed".to_owned())
}

fn write_until_closed(
    connection: &Connection,
    mut waiting: mpsc::Receiver<Box<dyn Change>>,
    listener: &Mutex<Option<ChangeListener>>,
) {
    let mut memory = Memory::default();
    let mut signalled = changes::newest_id(connection).unwrap_or(0);
    let mut group = Vec::with_capacity(GROUP);
    while let Some(first) = waiting.blocking_recv() {
        group.push(first);
        while group.len() < GROUP {
            match waiting.try_recv() {
                Ok(next) => group.push(next),
                Err(_) => break,
            }
        }
        let commit = commit_together(connection, &mut memory, &mut group);
        if let Err(error) = &commit {
            memory = Memory::default();
            tracing::error!(%error, changes = group.len(), "a commit failed");
        }
        for change in group.drain(..) {
            change.answer(&commit);
        }
        if commit.is_ok() {
            signalled = signal(connection, signalled, listener);
        }
    }
}

/// Tells the listener whose feeds grew after the change `since`, and answers the newest id.
fn signal(connection: &Connection, since: i64, listener: &Mutex<Option<ChangeListener>>) -> i64 {
    match changes::grown_since(connection, since) {
        Ok((newest, contacts)) => {
            let listener = listener.lock().clone();
            if let Some(listener) = listener
                && !contacts.is_empty()
            {
                listener(&contacts);
            }
            newest
        }
        Err(error) => {
            // Readers find the changes when they look next; the signal comes with the next commit.
            tracing::warn!(%error, "the feeds could not be looked at");
            since
        }
    }
}

fn commit_together(
    connection: &Connection,
    memory: &mut Memory,
    group: &mut [Box<dyn Change>],
) -> StoreResult<()> {
    let outcome = run_group(connection, memory, group);
    if outcome.is_err() && !connection.is_autocommit() {
        // The failed commit may have been rolled back by SQLite itself; this is for when it was not.
        let _ = connection.execute_batch("rollback");
    }
    outcome
}

fn run_group(connection: &Connection, memory: &mut Memory, group: &mut [Box<dyn Change>]) -> StoreResult<()> {
    connection.prepare_cached("begin immediate")?.execute([])?;
    for change in group {
        if !change.apart() {
            if !change.run(connection, memory) {
                return Err(StoreError::Unavailable(
                    "a change beside this one failed".to_owned(),
                ));
            }
            continue;
        }
        connection.prepare_cached("savepoint change")?.execute([])?;
        if !change.run(connection, memory) {
            *memory = Memory::default();
            connection.prepare_cached("rollback to change")?.execute([])?;
        }
        connection.prepare_cached("release change")?.execute([])?;
    }
    connection.prepare_cached("commit")?.execute([])?;
    Ok(())
}
