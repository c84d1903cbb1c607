//! K7 and K11: a server that is away for days, and clocks that jump meanwhile. Time is virtual, requests are
//! real.

use std::time::Duration;

use frontdesk_core::retry::PolicyConfig;
use frontdesk_core::{DeliveryOutcome, OperationId};
use frontdesk_tests::support::{App, On, Reply, TestServer, VirtualTime, wait_until_quiet};

const HOUR: Duration = Duration::from_secs(3600);
const YEAR_MS: i64 = 365 * 24 * 3600 * 1000;

/// A logged-in client on virtual time with the default policy.
fn client(time: &VirtualTime, server: &TestServer) -> App {
    let app = App::on(server)
        .clock(time.device())
        .retry(PolicyConfig::default())
        .open();
    app.login("ada").unwrap();
    app
}

fn assert_delivered_in_order(server: &TestServer, ids: &[OperationId]) {
    let stored: Vec<String> = server
        .database()
        .events()
        .into_iter()
        .map(|event| event.id)
        .collect();
    let expected: Vec<String> = ids.iter().map(ToString::to_string).collect();
    assert_eq!(stored, expected);
}

#[test]
fn a_server_that_is_down_for_72_hours_costs_nothing_and_is_hardly_asked() {
    let time = VirtualTime::starting_now();
    let server = time.start_server();
    let app = client(&time, &server);
    server.reply(On::events(), Reply::error(503, "service_unavailable"));

    let mut ids = Vec::new();
    let mut per_hour = vec![0usize; 73];
    let mut asked = 0;
    time.pass_waits(&app, || {
        let hour = usize::try_from(time.passed().as_secs() / 3600).unwrap();
        let now = server.uploads().len();
        per_hour[hour.min(72)] += now - asked;
        asked = now;
        // An app that goes on being used.
        while ids.len() <= hour {
            ids.push(app.event("still-used"));
        }
        (time.passed() >= 72 * HOUR).then_some(())
    });
    assert!(
        per_hour[0] <= 22,
        "the first hour may spend the budget of ten on top: {per_hour:?}"
    );
    assert!(
        per_hour[1..].iter().all(|count| *count <= 13),
        "at most one request in five minutes: {per_hour:?}"
    );
    assert!(asked <= 12 + 72 * 12, "{asked} requests in 72 hours");
    assert!(app.ears.fates().is_empty(), "nothing was given up");
    assert_eq!(app.queued(), ids.len() as u64);

    server.no_more_faults();
    time.pass_waits(&app, || (app.queued() == 0).then_some(()));
    assert_delivered_in_order(&server, &ids);
    assert!(
        time.passed() <= 72 * HOUR + Duration::from_secs(601),
        "drained at the next try: {:?}",
        time.passed()
    );
}

#[test]
fn a_network_that_is_gone_for_a_day_costs_nothing() {
    let time = VirtualTime::starting_now();
    let server = time.start_server();
    let app = client(&time, &server);
    server.cut_network();
    let ids: Vec<_> = (0..30).map(|_| app.event("offline")).collect();
    time.pass_waits(&app, || (time.passed() >= 24 * HOUR).then_some(()));
    let (tries, _) = heard_waits(&app);
    assert!(tries <= 10 + 24 * 12 + 2, "{tries} tries in a day");
    server.restore_network();
    time.pass_waits(&app, || (app.queued() == 0).then_some(()));
    assert_delivered_in_order(&server, &ids);
}

