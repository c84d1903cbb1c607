//! The cache, from the outside of its room.

mod bound;
mod conversations;
mod file;
mod help;
#[cfg(feature = "offline-search")]
mod search;

use super::Cache;
use crate::model::conversation::{
    Author, AuthorKind, Conversation, ConversationState, ConversationSummary, Part,
};
use crate::model::help::Article;
use std::path::PathBuf;
use tempfile::TempDir;

const BOUND: u64 = 32 * 1024 * 1024;

/// A fresh cache with the folder it lives in.
fn fresh() -> (Cache, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let cache = Cache::open(&file_in(&folder), "device-a", BOUND).unwrap();
    (cache, folder)
}

fn file_in(folder: &TempDir) -> PathBuf {
    folder.path().join("demo.cache.sqlite3")
}

fn part(seq: i64, kind: AuthorKind, text: &str) -> Part {
    Part {
        id: format!("part-{seq}"),
        seq,
        author: Author {
            kind,
            ..Author::default()
        },
        body_html: Some(format!("<p>{text}</p>")),
        body_text: Some(text.to_owned()),
        attachments: Vec::new(),
        quick_replies: Vec::new(),
        created_at: 1_000 + seq,
        state: Default::default(),
        delivery: Default::default(),
    }
}

/// A page with the parts `seqs`.
fn conversation(id: &str, seqs: std::ops::RangeInclusive<i64>, previous: Option<i64>) -> Conversation {
    Conversation {
        id: id.to_owned(),
        client_id: None,
        title: None,
        state: ConversationState::Open,
        updated_at: 1_000 + seqs.end(),
        unread_count: 0,
        participants: Vec::new(),
        parts: seqs.map(|seq| part(seq, AuthorKind::Admin, "words")).collect(),
        previous,
        from_cache: false,
    }
}

fn summary(id: &str, updated_at: i64) -> ConversationSummary {
    ConversationSummary {
        updated_at,
        last_part: None,
        ..conversation(id, 1..=1, None).summary()
    }
}

fn article(id: &str, locale: &str, title: &str, body: &str) -> Article {
    Article {
        id: id.to_owned(),
        title: title.to_owned(),
        summary: None,
        body_html: format!("<p>{body}</p>"),
        body_text: body.to_owned(),
        locale: locale.to_owned(),
        available_locales: vec![locale.to_owned()],
        updated_at: 1,
        author: None,
        collection_id: None,
        related: Vec::new(),
        from_cache: false,
    }
}

fn seqs(conversation: &Conversation) -> Vec<i64> {
    conversation.parts.iter().map(|part| part.seq).collect()
}
