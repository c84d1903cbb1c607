//! K10: what a server asks for with `Retry-After`, in every form, kept over a restart. Time is virtual.

use std::time::{Duration, SystemTime};

use frontdesk_core::retry::PolicyConfig;
use frontdesk_tests::support::{App, On, Reply, TestServer, VirtualTime};

const DAY: Duration = Duration::from_secs(24 * 3600);

struct Scene {
    time: VirtualTime,
    server: TestServer,
    app: App,
}

/// One event, refused once with these headers; the server works afterwards.
fn refused_once(status: u16, headers: &[&str]) -> Scene {
    let time = VirtualTime::starting_now();
    let server = time.start_server();
    let app = App::on(&server)
        .clock(time.device())
        .retry(PolicyConfig::default())
        .open();
    app.login("ada").unwrap();
    let refusal = Reply::error(status, "rate_limit_exceeded");
    let refusal = headers
        .iter()
        .fold(refusal, |reply, value| reply.header("retry-after", value));
    server.reply(On::events().first(1), refusal);
    app.event("patient");
    Scene { time, server, app }
}

impl Scene {
    fn announced(&self) -> Duration {
        self.app.ears.wait_for("a wait", |event| match event {
            frontdesk_core::Event::Waiting { retry_in, .. } => Some(*retry_in),
            _ => None,
        })
    }

    /// Nothing is sent before `earliest`, and the event arrives by `latest`.
    fn arrives_between(&self, earliest: Duration, latest: Duration) {
        let announced = self.announced();
        assert!(
            announced >= earliest && announced <= latest,
            "{announced:?} not in {earliest:?}..={latest:?}"
        );
        if earliest > Duration::ZERO {
            self.time.advance(earliest - Duration::from_millis(1));
            assert_eq!(self.server.uploads().len(), 1, "not before the server's wish");
        }
        self.time.advance(latest + Duration::from_millis(2) - earliest);
        self.server.journal().wait_for_count("POST /sdk/v1/events", 2);
        self.app.ears.wait_for("delivery", |event| {
            matches!(event, frontdesk_core::Event::Delivery { .. }).then_some(())
        });
        assert_eq!(self.server.uploads().len(), 2, "one probe");
        assert_eq!(self.server.database().names(), ["patient"]);
    }
}

/// The jitter of the first wait comes on top of a wish.
const JITTER: Duration = Duration::from_millis(500);

#[test]
fn whole_seconds_are_honoured_on_429_and_on_503() {
    for status in [429, 503] {
        refused_once(status, &["120"])
            .arrives_between(Duration::from_secs(120), Duration::from_secs(120) + JITTER);
    }
}

#[test]
fn zero_seconds_mean_the_usual_backoff() {
    refused_once(503, &["0"]).arrives_between(Duration::ZERO, JITTER);
}

#[test]
fn garbage_and_negative_numbers_are_not_obeyed() {
    for value in ["-1", "abc", "1e3", "", "3.5"] {
        refused_once(503, &[value]).arrives_between(Duration::ZERO, JITTER);
    }
}

#[test]
fn a_wish_for_centuries_is_clamped_to_a_day() {
    refused_once(503, &["1000000000000"]).arrives_between(DAY, DAY + JITTER);
    refused_once(429, &["99999999999999999999999999"]).arrives_between(DAY, DAY + JITTER);
}

#[test]
fn an_http_date_in_the_future_is_honoured_and_clamped() {
    let in_an_hour = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(3600));
    // Dates know whole seconds only, and the answer's own date is a moment older.
    refused_once(503, &[&in_an_hour])
        .arrives_between(Duration::from_secs(3590), Duration::from_secs(3602) + JITTER);
    let far = httpdate::fmt_http_date(SystemTime::now() + 3650 * DAY);
    refused_once(503, &[&far]).arrives_between(DAY, DAY + JITTER);
}

#[test]
fn an_http_date_in_the_past_means_the_usual_backoff() {
    refused_once(503, &["Sun, 06 Nov 1994 08:49:37 GMT"]).arrives_between(Duration::ZERO, JITTER);
}

#[test]
fn a_header_that_comes_twice_is_honoured_by_one_of_its_values() {
    let scene = refused_once(503, &["30", "60"]);
    let announced = scene.announced();
    assert!(
        announced >= Duration::from_secs(30) && announced <= Duration::from_secs(60) + JITTER,
        "{announced:?}"
    );
}

#[test]
fn a_wish_outlives_a_restart_and_is_counted_from_when_it_was_made() {
    let Scene { time, server, app } = refused_once(503, &["3600"]);
    app.ears.wait_for("a wait", |event| {
        matches!(event, frontdesk_core::Event::Waiting { .. }).then_some(())
    });
    time.advance(Duration::from_secs(600));
    let app = app.reopen();
    let left = app.ears.wait_for("the wait that is left", |event| match event {
        frontdesk_core::Event::Waiting { retry_in, .. } => Some(*retry_in),
        _ => None,
    });
    assert!(
        left > Duration::from_secs(2990) && left <= Duration::from_secs(3001),
        "{left:?}"
    );
    time.advance(Duration::from_secs(2980));
    assert_eq!(server.uploads().len(), 1, "the restart must not ask early");
    time.advance(Duration::from_secs(25));
    server.journal().wait_for_count("POST /sdk/v1/events", 2);
    app.drain();
    assert_eq!(server.database().names(), ["patient"]);
}

#[test]
fn a_wish_outlives_a_crash() {
    let Scene { time, server, app } = refused_once(429, &["3600"]);
    app.ears.wait_for("a wait", |event| {
        matches!(event, frontdesk_core::Event::Waiting { .. }).then_some(())
    });
    let app = app.crash();
    app.ears.wait_for("the same wait", |event| {
        matches!(event, frontdesk_core::Event::Waiting { .. }).then_some(())
    });
    time.advance(Duration::from_secs(3500));
    assert_eq!(server.uploads().len(), 1);
    time.advance(Duration::from_secs(110));
    server.journal().wait_for_count("POST /sdk/v1/events", 2);
}

#[test]
fn an_impatient_app_does_not_shorten_the_servers_wish() {
    let scene = refused_once(503, &["600"]);
    scene.announced();
    for _ in 0..20 {
        scene.app.event("impatient");
        let left = scene.app.flush_for(Duration::ZERO);
        assert!(left.queued > 0);
    }
    assert_eq!(
        scene.server.uploads().len(),
        1,
        "flush keeps a wait the server asked for"
    );
}

#[test]
fn a_login_does_not_sit_through_a_long_wish_and_says_so() {
    let time = VirtualTime::starting_now();
    let server = time.start_server();
    let app = App::on(&server)
        .clock(time.device())
        .retry(PolicyConfig::default())
        .open();
    server.reply(
        On::logins().first(1),
        Reply::error(429, "rate_limit_exceeded").header("retry-after", "3600"),
    );
    let error = app.login("ada").unwrap_err();
    assert_eq!(error.code(), "rate_limited");
    assert!(error.is_temporary());
    assert_eq!(server.logins().len(), 1);
    assert_eq!(app.session_state().as_str(), "login_pending");
}
