//! A body that ends too early or comes slowly.
//!
//! Guarantees: the length announced is the whole one, so a client can notice. Polled on the server's runtime.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// The connection is to be closed here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut;

impl std::fmt::Display for Cut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("cut by the fault plan")
    }
}

impl std::error::Error for Cut {}

impl From<Infallible> for Cut {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

/// Bytes under a fault.
#[derive(Debug)]
pub(super) struct FaultyBody {
    left: Bytes,
    announced: u64,
    /// Bytes at a time.
    step: usize,
    pause: Duration,
    /// Ends with an error when this many bytes are left.
    cut_at: Option<usize>,
    sleeping: Option<Pin<Box<Sleep>>>,
}

impl FaultyBody {
    /// Everything at once.
    pub(super) fn whole(bytes: Bytes) -> Self {
        let announced = bytes.len() as u64;
        let step = bytes.len().max(1);
        Self {
            left: bytes,
            announced,
            step,
            pause: Duration::ZERO,
            cut_at: None,
            sleeping: None,
        }
    }

    /// The first half, then nothing more.
    pub(super) fn truncated(bytes: Bytes) -> Self {
        let half = bytes.len() - bytes.len() / 2;
        let whole = Self::whole(bytes);
        Self {
            step: (whole.left.len() / 2).max(1),
            cut_at: Some(half),
            ..whole
        }
    }

    /// A few bytes at a time.
    pub(super) fn dripping(bytes: Bytes, step: usize, pause: Duration) -> Self {
        Self {
            step: step.max(1),
            pause,
            ..Self::whole(bytes)
        }
    }
}

impl Body for FaultyBody {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        if self.left.is_empty() {
            return Poll::Ready(None);
        }
        if self.cut_at.is_some_and(|at| self.left.len() <= at) {
            return Poll::Ready(Some(Err(Cut)));
        }
        if !self.pause.is_zero() {
            let pause = self.pause;
            let sleeping = self.sleeping.get_or_insert_with(|| Box::pin(sleep(pause)));
            ready!(sleeping.as_mut().poll(context));
            self.sleeping = None;
        }
        let step = self.step.min(self.left.len());
        Poll::Ready(Some(Ok(Frame::data(self.left.split_to(step)))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(if self.left.len() as u64 == self.announced {
            self.announced
        } else {
            self.left.len() as u64
        })
    }
}
