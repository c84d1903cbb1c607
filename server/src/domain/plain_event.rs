//! The quick way through the checks of an event, for the events that apps really send.
//!
//! [`read`] takes an item only when it plainly passes every check of [`crate::domain::events::check`]:
//! known fields once each, no escapes, at most the metadata keys that are kept, flat scalar values.
//! Anything else, good or bad, is left to the full check, which alone refuses and says why. So this can
//! be wrong in one way only, by accepting too much; a test holds it to the full check. It copies text
//! three times per event and parses no value twice: half the time of a request goes here otherwise.

use std::fmt;

use serde::Deserialize;
use serde::de::{Error, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::events::Timing;
use crate::config::Limits;
use crate::store::NewEvent;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plain<'a> {
    // Borrowed text cannot hold an escape, so neither NUL nor a surrogate gets through.
    id: &'a str,
    name: &'a str,
    created_at: i64,
    #[serde(borrow, default)]
    metadata: Option<&'a RawValue>,
}

/// The event, when it plainly passes; `None` leaves it to the full check.
pub(super) fn read(text: &str, timing: Timing, limits: &Limits) -> Option<NewEvent> {
    // Serde would also read the fields from an array.
    if !text.starts_with('{') {
        return None;
    }
    let plain: Plain<'_> = serde_json::from_str(text).ok()?;
    let id = uuid::Uuid::try_parse(plain.id).ok()?;
    // A device may send any number: far enough away there is no difference to take.
    let age = timing.now.checked_sub(plain.created_at)?;
    let most_age = i64::try_from(limits.event_max_age.as_secs()).ok()?;
    let most_ahead = i64::try_from(limits.event_max_ahead.as_secs()).ok()?;
    let in_time = timing.shift == 0 && age <= most_age && age >= -most_ahead;
    // Bytes are at least as many as characters.
    let named = !plain.name.trim().is_empty() && plain.name.len() <= limits.event_name_chars;
    if !in_time || !named || text.len() > limits.event_bytes {
        return None;
    }
    if let Some(metadata) = plain.metadata {
        let flat: Flat<'_> = serde_json::from_str(metadata.get()).ok()?;
        if flat.0.len() > limits.metadata_keys {
            return None;
        }
    }
    Some(NewEvent {
        id: id.hyphenated().to_string(),
        name: plain.name.to_owned(),
        created_at: plain.created_at,
        metadata: plain.metadata.map(|metadata| metadata.get().to_owned()),
    })
}

/// Keys of an object whose values are all plain scalars and whose keys are all different.
struct Flat<'a>(Vec<&'a str>);

impl<'de: 'a, 'a> Deserialize<'de> for Flat<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Vec<&'de str>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a flat object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut keys = Vec::with_capacity(10);
                while let Some((key, value)) = map.next_entry::<&'de str, &'de RawValue>()? {
                    // The full check stops at its own limit; here a handful is all that is plain.
                    if key.is_empty() || keys.len() >= 32 || keys.contains(&key) || !is_plain(value.get()) {
                        return Err(A::Error::custom("not plain"));
                    }
                    keys.push(key);
                }
                Ok(keys)
            }
        }
        deserializer.deserialize_map(Keys).map(Flat)
    }
}

/// A scalar without escapes, and no number that could be out of range.
fn is_plain(value: &str) -> bool {
    match value.as_bytes() {
        [b'"', text @ ..] => !text.contains(&b'\\'),
        [b't' | b'f' | b'n', ..] => true,
        number @ [b'0'..=b'9' | b'-', ..] => {
            number.len() <= 15 && !number.contains(&b'e') && !number.contains(&b'E')
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::events::check_fully;

    const NOW: i64 = 1_000_000_000;

    /// Items that differ from a good one in one place each, and in pairs.
    fn items() -> Vec<String> {
        let id = "01936d3c-7e00-7000-8000-000000000001";
        let long = format!("\"{}\"", "n".repeat(120));
        let longer = format!("\"{}\"", "n".repeat(121));
        let wide = format!("\"{}\"", "é".repeat(100));
        let ids = [
            format!("\"{id}\""),
            format!("\"{}\"", id.to_uppercase()),
            "\"x\"".into(),
            "7".into(),
            "null".into(),
        ];
        let names = [
            "\"x\"",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"a\\nb\"",
            "null",
            &long,
            &longer,
            &wide,
        ];
        let times = [
            "1000000000",
            "992224000",
            "992223999",
            "1000003600",
            "1000003601",
            "1.0",
            "1e9",
            "\"1\"",
            "99999999999999999999",
            "-9223372036854775808",
            "9223372036854775807",
        ];
        let keys: Vec<String> = (0..11).map(|n| format!("\"k{n}\":{n}")).collect();
        let (ten, eleven) = (
            format!("{{{}}}", keys[..10].join(",")),
            format!("{{{}}}", keys.join(",")),
        );
        let values = [
            "{}",
            "null",
            "[]",
            "\"x\"",
            "{\"a\":1}",
            "{\"a\":-1.5,\"b\":\"t\",\"c\":true,\"d\":null}",
            "{\"a\":[1]}",
            "{\"a\":{\"b\":1}}",
            "{\"a\":1,\"a\":2}",
            "{\"\":1}",
            "{\"a\":\"\\u0000\"}",
            "{\"a\":\"\\ud800\"}",
            "{\"a\":1e999}",
            "{\"a\":{\"amount\":1,\"currency\":\"usd\"}}",
            "{ \"a\" : 1 }",
            "{\"a\":12345678901234567890}",
            &ten,
            &eleven,
        ];
        let mut items = Vec::new();
        for (a, id) in ids.iter().enumerate() {
            for (b, name) in names.iter().enumerate() {
                for (c, time) in times.iter().enumerate() {
                    for (d, value) in values.iter().enumerate() {
                        if [a, b, c, d].iter().filter(|place| **place > 0).count() <= 2 {
                            items.push(format!(
                                r#"{{"id":{id},"name":{name},"created_at":{time},"metadata":{value}}}"#
                            ));
                        }
                    }
                }
            }
        }
        items.push(format!(
            r#"{{"id":"{id}","name":"x","name":"y","created_at":{NOW}}}"#
        ));
        items.push(format!(
            r#"{{"id":"{id}","name":"x","created_at":{NOW},"other":{{"a":1,"a":2}}}}"#
        ));
        items.push(format!(r#"["{id}","x",{NOW},null]"#));
        items
    }

    #[test]
    fn whatever_is_plain_passes_the_full_check_with_the_same_event() {
        let (limits, mut plain) = (Limits::default(), 0);
        for item in items() {
            for timing in [Timing { now: NOW, shift: 0 }, Timing { now: NOW, shift: 100 }] {
                let Some(event) = read(&item, timing, &limits) else {
                    continue;
                };
                plain += 1;
                let raw: Box<RawValue> = serde_json::from_str(&item).unwrap();
                let full =
                    check_fully(&raw, timing, &limits).unwrap_or_else(|refusal| panic!("{item} {refusal:?}"));
                assert!(!full.keys_dropped, "{item}");
                assert_eq!(
                    (&event.id, &event.name, event.created_at),
                    (&full.event.id, &full.event.name, full.event.created_at)
                );
                let parse = |text: &Option<String>| {
                    text.as_ref()
                        .map(|text| serde_json::from_str::<serde_json::Value>(text).unwrap())
                };
                assert_eq!(parse(&event.metadata), parse(&full.event.metadata), "{item}");
            }
        }
        assert!(plain > 10, "the quick way must be taken at all");
    }
}
