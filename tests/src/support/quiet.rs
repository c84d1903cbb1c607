//! Whether anybody of this process still works on something.
//!
//! Guarantees: a thread that wants to run but gets no processor counts as working, so that a busy machine is
//! not mistaken for a client that has nothing to do. Looks at the threads of clients and servers by their
//! names; where the system does not tell (outside Linux) a short pause stands for it. Used on test threads.

use std::time::{Duration, Instant};

/// What is not quiet by then is taken for busy with another test.
const LONGEST: Duration = Duration::from_millis(500);
/// Between two looks. What one thread hands to another is never in between: the other one is woken first.
const PAUSE: Duration = Duration::from_millis(1);
/// Looks in a row that must find nobody at work.
const LOOKS: u32 = 3;

/// Waits until no client and no server of this process has anything to do, and the next move is time's.
pub fn wait_until_quiet() {
    let until = Instant::now() + LONGEST;
    let mut quiet = 0;
    while quiet < LOOKS && Instant::now() < until {
        std::thread::park_timeout(PAUSE);
        quiet = if anybody_works() { 0 } else { quiet + 1 };
    }
}

/// Whether a thread of a client or a server runs, or would run if it could.
fn anybody_works() -> bool {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else {
        return false;
    };
    threads.flatten().any(|thread| {
        // A thread that ended meanwhile works no more.
        std::fs::read_to_string(thread.path().join("stat")).is_ok_and(|stat| works(&stat))
    })
}

/// `12 (frontdesk-worke) S …`: the name, cut to fifteen characters, and the state.
fn works(stat: &str) -> bool {
    let Some((before, state)) = stat.rsplit_once(") ") else {
        return false;
    };
    let ours = ["(frontdesk-", "(test-server"];
    ours.iter().any(|name| before.contains(name)) && !state.starts_with(['S', 'Z', 'X'])
}

#[cfg(test)]
mod tests {
    use super::works;

    #[test]
    fn who_wants_to_run_works_and_who_waits_does_not() {
        for (stat, expected) in [
            ("7 (frontdesk-worke) R 1 2", true),
            ("7 (frontdesk-store) D 1 2", true),
            ("7 (test-server) R 1 2", true),
            ("7 (frontdesk-event) S 1 2", false),
            ("7 (a_test_of_ours) R 1 2", false),
            ("", false),
        ] {
            assert_eq!(works(stat), expected, "{stat}");
        }
    }
}
