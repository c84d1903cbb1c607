//! Whoever comes next on a device finds nothing of whoever was there before, however the earlier one left.

use frontdesk_core::model::message::{NewAttachment, NewReply};
use frontdesk_core::{
    Delivery, DeliveryOutcome, Event, OperationId, PushEnvironment, PushProvider, UserAttributes,
};
use frontdesk_tests::support::{App, DEADLINE, On, Reply, TestServer, block_on, traces_of};

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

#[test]
fn a_push_token_that_was_still_to_be_bound_at_a_logout_is_not_taken_from_the_next_user() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    app.drain();
    server.cut_network();
    app.set_push_token(PushProvider::Fcm, "the-token", PushEnvironment::Production)
        .unwrap();
    app.event("of ada");
    app.log_out().unwrap();
    server.restore_network();
    // Ada's session has something to say only after Bob's token was bound.
    let gate = server.hold(On::events());
    app.login("bob").unwrap();
    server
        .journal()
        .wait_for_count("PUT /sdk/v1/devices/current/push", 1);
    gate.open();
    app.drain();
    server
        .journal()
        .wait_for_count("DELETE /sdk/v1/sessions/current", 1);
    let of_bob =
        "select count(*) from push_bindings b join devices d on d.app_id = b.app_id and d.id = b.device_id
                  join contacts c on c.id = d.contact_id where c.external_id = 'bob'";
    assert_eq!(server.database().number(of_bob), 1);
    assert_eq!(server.journal().of("PUT /sdk/v1/devices/current/push").len(), 1);
}

fn with_a_file() -> NewReply {
    NewReply {
        body: String::new(),
        attachments: vec![NewAttachment {
            name: "notes.txt".to_owned(),
            content_type: "text/plain".to_owned(),
            bytes: b"canary-of-the-file".to_vec(),
        }],
    }
}

/// As [`App::on`], with calls that wait for the server as long as any test does.
fn patient(server: &TestServer) -> App {
    App::on(server)
        .limits(|limits| limits.delivery_wait = DEADLINE)
        .open()
}

#[test]
fn a_purging_logout_takes_the_files_of_messages_that_are_still_waited_for() {
    let server = TestServer::start();
    let app = patient(&server);
    app.login("ada").unwrap();
    let gate = server.hold(On::pattern("PUT /sdk/v1/uploads/*"));
    std::thread::scope(|scope| {
        let writing = scope.spawn(|| block_on(app.start_conversation_with(with_a_file())));
        gate.wait_for_arrival();
        app.log_out_and_purge().unwrap();
        assert_eq!(traces_of(&app.folder(), &["canary-of-the-file"]), []);
        writing.join().unwrap().unwrap();
        gate.open();
    });
}

#[test]
fn a_message_whose_writer_stopped_waiting_keeps_its_file_no_longer_than_it_needs_it() {
    let server = TestServer::start();
    let app = patient(&server);
    app.login("ada").unwrap();
    let gate = server.hold(On::pattern("PUT /sdk/v1/uploads/*"));
    let (tell, told) = tokio::sync::oneshot::channel();
    let at_the_gate = gate.clone();
    std::thread::spawn(move || {
        at_the_gate.wait_for_arrival();
        tell.send(()).unwrap();
    });
    block_on(async {
        tokio::select! {
            answered = app.start_conversation_with(with_a_file()) => panic!("{answered:?}"),
            told = told => told.unwrap(),
        }
    });
    gate.open();
    app.drain();
    app.log_out().unwrap();
    assert_eq!(traces_of(&app.folder(), &["canary-of-the-file"]), []);
}

#[test]
fn a_conversation_that_is_stored_when_the_client_ends_is_not_reported_as_failed() {
    let server = TestServer::start();
    let app = patient(&server);
    app.login("ada").unwrap();
    let gate = server.hold(On::pattern("POST /sdk/v1/conversations"));
    let sent = std::thread::scope(|scope| {
        let writing = scope.spawn(|| block_on(app.start_conversation("once")));
        gate.wait_for_arrival();
        app.shutdown();
        writing.join().unwrap()
    });
    assert_eq!(sent.unwrap().delivery, Delivery::Queued);
    gate.open();
}

#[test]
fn a_purging_logout_tells_of_the_change_that_was_held_and_a_full_queue_keeps_nobody_logged_in() {
    let server = TestServer::start();
    let app = App::on(&server)
        .limits(|limits| {
            limits.update_quota = 1;
            limits.max_operations = 3;
        })
        .open();
    let change = |name: &str| app.update(UserAttributes::new().name(name)).unwrap();
    let held = |joins: usize| {
        change("held");
        change("held again");
        let joined = |event: &Event| match event {
            Event::Delivery {
                outcome: DeliveryOutcome::Coalesced { into },
                ..
            } => Some(*into),
            _ => None,
        };
        app.ears
            .wait_for_all("the join", |events| events.iter().filter_map(joined).nth(joins))
    };
    app.login("ada").unwrap();
    change("first");
    let ada = held(0);
    app.log_out_and_purge().unwrap();
    assert_eq!(app.ears.fate_of(ada), DeliveryOutcome::Purged);

    app.login("bob").unwrap();
    change("first");
    app.drain();
    let bob: OperationId = held(1);
    server.cut_network();
    while app.log_event("fills", None).is_ok() {}
    app.log_out().unwrap();
    server.restore_network();
    app.drain();
    assert!(matches!(app.ears.fate_of(bob), DeliveryOutcome::Delivered));
    assert_eq!(server.database().user("bob").name.as_deref(), Some("held again"));
}

#[test]
fn a_held_change_travels_when_the_quota_is_switched_off() {
    let server = TestServer::start();
    let app = App::on(&server).limits(|limits| limits.update_quota = 1).open();
    app.login("ada").unwrap();
    app.update(UserAttributes::new().name("first").custom("plan", "one"))
        .unwrap();
    app.update(UserAttributes::new().name("held").custom("plan", "two"))
        .unwrap();
    let kit = app.kit().clone();
    app.shutdown();
    drop(app);
    let app = kit.limits(|limits| limits.update_quota = 0).open();
    app.update(UserAttributes::new().name("last")).unwrap();
    app.drain();
    app.ears.wait_for_fates(2);
    let ada = server.database().user("ada");
    assert_eq!(
        (ada.name.as_deref(), ada.custom["plan"].as_str()),
        (Some("last"), Some("two"))
    );
}

#[test]
fn what_was_written_behind_a_first_login_that_was_refused_is_not_the_next_ones_to_see() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    server.cut_network();
    app.login("ada").unwrap_err();
    let adas = block_on(app.start_conversation("canary-message")).unwrap();
    server.reply(On::logins(), Reply::error(403, "identity_verification_failed"));
    server.restore_network();
    assert_eq!(
        app.login("ada").unwrap_err().code(),
        "identity_verification_failed"
    );
    server.no_more_faults();

    app.login("bob").unwrap();
    let listed = block_on(app.list_conversations(20, None)).unwrap();
    assert_eq!(listed.data, [], "bob has written nothing");
    let kept = block_on(app.cached_conversation(&adas.conversation_id, None)).unwrap();
    assert_eq!(kept, None);
    assert!(!app.dismiss(adas.part_id).unwrap(), "it is not his to take back");
    app.log_out().unwrap();
    assert_eq!(server.database().number("select count(*) from parts"), 0);
    assert_eq!(traces_of(&app.folder(), &["canary-message"]), []);
}
