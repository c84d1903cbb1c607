//! Time that moves only when a test says so, for the device and the server alike.
//!
//! Guarantees: both clocks start at the same real time and move together; the device's wall clock can be
//! stepped alone, as users and NTP do. Moved on test threads.

use std::sync::Arc;
use std::time::{Duration, Instant};

use frontdesk_core::clock::{Clock as _, ManualClock};

use super::app::App;
use super::quiet::wait_until_quiet;
use super::server::TestServer;
use super::wait::DEADLINE;

/// See the module.
#[derive(Clone)]
pub struct VirtualTime {
    device: Arc<ManualClock>,
    server: Arc<frontdesk_server::ManualClock>,
}

impl Default for VirtualTime {
    fn default() -> Self {
        Self::starting_now()
    }
}

impl VirtualTime {
    /// Starts at the present time and stands still.
    pub fn starting_now() -> Self {
        use frontdesk_server::Clock as _;
        // Whole seconds: HTTP dates know nothing finer.
        let now = frontdesk_server::SystemClock.now() * 1000;
        Self {
            device: Arc::new(ManualClock::new(now)),
            server: Arc::new(frontdesk_server::ManualClock::at_ms(now)),
        }
    }

    /// The device's clock.
    pub fn device(&self) -> Arc<ManualClock> {
        Arc::clone(&self.device)
    }

    /// The server's clock.
    pub fn server(&self) -> Arc<frontdesk_server::ManualClock> {
        Arc::clone(&self.server)
    }

    /// What the device's wall clock shows, Unix milliseconds.
    pub fn wall_ms(&self) -> i64 {
        self.device.wall_ms()
    }

    /// Time passed since the start.
    pub fn passed(&self) -> Duration {
        self.device.monotonic()
    }

    /// Lets time pass everywhere.
    pub fn advance(&self, by: Duration) {
        let before = self.device.monotonic().as_secs();
        self.device.advance(by);
        let seconds = self.device.monotonic().as_secs() - before;
        self.server.advance(i64::try_from(seconds).unwrap_or(i64::MAX));
    }

    /// Steps the device's wall clock alone.
    pub fn step_device_wall(&self, by_ms: i64) {
        self.device.set_wall_ms(self.device.wall_ms() + by_ms);
    }

    /// Lets time pass from wait to wait, until `ready` gives something; `ready` is asked after every wait that
    /// the client announces. Never moves further than the client said it would wait.
    pub fn pass_waits<R>(&self, app: &App, mut ready: impl FnMut() -> Option<R>) -> R {
        let mut until = Instant::now() + DEADLINE;
        loop {
            if let Some(result) = ready() {
                return result;
            }
            if let Some(wait) = app.ears.next_wait(Duration::from_millis(20)) {
                self.advance(wait);
                until = Instant::now() + DEADLINE;
            }
            assert!(
                Instant::now() < until,
                "the client stands still after {:?} of virtual time: {:?}, announced: {:?}",
                self.passed(),
                app.pending(),
                app.ears.waits().iter().rev().take(5).collect::<Vec<_>>(),
            );
        }
    }

    /// Lets time pass a second at a time until `ready` holds; gives how much passed. After each second client and
    /// server do first whatever it made them do, however long that takes. Panics after an hour.
    pub fn pass_until(&self, mut ready: impl FnMut() -> bool) -> Duration {
        let began = self.passed();
        loop {
            wait_until_quiet();
            let passed = self.passed() - began;
            if ready() {
                return passed;
            }
            assert!(
                passed < Duration::from_secs(3600),
                "an hour has passed, and nothing happened"
            );
            self.advance(Duration::from_secs(1));
        }
    }

    /// A server on this time.
    pub fn start_server(&self) -> TestServer {
        TestServer::builder().clock(self.server()).start()
    }
}
