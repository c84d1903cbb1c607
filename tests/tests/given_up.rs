//! What is given up, and that the app hears of each; and what must not be given up although it looks old.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use frontdesk_core::clock::ManualClock;
use frontdesk_core::model::message::{NewAttachment, NewReply};
use frontdesk_core::retry::PolicyConfig;
use frontdesk_core::session::StateName;
use frontdesk_core::{DeliveryOutcome, Durability, Event, UserAttributes};
use frontdesk_server::VerificationMode;
use frontdesk_tests::support::{App, DEADLINE, On, Reply, TestServer, VirtualTime, block_on, user_hash};

const DAY_MS: i64 = 24 * 3600 * 1000;

/// A device clock that is `days` behind the real one.
fn clock_behind(days: i64) -> (Arc<ManualClock>, i64) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis() as i64;
    (Arc::new(ManualClock::new(now - days * DAY_MS)), now)
}

fn rejected(code: &str) -> DeliveryOutcome {
    DeliveryOutcome::Rejected {
        code: code.to_owned(),
        field: None,
    }
}

#[test]
fn an_operation_older_than_thirty_days_is_given_up_and_the_app_is_told() {
    let server = TestServer::start();
    let (clock, now) = clock_behind(31);
    let app = App::on(&server).clock(clock.clone()).open();
    app.login("ada").unwrap();
    server.cut_network();
    let old = app.event("old");
    clock.set_wall_ms(now);
    let young = app.event("young");
    server.restore_network();
    app.drain();
    assert_eq!(app.ears.fate_of(old), DeliveryOutcome::Expired);
    assert_eq!(app.ears.fate_of(young), DeliveryOutcome::Delivered);
}

#[test]
fn a_device_whose_clock_is_two_months_behind_loses_nothing() {
    let server = TestServer::start();
    let (clock, _) = clock_behind(60);
    let app = App::on(&server).clock(clock).open();
    app.login("ada").unwrap();
    let event = app.event("told");
    app.drain();
    assert_eq!(app.ears.fate_of(event), DeliveryOutcome::Delivered);
}

#[test]
fn what_was_said_for_a_refused_login_is_named_when_the_app_logs_out() {
    let server = TestServer::builder()
        .identity_verification(VerificationMode::On)
        .start();
    let app = App::on(&server).open();
    server.cut_network();
    app.login("ada").unwrap_err();
    let event = app.event("for-ada");
    server.restore_network();
    app.flush_for(Duration::from_millis(1));
    app.ears.wait_for("the refusal", |event| {
        matches!(
            event,
            Event::SessionChanged {
                state: StateName::LoggedOut
            }
        )
        .then_some(())
    });
    assert_eq!(app.queued(), 1, "it waits for the same person");
    app.log_out().unwrap();
    assert_eq!(app.ears.fate_of(event), rejected("login_refused"));
    assert_eq!(app.queued(), 0);
}

#[test]
fn what_a_session_that_is_gone_left_unsent_is_named() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    server.cut_network();
    let event = app.event("unsent");
    app.log_out().unwrap();
    server.reply(On::events(), Reply::error(401, "unauthorized"));
    server.restore_network();
    app.flush_for(DEADLINE);
    assert_eq!(app.ears.fate_of(event), rejected("session_expired"));
}

#[test]
fn an_offline_login_behind_a_visitor_who_never_logged_in_is_answered() {
    let server = TestServer::start();
    server.cut_network();
    let app = App::on(&server).open();
    app.login_lead().unwrap_err();
    let visitor = app.event("as-visitor");
    assert_eq!(app.login("ada").unwrap_err().code(), "network_unavailable");
    let user = app.event("as-ada");
    server.restore_network();
    app.login("ada").unwrap();
    app.drain();
    assert_eq!(app.ears.fate_of(visitor), DeliveryOutcome::Delivered);
    assert_eq!(app.ears.fate_of(user), DeliveryOutcome::Delivered);
}

