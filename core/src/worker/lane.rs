//! A lane: plan a step, take it, wait as long as the policy says.
//!
//! Guarantees: one request under way at a time; every wait is either the policy's, the server's wish or a
//! pause with a reason, and each of them is announced; a call by the app shortens the policy's waits, never
//! the server's. Runs on the worker's thread, one lane for the present user, one for closing sessions.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::batch::Segments;
use super::context::Context;
use super::plan::{self, Step};
use crate::error::FrontdeskError;
use crate::observer::Event;
use crate::outbox::Wake;
use crate::retry::{PauseReason, Policy, SystemRandomness};
use crate::secret::Secret;
use crate::session::ledger;
use crate::storage::StoreError;

/// Until a database that cannot be written is tried again.
const STORAGE_RETRY: Duration = Duration::from_secs(5);
/// After a recovery, so that one that did not help costs one copy a second at most until the next start.
const AFTER_RECOVERY: Duration = Duration::from_secs(1);
/// Callers that wait for a delivery are answered `Queued` when the next try is further away than this.
const WORTH_WAITING: Duration = Duration::from_secs(2);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LaneKind {
    Current,
    Closing,
}

/// How a step ended.
pub(super) enum Outcome {
    /// Something changed: plan again.
    Progress,
    /// Nothing to do until someone pokes.
    Idle,
    /// Try again after this time.
    Wait { time: Duration, code: String },
}

pub(super) struct Lane {
    pub(super) context: Rc<Context>,
    pub(super) kind: LaneKind,
    pub(super) policy: Policy,
    /// The policy of the login someone waits for, and its epoch.
    pub(super) login_try: Option<(i64, Policy)>,
    pub(super) segments: Segments,
    /// The epoch whose session was created anew because a request found it refused.
    pub(super) refreshed: Option<i64>,
    /// The app was asked for a token instead of this one, of this epoch.
    pub(super) token_asked: Option<(i64, Secret<String>)>,
    /// The file that cannot be read, by the place of its operation, and since when.
    pub(super) unreadable: Option<(i64, Duration)>,
    /// Devices that wait for a reason, and until when.
    paused: HashMap<String, (Duration, PauseReason)>,
}

impl Lane {
    pub(super) fn new(context: Rc<Context>, kind: LaneKind) -> Self {
        let policy = Policy::upload(&context.desk.config.retry, Box::new(SystemRandomness));
        let segments = Segments::new(&context.desk.config.limits);
        Self {
            context,
            kind,
            policy,
            login_try: None,
            segments,
            refreshed: None,
            token_asked: None,
            unreadable: None,
            paused: HashMap::new(),
        }
    }

    pub(super) async fn run(mut self) {
        let mut hurries = self.context.hurries();
        loop {
            // A hurry during the last step counts, too: whoever waits must not wait out a pause.
            if hurries.has_changed().unwrap_or(false) {
                let _seen = *hurries.borrow_and_update();
                self.paused.clear();
            }
            self.wake().look();
            let asked = self.context.asked_wait();
            let outcome = if asked > Duration::ZERO {
                self.answer_who_cannot_wait(asked);
                Ok(Outcome::Wait {
                    time: asked,
                    code: "server_unavailable".to_owned(),
                })
            } else {
                self.step().await
            };
            match outcome {
                Ok(Outcome::Progress) => {
                    self.clear_reason();
                    // A step may have waited for nothing; commands must be read all the same.
                    tokio::task::yield_now().await;
                }
                Ok(Outcome::Idle) => self.idle().await,
                Ok(Outcome::Wait { time, code }) => {
                    // Before the announcement: a listener may take its time.
                    let deadline = self.context.now().saturating_add(time);
                    self.announce_wait(&code, time);
                    let clock = self.context.desk.config.clock.clone();
                    tokio::select! {
                        () = clock.sleep_until(deadline) => {}
                        changed = hurries.changed() => {
                            // The worker is ending when nobody can hurry any more.
                            if changed.is_err() {
                                return;
                            }
                            self.paused.clear();
                        }
                    }
                }
                Err(error) => self.storage_trouble(error).await,
            }
        }
    }

    async fn step(&mut self) -> Result<Outcome, StoreError> {
        let now = self.context.now();
        self.paused.retain(|_, (until, _)| *until > now);
        let paused: HashSet<String> = self.paused.keys().cloned().collect();
        let desk = self.context.desk.clone();
        let step = {
            let conn = desk.reader.lock();
            let conn = conn.unchecked_transaction()?;
            match self.kind {
                LaneKind::Current => {
                    let awaited = |epoch| desk.waiters.login_is_awaited(epoch);
                    plan::current(&conn, &paused, awaited, self.context.feed.wants_login())?
                }
                LaneKind::Closing => plan::closing(&conn, &paused)?,
            }
        };
        match step {
            Step::Login(session) => self.login(session).await,
            Step::Upload(session) => self.upload(session).await,
            Step::Close(session) => self.close(session).await,
            Step::Forget(epoch) => self.forget(epoch),
            Step::GiveUp(session) => self.give_up(&session),
            Step::Idle => Ok(self.nearest_pause()),
        }
    }

