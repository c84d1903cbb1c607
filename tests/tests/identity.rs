//! K20 and K21: who is logged in, when logins fail, come twice, or come from many threads at once.

use std::pin::pin;
use std::task::{Context, Waker};

use frontdesk_core::{Fault, UserAttributes};
use frontdesk_server::VerificationMode;
use frontdesk_tests::support::{App, On, Reply, TestServer, Watched, block_on};

#[test]
fn after_five_failed_tries_events_are_queued_and_the_login_goes_first() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    server.reply(On::logins().first(5), Reply::error(503, "service_unavailable"));
    let error = app.login("ada").unwrap_err();
    assert!(error.is_temporary(), "{error}");
    assert_eq!(server.logins().len(), 5, "tried before its error was reported");
    assert_eq!(app.session_state().as_str(), "login_pending");
    assert!(!app.is_user_logged_in());

    app.event("told-meanwhile");
    app.drain();
    assert!(app.is_user_logged_in());
    let lines: Vec<String> = server
        .journal()
        .all()
        .iter()
        .map(|exchange| exchange.line())
        .collect();
    let expected = ["POST /sdk/v1/sessions"; 6]
        .into_iter()
        .chain(["POST /sdk/v1/events"]);
    assert_eq!(lines, expected.collect::<Vec<_>>());
    assert_eq!(server.database().names_of("ada"), ["told-meanwhile"]);
}

#[test]
fn without_a_network_a_login_reports_its_error_and_the_next_call_logs_in_first() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    server.cut_network();
    assert_eq!(app.login_lead().unwrap_err().code(), "network_unavailable");
    app.event("offline");
    let app = app.reopen();
    assert_eq!(app.session_state().as_str(), "login_pending");
    server.restore_network();
    app.drain();
    assert_eq!(server.database().names(), ["offline"]);
    assert_eq!(server.database().contacts()[0].role, "lead");
}

#[test]
fn a_second_login_of_the_same_user_is_answered_from_the_stored_session_even_offline() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    let first = app.login("ada").unwrap();
    server.cut_network();
    let again = app.login("ada").unwrap();
    assert!(again.from_stored_session);
    assert_eq!(again.contact_id, first.contact_id);
    let app = app.reopen();
    assert!(app.login("ada").unwrap().from_stored_session);
    assert_eq!(server.database().live_sessions(), 1);
}

#[test]
fn another_user_without_a_logout_is_refused_and_changes_nothing() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    assert_eq!(app.login("bob").unwrap_err().code(), "logout_required");
    assert_eq!(app.login_lead().unwrap_err().code(), "logout_required");
    app.event("still-ada");
    app.drain();
    assert_eq!(server.database().names_of("ada"), ["still-ada"]);
    assert_eq!(server.database().contacts().len(), 1);
}

#[test]
fn fifty_logins_of_one_user_at_once_are_one_login_and_all_are_answered() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    let gate = server.hold(On::logins());
    let begun = Watched::new(0);
    let logins: Vec<_> = std::thread::scope(|scope| {
        let login = || {
            let ada = UserAttributes::new().user_id("ada");
            let mut login = pin!(app.login_user_with_user_attributes(ada));
            let first_look = login.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            assert!(first_look.is_pending(), "nobody is logged in yet");
            begun.change(|count| *count += 1);
            block_on(login)
        };
        let threads: Vec<_> = (0..50).map(|_| scope.spawn(login)).collect();
        gate.wait_for_arrival();
        begun.wait_for("fifty logins under way", |count| (*count == 50).then_some(()));
        gate.open();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let contact = server.database().user("ada").id;
    assert_eq!(logins.len(), 50);
    for login in logins {
        assert_eq!(login.unwrap().contact_id.as_deref(), Some(contact.as_str()));
    }
    assert_eq!(server.database().contacts().len(), 1);
    assert!(
        server.logins().len() <= 2,
        "joined, not repeated: {}",
        server.logins().len()
    );
}

#[test]
fn of_fifty_users_at_once_one_wins_and_the_others_are_told() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    let names: Vec<String> = (0..50).map(|n| format!("user-{n}")).collect();
    let answers: Vec<_> = std::thread::scope(|scope| {
        let app = &app;
        let threads: Vec<_> = names
            .iter()
            .map(|name| scope.spawn(move || app.login(name)))
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let won = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(won, 1);
    for refused in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        assert_eq!(refused.code(), "logout_required");
    }
    assert_eq!(
        server.database().contacts().len(),
        1,
        "one session row, one contact"
    );
}

#[test]
fn what_a_lead_did_belongs_to_the_user_it_becomes_also_what_was_still_queued() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login_lead().unwrap();
    app.event("as-lead-sent");
    app.drain();
    server.cut_network();
    app.event("as-lead-queued");
    let login = std::thread::scope(|scope| {
        let login = scope.spawn(|| app.login("ada"));
        app.ears.wait_for("a wait", |event| {
            matches!(event, frontdesk_core::Event::Waiting { .. }).then_some(())
        });
        server.restore_network();
        login.join().unwrap()
    });
    if login.is_err() {
        app.login("ada").unwrap();
    }
    app.event("as-ada");
    app.drain();
    assert_eq!(
        server.database().names_of("ada"),
        ["as-lead-sent", "as-lead-queued", "as-ada"]
    );
    let leads = server
        .database()
        .contacts()
        .into_iter()
        .filter(|c| c.role == "lead" && c.merged_into.is_none());
    assert_eq!(leads.count(), 0);
}

