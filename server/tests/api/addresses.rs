//! Addresses, companies and signed fields: what a device may claim, and what follows from it.

use frontdesk_server::VerificationMode;
use frontdesk_server::identity::{jwt, user_hash};
use serde_json::{Value, json};

use crate::desk::{Answer, Desk, Device, START, event, statuses};

fn hash(desk: &Desk, subject: &str) -> String {
    user_hash(&desk.workspace.identity_secrets.android, subject)
}

fn by_id(desk: &Desk, user_id: &str) -> Value {
    json!({"user_id":user_id,"user_hash":hash(desk, user_id)})
}

fn by_email(desk: &Desk, email: &str) -> Value {
    json!({"email":email,"user_hash":hash(desk, email)})
}

async fn login_with(desk: &Desk, device: &Device, identity: &Value, attributes: Value) -> Answer {
    let mut body = desk.login_body(device, identity);
    body["attributes"] = attributes;
    desk.send(desk.request("POST", "/sdk/v1/sessions").json(&body))
        .await
}

async fn switch_on(desk: &Desk) {
    desk.operator("PUT", "/x/identity_verification/android", json!({"mode":"on"}))
        .await
        .ok();
}

#[tokio::test]
async fn with_the_switch_on_an_address_that_was_not_proven_is_kept_and_leads_nobody_to_its_taker() {
    let desk = Desk::verifying(VerificationMode::On).await;
    let claim = json!({"email":"victim@x.y"});
    let mut takers = Vec::new();

    // Every way in: with the login, as an attribute of it, as an update; by a user and by a lead.
    let mut identity = by_id(&desk, "mallory");
    identity["email"] = json!("victim@x.y");
    takers.push(desk.login(&Device::new(), identity).await.ok());
    takers.push(
        login_with(&desk, &Device::new(), &by_id(&desk, "eve"), claim.clone())
            .await
            .ok(),
    );
    let trudy = desk.login(&Device::new(), by_id(&desk, "trudy")).await.ok();
    let patched = desk
        .patch(trudy["token"].as_str().unwrap(), claim.clone())
        .await
        .ok();
    assert_eq!(
        (&patched["rejected"], &patched["contact"]["email"]),
        (&json!([]), &json!("victim@x.y"))
    );
    takers.push(
        login_with(&desk, &Device::new(), &Value::Null, claim.clone())
            .await
            .ok(),
    );
    for taker in &takers {
        assert_eq!(
            (&taker["rejected"], &taker["contact"]["email"]),
            (&json!([]), &json!("victim@x.y"))
        );
    }

    // Whoever proves the address is somebody else, and so is whom an operator means by it.
    let device = Device::new();
    let victim = desk.login(&device, by_email(&desk, "victim@x.y")).await.ok();
    takers.push(trudy);
    for taker in &takers {
        assert_ne!(victim["contact"]["id"], taker["contact"]["id"]);
    }
    let told = json!({"event_name":"paid","created_at":START,"email":"victim@x.y"});
    assert_eq!(desk.operator("POST", "/events", told).await.status, 202);
    let events = desk.get("/events?type=user&email=victim@x.y").await.ok();
    assert_eq!(events["events"][0]["intercom_user_id"], victim["contact"]["id"]);
}

#[tokio::test]
async fn with_the_switch_on_an_operator_makes_a_contact_beside_those_who_only_claim_its_address() {
    let desk = Desk::verifying(VerificationMode::On).await;
    let mut identity = by_id(&desk, "mallory");
    identity["email"] = json!("victim@x.y");
    let mallory = desk.login(&Device::new(), identity).await.ok();
    let nobody = json!({"event_name":"paid","created_at":START,"email":"victim@x.y"});
    assert_eq!(
        desk.operator("POST", "/events", nobody).await.error(),
        (404, "not_found")
    );
    let made = desk
        .operator("POST", "/contacts", json!({"email":"victim@x.y"}))
        .await
        .ok();
    assert_ne!(made["id"], mallory["contact"]["id"]);
    let victim = desk
        .login(&Device::new(), by_email(&desk, "victim@x.y"))
        .await
        .ok();
    assert_eq!(victim["contact"]["id"], made["id"]);
}