    /// Stops sending for one device, for a reason the app is told.
    pub(super) fn pause(&mut self, device: &str, reason: PauseReason, recheck: Duration) -> Outcome {
        self.paused.insert(
            device.to_owned(),
            (self.context.now().saturating_add(recheck), reason),
        );
        self.answer_queued();
        Outcome::Progress
    }

    /// Waits by the policy, not before what the server asked for.
    pub(super) fn wait(&mut self, after: Option<Duration>, code: &str) -> Result<Outcome, StoreError> {
        let time = self.policy.next_delay(self.context.now(), after);
        if let Some(after) = after {
            self.context.keep_asked_wait(after)?;
        }
        if time > WORTH_WAITING || code == "network_unavailable" {
            self.answer_queued();
        }
        Ok(Outcome::Wait {
            time,
            code: code.to_owned(),
        })
    }

    /// The server answered as it should: waits start small again.
    pub(super) fn served(&mut self) -> Result<(), StoreError> {
        self.policy.succeeded();
        self.context.forget_asked_wait()
    }

    fn nearest_pause(&self) -> Outcome {
        match self.paused.values().min_by_key(|(until, _)| *until) {
            Some((until, reason)) => Outcome::Wait {
                time: until.saturating_sub(self.context.now()),
                code: reason.code().to_owned(),
            },
            None => Outcome::Idle,
        }
    }

    /// A login that somebody waits for is answered rather than kept waiting longer than a login may take.
    fn answer_who_cannot_wait(&mut self, asked: Duration) {
        if asked > self.context.desk.config.retry.login_max {
            self.give_answers(FrontdeskError::Unreachable {
                code: "rate_limited",
                retry_after: Some(asked),
            });
        }
    }

    /// The login stays wanted; whoever waits for it is told, and whoever waits for a delivery. The present
    /// user's callers are nothing to the lane of closing sessions.
    pub(super) fn give_answers(&mut self, error: FrontdeskError) {
        if self.kind == LaneKind::Closing {
            return;
        }
        self.login_try = None;
        let desk = &self.context.desk;
        desk.exclusive(|writer| {
            if let Some(epoch) = writer.current() {
                ledger::failed(writer, epoch);
            }
        });
        desk.waiters.answer_all_logins(&Err(error));
        desk.waiters.answer_all_queued();
    }

    /// Callers that wait for a delivery learn that it is queued.
    pub(super) fn answer_queued(&self) {
        if self.kind == LaneKind::Current {
            self.context.desk.waiters.answer_all_queued();
        }
    }

    async fn idle(&mut self) {
        self.clear_reason();
        let desk = self.context.desk.clone();
        desk.made_progress();
        self.wake().wait().await;
        let linger = desk.config.limits.linger;
        if self.kind == LaneKind::Current && !linger.is_zero() && !desk.urgent.load(Ordering::Acquire) {
            self.context.sleep(linger).await;
        }
        desk.urgent.store(false, Ordering::Release);
    }

    async fn storage_trouble(&mut self, error: StoreError) {
        tracing::warn!(%error, "the worker cannot use the store");
        let damaged = matches!(error, StoreError::Damaged(_));
        self.give_answers(error.into());
        // A recovery that did not help must not run again and again.
        let recovered = damaged && self.context.desk.recover().is_ok();
        let time = self
            .policy
            .next_delay(self.context.now(), None)
            .max(STORAGE_RETRY);
        self.context
            .sleep(if recovered { AFTER_RECOVERY } else { time })
            .await;
    }

    fn announce_wait(&self, code: &str, time: Duration) {
        let desk = &self.context.desk;
        if self.kind == LaneKind::Closing {
            return;
        }
        *desk.waiting_for.lock() = Some(code.to_owned());
        desk.observer.announce(Event::Waiting {
            code: code.to_owned(),
            retry_in: time,
        });
        desk.made_progress();
    }

    fn clear_reason(&self) {
        if self.kind == LaneKind::Current {
            *self.context.desk.waiting_for.lock() = None;
        }
    }

    fn wake(&self) -> &Wake {
        match self.kind {
            LaneKind::Current => &self.context.desk.wake,
            LaneKind::Closing => &self.context.desk.wake_closing,
        }
    }
}
