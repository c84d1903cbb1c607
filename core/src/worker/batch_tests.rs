//! Composition of requests and isolation of an offender.

use super::*;
use crate::storage::OperationRow;
use uuid::Uuid;

fn row(seq: i64, kind: OperationKind) -> StoredOperation {
    let body = format!("{{\"n\":{seq}}}").into_bytes();
    StoredOperation {
        seq,
        epoch: 1,
        row: OperationRow {
            kind,
            id: Uuid::from_u128(seq as u128),
            created_at: 0,
            target: None,
            body,
        },
    }
}

fn events(seqs: std::ops::Range<i64>) -> Vec<StoredOperation> {
    seqs.map(|seq| row(seq, OperationKind::Event)).collect()
}

#[test]
fn consecutive_events_share_a_request_and_an_update_travels_alone() {
    let mut rows = events(1..4);
    rows.push(row(4, OperationKind::UserUpdate));
    rows.push(row(5, OperationKind::UserUpdate));
    let first = Batch::compose(rows.clone(), 500, 10_000).unwrap();
    assert_eq!(first.body, br#"{"events":[{"n":1},{"n":2},{"n":3}]}"#);
    let second = Batch::compose(rows[3..].to_vec(), 500, 10_000).unwrap();
    assert_eq!(
        (second.operations.len(), second.body.as_slice()),
        (1, br#"{"n":4}"#.as_slice())
    );
}

#[test]
fn a_request_never_exceeds_its_limits_unless_one_operation_alone_does() {
    let batch = Batch::compose(events(1..100), 500, 40).unwrap();
    assert!(batch.body.len() <= 42, "{}", batch.body.len());
    assert_eq!(
        Batch::compose(events(1..100), 7, 10_000)
            .unwrap()
            .operations
            .len(),
        7
    );
    assert_eq!(Batch::compose(events(1..100), 7, 1).unwrap().operations.len(), 1);
}

#[test]
fn a_repeated_request_is_byte_equal_although_more_was_stored_meanwhile() {
    let mut segments = Segments::new(&Limits::default());
    let first = segments.compose(events(1..4)).unwrap();
    segments.repeat(&first);
    segments.repeat(&first);
    let again = segments.compose(events(1..9)).unwrap();
    assert_eq!(again.body, first.body);
    segments.done(&again, true);
    assert_eq!(segments.compose(events(4..9)).unwrap().operations.len(), 5);
}

/// Plays a server that refuses any batch with an event of `poison`; gives the requests it took and what was
/// set aside.
fn drain(count: i64, poison: &[i64]) -> (usize, Vec<i64>) {
    let limits = Limits::default();
    let mut segments = Segments::new(&limits);
    let mut left = events(1..count + 1);
    let (mut requests, mut aside) = (0, Vec::new());
    while !left.is_empty() {
        let rows = left.iter().take(segments.most_items()).cloned().collect();
        let batch = segments.compose(rows).unwrap();
        requests += 1;
        assert!(requests < 10_000, "no end");
        let refused = batch.operations.iter().any(|o| poison.contains(&o.seq));
        if refused && batch.operations.len() > 1 {
            segments.refused(&batch, SplitBy::Items);
            continue;
        }
        segments.done(&batch, !refused);
        if refused {
            aside.push(batch.last_seq());
        }
        left.retain(|row| !batch.operations.iter().any(|sent| sent.seq == row.seq));
    }
    (requests, aside)
}

#[test]
fn one_offender_among_a_thousand_is_isolated_within_the_promised_requests() {
    let bound = (2.0 * 1000f64.log2() + 2.0) as usize;
    for poison in 1..=1000 {
        let (requests, aside) = drain(1000, &[poison]);
        assert_eq!(aside, [poison]);
        assert!(
            requests <= bound,
            "offender {poison}: {requests} requests, promised {bound}"
        );
    }
}

#[test]
fn several_offenders_are_all_isolated_and_nothing_else_is() {
    let poison = [1, 2, 250, 251, 499, 500, 501, 1000];
    assert_eq!(drain(1000, &poison).1, poison);
}
