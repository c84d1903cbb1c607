//! S6: a token that opens nothing says nothing. Whatever is wrong with it, the answer is the same to the
//! letter and takes as long, so that nobody can feel their way to a right one.

use std::time::{Duration, Instant};

use frontdesk_server::VerificationMode;
use frontdesk_server::identity::user_hash;
use serde_json::{Value, json};

use crate::desk::{Answer, Desk, Device};

/// What an asker learns of an answer.
fn said(answer: &Answer) -> (u16, String, Vec<String>) {
    let mut headers: Vec<String> = answer
        .headers
        .keys()
        .map(|name| name.as_str().to_owned())
        .collect();
    headers.sort();
    (answer.status.as_u16(), answer.body["errors"].to_string(), headers)
}

/// Every bearer that must not open the SDK API.
async fn wrong_session_tokens(desk: &Desk) -> Vec<(&'static str, Option<String>)> {
    let device = Device::new();
    let right = desk.token(&device, json!({ "user_id": "ada" })).await;
    let revoked = desk.token(&Device::new(), json!({ "user_id": "ada" })).await;
    desk.call("DELETE", "/sdk/v1/sessions/current", &revoked, Value::Null)
        .await;
    let mut last = right.clone();
    let changed = if last.ends_with('A') { 'B' } else { 'A' };
    last.pop();
    last.push(changed);
    let some = |text: String| Some(format!("Bearer {text}"));
    vec![
        ("none", None),
        ("empty", some(String::new())),
        ("another scheme", Some(format!("Basic {right}"))),
        ("no scheme", Some(right.clone())),
        ("one letter is wrong", some(last)),
        ("one letter is missing", some(right[..right.len() - 1].to_owned())),
        ("one letter too many", some(format!("{right}A"))),
        ("in capitals", some(right.to_uppercase())),
        ("twice", some(format!("{right} {right}"))),
        ("revoked", some(revoked)),
        (
            "of an operator",
            some(desk.workspace.operator_token.expose().to_owned()),
        ),
        ("a publishable key", some(desk.workspace.keys.android.clone())),
        (
            "an unsigned token",
            some("eyJhbGciOiJub25lIn0.eyJ1c2VyX2lkIjoiYWRhIn0.".to_owned()),
        ),
        ("the id of a device", some(device.id)),
        ("thirty kilobytes", some("x".repeat(30 * 1024))),
    ]
}

#[tokio::test]
async fn every_wrong_session_token_is_answered_alike() {
    let desk = Desk::open().await;
    let mut first = None;
    for (case, bearer) in wrong_session_tokens(&desk).await {
        let mut request = desk.request("POST", "/sdk/v1/ping").json(&json!({}));
        if let Some(bearer) = bearer {
            request = request.header("authorization", bearer);
        }
        let answer = desk.send(request).await;
        assert_eq!(answer.error(), (401, "unauthorized"), "{case}");
        let said = said(&answer);
        assert_eq!(&said, first.get_or_insert_with(|| said.clone()), "{case}");
    }
}

#[tokio::test]
async fn only_an_expired_session_is_told_so_and_only_with_its_whole_token() {
    let desk = Desk::open().await;
    let token = desk.token(&Device::new(), json!({ "user_id": "ada" })).await;
    desk.clock.advance(31 * 86_400);
    let expired = desk.call("POST", "/sdk/v1/ping", &token, json!({})).await;
    assert_eq!(expired.error(), (401, "session_expired"));
    let cut = desk
        .call("POST", "/sdk/v1/ping", &token[..token.len() - 1], json!({}))
        .await;
    assert_eq!(cut.error(), (401, "unauthorized"));
}

/// How long a login takes that is refused.
async fn time_of(desk: &Desk, identity: &Value) -> Duration {
    let start = Instant::now();
    let answer = desk.login(&Device::new(), identity.clone()).await;
    assert_eq!(answer.code(), "identity_verification_failed");
    start.elapsed()
}

/// The middle of many times of each case. The cases take turns, so that other work of the machine, which comes and
/// goes, meets them all alike.
async fn medians(desk: &Desk, cases: &[(&'static str, Value)]) -> Vec<(&'static str, Duration)> {
    let mut took: Vec<Vec<Duration>> = vec![Vec::new(); cases.len()];
    for _ in 0..60 {
        for (times, (_, identity)) in took.iter_mut().zip(cases) {
            times.push(time_of(desk, identity).await);
        }
    }
    let middle = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    cases
        .iter()
        .map(|(case, _)| *case)
        .zip(took.iter_mut().map(middle))
        .collect()
}

#[tokio::test]
async fn a_wrong_hash_takes_as_long_wherever_it_is_wrong_and_whether_or_not_there_is_such_a_user() {
    let desk = Desk::verifying(VerificationMode::On).await;
    let key = desk.workspace.identity_secrets.android.clone();
    let right = user_hash(&key, "ada");
    assert!(
        desk.login(&Device::new(), json!({ "user_id": "ada", "user_hash": right }))
            .await
            .status
            == 201
    );
    let spoiled = |at: usize| {
        let mut hash = right.clone().into_bytes();
        hash[at] = if hash[at] == b'0' { b'1' } else { b'0' };
        json!({ "user_id": "ada", "user_hash": String::from_utf8(hash).unwrap() })
    };
    let cases = [
        ("first letter", spoiled(0)),
        ("last letter", spoiled(63)),
        ("no such user", json!({ "user_id": "nobody", "user_hash": right })),
        ("empty", json!({ "user_id": "ada", "user_hash": "" })),
    ];
    // A machine with other work is noisy: one quiet try in five is enough to show that nothing differs.
    let mut tries = Vec::new();
    for _ in 0..5 {
        let took = medians(&desk, &cases).await;
        let (least, most) = (
            took.iter().map(|one| one.1).min(),
            took.iter().map(|one| one.1).max(),
        );
        if most.unwrap() < least.unwrap() * 2 {
            return;
        }
        tries.push(took);
    }
    panic!("the times tell the cases apart: {tries:#?}");
}