#[test]
fn refused_operations_of_one_user_are_not_shown_to_the_next() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login_lead().unwrap();
    server.reply(On::events().first(1), Reply::error(422, "parameter_invalid"));
    app.event("canary-refused");
    app.drain();
    assert_eq!(app.pending().unwrap().rejected_count, 1);
    app.login("ada").unwrap();
    app.drain();
    app.log_out().unwrap();
    app.login("bob").unwrap();
    assert_eq!(app.pending().unwrap().rejected_count, 0);
}

#[test]
fn a_proof_that_comes_later_than_the_switch_delivers_what_waited() {
    let server = TestServer::builder()
        .identity_verification(VerificationMode::On)
        .start();
    let app = App::on(&server).open();
    let secret = server.workspace().identity_secrets.android.expose().to_owned();
    server.cut_network();
    app.login("ada").unwrap_err();
    let event = app.event("waits");
    app.set_user_hash(&user_hash(&secret, "ada")).unwrap();
    server.restore_network();
    app.drain();
    assert_eq!(app.ears.fate_of(event), DeliveryOutcome::Delivered);
}

#[test]
fn both_sides_of_a_joined_login_keep_their_attributes() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    let gate = server.hold(On::logins());
    let ada = || UserAttributes::new().user_id("ada");
    std::thread::scope(|scope| {
        let first = scope.spawn(|| block_on(app.login_user_with_user_attributes(ada().name("Ada"))));
        gate.wait_for_arrival();
        let second =
            scope.spawn(|| block_on(app.login_user_with_user_attributes(ada().custom("plan", "pro"))));
        gate.open();
        first.join().unwrap().unwrap();
        second.join().unwrap().unwrap();
    });
    app.drain();
    let contact = server.database().user("ada");
    assert_eq!(
        (contact.name.as_deref(), &contact.custom["plan"]),
        (Some("Ada"), &"pro".into())
    );
}

#[test]
fn in_power_safe_mode_a_copy_of_the_files_after_the_call_holds_every_event() {
    let server = TestServer::start();
    let app = App::on(&server).durability(Durability::Power).open();
    app.login("ada").unwrap();
    server.cut_network();
    let events: Vec<_> = (0..50).map(|_| app.event("kept")).collect();
    let app = app.crash();
    server.restore_network();
    app.drain();
    for event in events {
        assert_eq!(app.ears.fate_of(event), DeliveryOutcome::Delivered);
    }
}

#[test]
fn a_file_that_cannot_be_read_for_a_minute_fails_with_its_message_and_holds_nothing_up() {
    let time = VirtualTime::starting_now();
    let server = time.start_server();
    let app = App::on(&server)
        .clock(time.device())
        .retry(PolicyConfig::default())
        .open();
    app.login("ada").unwrap();
    server.cut_network();
    let message = NewReply {
        body: "look".to_owned(),
        attachments: vec![NewAttachment {
            name: "notes.txt".to_owned(),
            content_type: "text/plain".to_owned(),
            bytes: b"the file".to_vec(),
        }],
    };
    let sent = block_on(app.start_conversation_with(message)).unwrap();
    app.event("behind it");
    // There, and no file: reading it fails, for root as well.
    let folder = app.kit().database().with_extension("files");
    let file = std::fs::read_dir(&folder)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir(&file).unwrap();
    server.restore_network();
    let began = time.passed();
    time.pass_waits(&app, || (app.queued() == 0).then_some(()));
    let waited = time.passed() - began;
    assert!(
        waited >= Duration::from_secs(60) && waited < Duration::from_secs(1200),
        "{waited:?}"
    );
    assert_eq!(server.database().names_of("ada"), ["behind it"]);
    let refused = app.pending().unwrap().rejected;
    let codes: Vec<&str> = refused.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["file_unreadable"; 2], "the file and its message");

    // Nothing is lost: when it can be read again its writer sends it again.
    std::fs::remove_dir(&file).unwrap();
    std::fs::write(&file, b"the file").unwrap();
    assert!(app.retry_operation(sent.part_id).unwrap());
    app.drain();
    assert_eq!(server.database().number("select count(*) from parts"), 1);
}
