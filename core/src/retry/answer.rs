//! What the policy judges by: the facts about a request and what came back for it.
//!
//! Plain values, filled in by the transport on the worker thread and read by
//! [`classify`](super::classify()) alone.

use super::body::Body;
use std::time::Duration;

/// What the request was for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// `POST /sessions`. A caller waits; a refusal is an answer.
    Login,
    /// Stored operations: events, updates, receipts. Nothing may be lost.
    Upload,
    /// One stored operation at a place of its own: a reply, a read mark, a file. Nothing may be lost; the
    /// server's own refusal concerns this one alone.
    Item,
    /// A question whose caller waits for the answer: content, ping.
    Lookup,
    /// `DELETE /sessions/current`: closing a session that is not needed any more.
    Close,
    /// `GET /stream`: only an open stream of events is what was promised.
    Stream,
}

/// The facts about the request that the answer is judged by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Request {
    /// What it was for.
    pub purpose: Purpose,
    /// How many stored items it carried (uploads; otherwise 1).
    pub items: usize,
    /// Whether its session was created anew because of a 401 to this very request: a second 401 then pauses
    /// instead of creating sessions in a circle.
    pub fresh_session: bool,
}

/// What came back from the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<'a> {
    /// A status line and a body arrived.
    Response {
        /// The HTTP status.
        status: u16,
        /// The `Content-Type` header.
        content_type: Option<&'a str>,
        /// What the body turned out to be.
        body: Body,
        /// The wait the server asked for, already parsed.
        retry_after: Option<Duration>,
    },
    /// No usable answer arrived.
    Failure(TransportFailure),
}

/// Why no usable answer arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransportFailure {
    /// No connection: name not resolved, refused, unreachable, no network.
    Connect,
    /// The total deadline passed.
    Timeout,
    /// The connection ended in the middle.
    Reset,
    /// The server's certificate was refused (not: the handshake was cut off, which is `Reset`).
    Tls,
    /// The server's certificate is good but for its dates: by the device's clock it has run out, or is not
    /// valid yet. One of the two clocks is wrong, or nobody renewed the certificate.
    TlsNotValidNow,
    /// The endpoint answered with a redirect, which is never followed.
    Redirect,
    /// The decompressed answer exceeded its cap.
    BodyTooLarge,
    /// The answer was no HTTP, or its encoding was broken.
    Decode,
}
