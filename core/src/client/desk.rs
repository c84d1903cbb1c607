//! What callers' threads and the worker share.
//!
//! Guarantees: the store has one owner at a time (the turn of `line`); the other fields are leaf locks, never
//! held over I/O, an await or a foreign call. Opened by `Frontdesk::open`; the last clone to go closes the
//! files.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use rusqlite::Connection;
use tokio::sync::{mpsc, watch};

use super::presence::Presence;
use super::push_token::PushToken;
use super::unread::UnreadCell;
use super::waiters::Waiters;
use crate::bridge::Bridge;
use crate::config::{Config, Durability};
use crate::diagnostics::Troubles;
use crate::error::FrontdeskError;
use crate::files::FileFolder;
use crate::messenger::{Scene, Stage};
use crate::model::operation::OperationKind;
use crate::observer::{Event, Observer};
use crate::outbox::throttle::Quota;
use crate::outbox::{CommitLine, Stored, UnderWay, Wake, Writer};
use crate::secret::Secret;
use crate::session::{State, StateName, device_id};
use crate::storage::{
    FolderLock, OperationRow, StoreError, checkpoint, open_connection, open_or_recover, truncate_log,
};
use crate::storage::{operations, rejected, settings};
use crate::worker::Command;

/// Pages the log may have before a checkpoint is finished inside a turn. SQLite starts the log over only when
/// all of it was moved and nobody wrote meanwhile, which a burst of callers never grants by itself. Every
/// commit of power-safe mode waits for the disk, and a log that grows makes that wait longer.
const LONGEST_LOG: i64 = 4_000;
const LONGEST_LOG_POWER: i64 = 1_000;

pub(crate) struct Desk {
    pub(crate) config: Config,
    pub(crate) line: CommitLine,
    /// For reads that must not wait for a turn.
    pub(crate) reader: Mutex<Connection>,
    checkpointer: Mutex<Connection>,
    pub(crate) observer: Observer,
    /// Files that wait to be uploaded.
    pub(crate) files: FileFolder,
    pub(crate) waiters: Waiters,
    /// Work for the current user's lane, and for the sessions that are closing.
    pub(crate) wake: Wake,
    pub(crate) wake_closing: Wake,
    /// What is on its way to the server.
    pub(crate) under_way: UnderWay,
    /// Someone waits for an answer: send without lingering.
    pub(crate) urgent: AtomicBool,
    /// Who is logged in, for reads without a turn.
    pub(crate) session: Mutex<State>,
    /// What the messenger shows.
    pub(crate) stage: Stage,
    /// Where the app stands, for the feed.
    pub(crate) presence: Presence,
    pub(crate) unread: UnreadCell,
    /// The id under which the server knows who is logged in; none when nobody is.
    device: Mutex<Option<String>>,
    /// What is kept in memory only.
    pub(crate) personal: Mutex<Personal>,
    /// What the messenger's pages may still ask, and the files they hand over.
    pub(crate) bridge: Bridge,
    /// What went wrong lately.
    pub(crate) troubles: Troubles,
    /// Why nothing is sent at the moment.
    pub(crate) waiting_for: Mutex<Option<String>>,
    /// Rises whenever something was answered or given up.
    pub(crate) progress: watch::Sender<u64>,
    /// What the server's clock said, and the monotonic time at which it did.
    server_time: Mutex<Option<(i64, Duration)>>,
    commands: mpsc::UnboundedSender<Command>,
    closed: AtomicBool,
    lock: Mutex<Option<FolderLock>>,
}

/// What is too personal for the disk.
#[derive(Default)]
pub(crate) struct Personal {
    /// Tokens of the app's own services, until the user logs out.
    pub(super) auth_tokens: BTreeMap<String, Secret<String>>,
    /// Where the system pushes to; the device's, not the user's.
    pub(super) push_token: Option<PushToken>,
}

impl Desk {
    pub(crate) fn open(config: Config) -> Result<(Self, mpsc::UnboundedReceiver<Command>), FrontdeskError> {
        std::fs::create_dir_all(&config.data_dir).map_err(StoreError::from)?;
        let path = config.database();
        let lock = FolderLock::take(&path)?;
        let opened = open_or_recover(&path, config.durability, config.clock.wall_ms())?;
        let writer = Writer::load(opened.conn, config.limits.max_operations)?;
        let reader = open_connection(&path, config.durability)?;
        let checkpointer = open_connection(&path, config.durability)?;
        let observer =
            Observer::start(config.listener.clone()).map_err(|_| FrontdeskError::internal("observer"))?;
        if let Some(recovery) = opened.recovery {
            observer.announce(Event::StoreRecovered {
                salvaged: recovery.salvaged,
                kept_as: recovery.kept_as,
            });
        }
        let (commands, receiver) = mpsc::unbounded_channel();
        let unread = UnreadCell::load(&reader)?;
        unread.replay(|event| observer.announce(event));
        let stage = Stage::load(&reader, config.locale.clone())?;
        stage.change(|scene| scene.set_unread(unread.count()), |_| {});
        let desk = Self {
            stage,
            presence: Presence::default(),
            unread,
            session: Mutex::new(writer.state().clone()),
            device: Mutex::new(device_id(writer.conn())),
            line: CommitLine::new(writer),
            reader: Mutex::new(reader),
            checkpointer: Mutex::new(checkpointer),
            observer,
            files: FileFolder::beside(&path),
            waiters: Waiters::default(),
            wake: Wake::default(),
            wake_closing: Wake::default(),
            under_way: UnderWay::default(),
            urgent: AtomicBool::new(false),
            personal: Mutex::default(),
            bridge: Bridge::default(),
            troubles: Troubles::default(),
            waiting_for: Mutex::new(None),
            progress: watch::Sender::new(0),
            server_time: Mutex::new(None),
            commands,
            closed: AtomicBool::new(false),
            config,
            lock: Mutex::new(Some(lock)),
        };
        Ok((desk, receiver))
    }

