//! What the core logs, for the platform's own log.
//!
//! Guarantees: a sink is called on a thread of its own (`frontdesk-log`), never inside the core and so never under
//! its locks; a slow sink loses lines and says how many instead of holding anything up; the core logs nothing
//! secret or personal. One sink for the process, because a process has one log.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::callbacks::CallbackError;
use crate::error::CoreError;
use crate::guard::guarded;

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, uniffi::Enum)]
pub enum LogLevel {
    /// Nothing.
    Off,
    /// Defects.
    Error,
    /// What the app should look at.
    Warn,
    /// Sessions and deliveries.
    Info,
    /// Every request.
    Debug,
    /// Everything.
    Trace,
}

/// Takes log lines, on the thread `frontdesk-log`.
#[uniffi::export(with_foreign)]
pub trait LogSink: Send + Sync {
    /// One line; `room` is the place in the SDK that wrote it.
    fn log(&self, level: LogLevel, room: String, message: String) -> Result<(), CallbackError>;
}

/// Lines that may wait for a slow sink.
const WAITING_LINES: usize = 1_024;

struct Line {
    level: LogLevel,
    room: &'static str,
    message: String,
}

static LEVEL: AtomicU8 = AtomicU8::new(0);
static LOST: AtomicU64 = AtomicU64::new(0);
static SINK: Mutex<Option<Arc<dyn LogSink>>> = Mutex::new(None);
static LINES: OnceLock<SyncSender<Line>> = OnceLock::new();

/// Sends what the SDK logs to `sink`, down to `level`; without a sink nothing is logged. The last call counts.
/// A program that has a log of its own for Rust keeps it: then nothing comes here.
#[uniffi::export]
pub fn set_log_sink(sink: Option<Arc<dyn LogSink>>, level: LogLevel) -> Result<(), CoreError> {
    guarded(|| {
        let wanted = if sink.is_some() { level } else { LogLevel::Off };
        let before = std::mem::replace(&mut *SINK.lock(), sink);
        drop(before);
        if wanted != LogLevel::Off {
            start()?;
        }
        LEVEL.store(wanted as u8, Ordering::Release);
        tracing::callsite::rebuild_interest_cache();
        Ok::<_, CoreError>(())
    })
}

fn start() -> Result<(), CoreError> {
    if LINES.get().is_some() {
        return Ok(());
    }
    let (sender, lines) = sync_channel(WAITING_LINES);
    let speak = move || speak(&lines);
    std::thread::Builder::new()
        .name("frontdesk-log".to_owned())
        .spawn(speak)
        .map_err(|_| CoreError::Internal {
            room: "log".to_owned(),
            detail: "no thread can be started for the log".to_owned(),
        })?;
    if LINES.set(sender).is_ok() {
        let _the_program_has_a_log_of_its_own = tracing::subscriber::set_global_default(ToSink);
    }
    Ok(())
}

fn speak(lines: &Receiver<Line>) {
    for line in lines {
        let sink = SINK.lock().clone();
        let Some(sink) = sink else { continue };
        let lost = LOST.swap(0, Ordering::AcqRel);
        if lost > 0 {
            let _its_own_defect = sink.log(
                LogLevel::Warn,
                "log".to_owned(),
                format!("{lost} lines were lost"),
            );
        }
        // A sink that throws has nobody to complain to.
        let _its_own_defect = sink.log(line.level, line.room.to_owned(), line.message);
    }
}

/// Hands events to the thread; spans carry nothing here.
struct ToSink;

impl Subscriber for ToSink {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        level(metadata) as u8 <= LEVEL.load(Ordering::Acquire) && metadata.target().starts_with("frontdesk")
    }

    fn max_level_hint(&self) -> Option<tracing::level_filters::LevelFilter> {
        use tracing::level_filters::LevelFilter;
        Some(match LEVEL.load(Ordering::Acquire) {
            0 => LevelFilter::OFF,
            1 => LevelFilter::ERROR,
            2 => LevelFilter::WARN,
            3 => LevelFilter::INFO,
            4 => LevelFilter::DEBUG,
            _ => LevelFilter::TRACE,
        })
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        let line = Line {
            level: level(event.metadata()),
            room: event.metadata().target(),
            message: text.0,
        };
        if let Some(lines) = LINES.get()
            && lines.try_send(line).is_err()
        {
            LOST.fetch_add(1, Ordering::AcqRel);
        }
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

fn level(metadata: &Metadata<'_>) -> LogLevel {
    match *metadata.level() {
        Level::ERROR => LogLevel::Error,
        Level::WARN => LogLevel::Warn,
        Level::INFO => LogLevel::Info,
        Level::DEBUG => LogLevel::Debug,
        Level::TRACE => LogLevel::Trace,
    }
}

/// An event as one line: its message, then its fields.
struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        let separator = if self.0.is_empty() { "" } else { " " };
        // Writing to a string does not fail.
        let _never = if field.name() == "message" {
            write!(self.0, "{separator}{value:?}")
        } else {
            write!(self.0, "{separator}{}={value:?}", field.name())
        };
    }
}
