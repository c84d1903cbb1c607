//! Listening: deadlines and limits of sockets, and a graceful end.
//!
//! A connection must send its headers in time (hyper needs a timer for that, without one the deadline is
//! silently off), idle ones are closed after the same time, and one connection too many is answered 503
//! instead of being left to wait. A client that does not read what it asked for is closed as well. When `shutdown` is done
//! no new connection is taken, open requests finish, and whatever is still open after the drain deadline is
//! cut before the store is closed.
//! HTTP/1.1 only: TLS and HTTP/2 end at the proxy in front.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

use crate::error::ServerError;
use crate::metrics::Metrics;
use crate::server::Server;
use crate::socket::{Routes, WriteDeadline};

/// Bytes of a request's head; more is answered 431.
const HEAD_BYTES: usize = 64 * 1024;
/// Headers of a request; more is answered 431.
const HEADERS: usize = 100;
/// How often the store forgets what it may.
const PURGE_EVERY: Duration = Duration::from_secs(6 * 3600);
/// How often snoozed conversations are looked at.
const WAKE_EVERY: Duration = Duration::from_secs(30);
/// Connections that are told 503 at the same time; beyond it they are closed without a word.
const TURNED_AWAY: usize = 256;
/// How long connections that were cut may take to let go of their requests.
const LETTING_GO: Duration = Duration::from_secs(5);

/// Serves `server` on `listener` until `shutdown` is done and open requests have ended. The store is closed
/// then: everything answered is on disk.
pub async fn launch(
    server: Server,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServerError> {
    let router = server.router();
    launch_router(server, router, listener, shutdown).await
}

/// Like [`launch`], with a router that was wrapped, for instance in faults.
pub async fn launch_router(
    server: Server,
    router: axum::Router,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServerError> {
    let limits = server.app().limits().clone();
    let slots = Arc::new(Semaphore::new(limits.connections));
    let away = Arc::new(Semaphore::new(TURNED_AWAY));
    let graceful = GracefulShutdown::new();
    let (cut, _) = watch::channel(false);
    let purging = tokio::spawn(purge_now_and_then(server.clone()));
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(limits.header_deadline)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADERS)
        .keep_alive(true);

    let mut shutdown = pin!(shutdown);
    loop {
        let accepted = tokio::select! {
            () = &mut shutdown => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok((stream, peer)) => (stream, peer.ip()),
            Err(error) => {
                // Out of descriptors, or a client that went away: neither ends the server.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let _ = stream.set_nodelay(true);
        let Ok(slot) = slots.clone().try_acquire_owned() else {
            Metrics::add(&server.app().metrics().connections_refused, 1);
            if let Ok(turn) = away.clone().try_acquire_owned() {
                tokio::spawn(async move {
                    let _ = tokio::time::timeout(Duration::from_secs(2), turn_away(stream)).await;
                    drop(turn);
                });
            }
            continue;
        };
        let stream = TokioIo::new(WriteDeadline::new(stream, limits.write_deadline));
        let service = Routes::new(router.clone(), peer);
        let connection = graceful.watch(http.serve_connection(stream, service));
        let mut cut = cut.subscribe();
        tokio::spawn(async move {
            tokio::select! {
                // Broken connections are the network's business; requests are logged where they are handled.
                _ = connection => {}
                _ = cut.wait_for(|cut| *cut) => {}
            }
            drop(slot);
        });
    }
    drop(listener);
    purging.abort();
    let _ = purging.await;
    tracing::info!("draining");
    server.app().stop();
    if tokio::time::timeout(limits.drain_deadline, graceful.shutdown())
        .await
        .is_err()
    {
        tracing::warn!("requests were still open at the drain deadline");
        cut.send_replace(true);
        // A connection gives its slot back when nothing of it is left.
        let all = u32::try_from(limits.connections).unwrap_or(u32::MAX);
        if tokio::time::timeout(LETTING_GO, slots.acquire_many(all))
            .await
            .is_err()
        {
            tracing::error!("a connection could not be cut");
        }
    }
    server.app().store().close().await;
    tracing::info!("stopped");
    Ok(())
}

async fn turn_away(mut stream: TcpStream) -> std::io::Result<()> {
    const BODY: &str = r#"{"type":"error.list","request_id":"00000000-0000-0000-0000-000000000000","errors":[{"code":"service_unavailable","message":"too many connections; try again","retryable":true}]}"#;
    let head = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         retry-after: 1\r\nconnection: close\r\n\r\n",
        BODY.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(BODY.as_bytes()).await?;
    stream.shutdown().await?;
    // Closing with unread bytes would reset the connection and take the answer with it.
    let mut ignored = [0_u8; 4096];
    while stream.read(&mut ignored).await? > 0 {}
    Ok(())
}

async fn purge_now_and_then(server: Server) {
    let mut ticks = tokio::time::interval(PURGE_EVERY);
    let mut looks = tokio::time::interval(WAKE_EVERY);
    loop {
        tokio::select! {
            _ = ticks.tick() => {
                if let Err(error) = server.purge().await {
                    tracing::warn!(%error, "purging failed");
                }
            }
            _ = looks.tick() => {
                if let Err(error) = server.wake_snoozed().await {
                    tracing::warn!(%error, "snoozed conversations could not be opened");
                }
            }
        }
    }
}