/// Steps the device's wall clock in the middle of a wait; the wait must neither end nor grow, and everything
/// told before and after must arrive in order.
fn survives_a_step_of_the_wall_clock(step_ms: i64) {
    let time = VirtualTime::starting_now();
    let server = time.start_server();
    let app = client(&time, &server);
    server.reply(On::events(), Reply::error(503, "service_unavailable"));
    let mut ids = vec![app.event("before-1"), app.event("before-2")];
    // Far enough into the backoff that a storm would show.
    time.pass_waits(&app, || (server.uploads().len() >= 8).then_some(()));
    wait_until_quiet();
    let (heard, _) = heard_waits(&app);
    let asked = server.uploads().len();

    time.step_device_wall(step_ms);
    ids.push(app.event("after-1"));
    ids.push(app.event("after-2"));
    assert_eq!(
        server.uploads().len(),
        asked,
        "a step of the clock starts no request"
    );

    let began = time.passed();
    time.pass_waits(&app, || (server.uploads().len() > asked).then_some(()));
    let waited = time.passed() - began;
    assert!(
        waited <= Duration::from_secs(601),
        "no stall: {waited:?} for the next try"
    );
    assert!(
        heard_waits(&app).0 <= heard + 3,
        "no storm: {:?}",
        app.ears.waits()
    );

    server.no_more_faults();
    time.pass_waits(&app, || (app.queued() == 0).then_some(()));
    let reported: Vec<_> = app
        .ears
        .fates()
        .into_iter()
        .filter(|(_, f)| *f != DeliveryOutcome::Delivered)
        .collect();
    assert!(
        reported.is_empty(),
        "a wrong clock must not cost data: {reported:?}"
    );
    assert_delivered_in_order(&server, &ids);
}

fn heard_waits(app: &App) -> (usize, Option<Duration>) {
    let waits = app.ears.waits();
    (waits.len(), waits.last().map(|(_, wait)| *wait))
}

#[test]
fn a_wall_clock_set_back_ten_years_in_the_middle_of_a_wait_changes_nothing() {
    survives_a_step_of_the_wall_clock(-10 * YEAR_MS);
}

#[test]
fn a_wall_clock_set_forward_ten_years_in_the_middle_of_a_wait_changes_nothing() {
    survives_a_step_of_the_wall_clock(10 * YEAR_MS);
}

#[test]
fn a_summer_time_step_and_a_small_correction_in_the_middle_of_a_wait_change_nothing() {
    survives_a_step_of_the_wall_clock(3600 * 1000);
    survives_a_step_of_the_wall_clock(-3600 * 1000);
    survives_a_step_of_the_wall_clock(-1500);
}

#[test]
fn a_device_that_slept_eight_hours_tries_once_and_not_for_every_wait_it_missed() {
    let time = VirtualTime::starting_now();
    let server = time.start_server();
    let app = client(&time, &server);
    server.reply(On::events(), Reply::error(503, "service_unavailable"));
    let id = app.event("before");
    time.pass_waits(&app, || (server.uploads().len() >= 4).then_some(()));
    // Asleep in its wait, not on the way into it: time that passed before a wait began does not end it.
    app.ears.wait_for_all("the wait after the last try", |events| {
        (waits(events) >= server.uploads().len()).then_some(())
    });
    let asked = server.uploads().len();
    time.advance(8 * HOUR);
    server.journal().wait_for_count("POST /sdk/v1/events", asked + 1);
    // The next try waits again, whatever was slept.
    app.ears
        .wait_for_all("another wait", |events| (waits(events) > asked).then_some(()));
    assert!(
        server.uploads().len() <= asked + 2,
        "woken devices must not storm"
    );
    server.no_more_faults();
    time.pass_waits(&app, || (app.queued() == 0).then_some(()));
    assert_delivered_in_order(&server, &[id]);
}

fn waits(events: &[frontdesk_core::Event]) -> usize {
    events
        .iter()
        .filter(|event| matches!(event, frontdesk_core::Event::Waiting { .. }))
        .count()
}

#[test]
fn a_device_whose_clock_was_always_wrong_delivers_with_corrected_times() {
    for step in [-10 * YEAR_MS, 10 * YEAR_MS] {
        let time = VirtualTime::starting_now();
        let truth = time.wall_ms() / 1000;
        let server = time.start_server();
        time.step_device_wall(step);
        let app = client(&time, &server);
        app.event("from-another-decade");
        app.drain();
        let events = server.database().events();
        assert_eq!(events.len(), 1, "{:?}", app.ears.fates());
        assert!(
            (events[0].created_at - truth).abs() <= 2,
            "{} instead of {truth}",
            events[0].created_at
        );
    }
}
