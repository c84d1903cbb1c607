//! Proofs of identity: every way to be wrong, under every setting of the switch.

use frontdesk_server::identity::{jwt, user_hash};
use frontdesk_server::{Secret, VerificationMode};
use serde_json::{Value, json};

use crate::desk::{Desk, Device, START, event};

fn secret(desk: &Desk, platform: &str) -> Secret {
    let secrets = &desk.workspace.identity_secrets;
    match platform {
        "ios" => secrets.ios.clone(),
        "web" => secrets.web.clone(),
        _ => secrets.android.clone(),
    }
}

/// Logins as `ada`, each with the word for what it should be under `on`.
fn proofs(desk: &Desk) -> Vec<(&'static str, Value, &'static str)> {
    let key = secret(desk, "android");
    let right = user_hash(&key, "ada");
    let hash = |hash: Value| json!({"user_id":"ada","user_hash":hash});
    let token = |claims: Value| json!({"user_id":"ada","jwt":jwt::sign(&key, &claims)});
    let soon = START + 600;
    let unsigned = jwt::sign(&key, &json!({"user_id":"ada","exp":soon}));
    let bare = unsigned.rsplit_once('.').unwrap().0.to_owned();
    let none = format!("eyJhbGciOiJub25lIn0.{}.", bare.split_once('.').unwrap().1);
    let failed = "identity_verification_failed";
    vec![
        ("right hash", hash(json!(right)), ""),
        ("no proof at all", json!({"user_id":"ada"}), failed),
        ("null hash", hash(Value::Null), failed),
        ("empty hash", hash(json!("")), failed),
        ("upper-case hash", hash(json!(right.to_uppercase())), failed),
        ("short hash", hash(json!(right[..63])), failed),
        ("long hash", hash(json!(format!("{right}0"))), failed),
        (
            "hash of somebody else",
            hash(json!(user_hash(&key, "bob"))),
            failed,
        ),
        (
            "hash of the address",
            json!({"user_id":"ada","email":"a@x.y","user_hash":user_hash(&key, "a@x.y")}),
            failed,
        ),
        (
            "hash with the other platform's secret",
            hash(json!(user_hash(&secret(desk, "ios"), "ada"))),
            failed,
        ),
        ("right token", token(json!({"user_id":"ada","exp":soon})), ""),
        (
            "token alone",
            json!({"jwt":jwt::sign(&key, &json!({"user_id":"ada","exp":soon}))}),
            "",
        ),
        (
            "token of somebody else",
            token(json!({"user_id":"bob","exp":soon})),
            failed,
        ),
        (
            "token without a user id",
            token(json!({"email":"a@x.y","exp":soon})),
            failed,
        ),
        ("token without an expiry", token(json!({"user_id":"ada"})), failed),
        (
            "token with too long a life",
            token(json!({"user_id":"ada","exp":START + 90_000})),
            failed,
        ),
        (
            "expired token",
            token(json!({"user_id":"ada","exp":START - 60})),
            "jwt_expired",
        ),
        (
            "expired within the leeway",
            token(json!({"user_id":"ada","exp":START - 59})),
            "",
        ),
        ("unsigned token", json!({"user_id":"ada","jwt":none}), failed),
        (
            "token of another secret",
            json!({"user_id":"ada","jwt":jwt::sign(&Secret::new("x"), &json!({"user_id":"ada","exp":soon}))}),
            failed,
        ),
        (
            "wrong token beside a right hash",
            json!({"user_id":"ada","user_hash":right,"jwt":"a.b.c"}),
            failed,
        ),
    ]
}

#[tokio::test]
async fn with_the_switch_on_only_right_proofs_open_a_session() {
    let desk = Desk::verifying(VerificationMode::On).await;
    let mut bodies = std::collections::HashSet::new();
    for (case, identity, want) in proofs(&desk) {
        let answer = desk.login(&Device::new(), identity).await;
        assert_eq!(answer.code(), want, "{case}: {}", answer.body);
        assert_eq!(
            answer.status.as_u16(),
            if want.is_empty() { 201 } else { 401 },
            "{case}"
        );
        if want == "identity_verification_failed" {
            bodies.insert(answer.body["errors"].to_string());
        }
    }
    assert_eq!(bodies.len(), 1, "every refusal is the same to the letter");
    assert_eq!(
        desk.login(&Device::new(), Value::Null).await.status,
        201,
        "a lead proves nothing"
    );
    let by_email = json!({"email":"a@x.y","user_hash":user_hash(&secret(&desk, "android"), "a@x.y")});
    assert_eq!(desk.login(&Device::new(), by_email).await.status, 201);
}

#[tokio::test]
async fn with_the_switch_off_or_on_log_nobody_is_refused() {
    for mode in [VerificationMode::Off, VerificationMode::Log] {
        let desk = Desk::verifying(mode).await;
        for (case, identity, _) in proofs(&desk) {
            assert_eq!(
                desk.login(&Device::new(), identity).await.status,
                201,
                "{mode:?}: {case}"
            );
        }
        let metrics = desk.send(desk.request("GET", "/metrics")).await;
        let counted = !metrics
            .body
            .as_str()
            .unwrap()
            .contains("frontdesk_identity_failures_total 0");
        assert_eq!(counted, mode == VerificationMode::Log);
    }
}

#[tokio::test]
async fn without_a_name_of_its_own_a_login_needs_a_right_token_even_when_off() {
    let desk = Desk::verifying(VerificationMode::Off).await;
    let answer = desk.login(&Device::new(), json!({"jwt":"a.b.c"})).await;
    assert_eq!(answer.error(), (401, "identity_verification_failed"));
}

