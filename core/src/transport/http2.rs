//! Which version of HTTP is spoken.
//!
//! Guarantee: over TLS the server chooses, HTTP/2 when it can; without TLS, and without the feature `http2`, it is
//! HTTP/1.1. Called by [`Transport`](super::Transport) when it is built.

use reqwest::ClientBuilder;

/// What a connection over TLS offers, best first. A ready-made TLS configuration offers nothing by itself.
pub(super) fn protocols() -> Vec<Vec<u8>> {
    let offered: &[&[u8]] = if cfg!(feature = "http2") {
        &[b"h2", b"http/1.1"]
    } else {
        &[b"http/1.1"]
    };
    offered.iter().map(|name| name.to_vec()).collect()
}

/// Bounds what a server may send in headers, and the time for which a connection may be dead unnoticed.
#[cfg(feature = "http2")]
pub(super) fn bounded(builder: ClientBuilder) -> ClientBuilder {
    use std::time::Duration;

    /// Between two questions whether a connection with something under way is still there.
    const KEEP_ALIVE: Duration = Duration::from_secs(30);

    builder
        .http2_max_header_list_size(16 * 1024)
        // A network that went without a word must not leave every request on a dead connection.
        .http2_keep_alive_interval(KEEP_ALIVE)
        .http2_keep_alive_timeout(KEEP_ALIVE / 2)
}

#[cfg(not(feature = "http2"))]
pub(super) fn bounded(builder: ClientBuilder) -> ClientBuilder {
    builder
}
