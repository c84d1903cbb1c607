//! Whoever comes next on a device finds nothing of whoever was there before, however the earlier one left.

use frontdesk_core::UserAttributes;
use frontdesk_core::model::message::NewReply;
use frontdesk_tests::support::{App, On, Reply, TestServer, block_on, traces_of};

/// The session that is there ends on the server, and its user may not come back.
fn turn_away(server: &TestServer) {
    server.reply(On::events().first(1), Reply::error(401, "session_expired"));
    server.reply(On::logins(), Reply::error(403, "identity_verification_failed"));
}

#[test]
fn a_user_whose_new_login_was_refused_leaves_nothing_to_the_next_one() {
    let server = TestServer::start();
    let app = App::on(&server).limits(|limits| limits.update_quota = 1).open();
    app.login("ada").unwrap();
    let started = block_on(app.start_conversation("canary-message")).unwrap();
    let id = started.conversation_id.as_str();
    block_on(app.set_draft(id, "canary-draft")).unwrap();
    let tokens = [("shop".to_owned(), "canary-token".to_owned())];
    app.set_auth_tokens(tokens.into()).unwrap();
    app.update(UserAttributes::new().name("first")).unwrap();
    app.update(UserAttributes::new().name("held of ada")).unwrap();
    let refusal = On::pattern("POST /sdk/v1/conversations/*").first(1);
    server.reply(refusal, Reply::error(422, "body_invalid"));
    block_on(app.reply(id, NewReply::text("canary-failed"))).unwrap_err();

    turn_away(&server);
    app.event("that finds the session gone");
    server.journal().wait_for_count("POST /sdk/v1/sessions", 2);
    assert_eq!(
        app.login("ada").unwrap_err().code(),
        "identity_verification_failed"
    );
    assert!(!app.is_user_logged_in());
    assert_eq!(app.auth_token("shop"), None);
    assert_eq!(app.pending().unwrap().rejected_count, 0);
    server.no_more_faults();

    app.login("bob").unwrap();
    assert_eq!(block_on(app.cached_conversations(20)).unwrap().data.len(), 0);
    assert_eq!(block_on(app.draft(id)).unwrap(), None);
    let canaries = ["canary-draft", "canary-message", "canary-failed"];
    assert_eq!(traces_of(&app.folder(), &canaries), []);
    assert!(!app.update_quota().unwrap().held, "what Ada changed is not Bob's");
    app.event("of bob");
    server.journal().wait_for("Bob's event", |exchanges| {
        let of_bob = |e: &frontdesk_tests::support::Exchange| e.json().to_string().contains("of bob");
        exchanges.iter().any(of_bob).then_some(())
    });
    let devices: Vec<_> = server
        .logins()
        .iter()
        .map(|login| login.json()["device"]["id"].clone())
        .collect();
    assert_ne!(
        devices.first(),
        devices.last(),
        "two people of one device cannot be linked"
    );

    // What Ada told and the server never heard is hers, should she come back.
    app.log_out().unwrap();
}

#[test]
fn what_a_user_told_before_a_refusal_is_delivered_when_the_same_user_comes_back() {
    let server = TestServer::start();
    let app = App::on(&server).limits(|limits| limits.update_quota = 1).open();
    app.login("ada").unwrap();
    app.update(UserAttributes::new().name("first")).unwrap();
    app.update(UserAttributes::new().name("held")).unwrap();
    turn_away(&server);
    app.event("kept");
    server.journal().wait_for_count("POST /sdk/v1/sessions", 2);
    app.login("ada").unwrap_err();
    server.no_more_faults();
    app.login("ada").unwrap();
    app.drain();
    assert_eq!(server.database().names_of("ada"), ["kept"]);
    let held = "select count(*) from contacts where external_id = 'ada' and name = 'held'";
    assert_eq!(server.database().number(held), 1);
}

#[test]
fn reading_logs_nobody_out_when_the_server_refuses_the_login_it_needed() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    block_on(app.start_conversation("seen before")).unwrap();
    turn_away(&server);
    app.event("that finds the session gone");
    server.journal().wait_for_count("POST /sdk/v1/sessions", 2);
    let error = block_on(app.fetch_help_center_collections()).unwrap_err();
    assert_eq!(error.code(), "identity_verification_failed");
    assert_eq!(
        app.session_state().as_str(),
        "login_pending",
        "nobody asked to log in or out"
    );
    assert_eq!(block_on(app.cached_conversations(20)).unwrap().data.len(), 1);
    server.no_more_faults();
    app.drain();
    assert_eq!(server.database().names_of("ada"), ["that finds the session gone"]);
}
