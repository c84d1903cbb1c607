//! Making a call.
//!
//! Guarantees: when [`Call::begin`] returns, a call that waits for the network has begun (its state and its rows
//! are as if the app had called it and not yet awaited it), so that the next line meets them; a call that only
//! touches the store is given back as work for a thread of its own. Begun on the main thread.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use frontdesk_core::{Frontdesk, FrontdeskError};
use serde_json::Value;

use super::answer::fault_of;

/// What stands behind `ok` or `error`.
pub(super) type Answer = Result<Value, Value>;

/// A call that was begun.
pub(super) enum Begun {
    /// It was answered on the spot.
    Answered(Answer),
    /// It touches the store: run this where blocking is fine.
    Store(Box<dyn FnOnce() -> Answer + Send>),
    /// It waits.
    Network(Pin<Box<dyn Future<Output = Answer> + Send>>),
}

/// A call of the core with its arguments.
pub(super) struct Call(Box<dyn FnOnce(Frontdesk) -> Begun + Send>);

impl Call {
    /// Begins it.
    pub(super) fn begin(self, desk: &Frontdesk) -> Begun {
        (self.0)(desk.clone())
    }

    /// A call that answers from memory.
    pub(super) fn at_once(work: impl FnOnce(&Frontdesk) -> Answer + Send + 'static) -> Self {
        Self(Box::new(|desk| Begun::Answered(work(&desk))))
    }

    /// A call that answers from memory and cannot fail.
    pub(super) fn done(work: impl FnOnce(&Frontdesk) + Send + 'static) -> Self {
        Self::at_once(|desk| {
            work(desk);
            Ok(Value::Null)
        })
    }

    /// A call that answers from memory or with an error.
    pub(super) fn answered<T>(
        work: impl FnOnce(&Frontdesk) -> Result<T, FrontdeskError> + Send + 'static,
        show: impl FnOnce(T) -> Value + Send + 'static,
    ) -> Self {
        Self::at_once(|desk| wrap(work(desk), show))
    }

    /// A call that touches the store.
    pub(super) fn store<T>(
        work: impl FnOnce(&Frontdesk) -> Result<T, FrontdeskError> + Send + 'static,
        show: impl FnOnce(T) -> Value + Send + 'static,
    ) -> Self {
        Self(Box::new(|desk| {
            Begun::Store(Box::new(move || wrap(work(&desk), show)))
        }))
    }

    /// A call that waits. Takes the first step at once; whoever awaits the rest polls again and leaves its own
    /// waker.
    pub(super) fn network<T, F>(
        work: impl FnOnce(Frontdesk) -> F + Send + 'static,
        show: impl FnOnce(T) -> Value + Send + 'static,
    ) -> Self
    where
        F: Future<Output = Result<T, FrontdeskError>> + Send + 'static,
    {
        Self(Box::new(|desk| {
            let mut future: Pin<Box<dyn Future<Output = Answer> + Send>> =
                Box::pin(async move { wrap(work(desk).await, show) });
            match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(answer) => Begun::Answered(answer),
                Poll::Pending => Begun::Network(future),
            }
        }))
    }
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Call")
    }
}

fn wrap<T>(result: Result<T, FrontdeskError>, show: impl FnOnce(T) -> Value) -> Answer {
    result.map(show).map_err(|error| fault_of(&error))
}
