//! What every store must do, run for each of them.
//!
//! The suite is one function over `&dyn Store`; an engine joins by adding a line to [`stores`].

// A test that unwraps fails with the place and the value: that is what it is for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod people;
mod presenting;

use std::sync::Arc;

use frontdesk_server::domain::attributes::{ContactPatch, Rejected};
use frontdesk_server::json::Json;
use frontdesk_server::store::sqlite::SqliteStore;
use frontdesk_server::store::*;
use frontdesk_server::{Secret, VerificationMode};

const APP: &str = "app";
const NOW: i64 = 1_700_000_000;

/// Every engine, freshly made. The folder lives as long as its store.
fn stores() -> Vec<(&'static str, Arc<dyn Store>, Option<tempfile::TempDir>)> {
    let dir = tempfile::tempdir().unwrap();
    let on_disk = SqliteStore::open(dir.path()).unwrap();
    vec![
        (
            "sqlite in memory",
            Arc::new(SqliteStore::in_memory().unwrap()),
            None,
        ),
        ("sqlite on disk", Arc::new(on_disk), Some(dir)),
    ]
}

async fn each(run: impl AsyncFn(&dyn Store)) {
    for (name, store, _dir) in stores() {
        eprintln!("store: {name}");
        store.create_workspace(workspace(APP, None)).await.unwrap();
        run(&*store).await;
        store.close().await;
        assert!(
            store.check().await.is_err(),
            "{name}: a closed store answers nothing"
        );
    }
}

fn workspace(app_id: &str, dev_seed: Option<[u8; 32]>) -> NewWorkspace {
    let platform = NewPlatform {
        platform: Platform::Ios,
        key: format!("ios-{app_id}"),
        identity_secret: Secret::new("s1"),
    };
    NewWorkspace {
        app_id: app_id.to_owned(),
        name: "Test".to_owned(),
        dev_seed,
        operator_token_hash: [app_id.len() as u8; 32],
        platforms: vec![platform],
        verification: VerificationMode::Off,
        now: NOW,
    }
}

fn login(device: &str, user_id: Option<&str>, token: u8) -> OpenSession {
    OpenSession {
        app_id: APP.to_owned(),
        device: DeviceInfo {
            id: device.to_owned(),
            secret_hash: [1; 32],
            platform: Platform::Ios,
            model: None,
            os: None,
            app_version: None,
            locale: None,
            timezone: None,
        },
        identity: user_id.map(|id| Identity {
            user_id: Some(id.to_owned()),
            email: None,
        }),
        verified: false,
        email_proven: false,
        patch: ContactPatch::default(),
        new_contact_id: format!("{device:0>22}{token:02}"),
        token_hash: [token; 32],
        expires_at: NOW + 100,
        now: NOW,
    }
}

async fn open(store: &dyn Store, login: OpenSession) -> (Contact, bool) {
    match store.open_session(login).await.unwrap() {
        SessionOutcome::Opened { contact, merged, .. } => (*contact, merged),
        other => panic!("{other:?}"),
    }
}

fn batch(contact: &str, ids: &[&str]) -> IngestEvents {
    let events = ids
        .iter()
        .map(|id| NewEvent {
            id: (*id).to_owned(),
            name: "n".to_owned(),
            created_at: NOW,
            metadata: None,
        })
        .collect();
    IngestEvents {
        app_id: APP.to_owned(),
        contact_id: contact.to_owned(),
        events,
        max_names: 120,
        now: NOW,
    }
}

