//! The file: whose it is, damage, and what is left of it.

use super::super::{Shelf, wipe};
use super::*;
use rusqlite::Connection;
use std::io::{Seek, SeekFrom, Write};

/// A cache of `owner` that holds one conversation, closed again.
fn written(owner: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = file_in(&folder);
    let cache = Cache::open(&path, owner, BOUND).unwrap();
    cache
        .put_conversation(&conversation("42", 1..=3, None), None)
        .unwrap();
    cache.set_draft("42", "CANARY-draft").unwrap();
    (folder, path)
}

fn holds(folder: &TempDir, canary: &str) -> bool {
    std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| std::fs::read(entry.unwrap().path()).unwrap())
        .any(|bytes| {
            bytes
                .windows(canary.len())
                .any(|window| window == canary.as_bytes())
        })
}

#[test]
fn the_owner_finds_everything_again_and_anyone_else_nothing() {
    let (folder, path) = written("device-a");
    let again = Cache::open(&path, "device-a", BOUND).unwrap();
    assert_eq!(again.draft("42").unwrap().as_deref(), Some("CANARY-draft"));
    drop(again);
    let other = Cache::open(&path, "device-b", BOUND).unwrap();
    assert_eq!(other.conversations(10, None).unwrap().unwrap().data, []);
    assert_eq!(other.draft("42").unwrap(), None);
    assert!(!holds(&folder, "CANARY-draft"));
    drop(other);
    let back = Cache::open(&path, "device-a", BOUND).unwrap();
    assert_eq!(back.draft("42").unwrap(), None);
}

#[test]
fn another_version_begins_anew() {
    let (_folder, path) = written("device-a");
    Connection::open(&path)
        .unwrap()
        .execute_batch("pragma user_version=99")
        .unwrap();
    let cache = Cache::open(&path, "device-a", BOUND).unwrap();
    assert_eq!(cache.draft("42").unwrap(), None);
}

#[test]
fn a_file_that_is_no_database_is_replaced() {
    for bytes in [&b""[..], b"not a database at all, only text", &[0; 8192]] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(file_in(&folder), bytes).unwrap();
        let cache = Cache::open(&file_in(&folder), "device-a", BOUND).unwrap();
        cache
            .put_conversation(&conversation("42", 1..=3, None), None)
            .unwrap();
        assert!(cache.conversation("42", None).unwrap().is_some());
    }
}

#[test]
fn whichever_page_is_damaged_the_shelf_works_again_after_one_use() {
    let (_kept, original) = written("device-a");
    let pages = std::fs::metadata(&original).unwrap().len() / 4096;
    assert!(pages > 10);
    for page in 0..pages {
        let folder = tempfile::tempdir().unwrap();
        let path = file_in(&folder);
        std::fs::copy(&original, &path).unwrap();
        let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
        file.seek(SeekFrom::Start(page * 4096)).unwrap();
        file.write_all(&[0xA5; 4096]).unwrap();
        drop(file);
        let shelf = Shelf::new(path, BOUND);
        // The first use may meet the damage, with whatever it touches; a later one never does.
        for _use in 0..4 {
            let _met = shelf.with("device-a", |cache| {
                cache.conversation("42", None)?;
                cache.search("words", &[], 20)?;
                cache.put_article(&article("1", "en", "Words", "words"), "en", None)?;
                cache.put_conversation(&conversation("43", 1..=60, None), None)?;
                cache.put_document("settings", "", "x", None)?;
                cache.set_draft("44", "text")
            });
        }
        let found = shelf.with("device-a", |cache| {
            cache.put_conversation(&conversation("44", 1..=3, None), None)?;
            cache.set_draft("44", "text")?;
            Ok((
                cache.conversation("44", None)?.is_some(),
                cache.search("words", &[], 20)?.len(),
            ))
        });
        assert_eq!(found.map(|(there, _)| there), Some(true), "page {page}");
    }
}

#[test]
fn wiping_leaves_no_file() {
    let (folder, path) = written("device-a");
    let shelf = Shelf::new(path.clone(), BOUND);
    assert_eq!(
        shelf
            .with("device-a", |cache| cache.draft("42"))
            .flatten()
            .as_deref(),
        Some("CANARY-draft")
    );
    assert!(
        std::fs::read_dir(folder.path()).unwrap().count() > 1,
        "a log lies beside the file"
    );
    shelf.wipe().unwrap();
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    wipe(&path).unwrap();
    // And the shelf is usable by whoever comes next.
    assert_eq!(shelf.with("device-b", |cache| cache.draft("42")), Some(None));
}

#[test]
fn what_a_person_wrote_and_removed_is_in_no_file() {
    let (folder, path) = written("device-a");
    let cache = Cache::open(&path, "device-a", BOUND).unwrap();
    let mut said = conversation("43", 1..=2, None);
    said.parts[1].body_text = Some("CANARY-part".to_owned());
    cache.put_conversation(&said, None).unwrap();
    cache
        .put_conversation(&conversation("43", 1..=2, None), None)
        .unwrap();
    cache.set_draft("42", "").unwrap();
    drop(cache);
    assert!(!holds(&folder, "CANARY-draft"));
    assert!(!holds(&folder, "CANARY-part"));
}

#[test]
fn a_shelf_without_a_place_answers_nothing_and_ends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(folder.path().join("missing").join("x.sqlite3"), BOUND);
    assert_eq!(shelf.with("device-a", |cache| cache.draft("42")), None);
}

#[test]
fn the_cache_of_the_shelf_is_that_of_who_asks() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::new(file_in(&folder), BOUND);
    shelf
        .with("device-a", |cache| cache.set_draft("42", "of a"))
        .unwrap();
    assert_eq!(shelf.with("device-b", |cache| cache.draft("42")), Some(None));
    assert_eq!(shelf.with("device-a", |cache| cache.draft("42")), Some(None));
}

#[test]
fn opening_reads_no_conversation() {
    let folder = tempfile::tempdir().unwrap();
    let path = file_in(&folder);
    let cache = Cache::open(&path, "device-a", BOUND).unwrap();
    let many: Vec<_> = (0..1_000).map(|n| summary(&n.to_string(), n)).collect();
    cache.put_conversations(&many).unwrap();
    drop(cache);
    // Rows that cannot be read do not hinder, because they are not read.
    let conn = Connection::open(&path).unwrap();
    conn.execute("update conversations set summary = 'rubbish'", [])
        .unwrap();
    drop(conn);
    let cache = Cache::open(&path, "device-a", BOUND).unwrap();
    assert_eq!(cache.conversations(20, None).unwrap().unwrap().data, []);
}
