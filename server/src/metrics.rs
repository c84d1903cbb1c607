//! Counters, in the text form that Prometheus reads.
//!
//! Labels are methods, route templates and status codes only: a closed set, so no request can grow it
//! and no value of a request shows up. Called on request threads.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use parking_lot::Mutex;

/// Route template, method and status.
type Label = (String, &'static str, u16);

#[derive(Debug, Clone, Copy, Default)]
struct Requests {
    count: u64,
    seconds: f64,
}

/// All counters of one server.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    requests: Mutex<BTreeMap<Label, Requests>>,
    /// Events stored.
    pub(crate) events_accepted: AtomicU64,
    /// Events that were stored before.
    pub(crate) events_duplicate: AtomicU64,
    /// Events refused.
    pub(crate) events_rejected: AtomicU64,
    /// Sessions opened.
    pub(crate) sessions_opened: AtomicU64,
    /// Leads merged into users.
    pub(crate) merges: AtomicU64,
    /// Logins whose proof was missing or wrong.
    pub(crate) identity_failures: AtomicU64,
    /// Connections turned away.
    pub(crate) connections_refused: AtomicU64,
}

impl Metrics {
    /// Counts a request.
    pub(crate) fn request(&self, method: &str, route: &str, status: u16, duration: Duration) {
        // Methods are free text on the wire; routes are ours.
        let method = match method {
            "GET" => "GET",
            "POST" => "POST",
            "PUT" => "PUT",
            "PATCH" => "PATCH",
            "DELETE" => "DELETE",
            _ => "OTHER",
        };
        let mut requests = self.requests.lock();
        let entry = requests.entry((route.to_owned(), method, status)).or_default();
        entry.count += 1;
        entry.seconds += duration.as_secs_f64();
    }

    /// Adds to a counter.
    pub(crate) fn add(counter: &AtomicU64, count: u64) {
        counter.fetch_add(count, Ordering::Relaxed);
    }

    /// The text; `waiting` is how many streams and long polls are open.
    #[must_use]
    pub(crate) fn render(&self, waiting: usize) -> String {
        let mut out = String::new();
        let requests = self.requests.lock().clone();
        let _ = writeln!(out, "# TYPE frontdesk_requests_total counter");
        for ((route, method, status), Requests { count, .. }) in &requests {
            let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{status}\"");
            let _ = writeln!(out, "frontdesk_requests_total{{{labels}}} {count}");
        }
        let _ = writeln!(out, "# TYPE frontdesk_request_seconds_total counter");
        for ((route, method, status), Requests { seconds, .. }) in &requests {
            let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{status}\"");
            let _ = writeln!(out, "frontdesk_request_seconds_total{{{labels}}} {seconds:.6}");
        }
        let _ = writeln!(out, "# TYPE frontdesk_events_total counter");
        for (result, counter) in [
            ("accepted", &self.events_accepted),
            ("duplicate", &self.events_duplicate),
            ("rejected", &self.events_rejected),
        ] {
            let count = counter.load(Ordering::Relaxed);
            let _ = writeln!(out, "frontdesk_events_total{{result=\"{result}\"}} {count}");
        }
        for (name, counter) in [
            ("frontdesk_sessions_opened_total", &self.sessions_opened),
            ("frontdesk_merges_total", &self.merges),
            ("frontdesk_identity_failures_total", &self.identity_failures),
            ("frontdesk_connections_refused_total", &self.connections_refused),
        ] {
            let _ = writeln!(
                out,
                "# TYPE {name} counter\n{name} {}",
                counter.load(Ordering::Relaxed)
            );
        }
        let _ = writeln!(
            out,
            "# TYPE frontdesk_feeds_waiting gauge\nfrontdesk_feeds_waiting {waiting}"
        );
        out
    }
}