#[tokio::test]
async fn with_the_switch_on_a_claim_does_not_replace_what_was_proven() {
    let desk = Desk::verifying(VerificationMode::On).await;
    let refused = json!([{"field":"email","code":"identity_verification_required"}]);
    let claims = json!({"user_id":"ada","exp":START + 600,"email":"ada@x.y"});
    let identity = json!({"jwt":jwt::sign(&desk.workspace.identity_secrets.android, &claims)});
    desk.login(&Device::new(), identity).await.ok();
    // Another device of hers, which proves her id and claims another address.
    let mut other = by_id(&desk, "ada");
    other["email"] = json!("other@x.y");
    let session = desk.login(&Device::new(), other).await.ok();
    assert_eq!(
        (&session["rejected"], &session["contact"]["email"]),
        (&refused, &json!("ada@x.y"))
    );
    let token = session["token"].as_str().unwrap();
    let patched = desk.patch(token, json!({"email":"other@x.y"})).await.ok();
    assert_eq!(
        (&patched["rejected"], &patched["contact"]["email"]),
        (&refused, &json!("ada@x.y"))
    );
}

#[tokio::test]
async fn a_lead_that_claims_an_address_hands_on_the_claim_and_no_more() {
    let desk = Desk::verifying(VerificationMode::On).await;
    let device = Device::new();
    login_with(&desk, &device, &Value::Null, json!({"email":"victim@x.y"}))
        .await
        .ok();
    let taker = desk.login(&device, by_id(&desk, "mallory")).await.ok();
    assert_eq!(taker["contact"]["email"], "victim@x.y");
    let victim = desk
        .login(&Device::new(), by_email(&desk, "victim@x.y"))
        .await
        .ok();
    assert_ne!(victim["contact"]["id"], taker["contact"]["id"]);
}

#[tokio::test]
async fn an_address_taken_while_the_switch_was_off_leads_nobody_to_its_taker() {
    let desk = Desk::open().await;
    let mallory = json!({"user_id":"mallory","email":"victim@x.y"});
    let taker = desk.login(&Device::new(), mallory).await.ok();
    switch_on(&desk).await;
    let device = Device::new();
    let victim = desk.login(&device, by_email(&desk, "victim@x.y")).await.ok();
    assert_ne!(victim["contact"]["id"], taker["contact"]["id"]);
    assert_eq!(victim["contact"]["email"], "victim@x.y");
    for device in [&device, &Device::new()] {
        let again = desk.login(device, by_email(&desk, "Victim@x.y")).await;
        // The hash is over the text that is sent.
        let again = again.ok();
        assert_eq!(
            again["contact"]["id"], victim["contact"]["id"],
            "a proven address does"
        );
    }
}

#[tokio::test]
async fn an_address_set_by_an_operator_counts_as_proven() {
    let desk = Desk::verifying(VerificationMode::On).await;
    let made = desk
        .operator("POST", "/contacts", json!({"email":"ada@x.y"}))
        .await
        .ok();
    let session = desk.login(&Device::new(), by_email(&desk, "ada@x.y")).await.ok();
    assert_eq!(session["contact"]["id"], made["id"]);
    // Saying again what is known is no claim.
    let token = session["token"].as_str().unwrap();
    let patched = desk
        .patch(token, json!({"email":"ada@x.y","name":"Ada"}))
        .await
        .ok();
    assert_eq!(patched["rejected"], json!([]));
}

#[tokio::test]
async fn the_same_identity_on_the_same_device_is_the_same_contact_whatever_its_address_is_by_now() {
    let desk = Desk::open().await;
    let device = Device::new();
    let login = json!({"email":"a@x.y"});
    let first = desk.login(&device, login.clone()).await.ok();
    let token = first["token"].as_str().unwrap();
    desk.patch(token, json!({"email":"b@x.y"})).await.ok();
    let again = desk.login(&device, login.clone()).await.ok();
    assert_eq!(again["contact"]["id"], first["contact"]["id"]);
    assert_eq!(
        again["contact"]["email"], "b@x.y",
        "a repeated login changes nothing back"
    );

    // Others come to have the old address: first one, then two.
    for user in ["c", "d"] {
        desk.login(&Device::new(), json!({"user_id":user,"email":"a@x.y"}))
            .await
            .ok();
        let again = desk.login(&device, login.clone()).await.ok();
        assert_eq!(again["contact"]["id"], first["contact"]["id"], "beside {user}");
    }
    let other = desk.login(&device, json!({"email":"c@x.y"})).await;
    assert_eq!(other.error(), (409, "identity_conflict"));

    desk.call("DELETE", "/sdk/v1/sessions/current", token, json!({}))
        .await;
    let after = desk.login(&device, login).await;
    assert_eq!(after.error(), (409, "conflict"), "a logout ends it");
}

#[tokio::test]
async fn a_device_goes_on_after_an_operator_renamed_its_user() {
    let desk = Desk::open().await;
    let device = Device::new();
    let first = desk.login(&device, json!({"user_id":"old"})).await.ok();
    let path = format!("/contacts/{}", first["contact"]["id"].as_str().unwrap());
    desk.operator("PUT", &path, json!({"external_id":"new"}))
        .await
        .ok();
    let again = desk.login(&device, json!({"user_id":"old"})).await.ok();
    assert_eq!(again["contact"]["user_id"], "new");
    assert_eq!(again["contact"]["id"], first["contact"]["id"]);
}

