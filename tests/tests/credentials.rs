//! Tokens that run out, tokens of the app's own services, and push tokens: bound to one user and gone with them.

use std::collections::BTreeMap;
use std::sync::Arc;

use frontdesk_core::{Event, PushEnvironment, PushProvider, TokenRefresh, TokenRequest};
use frontdesk_server::VerificationMode;
use frontdesk_server::identity::jwt;
use frontdesk_tests::support::{App, DEADLINE, On, TestServer, Watched};
use serde_json::json;

/// An app's own server that signs tokens.
fn token(server: &TestServer, user: &str, seconds: i64) -> String {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_secs();
    let claims = json!({ "user_id": user, "exp": i64::try_from(now).unwrap() + seconds });
    jwt::sign(&server.workspace().identity_secrets.android, &claims)
}

fn verifying() -> TestServer {
    TestServer::builder()
        .identity_verification(VerificationMode::On)
        .start()
}

/// Keeps the questions for fresh tokens.
struct Desk(Watched<Vec<TokenRequest>>);

impl TokenRefresh for Desk {
    fn refresh(&self, request: TokenRequest) {
        self.0.change(|asked| asked.push(request));
    }
}

impl Desk {
    fn next(&self) -> TokenRequest {
        self.0.wait_for("a question for a token", |asked| {
            (!asked.is_empty()).then_some(())
        });
        self.0.change(|asked| asked.remove(0))
    }
}

#[test]
fn a_login_with_an_expired_token_waits_for_a_fresh_one_and_nothing_is_lost() {
    let server = verifying();
    let desk = Arc::new(Desk(Watched::new(Vec::new())));
    let app = App::on(&server).token_refresh(desk.clone()).open();
    app.set_user_jwt(&token(&server, "ada", -3600)).unwrap();
    std::thread::scope(|scope| {
        let login = scope.spawn(|| app.login("ada"));
        let question = desk.next();
        app.event("told meanwhile");
        assert!(question.provide(&token(&server, "ada", 3600)).unwrap());
        login.join().unwrap().unwrap();
    });
    app.drain();
    assert_eq!(server.database().names_of("ada"), ["told meanwhile"]);
    // The call that wants the login hurries the worker, which may be under way with it already and then asks again.
    let logins = server.logins().len();
    assert!((2..=3).contains(&logins), "{logins} logins");
}

#[test]
fn without_an_answer_the_login_says_that_the_token_ran_out_and_stays_wanted() {
    let server = verifying();
    let desk = Arc::new(Desk(Watched::new(Vec::new())));
    let app = App::on(&server)
        .token_refresh(desk.clone())
        .limits(|limits| limits.delivery_wait = std::time::Duration::from_millis(50))
        .open();
    app.set_user_jwt(&token(&server, "ada", -3600)).unwrap();
    let error = app.login("ada").unwrap_err();
    assert_eq!((error.code(), error.field()), ("jwt_expired", Some("jwt")));
    assert_eq!(app.session_state().as_str(), "login_pending");
    app.event("kept");
    assert!(desk.next().provide(&token(&server, "ada", 3600)).unwrap());
    app.drain();
    assert_eq!(server.database().names_of("ada"), ["kept"]);
}

#[test]
fn a_token_that_comes_after_its_user_logged_out_is_not_taken_for_the_next_one() {
    let server = verifying();
    let desk = Arc::new(Desk(Watched::new(Vec::new())));
    let app = App::on(&server)
        .token_refresh(desk.clone())
        .limits(|limits| limits.delivery_wait = std::time::Duration::from_millis(50))
        .open();
    app.set_user_jwt(&token(&server, "ada", -3600)).unwrap();
    app.login("ada").unwrap_err();
    let late = desk.next();
    app.log_out().unwrap();
    app.set_user_jwt(&token(&server, "bob", 3600)).unwrap();
    app.login("bob").unwrap();
    assert!(!late.provide(&token(&server, "ada", 3600)).unwrap());
    app.event("of bob");
    app.drain();
    assert_eq!(server.database().names_of("bob"), ["of bob"]);
}

#[test]
fn who_gives_no_fresh_tokens_hears_that_one_is_required() {
    let server = verifying();
    let app = App::on(&server).open();
    app.set_user_jwt(&token(&server, "ada", -3600)).unwrap();
    assert_eq!(app.login("ada").unwrap_err().code(), "jwt_expired");
    app.ears.wait_for("the event", |event| {
        matches!(event, Event::TokenRequired).then_some(())
    });
}

#[test]
fn tokens_of_the_apps_own_services_stay_in_memory_and_go_with_their_user() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    let tokens = || BTreeMap::from([("shop".to_owned(), "canary-auth-token".to_owned())]);
    assert_eq!(app.set_auth_tokens(tokens()).unwrap_err().code(), "not_logged_in");
    app.login("ada").unwrap();
    app.set_auth_tokens(tokens()).unwrap();
    assert_eq!(app.auth_token("shop").as_deref(), Some("canary-auth-token"));
    let many: BTreeMap<_, _> = (0..10).map(|n| (format!("t{n}"), "x".to_owned())).collect();
    assert_eq!(app.set_auth_tokens(many).unwrap_err().code(), "too_many_tokens");
    let empty = BTreeMap::from([("shop".to_owned(), String::new())]);
    let error = app.set_auth_tokens(empty).unwrap_err();
    assert_eq!((error.code(), error.field()), ("empty", Some("auth_tokens.shop")));
    app.drain();
    assert!(frontdesk_tests::support::traces_of(&app.folder(), &["canary-auth-token"]).is_empty());
    app.log_out().unwrap();
    assert_eq!(app.auth_token("shop"), None);
}

