//! The core's named points, and dying at one of them.
//!
//! Guarantees: death is SIGKILL by the process itself at the k-th pass, with nothing run afterwards. Armed once
//! in the child, before the client opens.

use std::sync::atomic::{AtomicU64, Ordering};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;

/// Every point of the core, in the order data passes them.
pub const POINTS: &[&str] = &[
    "migrate.before",
    "append.before",
    "append.inserted",
    "append.committed",
    "login.answered",
    "login.committed",
    "upload.answered",
    "settle.before",
    "settle.committed",
    "logout.before_commit",
    "logout.committed",
];

/// Dies at the `pass`-th pass of `point`.
pub fn arm(point: &str, pass: u64) {
    let passed = AtomicU64::new(0);
    let die = move || {
        if passed.fetch_add(1, Ordering::Relaxed) + 1 == pass {
            // It does not return; and if it did, aborting is the next best thing.
            let _ = kill(Pid::this(), Signal::SIGKILL);
            std::process::abort();
        }
    };
    fail::cfg_callback(point, die).expect("the point can be armed");
}

/// Arms what `FRONTDESK_CRASH_AT=name:k` asks for, if anything.
pub(super) fn arm_from_environment() {
    let Ok(wish) = std::env::var("FRONTDESK_CRASH_AT") else {
        return;
    };
    let (point, pass) = wish.split_once(':').expect("FRONTDESK_CRASH_AT is name:k");
    assert!(POINTS.contains(&point), "there is no point {point}");
    arm(point, pass.parse().expect("k is a number"));
}