#[tokio::test]
async fn with_the_switch_on_an_unknown_device_cannot_change_a_company() {
    let desk = Desk::verifying(VerificationMode::On).await;
    let acme = |name: &str| json!({"companies":[{"id":"acme","name":name}]});
    let refused = json!([{"field":"companies[0]","code":"identity_verification_required"}]);
    let ada = desk.token(&Device::new(), by_id(&desk, "ada")).await;
    let made = desk.patch(&ada, acme("Acme")).await.ok();
    assert_eq!(made["rejected"], json!([]));

    let lead = login_with(&desk, &Device::new(), &Value::Null, acme("Evil"))
        .await
        .ok();
    assert_eq!(lead["rejected"], refused);
    let patched = desk
        .patch(lead["token"].as_str().unwrap(), acme("Evil"))
        .await
        .ok();
    assert_eq!(patched["rejected"], refused);
    assert_eq!(patched["contact"]["companies"], json!([]));
    let now = desk.patch(&ada, json!({"name":"Ada"})).await.ok();
    assert_eq!(now["contact"]["companies"], json!([{"id":"acme","name":"Acme"}]));
}

#[tokio::test]
async fn what_came_signed_binds_every_token_of_the_device() {
    let desk = Desk::open().await;
    let device = Device::new();
    let lead = desk.token(&device, Value::Null).await;
    let signed = |claims: Value| json!({"jwt":jwt::sign(&desk.workspace.identity_secrets.android, &claims)});
    let soon = START + 600;
    let first = json!({"user_id":"ada","exp":soon,"email":"ada@x.y","plan":"pro","signed_up_at":5,
                       "unsubscribed_from_emails":true});
    desk.login(&device, signed(first)).await.ok();
    // Other claims later do not end the first ones.
    let second = desk
        .token(
            &device,
            signed(json!({"user_id":"ada","exp":soon,"team_mates":3})),
        )
        .await;
    let evil = json!({"email":"evil@x.y","signed_up_at":6,"unsubscribed_from_emails":false,
                      "custom_attributes":{"plan":"free","team_mates":9}});
    for token in [&lead, &second] {
        let patched = desk.patch(token, evil.clone()).await.ok();
        let fields: Vec<_> = patched["rejected"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["field"].as_str().unwrap(), one["code"].as_str().unwrap()))
            .collect();
        let want = [
            "email",
            "signed_up_at",
            "unsubscribed_from_emails",
            "custom_attributes.plan",
            "custom_attributes.team_mates",
        ];
        assert_eq!(fields, want.map(|field| (field, "attribute_signed")));
        assert_eq!(patched["contact"]["email"], "ada@x.y");
    }
    let later = desk
        .login(&device, json!({"user_id":"ada","email":"evil@x.y"}))
        .await
        .ok();
    assert_eq!(later["contact"]["email"], "ada@x.y");
    assert_eq!(
        later["rejected"],
        json!([{"field":"email","code":"attribute_signed"}])
    );
    // What is signed anew may change.
    let again = json!({"user_id":"ada","exp":soon,"email":"new@x.y"});
    let again = desk.login(&device, signed(again)).await.ok();
    assert_eq!(again["contact"]["email"], "new@x.y");
}

#[tokio::test]
async fn a_claim_that_cannot_be_taken_vouches_for_nothing() {
    let desk = Desk::verifying(VerificationMode::On).await;
    let claims = json!({"user_id":"ada","exp":START + 600,"email":7});
    let identity = json!({"jwt":jwt::sign(&desk.workspace.identity_secrets.android, &claims)});
    let session = login_with(&desk, &Device::new(), &identity, json!({"email":"victim@x.y"}))
        .await
        .ok();
    let victim = desk
        .login(&Device::new(), by_email(&desk, "victim@x.y"))
        .await
        .ok();
    assert_ne!(victim["contact"]["id"], session["contact"]["id"]);
}

#[tokio::test]
async fn a_device_has_twenty_tokens_at_most_and_the_newest_are_kept() {
    let desk = Desk::open().await;
    let device = Device::new();
    let mut tokens = Vec::new();
    for _ in 0..21 {
        tokens.push(desk.token(&device, Value::Null).await);
        desk.clock.advance(1);
    }
    let oldest = desk.events(&tokens[0], json!([event("x")])).await;
    assert_eq!(oldest.error(), (401, "unauthorized"));
    for token in &tokens[1..] {
        assert_eq!(
            statuses(&desk.events(token, json!([event("x")])).await),
            ["accepted"]
        );
    }
}