#[test]
fn a_push_token_is_bound_to_the_present_user_moves_at_a_login_and_goes_at_a_logout_made_offline() {
    let server = TestServer::start();
    let bound = |user: &str| {
        server.database().number(&format!(
            "select count(*) from push_bindings b join devices d on d.app_id = b.app_id and d.id = b.device_id
             join contacts c on c.id = d.contact_id where c.external_id = '{user}' and b.token = 'the-token'"
        ))
    };
    let all = || server.database().number("select count(*) from push_bindings");
    let app = App::on(&server).open();
    app.set_push_token(PushProvider::Fcm, "the-token", PushEnvironment::Production)
        .unwrap();
    app.login("ada").unwrap();
    app.drain();
    assert_eq!((bound("ada"), all()), (1, 1));

    server.cut_network();
    app.log_out().unwrap();
    assert_eq!(bound("ada"), 1, "the server does not know yet");
    server.restore_network();
    app.login("bob").unwrap();
    app.drain();
    until("the binding of ada is gone", || {
        bound("ada") == 0 && bound("bob") == 1 && all() == 1
    });
    app.clear_push_token().unwrap();
    app.drain();
    assert_eq!(all(), 0);
}

#[test]
fn a_full_queue_refuses_no_login_and_no_binding_of_its_push_token() {
    let server = TestServer::start();
    let app = App::on(&server).limits(|limits| limits.max_operations = 3).open();
    app.login_lead().unwrap();
    app.set_push_token(PushProvider::Fcm, "the-token", PushEnvironment::Production)
        .unwrap();
    app.drain();
    server.cut_network();
    while app.log_event("fills", None).is_ok() {}
    assert_eq!(app.login("ada").unwrap_err().code(), "network_unavailable");
    server.restore_network();
    app.login("ada").unwrap();
    app.drain();
    let bound = "select count(*) from push_bindings b join devices d on d.app_id = b.app_id and d.id = b.device_id
                 join contacts c on c.id = d.contact_id where c.external_id = 'ada' and b.token = 'the-token'";
    assert_eq!(server.database().number(bound), 1);
    assert_eq!(server.database().names_of("ada"), ["fills", "fills", "fills"]);
}

#[test]
fn a_push_token_that_cannot_be_one_is_refused_and_a_lost_answer_binds_once() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    app.login("ada").unwrap();
    let set = |token: &str| app.set_push_token(PushProvider::Apns, token, PushEnvironment::Sandbox);
    assert_eq!(set("").unwrap_err().code(), "empty");
    assert_eq!(set(&"a".repeat(4097)).unwrap_err().limit(), Some(4096));
    assert_eq!(set("a\nb").unwrap_err().code(), "invalid_text");
    server.fault(
        On::pattern("PUT /sdk/v1/devices/current/push").first(1),
        frontdesk_tests::support::Fault::DropAfter,
    );
    set("the-token").unwrap();
    app.drain();
    assert_eq!(server.database().number("select count(*) from push_bindings"), 1);
}

/// Something that happens on another thread and tells nobody.
fn until(what: &str, mut happened: impl FnMut() -> bool) {
    let begun = std::time::Instant::now();
    while !happened() {
        assert!(begun.elapsed() < DEADLINE, "waited in vain: {what}");
        std::thread::yield_now();
    }
}

#[test]
fn a_push_for_who_was_logged_in_before_is_nobodys() {
    let server = TestServer::start();
    let app = App::on(&server).open();
    let push_to = |device: &str| json!({"frontdesk": "1", "conversation_id": "42", "device_id": device});
    app.login("ada").unwrap();
    let device = |user: &str| {
        let found = server.database().objects(&format!(
            "select json_object('id', d.id) from devices d join contacts c on c.id = d.contact_id
             where c.external_id = '{user}'"
        ));
        found[0]["id"].as_str().unwrap().to_owned()
    };
    let adas = device("ada");
    assert!(app.handle_push(&push_to(&adas)).is_some());
    app.log_out().unwrap();
    assert_eq!(app.handle_push(&push_to(&adas)), None, "nobody is logged in");
    app.login("bob").unwrap();
    app.drain();
    assert_eq!(app.handle_push(&push_to(&adas)), None, "bob is");
    let app = app.crash();
    let bobs = device("bob");
    assert_ne!(bobs, adas);
    assert!(
        app.handle_push(&push_to(&bobs)).is_some(),
        "also of a process that begins with it"
    );
    let unaddressed = json!({"frontdesk": "1", "conversation_id": "42"});
    assert!(
        app.handle_push(&unaddressed).is_some(),
        "a server that names nobody"
    );
}
