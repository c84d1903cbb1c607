//! What the waits promise, with randomness and time under the test's hand.

use super::*;
use crate::retry::randomness::SeededRandomness;

/// Draws the largest or the smallest number every time.
struct Extreme {
    highest: bool,
}

impl Randomness for Extreme {
    fn below(&mut self, bound: u64) -> u64 {
        if self.highest { bound.saturating_sub(1) } else { 0 }
    }
}

fn highest() -> Box<dyn Randomness> {
    Box::new(Extreme { highest: true })
}

fn lowest() -> Box<dyn Randomness> {
    Box::new(Extreme { highest: false })
}

fn unlimited() -> PolicyConfig {
    PolicyConfig {
        budget_tokens: u32::MAX,
        budget_refill: Duration::ZERO,
        ..PolicyConfig::default()
    }
}

#[test]
fn ceilings_double_from_half_a_second_to_five_minutes_and_stay_there() {
    let mut policy = Policy::upload(&unlimited(), highest());
    let waits: Vec<u128> = (0..13)
        .map(|_| policy.next_delay(Duration::ZERO, None).as_millis())
        .collect();
    assert_eq!(
        waits,
        [
            500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000,
            300_000
        ]
    );
    assert_eq!(policy.attempts(), 13);
}

#[test]
fn the_jitter_uses_the_whole_range_below_the_ceiling() {
    let mut policy = Policy::upload(&unlimited(), Box::new(SeededRandomness::new(3)));
    let mut shortest = Duration::MAX;
    let mut longest = Duration::ZERO;
    for _ in 0..2_000 {
        policy.succeeded();
        let wait = policy.next_delay(Duration::ZERO, None);
        shortest = shortest.min(wait);
        longest = longest.max(wait);
    }
    assert!(shortest < Duration::from_millis(5), "{shortest:?}");
    assert!(
        longest > Duration::from_millis(495) && longest <= Duration::from_millis(500),
        "{longest:?}"
    );
}

#[test]
fn retry_after_is_the_earliest_moment_and_is_clamped_to_a_day() {
    let day = limits::MAX_RETRY_AFTER;
    let mut soonest = Policy::upload(&unlimited(), lowest());
    assert_eq!(
        soonest.next_delay(Duration::ZERO, Some(Duration::from_secs(90))),
        Duration::from_secs(90)
    );
    assert_eq!(soonest.next_delay(Duration::ZERO, Some(Duration::MAX)), day);
    let mut latest = Policy::upload(&unlimited(), highest());
    let wait = latest.next_delay(Duration::ZERO, Some(Duration::from_secs(90)));
    assert_eq!(wait, Duration::from_millis(90_500));
}

#[test]
fn a_success_starts_the_series_over() {
    let mut policy = Policy::upload(&unlimited(), highest());
    for _ in 0..6 {
        policy.next_delay(Duration::ZERO, None);
    }
    policy.succeeded();
    assert_eq!(policy.attempts(), 0);
    assert_eq!(
        policy.next_delay(Duration::ZERO, None),
        Duration::from_millis(500)
    );
}

#[test]
fn while_nothing_succeeds_at_most_twelve_attempts_an_hour_follow_the_first_burst() {
    let mut policy = Policy::upload(&PolicyConfig::default(), lowest());
    let mut now = Duration::from_secs(1_000_000);
    let start = now;
    let mut moments = Vec::new();
    while now < start + Duration::from_secs(72 * 3_600) {
        now += policy.next_delay(now, None);
        moments.push(now - start);
    }
    let burst = moments
        .iter()
        .filter(|moment| **moment < Duration::from_secs(300))
        .count();
    assert_eq!(burst, 10);
    for hour in 1..72 {
        let from = Duration::from_secs(hour * 3_600);
        let in_hour = moments
            .iter()
            .filter(|m| **m >= from && **m < from + Duration::from_secs(3_600))
            .count();
        assert!(in_hour <= 12, "{in_hour} attempts in hour {hour}");
    }
}

#[test]
fn a_retry_after_of_zero_cannot_talk_a_client_into_a_storm() {
    let mut policy = Policy::upload(&PolicyConfig::default(), lowest());
    let mut now = Duration::ZERO;
    for _ in 0..30 {
        now += policy.next_delay(now, Some(Duration::ZERO));
    }
    assert!(now >= Duration::from_secs(20 * 300), "{now:?}");
}

#[test]
fn each_success_gives_back_one_attempt() {
    let mut policy = Policy::upload(&PolicyConfig::default(), lowest());
    for _ in 0..10 {
        assert_eq!(policy.next_delay(Duration::ZERO, None), Duration::ZERO);
    }
    policy.succeeded();
    assert_eq!(policy.next_delay(Duration::ZERO, None), Duration::ZERO);
    assert_eq!(policy.next_delay(Duration::ZERO, None), Duration::from_secs(300));
}

#[test]
fn a_login_ends_after_its_tries_with_short_waits_between() {
    let config = PolicyConfig::default();
    let mut policy = Policy::login(&config, highest());
    let waits: Vec<Option<u128>> = (0..6)
        .map(|_| policy.next_try(Duration::ZERO, None).map(|wait| wait.as_millis()))
        .collect();
    assert_eq!(
        waits,
        [Some(500), Some(1_000), Some(2_000), Some(4_000), None, None]
    );
}

#[test]
fn a_login_does_not_sit_through_a_long_retry_after() {
    let config = PolicyConfig::default();
    let mut policy = Policy::login(&config, lowest());
    assert_eq!(
        policy.next_try(Duration::ZERO, Some(config.login_max)),
        Some(config.login_max)
    );
    assert_eq!(
        policy.next_try(Duration::ZERO, Some(Duration::from_secs(9))),
        None
    );
}

#[test]
fn smaller_numbers_are_honoured_so_that_tests_need_not_wait() {
    let config = PolicyConfig {
        first: Duration::from_millis(1),
        max: Duration::from_millis(3),
        ..unlimited()
    };
    let mut policy = Policy::upload(&config, highest());
    let waits: Vec<u128> = (0..4)
        .map(|_| policy.next_delay(Duration::ZERO, None).as_millis())
        .collect();
    assert_eq!(waits, [1, 2, 3, 3]);
}
