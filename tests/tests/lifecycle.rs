//! K19: calls at the wrong time: on a folder that is in use, after the end, from inside a listener, and again.

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};

use frontdesk_core::model::content::ContentKind;
use frontdesk_core::{ContentRef, Event, Frontdesk, Listener, LogoutOptions, Space, UserAttributes};
use frontdesk_tests::support::{App, DEADLINE, On, TestServer, block_on};

#[test]
fn every_call_after_shutdown_answers_that_it_was_shut_down() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    app.shutdown();
    let content = ContentRef::new(ContentKind::Article, "1001").unwrap();
    let codes = [
        app.log_event("late", None).unwrap_err(),
        app.login("ada").unwrap_err(),
        app.login_lead().unwrap_err(),
        app.log_out().unwrap_err(),
        app.update(UserAttributes::new().name("Ada")).unwrap_err(),
        app.set_user_hash("ab").unwrap_err(),
        app.set_user_jwt("ab").unwrap_err(),
        app.pending().unwrap_err(),
        app.fetch_logged_in_user_attributes().unwrap_err(),
        block_on(app.present()).unwrap_err(),
        block_on(app.present_space(Space::Messages)).unwrap_err(),
        block_on(app.present_content(content)).unwrap_err(),
        block_on(app.flush(DEADLINE)).unwrap_err(),
    ];
    for error in codes {
        assert_eq!(error.code(), "shut_down");
    }
    app.shutdown();
}

#[test]
fn shutdown_answers_everyone_who_still_waits() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    let gate = server.hold(On::logins());
    let waits = std::thread::scope(|scope| {
        let login = scope.spawn(|| app.login("ada"));
        gate.wait_for_arrival();
        let flush = scope.spawn(|| block_on(app.flush(DEADLINE * 2)));
        app.shutdown();
        (login.join().unwrap(), flush.join().unwrap())
    });
    gate.open();
    assert_eq!(waits.0.unwrap_err().code(), "shut_down");
    assert_eq!(waits.1.unwrap_err().code(), "shut_down");
}

#[test]
fn a_folder_that_is_in_use_is_refused_and_free_again_after_shutdown() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    let error = app
        .kit()
        .try_open()
        .err()
        .expect("two clients must not share a folder");
    assert_eq!(error.code(), "already_open");
    app.event("the first one goes on");
    app.drain();
    let again = app.reopen();
    assert!(again.is_user_logged_in());
}

#[test]
fn two_workspaces_share_a_folder_without_sharing_anything() {
    let (one, two) = (TestServer::start(), TestServer::start());
    let first = App::on(&one).open();
    let second = App::on(&two).in_folder(&first.folder()).open();
    first.login("ada").unwrap();
    second.login("bob").unwrap();
    first.event("of-ada");
    second.event("of-bob");
    first.drain();
    second.drain();
    assert_eq!(one.database().names(), ["of-ada"]);
    assert_eq!(two.database().names(), ["of-bob"]);
}

#[test]
fn calls_that_need_a_user_are_refused_before_a_login_and_store_nothing() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    assert_eq!(app.log_event("early", None).unwrap_err().code(), "not_logged_in");
    assert_eq!(
        app.update(UserAttributes::new().name("Ada")).unwrap_err().code(),
        "not_logged_in"
    );
    assert_eq!(block_on(app.present()).unwrap_err().code(), "not_logged_in");
    assert_eq!(
        app.fetch_logged_in_user_attributes().unwrap_err().code(),
        "not_logged_in"
    );
    assert!(!app.is_user_logged_in());
    assert_eq!(app.queued(), 0);
    app.login("ada").unwrap();
    app.drain();
    assert!(server.database().events().is_empty());
}

#[test]
fn logging_out_when_nobody_is_logged_in_is_well() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.log_out().unwrap();
    app.log_out().unwrap();
    assert!(server.journal().is_empty());
}

struct Reenters {
    desk: std::sync::OnceLock<Frontdesk>,
    done: Sender<Result<(), String>>,
}

impl Listener for Reenters {
    fn on_event(&self, event: &Event) {
        let (Event::Delivery { .. }, Some(desk)) = (event, self.desk.get()) else {
            return;
        };
        let work = || -> Result<(), frontdesk_core::FrontdeskError> {
            desk.pending()?;
            block_on(desk.logout(LogoutOptions::default()))?;
            block_on(desk.login_unidentified_user())?;
            desk.shutdown();
            Ok(())
        };
        let _ = self.done.send(work().map_err(|error| error.code().to_owned()));
    }
}

#[test]
fn a_listener_may_log_out_log_in_and_shut_down_without_a_deadlock() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    let (done, answer) = channel();
    let listener = Arc::new(Reenters {
        desk: std::sync::OnceLock::new(),
        done,
    });
    assert!(listener.desk.set((*app).clone()).is_ok());
    app.listen(listener);
    app.login("ada").unwrap();
    app.event("go");
    assert_eq!(
        answer.recv_timeout(DEADLINE).expect("the listener came through"),
        Ok(())
    );
    assert_eq!(app.log_event("late", None).unwrap_err().code(), "shut_down");
}

#[test]
fn a_client_that_was_dropped_without_shutdown_keeps_its_events_for_the_next_start() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    server.cut_network();
    app.event("kept");
    let app = app.crash();
    server.restore_network();
    app.drain();
    assert_eq!(server.database().names_of("ada"), ["kept"]);
}
