//! HTTP: one request out, one bounded answer back.
//!
//! Guarantees: redirects are never followed and credentials go to the configured server alone; an answer is
//! read to at most 1 MiB *after* decompression and within one total deadline; certificates are checked
//! against bundled roots and those the app adds; what cannot be understood is reported as a kind, never as a panic. Decides nothing:
//! `retry` judges every answer. Called by the worker on its own thread.

mod gzip;
mod http;
mod http2;
mod reply;
mod roots;
mod stream;
mod wire;

pub(crate) use http::{Call, FileHeader, Method, Transport};
pub(crate) use reply::{Details, Reply, judge};
pub(crate) use roots::{NoCertificate, trusted};
pub(crate) use stream::{OpenStream, Opened};
pub(crate) use wire::{
    Change, ChangeList, ContentReply, EventsReply, LoginReply, LoginRequest, PingReply, UpdateReply,
    WireDevice, WireIdentity, WireResult,
};
