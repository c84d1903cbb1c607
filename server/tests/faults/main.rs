//! The program while the machine under it fails or is abused: no space, a folder that cannot be written, a
//! kill in the middle, thousands of idle sockets, bodies that want to be memory. What was answered with 2xx is
//! kept, what could not be kept is answered 503 or 507, and honest clients go on.

// A test that unwraps fails with the place and the value: that is what it is for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[path = "../http_client/mod.rs"]
mod http_client;
mod load;
#[path = "../running/mod.rs"]
mod running;

mod disk;
mod memory;
mod sockets;
mod streams;

/// Held by a test that opens as many files as this process may.
static MANY_FILES: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// How many files this process may have open.
fn open_files() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max open files"))
        .unwrap();
    line.split_whitespace().nth(3).unwrap().parse().unwrap_or(1024)
}
