//! Conversations, parts, drafts and single facts.

use super::*;
use serde_json::json;

#[test]
fn a_list_is_newest_first_and_its_pages_join_also_within_one_second() {
    let (cache, _folder) = fresh();
    let all: Vec<_> = (0..25)
        .map(|n| summary(&format!("{n:02}"), 100 + n / 10))
        .collect();
    cache.put_conversations(&all).unwrap();
    let mut read = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let page = cache.conversations(7, cursor.as_deref()).unwrap().unwrap();
        assert!(page.from_cache && page.data.len() <= 7);
        read.extend(page.data.into_iter().map(|c| (c.updated_at, c.id)));
        match page.next {
            Some(next) => {
                assert!(Cache::is_own_cursor(&next));
                cursor = Some(next);
            }
            None => break,
        }
    }
    let mut expected: Vec<_> = all.into_iter().map(|c| (c.updated_at, c.id)).collect();
    expected.sort();
    expected.reverse();
    assert_eq!(read, expected);
    assert_eq!(cache.conversations(7, Some("eyJhZnRlciI6MTJ9")).unwrap(), None);
    assert_eq!(cache.conversations(7, Some("cache:x")).unwrap(), None);
}

#[test]
fn an_answer_that_was_asked_for_before_the_feed_told_something_newer_replaces_nothing() {
    let (cache, _folder) = fresh();
    let asked_for = conversation("42", 1..=3, None);
    cache.put_conversation(&asked_for, None).unwrap();
    assert!(
        cache
            .put_part("42", &part(4, AuthorKind::Admin, "newer"))
            .unwrap()
    );
    cache.put_conversations(&[asked_for.summary()]).unwrap();
    cache.put_conversation(&asked_for, None).unwrap();
    let kept = cache.conversation("42", None).unwrap().unwrap();
    assert_eq!(seqs(&kept), [1, 2, 3, 4]);
    let listed = cache.conversations(5, None).unwrap().unwrap().data.remove(0);
    assert_eq!(
        (listed.last_part.map(|part| part.seq), listed.updated_at),
        (Some(4), 1_004)
    );
    let closed = ConversationSummary {
        state: ConversationState::Closed,
        updated_at: 1_005,
        ..conversation("42", 4..=4, Some(4)).summary()
    };
    cache.put_conversations(&[closed]).unwrap();
    let listed = cache.conversations(5, None).unwrap().unwrap().data.remove(0);
    assert_eq!(listed.state, ConversationState::Closed, "what is newer counts");
}

#[test]
fn pages_of_parts_come_back_as_they_went_in_and_end_where_nothing_is_kept() {
    let (cache, _folder) = fresh();
    cache
        .put_conversation(&conversation("42", 101..=150, Some(101)), None)
        .unwrap();
    cache
        .put_conversation(&conversation("42", 51..=100, Some(51)), Some(101))
        .unwrap();
    let newest = cache.conversation("42", None).unwrap().unwrap();
    assert!(newest.from_cache);
    assert_eq!(
        (seqs(&newest), newest.previous),
        ((101..=150).collect(), Some(101))
    );
    let older = cache.conversation("42", newest.previous).unwrap().unwrap();
    assert_eq!((seqs(&older), older.previous), ((51..=100).collect(), Some(51)));
    assert_eq!(cache.conversation("42", older.previous).unwrap(), None);
    cache
        .put_conversation(&conversation("42", 1..=50, None), Some(51))
        .unwrap();
    let oldest = cache.conversation("42", Some(51)).unwrap().unwrap();
    assert_eq!((seqs(&oldest), oldest.previous), ((1..=50).collect(), None));
}