#[tokio::test]
async fn one_development_workspace_keeps_its_seed() {
    each(async |store| {
        assert_eq!(store.dev_seed().await.unwrap(), None);
        assert_eq!(
            store
                .create_workspace(workspace("dev1", Some([7; 32])))
                .await
                .unwrap(),
            Some([7; 32])
        );
        assert_eq!(
            store
                .create_workspace(workspace("dev22", Some([8; 32])))
                .await
                .unwrap(),
            Some([7; 32])
        );
        assert_eq!(store.workspaces().await.unwrap().len(), 2);
        let key = store.app_key("dev1", "ios-dev1").await.unwrap().unwrap();
        assert_eq!((key.platform, key.enabled), (Some(Platform::Ios), true));
        assert_eq!(
            store.app_key("dev1", "ios-app").await.unwrap().unwrap().platform,
            None
        );
        assert!(store.app_key("dev22", "x").await.unwrap().is_none());
        assert_eq!(store.operator([3; 32]).await.unwrap().unwrap().app_id, APP);
        assert!(store.operator([9; 32]).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_platform_that_was_never_set_verifies() {
    each(async |store| {
        let modes: Vec<_> = store
            .verification(APP)
            .await
            .unwrap()
            .iter()
            .map(|one| one.mode)
            .collect();
        assert_eq!(
            modes,
            [VerificationMode::Off, VerificationMode::On, VerificationMode::On]
        );
    })
    .await;
}

#[tokio::test]
async fn a_merge_moves_everything_and_leaves_no_copy() {
    each(async |store| {
        let (user, _) = open(store, login("d1", Some("ada"), 1)).await;
        store.ingest_events(batch(&user.id, &["shared"])).await.unwrap();
        let (lead, _) = open(store, login("d2", None, 2)).await;
        store
            .ingest_events(batch(&lead.id, &["own", "shared"]))
            .await
            .unwrap();
        let (merged, did) = open(store, login("d2", Some("ada"), 3)).await;
        assert!(did && merged.id == user.id);

        // The old token, the old id and the user's own all name the same contact now.
        assert_eq!(store.session([2; 32]).await.unwrap().unwrap().contact_id, user.id);
        let outcomes = store
            .ingest_events(batch(&lead.id, &["own", "shared", "new"]))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(
            outcomes,
            [
                EventOutcome::Duplicate,
                EventOutcome::Duplicate,
                EventOutcome::Accepted
            ]
        );
        let listed = ListEvents {
            contact_id: user.id.clone(),
            before: None,
            since: 0,
            limit: 10,
        };
        let ids: Vec<_> = store
            .events(listed)
            .await
            .unwrap()
            .items
            .into_iter()
            .map(|event| event.id)
            .collect();
        assert_eq!(ids, ["new", "own", "shared"]);
        let gone = store
            .contact(APP, ContactKey::Id(lead.id.clone()))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(gone.id, user.id);
    })
    .await;
}

#[tokio::test]
async fn what_was_merged_into_a_contact_is_found_without_reading_all_contacts() {
    let dir = tempfile::tempdir().unwrap();
    SqliteStore::open(dir.path()).unwrap().close().await;
    let database = rusqlite::Connection::open(dir.path().join("frontdesk-server.sqlite3")).unwrap();
    let asked = "explain query plan update contacts set merged_into = ?1 where merged_into = ?2";
    let plan: String = database
        .query_row(asked, ["a", "b"], |row| row.get("detail"))
        .unwrap();
    assert!(plan.contains("contacts_merged"), "{plan}");
}

#[tokio::test]
async fn concurrent_copies_of_an_event_are_stored_once() {
    for (name, store, _dir) in stores() {
        store.create_workspace(workspace(APP, None)).await.unwrap();
        let (user, _) = open(&*store, login("d1", Some("ada"), 1)).await;
        let tasks: Vec<_> = (0..200)
            .map(|_| {
                let (store, id) = (store.clone(), user.id.clone());
                tokio::spawn(
                    async move { store.ingest_events(batch(&id, &["once"])).await.unwrap().unwrap()[0] },
                )
            })
            .collect();
        let mut accepted = 0;
        for task in tasks {
            accepted += usize::from(task.await.unwrap() == EventOutcome::Accepted);
        }
        assert_eq!(accepted, 1, "{name}");
    }
}

#[tokio::test]
async fn an_unknown_contact_has_no_events() {
    each(async |store| {
        assert!(
            store
                .ingest_events(batch("nobody", &["a"]))
                .await
                .unwrap()
                .is_none()
        );
        let other = IngestEvents {
            app_id: "other".to_owned(),
            ..batch("nobody", &["a"])
        };
        assert!(store.ingest_events(other).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_failed_change_leaves_nothing_and_takes_nobody_with_it() {
    each(async |store| {
        let (user, _) = open(store, login("d1", Some("ada"), 1)).await;
        // The same token twice is refused by the store; the device it came with must not be there.
        let twice = login("d2", Some("bob"), 1);
        let (failed, stored) = tokio::join!(
            store.open_session(twice),
            store.ingest_events(batch(&user.id, &["beside"]))
        );
        assert!(failed.is_err());
        assert_eq!(stored.unwrap().unwrap(), [EventOutcome::Accepted]);
        assert!(
            store
                .contact(APP, ContactKey::ExternalId("bob".to_owned()))
                .await
                .unwrap()
                .is_none()
        );
    })
    .await;
}

#[tokio::test]
async fn an_operation_is_applied_once_and_forgotten_after_the_purge() {
    each(async |store| {
        let (user, _) = open(store, login("d1", Some("ada"), 1)).await;
        let update = |name: &str, hash: u8| UpdateContact {
            app_id: APP.to_owned(),
            contact_id: user.id.clone(),
            operation_id: "op".to_owned(),
            body_hash: [hash; 32],
            patch: ContactPatch {
                name: Some(Some(name.to_owned())),
                custom_attributes: vec![("nope".to_owned(), Json::Null)],
                ..ContactPatch::default()
            },
            signed_fields: Vec::new(),
            must_prove: false,
            may_change_companies: true,
            now: NOW,
        };
        let want = [Rejected::new("custom_attributes.nope", "attribute_not_found")];
        let first = store.update_contact(update("Ada", 1)).await.unwrap();
        assert!(matches!(first, UpdateOutcome::Applied { rejected, .. } if rejected == want));
        let again = store.update_contact(update("Ada", 1)).await.unwrap();
        assert!(matches!(again, UpdateOutcome::Duplicate { rejected, .. } if rejected == want));
        assert!(matches!(
            store.update_contact(update("Eve", 2)).await.unwrap(),
            UpdateOutcome::IdReused
        ));
        assert_eq!(store.purge(NOW).await.unwrap(), Purged::default());
        assert_eq!(
            store.purge(NOW + 101).await.unwrap(),
            Purged {
                operations: 1,
                sessions: 1
            }
        );
        assert!(matches!(
            store.update_contact(update("Eve", 2)).await.unwrap(),
            UpdateOutcome::Applied { .. }
        ));
    })
    .await;
}

#[tokio::test]
async fn content_is_replaced_unless_only_new_is_wanted() {
    each(async |store| {
        let content = |title: &str| Content {
            kind: "article".to_owned(),
            id: "1".to_owned(),
            title: title.to_owned(),
            status: "live".to_owned(),
            body: "{}".to_owned(),
            targeting: "{}".to_owned(),
            created_at: NOW,
            updated_at: NOW,
            ..Content::default()
        };
        for (title, only_new, want) in [("a", true, "a"), ("b", true, "a"), ("c", false, "c")] {
            store.put_content(APP, content(title), only_new).await.unwrap();
            assert_eq!(
                store.content(APP, "article", "1").await.unwrap().unwrap().title,
                want
            );
        }
        assert_eq!(store.contents(APP).await.unwrap().len(), 1);
        assert!(store.content("other", "article", "1").await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn a_session_that_is_closed_ends_its_device_and_no_other() {
    each(async |store| {
        open(store, login("d1", None, 1)).await;
        open(store, login("d1", Some("ada"), 2)).await;
        open(store, login("d2", Some("ada"), 3)).await;
        store.close_session([2; 32], NOW).await.unwrap();
        store.close_session([9; 32], NOW).await.unwrap();
        for (token, revoked) in [(1, true), (2, true), (3, false)] {
            assert_eq!(
                store.session([token; 32]).await.unwrap().unwrap().revoked,
                revoked,
                "{token}"
            );
        }
        assert!(store.session([9; 32]).await.unwrap().is_none());
        let (next, merged) = open(store, login("d1", Some("bob"), 4)).await;
        assert_eq!((next.external_id.as_deref(), merged), (Some("bob"), false));
    })
    .await;
}