#[test]
fn a_lead_is_merged_into_a_user_that_exists_already() {
    let server = TestServer::start();
    let elsewhere = App::on(&server).open();
    elsewhere.login("ada").unwrap();
    elsewhere.event("elsewhere");
    elsewhere.drain();
    let app = App::on(&server).open();
    app.login_lead().unwrap();
    app.event("as-lead");
    app.drain();
    let login = app.login("ada").unwrap();
    assert!(login.merged);
    app.event("as-ada");
    app.drain();
    assert_eq!(
        server.database().names_of("ada"),
        ["elsewhere", "as-lead", "as-ada"]
    );
}

#[test]
fn a_refused_hash_leaves_the_lead_logged_in_and_the_right_one_logs_the_user_in() {
    let server = TestServer::builder()
        .identity_verification(VerificationMode::On)
        .start();
    let secret = server.workspace().identity_secrets.android.expose().to_owned();
    let app = App::on(&server).open();
    app.login_lead().unwrap();
    app.event("as-lead");
    assert_eq!(
        app.login("ada").unwrap_err().code(),
        "identity_verification_failed"
    );
    app.set_user_hash(&"0".repeat(64)).unwrap();
    let error = app.login("ada").unwrap_err();
    assert_eq!(
        (error.code(), error.at_fault()),
        ("identity_verification_failed", Some(Fault::UserHash))
    );
    assert!(app.is_user_logged_in(), "the lead goes on");
    app.event("still-lead");
    app.set_user_hash(&frontdesk_tests::support::user_hash(&secret, "ada"))
        .unwrap();
    app.login("ada").unwrap();
    app.event("as-ada");
    app.drain();
    assert_eq!(
        server.database().names_of("ada"),
        ["as-lead", "still-lead", "as-ada"]
    );
}

#[test]
fn a_session_the_server_forgot_is_made_anew_and_nothing_is_lost() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    server.reply(On::events().first(1), Reply::error(401, "session_expired"));
    app.event("after-expiry");
    app.drain();
    assert_eq!(server.logins().len(), 2);
    assert_eq!(server.database().names_of("ada"), ["after-expiry"]);
    assert_eq!(server.database().contacts().len(), 1);
}

#[test]
fn a_user_who_may_not_log_in_keeps_what_was_told_until_they_may() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    server.reply(On::events(), Reply::error(403, "contact_blocked"));
    app.event("kept");
    app.ears.wait_for("a pause", |event| match event {
        frontdesk_core::Event::Waiting { code, .. } if code == "forbidden" => Some(()),
        _ => None,
    });
    assert_eq!(app.queued(), 1);
    assert!(server.uploads().len() <= 2, "a pause, not a storm");
    server.no_more_faults();
    app.drain();
    assert_eq!(server.database().names_of("ada"), ["kept"]);
}

#[test]
fn attributes_of_a_login_that_failed_arrive_with_the_login_that_succeeds() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    server.cut_network();
    let ada = UserAttributes::new()
        .user_id("ada")
        .name("Ada")
        .custom("plan", "pro");
    assert!(block_on(app.login_user_with_user_attributes(ada)).is_err());
    app.event("offline");
    let app = app.crash();
    server.restore_network();
    app.drain();
    let ada = server.database().user("ada");
    assert_eq!(ada.name.as_deref(), Some("Ada"));
    assert_eq!(ada.custom["plan"], "pro");
}
