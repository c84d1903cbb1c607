//! What the worker's tasks share.
//!
//! Guarantees: lives on the worker's thread alone; the wait the server asked for is one for all tasks and is
//! kept over a restart, measured so that a wall clock that jumps can neither cancel nor prolong it.

use std::cell::Cell;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use serde::de::{DeserializeOwned, IgnoredAny};
use tokio::sync::watch;

use super::feed::Feed;
use crate::cache::Shelf;
use crate::client::Desk;
use crate::error::FrontdeskError;
use crate::retry::{Action, Request, TransportFailure};
use crate::storage::StoreError;
use crate::storage::settings;
use crate::transport::{Call, Details, OpenStream, Opened, Reply, Transport, judge};

/// A clock that is less wrong than this cannot be why a certificate is not valid: they are made for months.
const CLOCK_IS_RIGHT_MS: i64 = 24 * 3600 * 1000;

pub(crate) struct Context {
    pub(crate) desk: Arc<Desk>,
    pub(super) shelf: Shelf,
    pub(crate) feed: Feed,
    transport: Transport,
    hurry: watch::Sender<u64>,
    /// Monotonic time before which the server does not want to be asked.
    ask_again: Cell<Duration>,
    /// The wait is stored for the next start, too.
    asked_is_stored: Cell<bool>,
    checkpointing: Arc<std::sync::atomic::AtomicBool>,
    /// A task waits for the quota already.
    pub(super) releasing: Cell<bool>,
    /// When the server was last told that the user is typing.
    pub(super) typing_told: Cell<Option<Duration>>,
}

/// An answer with what to do about it.
pub(super) struct Judged<T> {
    pub(super) value: Option<T>,
    pub(super) action: Action,
    /// The code for the app while this repeats.
    pub(super) code: &'static str,
    /// What the first error says beside its code.
    pub(super) details: Details,
    /// The version of what was answered.
    pub(super) etag: Option<String>,
    /// What the request's etag names is still the newest.
    pub(super) not_modified: bool,
}

/// Reads a body; true when it has the promised shape.
pub(super) type ReadBody<'a> = &'a mut dyn FnMut(&[u8]) -> bool;

/// Reads a body into `place`.
pub(super) fn reading<T: DeserializeOwned>(place: &mut Option<T>) -> impl FnMut(&[u8]) -> bool {
    move |body| {
        *place = serde_json::from_slice(body).ok();
        place.is_some()
    }
}

impl Judged<()> {
    fn with<T>(self, value: Option<T>) -> Judged<T> {
        Judged {
            value,
            action: self.action,
            code: self.code,
            details: self.details,
            etag: self.etag,
            not_modified: self.not_modified,
        }
    }
}

impl Context {
    pub(super) fn new(desk: Arc<Desk>) -> Result<Self, FrontdeskError> {
        let transport = Transport::new(&desk.config)?;
        let stored = settings::get(&desk.reader.lock(), settings::ASK_AGAIN)?;
        let asked_is_stored = Cell::new(stored.is_some());
        let left = stored.map_or(Duration::ZERO, |value| {
            time_left(&value, desk.config.clock.wall_ms())
        });
        let ask_again = Cell::new(desk.config.clock.monotonic().saturating_add(left));
        let shelf = Shelf::new(desk.config.cache(), desk.config.limits.cache_bytes);
        Ok(Self {
            desk,
            shelf,
            feed: Feed::default(),
            transport,
            hurry: watch::Sender::new(0),
            ask_again,
            asked_is_stored,
            checkpointing: Arc::default(),
            releasing: Cell::new(false),
            typing_told: Cell::new(None),
        })
    }

    /// Sends a request and judges its answer.
    pub(super) async fn ask<T: DeserializeOwned>(&self, request: &Request, call: Call<'_>) -> Judged<T> {
        let mut value = None;
        let judged = self.ask_with(request, call, &mut reading(&mut value)).await;
        judged.with(value)
    }

