//! K14: a redirect is not followed, whoever asks for it; nothing is lost and nothing goes to another host.

use std::io::Write;
use std::time::Duration;

use frontdesk_core::model::content::ContentKind;
use frontdesk_core::{ContentRef, FrontdeskError};
use frontdesk_tests::support::{App, EvilServer, Front, TestServer, block_on};

const KINDS: [&str; 5] = [
    "301 Moved Permanently",
    "302 Found",
    "303 See Other",
    "307 Temporary Redirect",
    "308 Permanent Redirect",
];

/// Sends every request to `target`.
fn redirect(front: &Front, status: &'static str, target: &str) {
    let target = target.to_owned();
    front.say(move |door| {
        write!(
            door,
            "HTTP/1.1 {status}\r\nlocation: {target}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        )
    });
}

fn elsewhere() -> EvilServer {
    EvilServer::saying("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}")
}

#[test]
fn an_upload_that_is_redirected_stays_here_whatever_the_status() {
    for status in KINDS {
        let (server, other) = (TestServer::start(), elsewhere());
        let front = Front::before(&server);
        let app = App::on(&server).url(&front.url()).open();
        app.login("ada").unwrap();
        redirect(&front, status, &format!("{}/sdk/v1/events", other.url()));
        let before = front.heard().len();
        let id = app.event("kept");
        assert_eq!(
            app.wait_for_reason("misconfigured_endpoint").queued,
            1,
            "{status}"
        );
        app.flush_for(Duration::from_millis(100));
        assert_eq!(other.requests(), 0, "{status}: the other host hears nothing");
        let asked = front.heard().len() - before;
        assert!(
            (1..=2).contains(&asked),
            "{status}: asked once, and once more for the flush: {asked}"
        );

        front.pass();
        app.drain();
        assert_eq!(server.database().events()[0].id, id.to_string());
        assert_eq!(app.ears.wait_for_fates(1).len(), 1);
        let uploads = front.heard();
        let bodies: Vec<&[u8]> = uploads[before..].iter().map(|request| body_of(request)).collect();
        assert!(
            bodies.windows(2).all(|pair| pair[0] == pair[1]),
            "{status}: a retry is byte-equal"
        );
    }
}

fn body_of(request: &[u8]) -> &[u8] {
    let end = request
        .windows(4)
        .position(|w| w == b"\r\n\r\n")
        .expect("a whole head");
    &request[end + 4..]
}

#[test]
fn a_login_that_is_redirected_says_so_and_gives_its_secrets_to_nobody() {
    for status in KINDS {
        let (server, other) = (TestServer::start(), elsewhere());
        let front = Front::before(&server);
        redirect(&front, status, &format!("{}/sdk/v1/sessions", other.url()));
        let app = App::on(&server).url(&front.url()).open();
        let error = app.login("ada").unwrap_err();
        assert_eq!(error.code(), "misconfigured_endpoint", "{status}");
        assert!(matches!(error, FrontdeskError::Unreachable { .. }));
        assert_eq!(other.requests(), 0, "{status}");
        front.pass();
        app.event("after");
        app.drain();
        assert_eq!(server.database().names_of("ada"), ["after"], "{status}");
    }
}

#[test]
fn a_redirect_to_itself_is_asked_once_and_never_in_a_circle() {
    let server = TestServer::start();
    let front = Front::before(&server);
    let app = App::on(&server).url(&front.url()).open();
    app.login("ada").unwrap();
    redirect(&front, "302 Found", &format!("{}/sdk/v1/events", front.url()));
    let before = front.heard().len();
    app.event("kept");
    app.wait_for_reason("misconfigured_endpoint");
    app.flush_for(Duration::from_millis(100));
    let asked = front.heard().len() - before;
    assert!((1..=2).contains(&asked), "{asked}");
    front.pass();
    app.drain();
    assert_eq!(server.database().names_of("ada"), ["kept"]);
}

#[test]
fn a_look_up_that_is_redirected_says_so_and_goes_nowhere() {
    let (server, other) = (TestServer::start(), elsewhere());
    let front = Front::before(&server);
    let app = App::on(&server).url(&front.url()).open();
    app.login("ada").unwrap();
    redirect(
        &front,
        "308 Permanent Redirect",
        &format!("{}/sdk/v1/content/article/1001", other.url()),
    );
    let article = ContentRef::new(ContentKind::Article, "1001").unwrap();
    let error = block_on(app.present_content(article)).unwrap_err();
    assert_eq!(error.code(), "misconfigured_endpoint");
    assert_eq!(other.requests(), 0);
    front.pass();
}

#[test]
fn a_location_that_is_no_address_is_a_redirect_like_any_other() {
    for target in ["", "//", "http://[", "javascript:alert(1)", "\u{1f600}"] {
        let server = TestServer::start();
        let front = Front::before(&server);
        let app = App::on(&server).url(&front.url()).open();
        app.login("ada").unwrap();
        redirect(&front, "302 Found", target);
        app.event("kept");
        app.wait_for_reason("misconfigured_endpoint");
        front.pass();
        app.drain();
        assert_eq!(server.database().names_of("ada"), ["kept"], "{target:?}");
    }
}