#[tokio::test]
async fn switching_on_stops_sessions_that_were_never_proven() {
    let desk = Desk::verifying(VerificationMode::Off).await;
    let lead = desk.token(&Device::new(), Value::Null).await;
    let unproven = desk.token(&Device::new(), json!({"user_id":"ada"})).await;
    let hash = user_hash(&secret(&desk, "android"), "ada");
    let proven = desk
        .token(&Device::new(), json!({"user_id":"ada","user_hash":hash}))
        .await;
    let set = desk
        .operator("PUT", "/x/identity_verification/android", json!({"mode":"on"}))
        .await
        .ok();
    assert_eq!(set["mode"], "on");
    let all = desk.get("/x/identity_verification").await.ok();
    let modes: Vec<&str> = all["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["mode"].as_str().unwrap())
        .collect();
    assert_eq!(modes, ["off", "on", "off"]);

    for (path, body) in [
        ("/sdk/v1/events", json!({"events":[event("x")]})),
        ("/sdk/v1/ping", json!({})),
    ] {
        let refused = desk.call("POST", path, &unproven, body.clone()).await;
        assert_eq!(refused.error(), (401, "identity_verification_required"), "{path}");
        for token in [&lead, &proven] {
            assert_eq!(
                desk.call("POST", path, token, body.clone()).await.status,
                200,
                "{path}"
            );
        }
    }
}

#[tokio::test]
async fn a_leads_token_goes_on_after_a_proven_login_of_its_device() {
    let desk = Desk::verifying(VerificationMode::On).await;
    let device = Device::new();
    let lead = desk.token(&device, Value::Null).await;
    let hash = user_hash(&secret(&desk, "android"), "ada");
    desk.login(&device, json!({"user_id":"ada","user_hash":hash}))
        .await
        .ok();
    assert_eq!(desk.events(&lead, json!([event("late")])).await.status, 200);
}

#[tokio::test]
async fn two_secrets_live_side_by_side_until_one_is_ended() {
    let desk = Desk::verifying(VerificationMode::On).await;
    let path = "/x/identity_verification/android/secrets";
    let first = secret(&desk, "android");
    let opens = async |key: &Secret| {
        let login = json!({"user_id":"ada","user_hash":user_hash(key, "ada")});
        desk.login(&Device::new(), login).await.status == 201
    };
    let made = desk.operator("POST", path, json!({})).await;
    assert_eq!(made.status, 201);
    let second = Secret::new(made.body["secret"].as_str().unwrap());
    assert!(opens(&first).await && opens(&second).await);
    assert_eq!(
        desk.operator("POST", path, json!({})).await.error(),
        (409, "conflict")
    );

    let all = desk.get("/x/identity_verification").await.ok();
    let secrets = all["data"][1]["secrets"].as_array().unwrap().clone();
    assert_eq!(secrets.len(), 2);
    let oldest = format!("{path}/{}", secrets[1]["id"].as_str().unwrap());
    assert_eq!(desk.operator("DELETE", &oldest, json!({})).await.status, 204);
    assert_eq!(
        desk.operator("DELETE", &oldest, json!({})).await.error(),
        (404, "not_found")
    );
    assert!(!opens(&first).await && opens(&second).await);
}

#[tokio::test]
async fn logins_that_the_switch_would_refuse_are_counted_for_a_day() {
    let desk = Desk::verifying(VerificationMode::Log).await;
    for _ in 0..3 {
        desk.login(&Device::new(), json!({"user_id":"ada"})).await.ok();
    }
    desk.login(&Device::new(), Value::Null).await.ok();
    let count =
        async || desk.get("/x/identity_verification").await.ok()["data"][1]["unverified_logins"].clone();
    assert_eq!(count().await, 3);
    desk.clock.advance(90_000);
    assert_eq!(count().await, 0);
    let wrong = desk
        .operator("PUT", "/x/identity_verification/fridge", json!({"mode":"on"}))
        .await;
    assert_eq!(wrong.error(), (404, "not_found"));
    let wrong = desk
        .operator("PUT", "/x/identity_verification/ios", json!({"mode":true}))
        .await;
    assert_eq!(
        (wrong.error(), wrong.field()),
        ((400, "parameter_invalid"), "mode")
    );
}

#[tokio::test]
async fn signed_attributes_win_and_stay() {
    let desk = Desk::verifying(VerificationMode::On).await;
    let made = json!({"name":"vip","model":"contact","data_type":"boolean"});
    desk.operator("POST", "/data_attributes", made).await.ok();
    let claims = json!({"user_id":"ada","exp":START + 600,"email":"ada@x.y","plan":"pro","vip":true});
    let identity = json!({"jwt":jwt::sign(&secret(&desk, "android"), &claims),"email":"other@x.y"});
    let mut body = desk.login_body(&Device::new(), &identity);
    body["attributes"] = json!({"email":"evil@x.y","name":"Ada","custom_attributes":{"plan":"free"}});
    let session = desk
        .send(desk.request("POST", "/sdk/v1/sessions").json(&body))
        .await
        .ok();
    assert_eq!(session["contact"]["email"], "ada@x.y");
    assert_eq!(session["rejected"], json!([]));

    let token = session["token"].as_str().unwrap();
    let answer = desk
        .patch(
            token,
            json!({"email":"evil@x.y","custom_attributes":{"plan":"free","team_mates":1}}),
        )
        .await
        .ok();
    assert_eq!(
        answer["rejected"],
        json!([{"field":"email","code":"attribute_signed"},
               {"field":"custom_attributes.plan","code":"attribute_signed"}])
    );
    assert_eq!(
        answer["contact"]["custom_attributes"],
        json!({"plan":"pro","vip":true,"team_mates":1})
    );
    assert_eq!(answer["contact"]["name"], "Ada");
}