    /// As [`Context::ask`], whatever the answer's shape. Boxed: of the many places that ask, each holds a pointer and
    /// none a copy of all this.
    pub(super) fn ask_with<'a>(
        &'a self,
        request: &'a Request,
        mut call: Call<'a>,
        read: ReadBody<'a>,
    ) -> Pin<Box<dyn Future<Output = Judged<()>> + 'a>> {
        Box::pin(async move {
            call.sent_at = self.desk.config.clock.wall_ms();
            let answer = self.transport.send(&call).await;
            let answer = answer.map_err(|failure| self.with_the_clock_in_mind(failure));
            if let Some(server_ms) = answer.as_ref().ok().and_then(Reply::server_time_ms) {
                self.desk.heard_server_time(server_ms);
            }
            let (is_read, action) = judge(request, &answer, self.desk.config.clock.wall_ms(), read);
            let code = code_of(&answer);
            self.note_trouble(&action, code);
            let reply = answer.as_ref().ok();
            Judged {
                value: is_read.then_some(()),
                action,
                code,
                details: reply.map(Reply::error_details).unwrap_or_default(),
                etag: reply.and_then(Reply::etag).map(str::to_owned),
                not_modified: call.etag.is_some() && reply.is_some_and(Reply::is_not_modified),
            }
        })
    }

    /// Opens the stream of changes after `last_id`; otherwise says what to do.
    pub(super) async fn open(
        &self,
        request: &Request,
        mut call: Call<'_>,
        last_id: Option<i64>,
    ) -> Result<OpenStream, Action> {
        call.sent_at = self.desk.config.clock.wall_ms();
        let answer = match self.transport.open(&call, last_id).await {
            Ok(Opened::Stream(stream)) => return Ok(stream),
            Ok(Opened::Answer(reply)) => Ok(reply),
            Err(failure) => Err(failure),
        };
        let answer = answer.map_err(|failure| self.with_the_clock_in_mind(failure));
        let mut ignored = None::<IgnoredAny>;
        let now = self.desk.config.clock.wall_ms();
        let (_, action) = judge(request, &answer, now, &mut reading(&mut ignored));
        self.note_trouble(&action, code_of(&answer));
        Err(action)
    }

    fn note_trouble(&self, action: &Action, code: &'static str) {
        let met = match action {
            Action::Ack => return,
            Action::Refuse { code } | Action::Quarantine { code } => code,
            Action::Pause { reason, .. } => reason.code(),
            Action::RefreshSession => "session_expired",
            Action::Split { .. } => "batch_too_large",
            Action::Retry { .. } => code,
        };
        let now = self.desk.config.clock.wall_ms();
        self.desk.troubles.note(met, now);
    }

    /// The dates of a certificate point at the device's clock, unless the server was heard to agree with it.
    fn with_the_clock_in_mind(&self, failure: TransportFailure) -> TransportFailure {
        match (failure, self.desk.clock_offset_ms()) {
            (TransportFailure::TlsNotValidNow, Some(offset)) if offset.abs() < CLOCK_IS_RIGHT_MS => {
                TransportFailure::Tls
            }
            (failure, _) => failure,
        }
    }

    pub(super) fn now(&self) -> Duration {
        self.desk.config.clock.monotonic()
    }

    pub(super) async fn sleep(&self, time: Duration) {
        self.desk
            .config
            .clock
            .sleep_until(self.now().saturating_add(time))
            .await;
    }

    /// Someone waits: tries now.
    pub(super) fn hurry(&self) {
        self.hurry.send_modify(|count| *count = count.wrapping_add(1));
        self.desk.wake.poke();
        self.desk.wake_closing.poke();
    }

    pub(super) fn hurries(&self) -> watch::Receiver<u64> {
        self.hurry.subscribe()
    }

    /// How long the server still wants to be left alone.
    pub(super) fn asked_wait(&self) -> Duration {
        self.ask_again.get().saturating_sub(self.now())
    }

    /// The server asked for patience; also for the next start of the app.
    pub(super) fn keep_asked_wait(&self, wait: Duration) -> Result<(), StoreError> {
        self.ask_again
            .set(self.ask_again.get().max(self.now().saturating_add(wait)));
        if wait < Duration::from_secs(1) {
            return Ok(());
        }
        self.asked_is_stored.set(true);
        let value = format!("{},{}", self.desk.config.clock.wall_ms(), wait.as_millis());
        self.desk.exclusive(|writer| {
            writer.transaction(|w| settings::set(w.conn(), settings::ASK_AGAIN, Some(&value)))
        })
    }

    /// The server answers again: the stored wait must not come back with a clock that is set back.
    pub(super) fn forget_asked_wait(&self) -> Result<(), StoreError> {
        if !self.asked_is_stored.replace(false) {
            return Ok(());
        }
        self.desk
            .exclusive(|writer| writer.transaction(|w| settings::set(w.conn(), settings::ASK_AGAIN, None)))
    }

    /// Moves the log on a thread that may wait for the disk.
    pub(super) fn checkpoint(&self) {
        use std::sync::atomic::Ordering;
        if self.checkpointing.swap(true, Ordering::AcqRel) {
            return;
        }
        let (desk, running) = (self.desk.clone(), self.checkpointing.clone());
        tokio::task::spawn_blocking(move || {
            if let Err(error) = desk.checkpoint() {
                tracing::warn!(%error, "checkpoint");
            }
            running.store(false, Ordering::Release);
        });
    }
}

/// The code for the app while an answer like this repeats.
fn code_of(answer: &Result<Reply, TransportFailure>) -> &'static str {
    match answer {
        Err(TransportFailure::Tls) => "tls_untrusted",
        Err(TransportFailure::TlsNotValidNow) => "tls_not_valid_now",
        Err(TransportFailure::Redirect) => "misconfigured_endpoint",
        Err(_) => "network_unavailable",
        Ok(reply) if reply.is_rate_limit() => "rate_limited",
        Ok(_) => "server_unavailable",
    }
}

/// What is left of a stored wait. A clock set back restarts the wait at most once in full; a clock set
/// forward can only end it.
fn time_left(stored: &str, wall_ms: i64) -> Duration {
    let parts = stored
        .split_once(',')
        .and_then(|(set, wait)| Some((set.parse::<i64>().ok()?, wait.parse::<u64>().ok()?)));
    let Some((set_at, wait)) = parts else {
        return Duration::ZERO;
    };
    let passed = u64::try_from(wall_ms.saturating_sub(set_at)).unwrap_or(0);
    Duration::from_millis(wait.saturating_sub(passed).min(24 * 3600 * 1000))
}

#[cfg(test)]
mod tests {
    use super::time_left;
    use std::time::Duration;

    #[test]
    fn a_stored_wait_shrinks_with_time_and_survives_a_clock_set_back() {
        assert_eq!(time_left("1000,5000", 3000), Duration::from_millis(3000));
        assert_eq!(time_left("1000,5000", 9000), Duration::ZERO);
        assert_eq!(time_left("1000000,5000", 0), Duration::from_millis(5000));
        assert_eq!(time_left("rubbish", 0), Duration::ZERO);
        assert_eq!(time_left("0,999999999999", 0), Duration::from_secs(24 * 3600));
    }
}
