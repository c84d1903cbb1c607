//! What is kept of packed files, and for how long.

// A test that unwraps fails with the place and the value: that is what it is for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use super::*;

fn stamp(second: u64, length: u64) -> Stamp {
    Stamp {
        modified: SystemTime::UNIX_EPOCH + Duration::from_secs(second),
        length,
    }
}

/// How often something was read.
#[derive(Default)]
struct Reads(AtomicUsize);

impl Reads {
    async fn read(&self) -> ApiResult<Vec<u8>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        tokio::task::yield_now().await;
        Ok(b"long ".repeat(1000))
    }
    fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

#[tokio::test]
async fn a_file_is_packed_once_for_all_who_ask_and_again_when_it_changed() {
    let (packed, reads) = (Packed::default(), Reads::default());
    let ask = |at| packed.of("a".into(), at, || reads.read());
    let (first, second) = tokio::join!(ask(stamp(1, 5000)), ask(stamp(1, 5000)));
    assert_eq!(first.unwrap(), second.unwrap());
    assert!(ask(stamp(1, 5000)).await.unwrap().len() < 200);
    assert_eq!(reads.count(), 1);
    ask(stamp(2, 5000)).await.unwrap();
    ask(stamp(2, 5001)).await.unwrap();
    assert_eq!(reads.count(), 3);
}

#[tokio::test]
async fn a_file_that_could_not_be_read_is_tried_again() {
    let (packed, reads) = (Packed::default(), Reads::default());
    let gone = || async { Err(ApiError::not_found()) };
    assert!(packed.of("a".into(), stamp(1, 1), gone).await.is_err());
    assert!(packed.of("a".into(), stamp(1, 1), || reads.read()).await.is_ok());
}

#[tokio::test]
async fn what_is_kept_is_bounded_and_what_nobody_asks_for_goes_first() {
    let (packed, reads) = (Packed::default(), Reads::default());
    let half = MOST_BYTES / 2;
    for name in ["a", "b", "a", "c"] {
        packed
            .of(name.into(), stamp(1, half), || reads.read())
            .await
            .unwrap();
    }
    assert_eq!(reads.count(), 3, "the second time it was there");
    packed
        .of("a".into(), stamp(1, half), || reads.read())
        .await
        .unwrap();
    assert_eq!(reads.count(), 3, "asked for later than the one that went");
    packed
        .of("b".into(), stamp(1, half), || reads.read())
        .await
        .unwrap();
    assert_eq!(reads.count(), 4, "the one that went");
    for number in 0..2 * MOST_FILES {
        packed
            .of(number.to_string(), stamp(1, 1), || reads.read())
            .await
            .unwrap();
    }
    assert!(packed.0.lock().files.len() <= MOST_FILES);
}
