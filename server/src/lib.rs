//! The Frontdesk server: what devices talk to, what operators talk to, and the store behind both.
//!
//! Start with [`Server::open`] and [`launch`]. A request goes `http` -> `domain` (rules that need no
//! database) -> `store` (one transaction per change, answered after the commit).

pub mod clock;
pub mod config;
mod demo;
pub mod domain;
mod error;
mod feed;
mod files;
mod http;
pub mod identity;
pub mod json;
mod launch;
mod metrics;
mod random;
mod secret;
mod seed;
mod server;
mod socket;
pub mod store;

pub use clock::{Clock, ManualClock, SystemClock};
pub use config::{DataLocation, Limits, Rates, ServerConfig, VerificationMode};
pub use error::ServerError;
pub use http::{Route, shared_headers};
pub use launch::{launch, launch_router};
pub use secret::Secret;
pub use seed::{DevWorkspace, PerPlatform};
pub use server::Server;