    /// Fails once the client was shut down.
    pub(crate) fn check_open(&self) -> Result<(), FrontdeskError> {
        if self.closed.load(Ordering::Acquire) {
            Err(FrontdeskError::ShutDown)
        } else {
            Ok(())
        }
    }

    pub(crate) fn send(&self, command: Command) -> Result<(), FrontdeskError> {
        self.check_open()?;
        self.commands.send(command).map_err(|_| FrontdeskError::ShutDown)
    }

    /// The id under which the server knows who is logged in, from memory; none when nobody is.
    pub(crate) fn device(&self) -> Option<String> {
        self.device.lock().clone()
    }

    /// Stores an operation durably and tells the worker.
    pub(crate) fn append(&self, operation: OperationRow) -> Result<Stored, FrontdeskError> {
        self.check_open()?;
        let again = operation.clone();
        let stored = self
            .line
            .append(operation)
            .or_else(|error| self.recovered(error, again))?;
        self.wake.poke();
        if stored.checkpoint_due {
            let _shutting_down = self.commands.send(Command::Checkpoint);
        }
        Ok(stored)
    }

    /// Stores several operations in one commit, if the device is still `device`'s user's, and tells the worker.
    pub(crate) fn append_together(
        &self,
        device: Option<&str>,
        operations: &[OperationRow],
    ) -> Result<Stored, FrontdeskError> {
        self.check_open()?;
        let stored = self.line.exclusive(|writer| {
            let now = settings::get(writer.conn(), settings::DEVICE_ID)?;
            if device.is_some() && now.as_deref() != device {
                return Err(FrontdeskError::SessionConflict {
                    code: "superseded",
                    message: "the user was logged out while the message was stored",
                });
            }
            let stored = writer.append_together(operations)?;
            // Inside the turn: a logout finds them named, and removes them with their operations.
            for file in operations.iter().filter(|o| o.kind == OperationKind::Upload) {
                self.files.named(file.target.as_deref().unwrap_or_default());
            }
            Ok::<_, FrontdeskError>(stored)
        })?;
        self.wake.poke();
        if stored.checkpoint_due {
            let _shutting_down = self.commands.send(Command::Checkpoint);
        }
        Ok(stored)
    }

    /// Removes files that no operation names any more; waits for the disk.
    pub(crate) fn sweep_files(&self) -> Result<(), StoreError> {
        self.files.sweep(|| {
            let conn = self.reader.lock();
            let queued = operations::upload_ids(&conn)?;
            let refused = rejected::upload_ids(&conn)?;
            Ok(queued.into_iter().chain(refused).collect())
        })
    }

    /// An append that met damage is tried once more on a recovered database.
    fn recovered(&self, error: FrontdeskError, operation: OperationRow) -> Result<Stored, FrontdeskError> {
        if !matches!(error, FrontdeskError::Storage { .. }) || !self.line.exclusive(Writer::take_damaged) {
            return Err(error);
        }
        self.recover()?;
        self.line.append(operation)
    }

    /// Runs `work` in the exclusive turn; what it did to the session is announced in order, before the next
    /// turn (announcing only queues). A messenger that was open for a person who is gone is hidden afterwards.
    pub(crate) fn exclusive<R>(&self, work: impl FnOnce(&mut Writer) -> R) -> R {
        let (result, hidden) = self.turn(work);
        self.hide_drawn(hidden);
        result
    }

    /// As [`Desk::exclusive`], for callers that hold a lock: they call [`Desk::hide_drawn`] when they let go.
    fn turn<R>(&self, work: impl FnOnce(&mut Writer) -> R) -> (R, bool) {
        self.line.exclusive(|writer| {
            let before = writer.state().name();
            let result = work(writer);
            let state = writer.state();
            *self.session.lock() = state.clone();
            let mut hidden = false;
            if state.name() != before {
                self.observer
                    .announce(Event::SessionChanged { state: state.name() });
                self.observer.announce_state();
                *self.device.lock() = device_id(writer.conn());
                self.presence
                    .session_changed(state.name() != StateName::LoggedOut);
                if state.name() == StateName::LoggedOut {
                    hidden = self.stage.look(Scene::is_visible);
                    self.change_stage(Scene::forget_person);
                    self.bridge.forget_person();
                    self.forget_unread();
                    self.personal.lock().auth_tokens.clear();
                }
            }
            (result, hidden)
        })
    }

