//! A listener that remembers.
//!
//! Guarantees: events are kept in the order they were heard. Called on `frontdesk-events`, read on test
//! threads.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use frontdesk_core::{DeliveryOutcome, Event, Listener, OperationId};

use super::wait::Watched;

/// See the module.
#[derive(Debug, Default)]
pub struct Ears {
    heard: Watched<Vec<Event>>,
    waits_taken: AtomicUsize,
}

impl Ears {
    /// Has heard nothing yet.
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Everything heard so far.
    pub fn all(&self) -> Vec<Event> {
        self.heard.read(Clone::clone)
    }

    /// Waits until one of the events gives something.
    pub fn wait_for<R>(&self, what: &str, mut ready: impl FnMut(&Event) -> Option<R>) -> R {
        self.heard
            .wait_for(what, |events| events.iter().find_map(&mut ready))
    }

    /// Waits until `ready` gives something for all that was heard.
    pub fn wait_for_all<R>(&self, what: &str, mut ready: impl FnMut(&[Event]) -> Option<R>) -> R {
        self.heard.wait_for(what, |events| ready(events))
    }

    /// Waits for the fate of an operation.
    pub fn fate_of(&self, wanted: OperationId) -> DeliveryOutcome {
        self.wait_for("the fate of an operation", |event| match event {
            Event::Delivery { id, outcome, .. } if *id == wanted => Some(outcome.clone()),
            _ => None,
        })
    }

    /// Waits for the fate of the operation with this id, for `patience` at most.
    pub fn wait_for_fate(&self, wanted: &str, patience: Duration) -> Option<DeliveryOutcome> {
        self.heard.wait_at_most(patience, |events| {
            events.iter().find_map(|event| match event {
                Event::Delivery { id, outcome, .. } if id.to_string() == wanted => Some(outcome.clone()),
                _ => None,
            })
        })
    }

    /// Waits until more than `count` events were heard, for `patience` at most.
    pub fn wait_for_more_than(&self, count: usize, patience: Duration) {
        self.heard
            .wait_at_most(patience, |events| (events.len() > count).then_some(()));
    }

    /// Waits until `count` fates were heard; gives all of them, which may be more.
    pub fn wait_for_fates(&self, count: usize) -> Vec<(OperationId, DeliveryOutcome)> {
        self.wait_for_all(&format!("{count} fates"), |events| {
            let heard = events
                .iter()
                .filter(|event| matches!(event, Event::Delivery { .. }))
                .count();
            (heard >= count).then_some(())
        });
        self.fates()
    }

    /// The fates heard so far, in order.
    pub fn fates(&self) -> Vec<(OperationId, DeliveryOutcome)> {
        let fate = |event: &Event| match event {
            Event::Delivery { id, outcome, .. } => Some((*id, outcome.clone())),
            _ => None,
        };
        self.heard.read(|events| events.iter().filter_map(fate).collect())
    }

    /// The codes of the waits heard so far, in order.
    pub fn waits(&self) -> Vec<(String, Duration)> {
        let wait = |event: &Event| match event {
            Event::Waiting { code, retry_in } => Some((code.clone(), *retry_in)),
            _ => None,
        };
        self.heard.read(|events| events.iter().filter_map(wait).collect())
    }

    /// The next wait that was announced and not taken yet; `None` when there is none for `patience`.
    pub fn next_wait(&self, patience: Duration) -> Option<Duration> {
        let taken = self.waits_taken.load(Ordering::Acquire);
        let found = self.heard.wait_at_most(patience, |events| {
            let waits = events.iter().filter_map(|event| match event {
                Event::Waiting { retry_in, .. } => Some(*retry_in),
                _ => None,
            });
            waits.into_iter().nth(taken)
        });
        self.waits_taken
            .fetch_add(usize::from(found.is_some()), Ordering::AcqRel);
        found
    }
}

impl Listener for Ears {
    fn on_event(&self, event: &Event) {
        self.heard.change(|events| events.push(event.clone()));
    }
}
