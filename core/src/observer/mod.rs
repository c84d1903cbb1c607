//! Events out: what happened after a call was answered.
//!
//! Guarantees: events are announced after the change they speak of was committed, in order, on one named
//! thread (`frontdesk-events`), never with a lock held; a listener that panics or blocks harms neither the
//! caller nor the worker. Announced by the worker; heard by the app's [`Listener`].

mod dispatch;
mod event;

pub(crate) use dispatch::Observer;
pub use event::{Delivery, DeliveryOutcome, Event, Listener, OperationKind, RejectedField};
