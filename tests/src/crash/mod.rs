//! Killing the client and comparing what it promised with what arrived.
//!
//! The child (`crash-client`, [`script`]) uses the SDK by a seeded script and writes a [`Line`] to its standard
//! output for everything it is told. The parent (`crash-soak`, [`soak`]) kills it with SIGKILL at random
//! instants and at the core's named points, starts it again on the same folder, makes trouble in the network
//! meanwhile, delivers the rest in the end and lets the [`History`] be judged against the server's database.

mod chance;
mod history;
mod lane;
mod lines;
mod points;
mod script;
mod soak;
mod trouble;
mod verdict;

pub use chance::Chance;
pub use history::{History, Session};
pub use lines::Line;
pub use points::{POINTS, arm};
pub use script::{ClientOptions, run_client};
pub use soak::{Kills, Report, SoakOptions, soak};
pub use verdict::{Verdict, judge};
