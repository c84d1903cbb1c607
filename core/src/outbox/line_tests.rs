//! Turns under many threads.

use std::collections::HashSet;
use std::sync::Arc;

use super::*;
use crate::config::Durability;
use crate::observer::OperationKind;
use crate::session::{Person, ledger};
use crate::storage::{open_or_recover, operations};
use uuid::Uuid;

fn line(folder: &tempfile::TempDir, most: u64) -> CommitLine {
    let opened = open_or_recover(&folder.path().join("a.sqlite3"), Durability::Process, 0).unwrap();
    CommitLine::new(Writer::load(opened.conn, most).unwrap())
}

fn log_in(line: &CommitLine) {
    line.exclusive(|writer| ledger::login(writer, Person::Lead, None, 0).map(|_| ()))
        .unwrap();
}

fn operation() -> OperationRow {
    OperationRow {
        kind: OperationKind::Event,
        id: Uuid::now_v7(),
        created_at: 0,
        target: None,
        body: b"{}".to_vec(),
    }
}

#[test]
fn operations_of_many_threads_are_all_stored_once_with_places_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let line = line(&folder, 1_000_000);
    log_in(&line);
    let places: Vec<i64> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..32)
            .map(|_| {
                scope.spawn(|| {
                    (0..50)
                        .map(|_| line.append(operation()).unwrap().seq)
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    let distinct: HashSet<i64> = places.iter().copied().collect();
    assert_eq!(distinct, (1..=1600).collect());
    assert_eq!(
        line.exclusive(|writer| operations::count(writer.conn())).unwrap(),
        1600
    );
}

#[test]
fn a_place_belongs_to_the_operation_that_was_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let line = line(&folder, 1_000_000);
    log_in(&line);
    let told: Vec<(i64, Uuid)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..16)
            .map(|_| {
                scope.spawn(|| {
                    let one = || {
                        let operation = operation();
                        let id = operation.id;
                        (line.append(operation).unwrap().seq, id)
                    };
                    (0..40).map(|_| one()).collect::<Vec<_>>()
                })
            })
            .collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    for (seq, id) in told {
        let row = line
            .exclusive(|w| operations::read(w.conn(), seq, seq + 1, 1))
            .unwrap()
            .remove(0)
            .unwrap();
        assert_eq!(row.row.id, id);
    }
}

#[test]
fn without_a_login_nothing_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let line = line(&folder, 10);
    assert_eq!(line.append(operation()).unwrap_err().code(), "not_logged_in");
    assert_eq!(
        line.exclusive(|writer| operations::count(writer.conn())).unwrap(),
        0
    );
}

#[test]
fn a_full_queue_refuses_the_newest_and_takes_again_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let line = line(&folder, 10);
    log_in(&line);
    let places: Vec<i64> = (0..10).map(|_| line.append(operation()).unwrap().seq).collect();
    let error = line.append(operation()).unwrap_err();
    assert_eq!((error.code(), error.limit()), ("queue_full", Some(10)));
    line.exclusive(|writer| operations::delete(writer.conn(), &places[3..5]))
        .unwrap();
    line.append(operation()).unwrap();
    line.append(operation()).unwrap();
    assert_eq!(line.append(operation()).unwrap_err().code(), "queue_full");
}

#[test]
fn a_panic_inside_a_turn_passes_the_turn_on() {
    let folder = tempfile::tempdir().unwrap();
    let line = Arc::new(line(&folder, 10));
    log_in(&line);
    let other = line.clone();
    let panicked = std::thread::spawn(move || other.exclusive(|_| panic!("a defect"))).join();
    assert!(panicked.is_err());
    line.append(operation()).unwrap();
}
