//! Every case of `contract/vectors/session.json` against the session's transition function.

#![allow(clippy::panic, clippy::print_stdout)]

use frontdesk_core::Identity;
use frontdesk_core::session::{Effect, Input, Person, State, Verdict, transition};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[allow(dead_code)]
    about: String,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    state: WireState,
    input: WireInput,
    expect: Expect,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct WireState {
    name: String,
    person: Option<WirePerson>,
}

#[derive(Deserialize, Debug, PartialEq, Clone)]
#[serde(deny_unknown_fields)]
struct WirePerson {
    role: String,
    user_id: Option<String>,
    email: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum WireInput {
    Login(WirePerson),
    LoginAccepted,
    LoginFailed,
    LoginRefused(Option<WirePerson>),
    SessionLost,
    Logout { force: bool },
    Call,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    state: Option<WireState>,
    effects: Option<Vec<String>>,
    error: Option<String>,
}

fn person(wire: WirePerson) -> Person {
    match wire.role.as_str() {
        "lead" => Person::Lead,
        "user" => Person::User(Identity {
            user_id: wire.user_id,
            email: wire.email,
        }),
        other => panic!("unknown role {other}"),
    }
}

fn state(wire: WireState) -> State {
    let who = wire.person.map(person);
    match (wire.name.as_str(), who) {
        ("logged_out", None) => State::LoggedOut,
        ("logging_in", Some(who)) => State::LoggingIn(who),
        ("logged_in", Some(who)) => State::LoggedIn(who),
        ("login_pending", Some(who)) => State::LoginPending(who),
        (other, _) => panic!("unknown state {other}"),
    }
}

fn input(wire: WireInput) -> Input {
    match wire {
        WireInput::Login(who) => Input::Login(person(who)),
        WireInput::LoginAccepted => Input::LoginAccepted,
        WireInput::LoginFailed => Input::LoginFailed,
        WireInput::LoginRefused(who) => Input::LoginRefused(who.map(person)),
        WireInput::SessionLost => Input::SessionLost,
        WireInput::Logout { force } => Input::Logout { force },
        WireInput::Call => Input::Call,
    }
}

fn word(effect: Effect) -> &'static str {
    match effect {
        Effect::BeginEpoch => "begin_epoch",
        Effect::JoinLogin => "join_login",
        Effect::RequestLogin => "request_login",
        Effect::AnswerFromStored => "answer_from_stored",
        Effect::Refresh => "refresh",
        Effect::AnswerAccepted => "answer_accepted",
        Effect::AnswerError => "answer_error",
        Effect::RestoreEarlier => "restore_earlier",
        Effect::CloseSession => "close_session",
        Effect::AnswerDone => "answer_done",
    }
}

#[test]
fn every_session_vector_gives_its_state_and_effects_or_its_error() {
    let file: File =
        serde_json::from_str(include_str!("../../contract/vectors/session.json")).expect("readable vectors");
    let count = file.cases.len();
    assert!(count >= 50, "only {count} cases");
    for case in file.cases {
        let verdict = transition(&state(case.state), &input(case.input));
        let expect = case.expect;
        match verdict {
            Verdict::Refuse(code) => assert_eq!(Some(code), expect.error.as_deref(), "{}", case.name),
            Verdict::Go(to, effects) => {
                assert_eq!(expect.error, None, "{}", case.name);
                assert_eq!(Some(to), expect.state.map(state), "{}", case.name);
                let effects: Vec<String> = effects
                    .into_iter()
                    .map(|effect| word(effect).to_owned())
                    .collect();
                assert_eq!(Some(effects), expect.effects, "{}", case.name);
            }
        }
    }
    println!("session.json: {count} cases");
}
