//! K15: a server that cannot prove who it is hears nothing, and nothing is lost.

use std::io::Write;

use frontdesk_core::diagnostics::Fault;
use frontdesk_core::{Event, Frontdesk, FrontdeskError};
use frontdesk_tests::support::{App, Authority, EvilServer, Front, Passport, TestServer};

/// A login and an event at a door that shows `bad`, then the same door with a good certificate.
fn is_refused_and_nothing_is_lost(bad: impl FnOnce(&Authority) -> Passport) {
    is_refused_with("tls_untrusted", None, bad);
}

/// As above, with the code and who is at fault.
fn is_refused_with(expected: &str, fault: Option<Fault>, bad: impl FnOnce(&Authority) -> Passport) {
    let server = TestServer::start();
    let authority = Authority::new("an authority of a company");
    let front = Front::before(&server);
    front.show(bad(&authority));
    let app = App::on(&server)
        .url(&front.url())
        .believing(authority.pem())
        .open();

    let error = app.login("ada").unwrap_err();
    assert_eq!(error.code(), expected);
    assert_eq!(error.at_fault(), fault.or(Some(Fault::ServerAddress)));
    assert!(matches!(error, FrontdeskError::Unreachable { .. }), "{error:?}");
    assert!(error.is_temporary(), "the app keeps it and tries again");
    let id = app.event("kept");
    app.ears.wait_for("the reason for waiting", |event| match event {
        Event::Waiting { code, .. } if code == expected => Some(()),
        _ => None,
    });
    assert_eq!(app.queued(), 1);
    assert!(front.connections() > 0, "it was tried");
    assert_eq!(front.application_bytes(), 0, "nothing was said to a stranger");
    assert!(server.journal().is_empty());

    front.show(authority.good());
    app.drain();
    let events = server.database().events();
    assert_eq!(events.len(), 1);
    assert_eq!(
        (events[0].id.clone(), events[0].user_id.as_deref()),
        (id.to_string(), Some("ada"))
    );
}

#[test]
fn an_expired_certificate_is_refused_and_points_at_the_clock() {
    is_refused_with("tls_not_valid_now", Some(Fault::Clock), Authority::expired);
}

#[test]
fn a_certificate_that_is_not_valid_yet_is_refused_and_points_at_the_clock() {
    is_refused_with("tls_not_valid_now", Some(Fault::Clock), Authority::not_yet_valid);
}

#[test]
fn a_certificate_for_another_name_is_refused() {
    is_refused_and_nothing_is_lost(Authority::for_another_name);
}

#[test]
fn a_self_signed_certificate_is_refused() {
    is_refused_and_nothing_is_lost(|_| Passport::self_signed());
}

#[test]
fn a_certificate_of_an_authority_nobody_knows_is_refused() {
    is_refused_and_nothing_is_lost(|_| Authority::new("a stranger").good());
}

#[test]
fn a_server_that_speaks_tls_1_1_is_refused() {
    is_refused_and_nothing_is_lost(|_| Passport::tls_1_1());
    is_refused_and_nothing_is_lost(|_| Passport::version_alert());
}

#[test]
fn a_certificate_that_turns_bad_in_the_middle_stops_uploads_and_not_the_app() {
    let server = TestServer::start();
    let authority = Authority::new("an authority of a company");
    let front = Front::before(&server);
    front.show(authority.good());
    let app = App::on(&server)
        .url(&front.url())
        .believing(authority.der())
        .open();
    app.login("ada").unwrap();
    front.show(authority.expired());
    let said = front.application_bytes();
    let ids = [app.event("first"), app.event("second")];
    // The server agreed with the device's clock a moment ago: the certificate is at fault.
    assert_eq!(app.wait_for_reason("tls_untrusted").queued, 2);
    assert_eq!(front.application_bytes(), said, "nothing more was said");
    front.show(authority.good());
    app.drain();
    let stored: Vec<String> = server
        .database()
        .events()
        .into_iter()
        .map(|event| event.id)
        .collect();
    assert_eq!(stored, ids.map(|id| id.to_string()));
}

#[test]
fn a_redirect_from_https_to_http_is_not_followed() {
    let server = TestServer::start();
    let elsewhere = EvilServer::saying("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    let authority = Authority::new("an authority of a company");
    let front = Front::before(&server);
    front.show(authority.good());
    let app = App::on(&server)
        .url(&front.url())
        .believing(authority.pem())
        .open();
    app.login("ada").unwrap();
    let location = elsewhere.url();
    front.say(move |door| {
        write!(door, "HTTP/1.1 307 Temporary Redirect\r\nlocation: {location}/sdk/v1/events\r\ncontent-length: 0\r\n\r\n")
    });
    app.event("kept");
    assert_eq!(app.wait_for_reason("misconfigured_endpoint").queued, 1);
    assert_eq!(elsewhere.requests(), 0);
    front.pass();
    app.drain();
    assert_eq!(server.database().names_of("ada"), ["kept"]);
}

#[test]
fn what_is_no_certificate_is_refused_when_the_client_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let open = |certificate: &[u8]| {
        Frontdesk::builder("https://127.0.0.1", "app", "key")
            .data_dir(folder.path())
            .extra_root_certificates(certificate)
            .open()
            .err()
    };
    let error = open(b"no certificate").expect("refused");
    assert_eq!(
        (error.code(), error.field()),
        ("malformed_certificate", Some("extra_root_certificates"))
    );
    assert!(
        std::fs::read_dir(folder.path()).unwrap().next().is_none(),
        "nothing was made"
    );
    assert!(open(Authority::new("good").pem().as_bytes()).is_none());
}
