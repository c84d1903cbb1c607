//! What survives damage.

use super::*;
use crate::observer::OperationKind;
use crate::secret::Secret;
use crate::storage::{OperationRow, SessionRow};
use uuid::Uuid;

/// A database with one session and `count` operations, in one file, and its path.
fn filled(folder: &Path, count: i64) -> PathBuf {
    let path = folder.join("a.sqlite3");
    let conn = open_or_recover(&path, Durability::Process, 0).unwrap().conn;
    let session = SessionRow {
        epoch: 1,
        first_seq: 1,
        state: SessionState::Live,
        user_id: Some("u".into()),
        email: None,
        attributes: None,
        user_hash: None,
        jwt: None,
        device_id: "device".into(),
        device_secret: Secret::new("secret".into()),
        contact_id: Some("contact".into()),
        token: Some(Secret::new("token".into())),
        created_at: 0,
        closing_since: None,
    };
    sessions::put(&conn, &session).unwrap();
    settings::set_number(&conn, settings::CURRENT_EPOCH, Some(1)).unwrap();
    for seq in 1..=count {
        let body = format!("{{\"n\":{seq},\"fill\":\"{}\"}}", "x".repeat(200)).into_bytes();
        let row = OperationRow {
            kind: OperationKind::Event,
            id: Uuid::from_u128(seq as u128),
            created_at: 7,
            target: None,
            body,
        };
        operations::insert(&conn, seq, 1, &row).unwrap();
    }
    truncate_log(&conn).unwrap();
    path
}

fn kept_files(folder: &Path) -> usize {
    let names = fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.contains("damaged")).count()
}

/// Operations that come out, after a recovery where one is needed.
fn come_out(path: &Path) -> Vec<i64> {
    let opened = open_or_recover(path, Durability::Process, 0).unwrap();
    let read = |conn: &Connection| operations::read(conn, 0, i64::MAX, 10_000);
    let rows = match read(&opened.conn) {
        Ok(rows) => rows,
        Err(_) => {
            drop(opened);
            read(&recover(path, Durability::Process, 0).unwrap().conn).unwrap()
        }
    };
    let rows: Vec<_> = rows.into_iter().flatten().collect();
    for row in &rows {
        assert!(
            row.row
                .body
                .starts_with(format!("{{\"n\":{},", row.seq).as_bytes()),
            "a changed body came out"
        );
        assert_eq!(row.epoch, 1);
    }
    rows.iter().map(|row| row.seq).collect()
}

#[test]
fn a_flipped_byte_anywhere_costs_at_most_the_rows_of_its_page_and_never_changes_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path(), 60);
    let whole = fs::read(&path).unwrap();
    let step = 37; // every page and every kind of byte, in a time that tests can afford
    for offset in (0..whole.len()).step_by(step) {
        let mut flipped = whole.clone();
        flipped[offset] ^= 0xff;
        for entry in fs::read_dir(folder.path()).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
        fs::write(&path, &flipped).unwrap();
        let out = come_out(&path);
        // A damaged page of session or settings may hide whose the rows are; then they stay in the kept file.
        let kept = kept_files(folder.path()) > 0;
        assert!(
            out.len() >= 40 || kept,
            "offset {offset}: {} of 60 and nothing kept",
            out.len()
        );
    }
}

#[test]
fn a_damaged_first_page_costs_no_operation() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path(), 60);
    let mut bytes = fs::read(&path).unwrap();
    bytes[..100].fill(0xee);
    fs::write(&path, &bytes).unwrap();
    assert_eq!(come_out(&path), (1..=60).collect::<Vec<_>>());
}

#[test]
fn any_flipped_byte_of_the_header_costs_no_operation_and_leaves_a_database_that_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path(), 10);
    let whole = fs::read(&path).unwrap();
    for offset in 0..100 {
        let mut flipped = whole.clone();
        flipped[offset] ^= 0xff;
        for entry in fs::read_dir(folder.path()).unwrap() {
            fs::remove_file(entry.unwrap().path()).unwrap();
        }
        fs::write(&path, &flipped).unwrap();
        assert_eq!(come_out(&path), (1..=10).collect::<Vec<_>>(), "offset {offset}");
        let conn = open_or_recover(&path, Durability::Process, 0).unwrap().conn;
        settings::set(&conn, settings::JWT, Some("written"))
            .unwrap_or_else(|e| panic!("offset {offset}: {e}"));
    }
}

#[test]
fn a_header_that_claims_a_version_which_the_tables_do_not_is_damage_and_a_real_newer_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path(), 5);
    let whole = fs::read(&path).unwrap();
    for version in [0u32, 2, 0x0100_0001] {
        let mut bytes = whole.clone();
        bytes[60..64].copy_from_slice(&version.to_be_bytes());
        fs::write(&path, &bytes).unwrap();
        assert_eq!(come_out(&path), [1, 2, 3, 4, 5], "version {version}");
    }
    let newer = folder.path().join("newer.sqlite3");
    fs::write(&newer, &whole).unwrap();
    let conn = Connection::open(&newer).unwrap();
    conn.execute_batch("update settings set value = '9' where name = 'schema'; pragma user_version = 9;")
        .unwrap();
    truncate_log(&conn).unwrap();
    drop(conn);
    let before = fs::read(&newer).unwrap();
    let refused = open_or_recover(&newer, Durability::Process, 0);
    assert!(matches!(refused, Err(StoreError::NewerSchema)));
    assert_eq!(fs::read(&newer).unwrap(), before);
}

#[test]
fn an_empty_or_lost_main_file_beside_its_log_gives_the_rows_of_the_log() {
    for lost in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let path = filled(folder.path(), 0);
        let conn = open_connection(&path, Durability::Process).unwrap();
        for seq in 1..=20 {
            let body = format!("{{\"n\":{seq},}}").into_bytes();
            let row = OperationRow {
                kind: OperationKind::Event,
                id: Uuid::from_u128(7),
                created_at: 7,
                target: None,
                body,
            };
            operations::insert(&conn, seq, 1, &row).unwrap();
        }
        // As after a kill: the log stays, because nobody closed the database.
        let log = fs::read(beside(&path, "-wal")).unwrap();
        drop(conn);
        fs::write(beside(&path, "-wal"), log).unwrap();
        if lost {
            fs::remove_file(&path).unwrap()
        } else {
            fs::write(&path, b"").unwrap()
        }
        open_or_recover(&path, Durability::Process, 0).unwrap();
        assert!(kept_files(folder.path()) > 0, "the log was thrown away");
    }
}

#[test]
fn a_recovery_that_was_killed_is_finished_or_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = filled(folder.path(), 5);
    // Killed while it filled the fresh one: the damaged one is still in place.
    fs::write(beside(&path, ".new"), b"half").unwrap();
    assert_eq!(come_out(&path), [1, 2, 3, 4, 5]);
    assert!(!beside(&path, ".new").exists());
    // Killed between the two renames: the fresh one is whole.
    fs::rename(&path, beside(&path, ".new")).unwrap();
    assert_eq!(come_out(&path), [1, 2, 3, 4, 5]);
}