    /// Tells the platform to hide what it drew; never with a lock held.
    fn hide_drawn(&self, hidden: bool) {
        if hidden
            && let Some(presenter) = &self.config.presenter
            && presenter.hide().is_err()
        {
            tracing::warn!("the presenter could not hide the messenger of a user who logged out");
        }
    }

    /// Changes what the messenger shows and announces it, in the order of the changes.
    pub(crate) fn change_stage<R>(&self, change: impl FnOnce(&mut Scene) -> R) -> R {
        self.stage.change(change, |changed| {
            if changed.anything {
                self.observer.announce_state();
            }
            if let Some(visible) = changed.visibility {
                self.presence.messenger_open(visible);
            }
            match changed.visibility {
                Some(true) => self.observer.announce(Event::Shown),
                Some(false) => self.observer.announce(Event::Hidden),
                None => {}
            }
        })
    }

    /// Moves the log into the database, off the callers' way; what came in meanwhile follows in one short turn
    /// when the log must start over.
    pub(crate) fn checkpoint(&self) -> Result<(), StoreError> {
        let conn = self.checkpointer.lock();
        let length = checkpoint(&conn)?;
        let longest = match self.config.durability {
            Durability::Process => LONGEST_LOG,
            Durability::Power => LONGEST_LOG_POWER,
        };
        self.line.exclusive(|writer| {
            writer.log_moved();
            if length >= longest {
                checkpoint(writer.conn()).map(|_| ())
            } else {
                Ok(())
            }
        })
    }

    /// Leaves no byte of deleted rows in any file.
    pub(crate) fn erase_traces(&self) -> Result<(), StoreError> {
        let _no_reader = self.reader.lock();
        let _no_checkpoint = self.checkpointer.lock();
        self.line.exclusive(|writer| {
            writer.log_moved();
            truncate_log(writer.conn()).map(|_| ())
        })
    }

    /// Replaces a database that turned out damaged while in use.
    pub(crate) fn recover(&self) -> Result<(), StoreError> {
        let path = self.config.database();
        let mut reader = self.reader.lock();
        let mut checkpointer = self.checkpointer.lock();
        let (recovery, hidden) = self.turn(|writer| {
            let opened = crate::storage::recover(&path, self.config.durability, self.config.clock.wall_ms())?;
            writer.replace(opened.conn)?;
            Ok::<_, StoreError>(opened.recovery)
        });
        let recovery = recovery?;
        *reader = open_connection(&path, self.config.durability)?;
        *checkpointer = open_connection(&path, self.config.durability)?;
        drop((reader, checkpointer));
        self.hide_drawn(hidden);
        if let Some(recovery) = recovery {
            self.observer.announce(Event::StoreRecovered {
                salvaged: recovery.salvaged,
                kept_as: recovery.kept_as,
            });
        }
        Ok(())
    }

    /// How often a user may be changed.
    pub(crate) fn quota(&self) -> Quota {
        Quota {
            limit: self.config.limits.update_quota,
            window_ms: i64::try_from(self.config.limits.update_window.as_millis()).unwrap_or(i64::MAX),
        }
    }

    pub(crate) fn made_progress(&self) {
        self.progress.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Learns the server's clock from an answer.
    pub(crate) fn heard_server_time(&self, server_ms: i64) {
        *self.server_time.lock() = Some((server_ms, self.config.clock.monotonic()));
    }

    /// The time as the server has it, once it was heard; a step of the device's wall clock does not move it.
    pub(crate) fn confirmed_time_ms(&self) -> Option<i64> {
        let (server_ms, at) = (*self.server_time.lock())?;
        let since = self.config.clock.monotonic().saturating_sub(at);
        Some(server_ms.saturating_add(i64::try_from(since.as_millis()).unwrap_or(i64::MAX)))
    }

    /// How far the server's clock is ahead of the device's, milliseconds; unknown before the first answer.
    pub(crate) fn clock_offset_ms(&self) -> Option<i64> {
        let server = self.confirmed_time_ms()?;
        Some(server.saturating_sub(self.config.clock.wall_ms()))
    }

    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Release);
        let _gone = self.commands.send(Command::Shutdown);
    }

    /// After the worker ended: whoever still waits is answered, listeners hear the rest, and the folder may be
    /// opened again.
    pub(crate) fn after_worker(&self) {
        self.line.exclusive(Writer::close);
        self.waiters.answer_all_shut_down();
        if let Err(error) = self.checkpoint() {
            tracing::debug!(%error, "the last checkpoint did not run; the log is read at the next start");
        }
        self.observer.stop();
        drop(self.lock.lock().take());
    }
}