#[test]
fn a_page_that_does_not_join_replaces_what_was_kept() {
    let (cache, _folder) = fresh();
    cache
        .put_conversation(&conversation("42", 1..=20, None), None)
        .unwrap();
    cache
        .put_conversation(&conversation("42", 71..=120, Some(71)), None)
        .unwrap();
    let read = cache.conversation("42", None).unwrap().unwrap();
    assert_eq!((seqs(&read), read.previous), ((71..=120).collect(), Some(71)));
    // One that overlaps joins, and the older parts stay.
    cache
        .put_conversation(&conversation("42", 100..=149, Some(100)), None)
        .unwrap();
    let older = cache.conversation("42", Some(100)).unwrap().unwrap();
    assert_eq!((seqs(&older), older.previous), ((71..=99).collect(), Some(71)));
    // An older page that was asked for with another cursor would leave a hole.
    cache
        .put_conversation(&conversation("42", 1..=50, None), Some(60))
        .unwrap();
    assert_eq!(cache.conversation("42", Some(71)).unwrap(), None);
}

#[test]
fn a_part_of_the_feed_joins_only_what_reaches_up_to_it() {
    let (cache, _folder) = fresh();
    assert!(!cache.put_part("42", &part(4, AuthorKind::Admin, "a")).unwrap());
    cache
        .put_conversation(&conversation("42", 1..=3, None), None)
        .unwrap();
    assert!(cache.put_part("42", &part(5, AuthorKind::Admin, "b")).unwrap());
    assert_eq!(
        seqs(&cache.conversation("42", None).unwrap().unwrap()),
        [1, 2, 3, 5]
    );
    cache.feed_was_cut().unwrap();
    cache.put_part("42", &part(9, AuthorKind::Admin, "c")).unwrap();
    cache.put_part("42", &part(10, AuthorKind::Admin, "d")).unwrap();
    // The newest is shown, as the list shows it; the one between is not pretended to follow.
    assert_eq!(
        seqs(&cache.conversation("42", None).unwrap().unwrap()),
        [1, 2, 3, 5, 10]
    );
    cache
        .put_conversation(&conversation("42", 1..=10, None), None)
        .unwrap();
    assert_eq!(
        seqs(&cache.conversation("42", None).unwrap().unwrap()),
        (1..=10).collect::<Vec<_>>()
    );
}

#[test]
fn a_conversation_known_from_the_list_alone_shows_its_last_part() {
    let (cache, _folder) = fresh();
    let mut known = summary("42", 5);
    known.last_part = Some(part(7, AuthorKind::Admin, "last"));
    cache.put_conversations(&[known]).unwrap();
    let read = cache.conversation("42", None).unwrap().unwrap();
    assert_eq!((seqs(&read), read.previous), (vec![7], Some(7)));
    assert_eq!(
        cache.conversation("42", Some(7)).unwrap().map(|page| seqs(&page)),
        Some(vec![])
    );
}

#[test]
fn a_summary_of_the_feed_may_be_ahead_of_the_parts_that_follow() {
    let (cache, _folder) = fresh();
    cache
        .put_conversation(&conversation("42", 1..=2, None), None)
        .unwrap();
    let mut ahead = summary("42", 9);
    ahead.last_part = Some(part(4, AuthorKind::Admin, "four"));
    cache.put_told(&ahead).unwrap();
    cache
        .put_part("42", &part(3, AuthorKind::Admin, "three"))
        .unwrap();
    cache.put_part("42", &part(4, AuthorKind::Admin, "four")).unwrap();
    let read = cache.conversation("42", None).unwrap().unwrap();
    assert_eq!(seqs(&read), [1, 2, 3, 4]);
}

#[test]
fn a_redacted_part_loses_its_words_everywhere() {
    let (cache, _folder) = fresh();
    cache
        .put_conversation(&conversation("42", 1..=2, None), None)
        .unwrap();
    let mut taken_back = part(2, AuthorKind::Admin, "x");
    (taken_back.body_html, taken_back.body_text) = (None, None);
    cache.put_part("42", &taken_back).unwrap();
    let read = cache.conversation("42", None).unwrap().unwrap();
    assert_eq!(read.parts[1].body_text, None);
    let list = cache.conversations(10, None).unwrap().unwrap();
    assert_eq!(list.data[0].last_part.as_ref().unwrap().body_text, None);
}

