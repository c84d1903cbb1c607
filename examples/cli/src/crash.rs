//! Ending this process the hard way, on purpose.
//!
//! Guarantees: [`now`] ends the process as `kill -9` does: no destructor, no buffer, no handler runs. With the
//! feature `crash-points`, `FRONTDESK_CRASH_AT=name:k` does it at the k-th pass of a named point of the core;
//! without the feature that variable is refused, because a crash test that does not crash proves nothing.
//! [`arm`] is called once, before the core starts; the points are passed on any thread.

/// The variable that names the point.
const VARIABLE: &str = "FRONTDESK_CRASH_AT";

/// Ends this process with SIGKILL.
pub(crate) fn now() {
    #[cfg(unix)]
    {
        use nix::sys::signal::{Signal, kill};
        let _it_does_not_return = kill(nix::unistd::Pid::this(), Signal::SIGKILL);
    }
    std::process::abort();
}

/// Sets the crash point that the environment asks for.
pub(crate) fn arm() -> Result<(), String> {
    let Some(wish) = std::env::var_os(VARIABLE) else {
        return Ok(());
    };
    let wish = wish.to_string_lossy().into_owned();
    let malformed = || format!("{VARIABLE}={wish} is not of the form name:k with k from 1");
    let (point, pass) = wish.split_once(':').ok_or_else(malformed)?;
    let pass: u64 = pass.parse().ok().filter(|pass| *pass > 0).ok_or_else(malformed)?;
    if point.is_empty() {
        return Err(malformed());
    }
    set(point, pass)
}

#[cfg(feature = "crash-points")]
fn set(point: &str, pass: u64) -> Result<(), String> {
    use std::sync::atomic::{AtomicU64, Ordering};
    let passed = AtomicU64::new(0);
    fail::cfg_callback(point, move || {
        if passed.fetch_add(1, Ordering::Relaxed) + 1 == pass {
            now();
        }
    })
}

#[cfg(not(feature = "crash-points"))]
fn set(_point: &str, _pass: u64) -> Result<(), String> {
    Err(format!(
        "{VARIABLE} is set, but this program was built without crash points: \
         build it with --features crash-points, or unset the variable"
    ))
}
