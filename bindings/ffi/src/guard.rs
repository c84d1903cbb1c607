//! The wall around a call.
//!
//! Guarantees: a panic of the core ends in [`CoreError::Internal`], never in the host's process; the locks of the
//! core do not poison, so later calls work. Used by every export, on the thread that calls or polls.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

use crate::error::CoreError;

/// Makes a call.
pub(crate) fn guarded<T, E: Into<CoreError>>(call: impl FnOnce() -> Result<T, E>) -> Result<T, CoreError> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(result) => result.map_err(Into::into),
        Err(_) => Err(CoreError::panicked()),
    }
}

/// Waits for a call. After a panic the call is never polled again.
pub(crate) async fn guarded_async<T, E: Into<CoreError>>(
    call: impl Future<Output = Result<T, E>>,
) -> Result<T, CoreError> {
    let mut call = std::pin::pin!(call);
    std::future::poll_fn(move |context| {
        match catch_unwind(AssertUnwindSafe(|| call.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(result)) => Poll::Ready(result.map_err(Into::into)),
            Err(_) => Poll::Ready(Err(CoreError::panicked())),
        }
    })
    .await
}

/// The name that makes a call panic.
#[cfg(feature = "debug-hooks")]
pub(crate) const PANIC: &str = "frontdesk.debug.panic";

/// Panics when a test asks for it; nothing in a library that ships.
#[cfg_attr(
    feature = "debug-hooks",
    expect(clippy::panic, reason = "this is what the hook is for")
)]
pub(crate) fn hook(_name: &str) {
    #[cfg(feature = "debug-hooks")]
    if _name == PANIC {
        panic!("a panic that a test asked for");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::{Context, Waker};

    #[test]
    fn a_panic_becomes_an_error() {
        let panics = || -> Result<(), CoreError> { panic!("a defect") };
        assert!(matches!(guarded(panics), Err(CoreError::Internal { .. })));
        assert!(guarded(|| Ok::<_, CoreError>(7)).is_ok());
    }

    #[test]
    fn a_panic_while_waiting_becomes_an_error() {
        let panics = async { panic!("a defect") };
        let mut call = std::pin::pin!(guarded_async::<(), CoreError>(panics));
        let answer = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(answer, Poll::Ready(Err(CoreError::Internal { .. }))));
    }
}