#[test]
fn the_id_a_device_gave_finds_the_conversation_its_parts_and_its_draft() {
    let (cache, _folder) = fresh();
    let client_id = "0193c3a4-7e00-7abc-8def-0123456789ab";
    cache.set_draft(client_id, "Hello wor").unwrap();
    assert_eq!(cache.resolve(client_id).unwrap(), None);
    let mut known = conversation("42", 1..=2, None);
    known.client_id = Some(client_id.to_owned());
    cache.put_conversation(&known, None).unwrap();
    assert_eq!(cache.resolve(client_id).unwrap().as_deref(), Some("42"));
    assert_eq!(cache.resolve("42").unwrap().as_deref(), Some("42"));
    assert_eq!(
        seqs(&cache.conversation(client_id, None).unwrap().unwrap()),
        [1, 2]
    );
    assert!(
        cache
            .put_part(client_id, &part(3, AuthorKind::User, "own"))
            .unwrap()
    );
    assert_eq!(cache.draft("42").unwrap().as_deref(), Some("Hello wor"));
    assert_eq!(cache.draft(client_id).unwrap().as_deref(), Some("Hello wor"));
    cache.set_draft(client_id, "").unwrap();
    assert_eq!(cache.draft("42").unwrap(), None);
    // A later answer without the id does not forget it.
    cache
        .put_conversation(&conversation("42", 1..=3, None), None)
        .unwrap();
    assert_eq!(cache.resolve(client_id).unwrap().as_deref(), Some("42"));
    cache.remove_conversation(client_id).unwrap();
    assert_eq!(cache.conversation("42", None).unwrap(), None);
    assert_eq!(cache.conversations(10, None).unwrap().unwrap().data, []);
}

#[test]
fn reading_lowers_what_is_unread_and_never_raises_it() {
    let (cache, _folder) = fresh();
    let mut unread = conversation("42", 1..=4, None);
    unread.unread_count = 3;
    unread.parts[3].author.kind = AuthorKind::User;
    cache.put_conversation(&unread, None).unwrap();
    let count = || cache.conversation("42", None).unwrap().unwrap().unread_count;
    cache.set_read("42", 2).unwrap();
    assert_eq!(count(), 1);
    cache.set_read("42", 1).unwrap();
    assert_eq!(count(), 1);
    cache.set_read("42", 4).unwrap();
    assert_eq!(count(), 0);
    cache.set_read("unknown", 4).unwrap();
}

#[test]
fn documents_and_facts_are_kept_under_their_names() {
    let (cache, _folder) = fresh();
    cache
        .put_document("settings", "", &json!({"a": 1}), Some("v1"))
        .unwrap();
    let read = cache
        .document::<serde_json::Value>("settings", "")
        .unwrap()
        .unwrap();
    assert_eq!((read.value, read.etag.as_deref()), (json!({"a": 1}), Some("v1")));
    assert_eq!(cache.document::<Vec<i64>>("settings", "").unwrap(), None);
    assert_eq!(
        cache.document::<serde_json::Value>("settings", "x").unwrap(),
        None
    );
    cache.remove_document("settings", "").unwrap();
    assert_eq!(cache.document::<serde_json::Value>("settings", "").unwrap(), None);

    assert_eq!(cache.feed_seq().unwrap(), None);
    cache.set_feed_seq(Some(17)).unwrap();
    assert_eq!(cache.feed_seq().unwrap(), Some(17));
    cache.set_feed_seq(None).unwrap();
    assert_eq!(cache.feed_seq().unwrap(), None);

    assert!(!cache.was_shown("survey", "1").unwrap());
    cache.set_shown("survey", "1").unwrap();
    cache.set_shown("survey", "1").unwrap();
    assert!(cache.was_shown("survey", "1").unwrap() && !cache.was_shown("carousel", "1").unwrap());
}
