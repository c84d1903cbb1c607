//! The socket, with a hand on what is written.
//!
//! Guarantees: what a fault wants on the wire is written whole, whatever the socket takes at a time; without a
//! fault bytes pass untouched. Lives on the server's runtime, one per connection.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// What happens to the next write.
#[derive(Debug, Default)]
pub(super) enum Rewrite {
    /// Nothing.
    #[default]
    None,
    /// The bytes are written twice.
    Twice,
    /// Other bytes are written instead.
    Instead(Vec<u8>),
}

/// Orders for one connection.
#[derive(Debug, Clone, Default)]
pub(super) struct WireOrders(Arc<Mutex<Rewrite>>);

impl WireOrders {
    pub(super) fn next_write(&self, rewrite: Rewrite) {
        *self.0.lock() = rewrite;
    }
}

/// See the module.
#[derive(Debug)]
pub(super) struct Wire {
    stream: TcpStream,
    orders: WireOrders,
    /// Rewritten bytes that the socket did not take yet.
    owed: Vec<u8>,
}

impl Wire {
    pub(super) fn new(stream: TcpStream, orders: WireOrders) -> Self {
        Self {
            stream,
            orders,
            owed: Vec::new(),
        }
    }

    fn pay(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.owed.is_empty() {
            let written = ready!(Pin::new(&mut self.stream).poll_write(context, &self.owed))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.owed.drain(..written);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        ready!(self.pay(context))?;
        let rewrite = std::mem::take(&mut *self.orders.0.lock());
        match rewrite {
            Rewrite::None => Pin::new(&mut self.stream).poll_write(context, bytes),
            Rewrite::Twice => {
                self.owed = [bytes, bytes].concat();
                Poll::Ready(Ok(bytes.len()))
            }
            Rewrite::Instead(other) => {
                self.owed = other;
                Poll::Ready(Ok(bytes.len()))
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.pay(context))?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.pay(context))?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
