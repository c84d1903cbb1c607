//! K22 and K23: nobody ever sees, or speaks for, the user before them.

use std::time::Duration;

use frontdesk_core::retry::{Randomness, SeededRandomness};
use frontdesk_core::{DeliveryOutcome, UserAttributes};
use frontdesk_tests::support::{App, Fault, Gate, On, Reply, TestServer, VirtualTime, block_on, traces_of};
use serde_json::json;

/// Words that stand for everything personal of Ada.
const CANARIES: [&str; 5] = [
    "ada-canary-id",
    "canary@ada.example",
    "Ada Canary",
    "canary-event",
    "canary-value",
];

fn ada() -> UserAttributes {
    UserAttributes::new()
        .user_id(CANARIES[0])
        .email(CANARIES[1])
        .name(CANARIES[2])
}

fn log_ada_in(app: &App) {
    block_on(app.login_user_with_user_attributes(ada())).unwrap();
}

fn ada_does_something(app: &App) {
    app.event_with(CANARIES[3], json!({ "note": CANARIES[4] }));
}

/// The bearer tokens that the server handed out so far.
fn tokens(server: &TestServer) -> Vec<String> {
    let logins = server.logins();
    logins
        .iter()
        .filter_map(|login| login.answer_json()["token"].as_str().map(str::to_owned))
        .collect()
}

#[test]
fn after_a_logout_no_file_holds_a_byte_of_the_user() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.set_user_hash("cafecanaryhash").unwrap();
    log_ada_in(&app);
    (0..200).for_each(|_| ada_does_something(&app));
    app.update(
        UserAttributes::new()
            .phone("+49 30 canary")
            .custom("plan", "canary-plan"),
    )
    .unwrap();
    app.drain();
    assert!(
        !traces_of(&app.folder(), &[CANARIES[0]]).is_empty(),
        "the scan can find something"
    );
    app.log_out().unwrap();
    server
        .journal()
        .wait_for_count("DELETE /sdk/v1/sessions/current", 1);
    app.drain();
    app.login("bob").unwrap();
    app.event("of-bob");
    app.drain();

    let handed_out = tokens(&server);
    let mut canaries: Vec<&str> = CANARIES.to_vec();
    canaries.extend([
        "cafecanaryhash",
        "canary-plan",
        "+49 30 canary",
        handed_out[0].as_str(),
    ]);
    assert_eq!(traces_of(&app.folder(), &canaries), [], "nothing of Ada is left");
    assert_eq!(
        server.database().live_sessions(),
        1,
        "her session is closed on the server"
    );
}

#[test]
fn a_logout_offline_with_purge_leaves_no_byte_and_tells_what_was_removed() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    log_ada_in(&app);
    server.cut_network();
    let purged: Vec<_> = (0..5)
        .map(|_| app.event_with(CANARIES[3], json!({ "note": CANARIES[4] })))
        .collect();
    app.log_out_and_purge().unwrap();
    assert_eq!(traces_of(&app.folder(), &CANARIES), []);
    for id in purged {
        assert_eq!(app.ears.fate_of(id), DeliveryOutcome::Purged);
    }
    server.restore_network();
    app.login("bob").unwrap();
    app.event("of-bob");
    app.drain();
    assert_eq!(server.database().names(), ["of-bob"]);
}

#[test]
fn a_logout_offline_still_delivers_as_the_user_and_then_forgets() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    log_ada_in(&app);
    server.cut_network();
    ada_does_something(&app);
    app.log_out().unwrap();
    assert!(!app.is_user_logged_in());
    assert_eq!(app.log_event("nobody", None).unwrap_err().code(), "not_logged_in");
    let app = app.crash();
    server.restore_network();
    app.login("bob").unwrap();
    app.event("of-bob");
    app.drain();
    server
        .journal()
        .wait_for_count("DELETE /sdk/v1/sessions/current", 1);
    app.drain();
    assert_eq!(server.database().names_of(CANARIES[0]), [CANARIES[3]]);
    assert_eq!(server.database().names_of("bob"), ["of-bob"]);
    assert_eq!(
        traces_of(&app.folder(), &CANARIES),
        [],
        "delivered, then forgotten"
    );
}

