//! The store on disk: who can read its files, and that it can always be closed.

// A test that unwraps fails with the place and the value: that is what it is for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;
use std::time::Duration;

use frontdesk_server::store::sqlite::{FILE_NAME, SqliteStore};
use frontdesk_server::store::{ConversationStore, Store, Viewer, Visit};
use futures_util::FutureExt;

#[cfg(unix)]
#[tokio::test]
async fn the_database_is_its_owners_alone_in_a_folder_that_everybody_can_read() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let store = SqliteStore::open(dir.path()).unwrap();
    store.check().await.unwrap();
    let mut files = 0;
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let entry = entry.unwrap();
        let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{:?}", entry.file_name());
        files += 1;
    }
    assert_eq!(files, 3, "the database and its two journals");
    store.close().await;
}

#[tokio::test]
async fn closing_waits_for_no_caller_that_has_stopped_asking() {
    let dir = tempfile::tempdir().unwrap();
    let store = Arc::new(SqliteStore::open(dir.path()).unwrap());
    let asking = store.clone();
    let mut asked = Box::pin(async move { asking.close_session([1; 32], 0).await });
    // Asked once, and then never again: like a task of a runtime whose only thread is closing.
    let _ = asked.as_mut().now_or_never();
    let (done, closed) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let _ = store.close().now_or_never();
        done.send(()).unwrap();
    });
    assert!(closed.recv_timeout(Duration::from_secs(60)).is_ok());
    drop(asked);
}

#[tokio::test]
async fn a_database_of_the_first_schema_is_brought_up_to_date_with_everything_in_it() {
    let dir = tempfile::tempdir().unwrap();
    {
        let old = rusqlite::Connection::open(dir.path().join(FILE_NAME)).unwrap();
        old.execute_batch(include_str!("../migrations/0001_spine.sql"))
            .unwrap();
        old.execute_batch(
            "insert into workspaces (app_id, name, created_at) values ('app', 'Old', 7);
             insert into contacts (id, app_id, role, created_at, updated_at) values ('c', 'app', 'lead', 7, 7);
             pragma user_version = 1;",
        )
        .unwrap();
    }
    let store = SqliteStore::open(dir.path()).unwrap();
    let admins = store.admins("app").await.unwrap();
    assert_eq!((admins.len(), admins[0].name.as_str()), (1, "Operator"));
    let viewer = Viewer {
        app_id: "app".to_owned(),
        contact_id: "c".to_owned(),
        since: None,
    };
    let presence = store
        .presence(Visit {
            viewer,
            page: None,
            style: None,
            now: 100,
        })
        .await
        .unwrap();
    assert_eq!((presence.seq, presence.workspace_name.as_str()), (0, "Old"));
    store.close().await;
}
