//! A log-out that purges in the very moment in which the worker has read what to send.
//!
//! Alone in its program, because the point at which the worker is held is the process's.

use frontdesk_core::DeliveryOutcome;
use frontdesk_tests::support::{App, Gate, TestServer};

#[test]
fn what_is_purged_between_the_look_and_the_request_is_not_sent() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    app.drain();
    let gate = Gate::closed();
    let held = gate.clone();
    fail::cfg_callback("upload.read", move || held.pass_blocking()).unwrap();
    let id = app.event("purged");
    gate.wait_for_arrival();
    fail::remove("upload.read");
    std::thread::scope(|scope| {
        let purging = scope.spawn(|| app.log_out_and_purge());
        // The log-out itself waits for the worker to forget what was read.
        assert_eq!(app.ears.fate_of(id), DeliveryOutcome::Purged);
        gate.open();
        purging.join().unwrap().unwrap();
    });
    app.login("bob").unwrap();
    app.event("of-bob");
    app.drain();
    assert_eq!(server.database().names(), ["of-bob"]);
}