#[test]
fn a_late_answer_of_the_user_before_changes_nothing_for_the_next_one() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    log_ada_in(&app);
    let gate = server.hold_answer(On::events());
    ada_does_something(&app);
    gate.wait_for_arrival();
    app.log_out().unwrap();
    let bob = std::thread::scope(|scope| {
        let login = scope.spawn(|| app.login("bob"));
        gate.open();
        login.join().unwrap()
    });
    bob.unwrap();
    app.event("of-bob");
    app.drain();
    assert_eq!(server.database().names_of(CANARIES[0]), [CANARIES[3]], "once");
    assert_eq!(server.database().names_of("bob"), ["of-bob"]);
}

#[test]
fn what_the_server_has_when_it_is_purged_is_told_once_and_as_the_server_answers() {
    let server = TestServer::start();
    // The seconds that the answer has do not pass, however busy this machine is.
    let time = VirtualTime::starting_now();
    let app = App::on(&server).clock(time.device()).open();
    log_ada_in(&app);
    let gate = server.hold_answer(On::events());
    let id = app.event_with(CANARIES[3], json!({ "note": CANARIES[4] }));
    gate.wait_for_arrival();
    app.log_out_and_purge().unwrap();
    assert_eq!(traces_of(&app.folder(), &CANARIES), []);
    gate.open();
    app.login("bob").unwrap();
    app.event("of-bob");
    app.drain();
    let fates: Vec<_> = app
        .ears
        .wait_for_fates(2)
        .into_iter()
        .filter(|(told, _)| *told == id)
        .collect();
    assert_eq!(fates, [(id, DeliveryOutcome::Delivered)]);
    assert_eq!(server.database().names_of(CANARIES[0]), [CANARIES[3]]);
    assert_eq!(server.database().names_of("bob"), ["of-bob"]);
    assert_eq!(traces_of(&app.folder(), &CANARIES), []);
}

#[test]
fn what_nobody_answers_when_it_is_purged_is_broken_off_and_holds_nobody_up() {
    let server = TestServer::start();
    // Nothing but the breaking off ends the request.
    let app = App::on(&server)
        .limits(|limits| limits.request_timeout = Duration::from_secs(24 * 3600))
        .open();
    log_ada_in(&app);
    let gate = Gate::closed();
    server.fault(On::events().first(1), Fault::HoldBefore(gate.clone()));
    let on_its_way = app.event_with(CANARIES[3], json!({ "note": CANARIES[4] }));
    gate.wait_for_arrival();
    let behind_it = app.event(CANARIES[3]);
    app.log_out_and_purge().unwrap();
    app.login("bob").unwrap();
    app.event("of-bob");
    app.drain();
    for id in [on_its_way, behind_it] {
        let told = app.ears.fates().into_iter().filter(|(told, _)| *told == id);
        assert_eq!(
            told.map(|(_, fate)| fate).collect::<Vec<_>>(),
            [DeliveryOutcome::Purged]
        );
    }
    gate.open();
    assert_eq!(server.database().names_of("bob"), ["of-bob"]);
    assert_eq!(server.database().names_of(CANARIES[0]), Vec::<String>::new());
}

#[test]
fn a_logout_during_a_login_answers_the_login_and_stays_logged_out() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    let gate = server.hold_answer(On::logins());
    let login = std::thread::scope(|scope| {
        let login = scope.spawn(|| app.login(CANARIES[0]));
        gate.wait_for_arrival();
        app.log_out().unwrap();
        let login = login.join().unwrap();
        gate.open();
        login
    });
    assert_eq!(login.unwrap_err().code(), "superseded");
    app.login("bob").unwrap();
    app.event("of-bob");
    app.drain();
    assert_eq!(
        app.fetch_logged_in_user_attributes().unwrap().user_id.as_deref(),
        Some("bob")
    );
    assert_eq!(server.database().names_of("bob"), ["of-bob"]);
    assert_eq!(server.database().names_of(CANARIES[0]), Vec::<String>::new());
}

#[test]
fn a_logout_while_the_session_is_renewed_mixes_nobody_up() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    log_ada_in(&app);
    server.reply(On::events().first(1), Reply::error(401, "session_expired"));
    let gate = server.hold_answer(On::logins().skip(0));
    ada_does_something(&app);
    gate.wait_for_arrival();
    app.log_out().unwrap();
    gate.open();
    app.login("bob").unwrap();
    app.event("of-bob");
    app.drain();
    assert_eq!(server.database().names_of("bob"), ["of-bob"]);
    let ada = server.database().names_of(CANARIES[0]);
    let told = app
        .ears
        .fates()
        .iter()
        .filter(|(_, fate)| matches!(fate, DeliveryOutcome::Rejected { .. }))
        .count();
    assert_eq!(
        ada.len() + told,
        1,
        "delivered as Ada, or told that it could not be: {ada:?}"
    );
}

