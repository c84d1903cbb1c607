//! Where the SDK's own log goes: standard error, and only when asked for.
//!
//! The log holds codes, counts and ids, never what the app said or who it said it about. Called once, before
//! anything else.

use std::io::IsTerminal;

use tracing_subscriber::filter::LevelFilter;

/// Starts logging: nothing by default, warnings with one `-v`, everything with two.
pub(crate) fn start(verbose: u8) {
    let level = match verbose {
        0 => return,
        1 => LevelFilter::INFO,
        _ => LevelFilter::TRACE,
    };
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}
