//! The core for Kotlin and Swift.
//!
//! Guarantees: thin (every decision is the core's, here are only conversions); **every** export returns a
//! `Result`, so that no call can trap in Swift; a panic inside a call becomes [`CoreError::Internal`] and later
//! calls work; foreign code is called without a lock held, and what it throws goes no further.
//!
//! The only crate that knows uniffi. Called by the hand-written layers of `bindings/kotlin` and
//! `bindings/swift`, never by an app. Functions that are not `async` may write to the database on the caller's
//! thread, shortly; the layers above keep them off a thread that draws. `async` functions make their short write
//! when they are first polled; what they wait for is answered by the core's own thread, without a runtime here.
//!
//! A doc comment here is the doc comment in Kotlin and Swift.

mod callbacks;
mod checks;
mod client;
mod config;
mod data;
mod error;
mod event;
mod guard;
mod log;
mod presentation;
mod tokens;

pub use callbacks::{BridgeSink, CallbackError, CoreListener, CorePresenter, CoreTokenRefresh};
pub use checks::*;
pub use client::CoreClient;
pub use config::{CoreConfig, Durability};
pub use data::*;
pub use error::CoreError;
pub use event::FrontdeskEvent;
pub use log::{LogLevel, LogSink, set_log_sink};
pub use presentation::{MessengerView, Presentation};
pub use tokens::CoreTokenRequest;

uniffi::setup_scaffolding!("frontdesk_ffi");
