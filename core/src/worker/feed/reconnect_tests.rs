//! The waits and the ways of the feed, with the highest draws and with many seeds.

use super::*;
use crate::retry::SeededRandomness;

const S: fn(u64) -> Duration = Duration::from_secs;

struct Highest;

impl Randomness for Highest {
    fn below(&mut self, bound: u64) -> u64 {
        bound.saturating_sub(1)
    }
}

fn highest() -> Reconnect {
    Reconnect::new(&PolicyConfig::default(), Box::new(Highest))
}

const BROKEN: End = End::Broken { after: None };

#[test]
fn waits_grow_from_a_second_to_a_minute_and_are_drawn_from_the_whole_range() {
    let mut feed = highest();
    for ceiling in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
        feed.ended(S(100), BROKEN);
        assert_eq!(feed.not_before(), S(100 + ceiling));
    }
    let waits: Vec<Duration> = (0..500)
        .map(|seed| {
            let mut feed = Reconnect::new(&PolicyConfig::default(), Box::new(SeededRandomness::new(seed)));
            feed.ended(S(0), BROKEN);
            feed.not_before()
        })
        .collect();
    assert!(waits.iter().all(|wait| *wait <= S(1)));
    let early = waits.iter().filter(|wait| **wait < S(1) / 2).count();
    assert!((200..300).contains(&early), "{early} of 500 in the first half");
}

#[test]
fn a_sign_of_life_makes_waits_small_again() {
    let mut feed = highest();
    for _ in 0..5 {
        feed.ended(S(0), BROKEN);
    }
    feed.works();
    feed.ended(S(0), BROKEN);
    assert_eq!(feed.not_before(), S(1));
}

#[test]
fn hurry_ends_an_own_wait_and_never_the_servers() {
    let mut feed = highest();
    feed.ended(S(10), BROKEN);
    feed.hurry();
    assert_eq!(feed.not_before(), S(10), "now");
    feed.ended(S(10), End::Broken { after: Some(S(30)) });
    assert_eq!(feed.not_before(), S(10 + 30 + 2));
    feed.hurry();
    assert_eq!(feed.not_before(), S(40));
    feed.ended(S(40), End::Paused { recheck: S(3600) });
    feed.hurry();
    assert_eq!(feed.not_before(), S(40));
}

#[test]
fn a_wish_for_centuries_is_clamped_to_a_day() {
    let mut feed = highest();
    let after = Some(S(1_000_000_000_000));
    feed.ended(S(0), End::Broken { after });
    assert_eq!(feed.not_before(), S(24 * 3600 + 1));
}

#[test]
fn the_streams_own_wish_is_kept_when_it_ends() {
    let mut feed = highest();
    feed.works();
    feed.wish(S(4));
    feed.ended(S(0), End::Ended);
    assert_eq!(feed.not_before(), S(4));
    feed.wish(S(1_000_000));
    feed.ended(S(0), End::Ended);
    assert_eq!(feed.not_before(), S(300));
}

#[test]
fn a_stream_whose_bytes_are_held_back_makes_place_for_long_polls_at_once() {
    let mut feed = highest();
    feed.ended(S(7), End::Held);
    assert_eq!((feed.way(), feed.not_before()), (Way::LongPoll, S(7)));
    feed.ended(S(8), BROKEN);
    feed.works();
    assert_eq!(feed.way(), Way::LongPoll, "for the rest of the session");
    feed.forget();
    assert_eq!(feed.way(), Way::Stream, "another user");
}

#[test]
fn two_streams_in_a_row_without_a_heartbeat_make_place_for_long_polls() {
    let mut feed = highest();
    feed.ended(S(0), End::Stalled);
    assert_eq!(feed.way(), Way::Stream);
    feed.works();
    feed.ended(S(0), End::Stalled);
    assert_eq!(feed.way(), Way::Stream, "not in a row");
    feed.ended(S(0), End::Stalled);
    assert_eq!(feed.way(), Way::LongPoll);
}

#[test]
fn a_network_that_breaks_connections_is_no_reason_for_long_polls() {
    let mut feed = highest();
    for _ in 0..20 {
        feed.ended(S(0), BROKEN);
    }
    assert_eq!(feed.way(), Way::Stream);
}

#[test]
fn long_polls_follow_each_other_without_a_wait() {
    let mut feed = highest();
    feed.ended(S(3), End::Polled);
    assert_eq!(feed.not_before(), S(3));
}
