//! Who may become whom: logins that would move one person's history to another, or shut a person out.

use frontdesk_server::{DataLocation, ServerConfig};
use serde_json::{Value, json};

use crate::desk::{Desk, Device, event, no_rates};

#[tokio::test]
async fn a_contact_with_an_external_id_is_nobody_elses_whatever_its_role() {
    let desk = Desk::open().await;
    desk.login(&Device::new(), json!({"user_id":"known"})).await.ok();
    let made = json!({"role":"lead","external_id":"u1"});
    let made = desk.operator("POST", "/contacts", made).await.ok();
    let device = Device::new();
    let first = desk.login(&device, json!({"user_id":"u1"})).await.ok();
    assert_eq!(first["contact"]["id"], made["id"]);
    assert_eq!(first["contact"]["role"], "user", "who logged in is a user");

    // An operator may still call a user a lead while its device is logged in.
    let path = format!("/contacts/{}", made["id"].as_str().unwrap());
    desk.operator("PUT", &path, json!({"role":"lead"})).await.ok();
    for other in [
        json!({"user_id":"unknown"}),
        json!({"user_id":"known"}),
        Value::Null,
    ] {
        let answer = desk.login(&device, other.clone()).await;
        assert_eq!(answer.error(), (409, "identity_conflict"), "{other}");
    }
    let found = desk.get("/contacts/find_by_external_id/u1").await.ok();
    assert_eq!(found["id"], made["id"]);
}

#[tokio::test]
async fn a_lead_with_an_external_id_has_to_be_proven_like_a_user() {
    let desk = Desk::open().await;
    let device = Device::new();
    let session = desk.login(&device, json!({"user_id":"u1"})).await.ok();
    let path = format!("/contacts/{}", session["contact"]["id"].as_str().unwrap());
    desk.operator("PUT", &path, json!({"role":"lead"})).await.ok();
    desk.operator("PUT", "/x/identity_verification/android", json!({"mode":"on"}))
        .await
        .ok();
    let token = session["token"].as_str().unwrap();
    let refused = desk.events(token, json!([event("x")])).await;
    assert_eq!(refused.error(), (401, "identity_verification_required"));
}

#[tokio::test]
async fn a_refused_login_of_a_blocked_contact_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let config = ServerConfig {
        data: DataLocation::Dir(folder.path().to_owned()),
        ..ServerConfig::default().with_limits(no_rates())
    };
    let desk = Desk::with(config).await;
    let set_blocked = |id: &Value, blocked: bool| {
        let file = folder.path().join("frontdesk-server.sqlite3");
        let database = rusqlite::Connection::open(file).unwrap();
        let change = "update contacts set blocked = ?2 where id = ?1";
        let changed = database.execute(change, (id.as_str().unwrap(), blocked)).unwrap();
        assert_eq!(changed, 1);
    };
    let user = desk.login(&Device::new(), json!({"user_id":"ada"})).await.ok();
    let user = &user["contact"]["id"];
    let device = Device::new();
    let lead = desk.login(&device, Value::Null).await.ok();
    let token = lead["token"].as_str().unwrap();
    let lead = &lead["contact"]["id"];
    desk.events(token, json!([event("of the lead")])).await.ok();

    for blocked in [user, lead] {
        set_blocked(blocked, true);
        let refused = desk.login(&device, json!({"user_id":"ada"})).await;
        assert_eq!(refused.error(), (403, "contact_blocked"));
        set_blocked(blocked, false);
        assert_eq!(
            desk.event_names("ada").await,
            [] as [&str; 0],
            "nothing was merged"
        );
        let again = desk.login(&device, Value::Null).await.ok();
        assert_eq!(&again["contact"]["id"], lead, "the device is still the lead's");
    }
    desk.stop().await;
}