#[test]
fn nothing_that_a_user_was_refused_is_shown_to_the_next_one() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    log_ada_in(&app);
    server.reply(On::events().first(1), Reply::error(422, "parameter_invalid"));
    ada_does_something(&app);
    app.drain();
    assert_eq!(app.pending().unwrap().rejected_count, 1);
    app.log_out().unwrap();
    app.login("bob").unwrap();
    let pending = app.pending().unwrap();
    assert_eq!((pending.rejected_count, pending.rejected.len()), (0, 0));
    app.drain();
    server
        .journal()
        .wait_for_count("DELETE /sdk/v1/sessions/current", 1);
    app.drain();
    assert_eq!(traces_of(&app.folder(), &CANARIES), []);
}

#[test]
fn an_unidentified_user_is_logged_out_only_by_force_and_its_events_stay_its_own() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login_lead().unwrap();
    app.event("as-lead");
    assert_eq!(app.log_out().unwrap_err().code(), "unidentified_logout");
    assert!(app.is_user_logged_in());
    let forced = frontdesk_core::LogoutOptions {
        force: true,
        ..Default::default()
    };
    block_on(app.logout(forced)).unwrap();
    app.login("bob").unwrap();
    app.drain();
    assert_eq!(server.database().names(), ["as-lead"]);
    assert_eq!(server.database().names_of("bob"), Vec::<String>::new());
}

/// Runs one random story of three users with crashes, and judges every row on the server.
fn story(server: &TestServer, seed: u64) {
    let mut chance = SeededRandomness::new(seed);
    let mut pick = |bound: u64| chance.below(bound);
    let mut app = App::on(server).open();
    let users: Vec<String> = (0..3).map(|n| format!("s{seed}-u{n}")).collect();
    let mut now: Option<usize> = None;
    let mut told: Vec<(String, usize)> = Vec::new();
    for _ in 0..14 {
        match (pick(10), now) {
            (0 | 1, None) | (_, None) => {
                let who = usize::try_from(pick(3)).unwrap();
                // Offline a login fails and stays wanted; the user is current all the same.
                let _ = app.login(&users[who]);
                now = Some(who);
            }
            (0 | 1, Some(_)) => {
                app.log_out().unwrap();
                now = None;
            }
            (2, Some(_)) => server.cut_network(),
            (3, Some(_)) => server.restore_network(),
            (4, Some(_)) => app = app.crash(),
            (5, Some(_)) => {
                server.reply(
                    On::any().skip(usize::try_from(pick(2)).unwrap()).first(1),
                    Reply::page(200),
                );
            }
            (_, Some(who)) => {
                let id = app.event_with("told", json!({ "who": users[who] }));
                told.push((id.to_string(), who));
            }
        }
    }
    server.restore_network();
    server.no_more_faults();
    app.drain();
    let mine = |event: &&frontdesk_tests::support::StoredEvent| {
        event.metadata["who"]
            .as_str()
            .is_some_and(|who| who.starts_with(&format!("s{seed}-")))
    };
    let events = server.database().events();
    let events: Vec<_> = events.iter().filter(mine).collect();
    for event in &events {
        assert_eq!(
            event.user_id.as_deref(),
            event.metadata["who"].as_str(),
            "seed {seed}: never mixed"
        );
    }
    let mut stored: Vec<&str> = events.iter().map(|event| event.id.as_str()).collect();
    let mut expected: Vec<&str> = told.iter().map(|(id, _)| id.as_str()).collect();
    stored.sort_unstable();
    expected.sort_unstable();
    assert_eq!(stored, expected, "seed {seed}: everything once");
}

#[test]
fn in_random_stories_of_three_users_with_crashes_nobody_is_ever_mixed_up() {
    // More with FRONTDESK_STORIES=1000.
    let stories = std::env::var("FRONTDESK_STORIES")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(60);
    let server = TestServer::start();
    for seed in 0..stories {
        story(&server, seed);
    }
}
