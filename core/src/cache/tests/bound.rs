//! The bound holds, and the right entries go.

use super::super::evict::FEWEST_BYTES;
use super::*;

/// About `bytes` of text out of a few thousand words, another one for each seed.
fn text(seed: u64, bytes: usize) -> String {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut text = String::with_capacity(bytes + 16);
    while text.len() < bytes {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        text.push_str(&format!("w{:x}d ", state & 0xFFF));
    }
    text
}

fn on_disk(folder: &TempDir) -> u64 {
    std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().metadata().unwrap().len())
        .sum()
}

#[test]
fn ten_times_the_bound_stays_below_it_and_what_was_read_last_survives() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::open(&file_in(&folder), "device-a", FEWEST_BYTES).unwrap();
    cache.set_draft("42", "kept").unwrap();
    cache.set_feed_seq(Some(9)).unwrap();
    cache.set_shown("survey", "1").unwrap();
    let mut dear = conversation("dear", 1..=3, None);
    dear.parts[2].body_text = Some("needle".to_owned());
    cache.put_conversation(&dear, None).unwrap();
    cache
        .put_article(&article("dear", "en", "Dear", "needle"), "en", Some("v"))
        .unwrap();
    let mut filled = 0;
    let mut number = 0;
    while filled < 10 * FEWEST_BYTES {
        number += 1;
        let words = text(number, 40_000);
        filled += 2 * words.len() as u64;
        cache
            .put_article(&article(&number.to_string(), "en", "T", &words), "en", None)
            .unwrap();
        let mut next = conversation(&number.to_string(), 1..=1, None);
        next.parts[0].body_html = Some(words.clone());
        next.parts[0].body_text = Some(words);
        cache.put_conversation(&next, None).unwrap();
        assert!(cache.bytes().unwrap() <= FEWEST_BYTES, "after {number}");
        // Read again and again: never the one that was used longest ago.
        assert_eq!(
            cache.conversation("dear", None).unwrap().unwrap().parts.len(),
            3,
            "after {number}"
        );
        assert!(
            cache.article("dear", &["en"]).unwrap().is_some(),
            "after {number}"
        );
    }
    assert!(cache.conversation(&number.to_string(), None).unwrap().is_some());
    assert_eq!(cache.conversation("1", None).unwrap(), None);
    assert_eq!(cache.article("1", &[]).unwrap(), None);
    assert_eq!(
        cache.search("needle", &["en"], 20).unwrap().len(),
        usize::from(cfg!(feature = "offline-search"))
    );
    assert_eq!(cache.draft("42").unwrap().as_deref(), Some("kept"));
    assert_eq!(
        (cache.feed_seq().unwrap(), cache.was_shown("survey", "1").unwrap()),
        (Some(9), true)
    );
    let disk = on_disk(&folder);
    assert!(
        disk <= FEWEST_BYTES + 2 * 1024 * 1024,
        "{disk} bytes on the disk, its log included"
    );
    drop(cache);
    assert!(on_disk(&folder) <= FEWEST_BYTES);
}

#[test]
#[cfg(feature = "offline-search")]
fn an_article_that_goes_stays_findable_by_its_title_while_a_collection_lists_it() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::open(&file_in(&folder), "device-a", FEWEST_BYTES).unwrap();
    let tree = serde_json::from_str(
        r#"{"data":[{"id":"1","title":"C","articles":[{"id":"7","title":"Refunds"}]}]}"#,
    );
    cache.put_collections("en", &tree.unwrap(), None).unwrap();
    cache
        .put_article(&article("7", "en", "Refunds", "money"), "en", None)
        .unwrap();
    for number in 0..250 {
        cache.collections("en").unwrap();
        cache
            .put_document("news", &number.to_string(), &text(number, 12_000), None)
            .unwrap();
    }
    assert_eq!(cache.article("7", &["en"]).unwrap(), None);
    assert_eq!(cache.search("money", &["en"], 20).unwrap(), []);
    assert_eq!(cache.search("refund", &["en"], 20).unwrap()[0].article_id, "7");
}

#[test]
fn one_entry_larger_than_the_bound_does_not_stay() {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::open(&file_in(&folder), "device-a", FEWEST_BYTES).unwrap();
    cache
        .put_document("news", "huge", &text(1, 4 * 1024 * 1024), None)
        .unwrap();
    assert!(cache.bytes().unwrap() <= FEWEST_BYTES);
    assert_eq!(cache.document::<String>("news", "huge").unwrap(), None);
    cache.put_document("news", "small", "x", None).unwrap();
    assert!(cache.document::<String>("news", "small").unwrap().is_some());
}
