//! [`HelpStore`] in SQLite.

mod languages;
mod reading;
pub(super) mod search;

use async_trait::async_trait;
use rusqlite::{Connection, OptionalExtension};

use super::SqliteStore;
use super::rows::resolve;
use crate::store::*;

#[async_trait]
impl HelpStore for SqliteStore {
    async fn help_tree(&self, reader: Reader) -> StoreResult<HelpTree> {
        self.read(move |db| reading::tree(db, &reader)).await
    }
    async fn help_article(&self, reader: Reader, id: &str) -> StoreResult<Option<HelpArticle>> {
        let id = id.to_owned();
        self.read(move |db| reading::article(db, &reader, &id)).await
    }
    async fn help_search(&self, reader: Reader, term: &str, limit: usize) -> StoreResult<Vec<HelpHit>> {
        let term = term.to_owned();
        self.read(move |db| search::find(db, &reader, &term, limit)).await
    }
    async fn react(&self, reaction: NewReaction) -> StoreResult<ReactionOutcome> {
        self.write(move |db| react(db, &reaction)).await
    }
}

/// Notes a reaction once per id; the operation is remembered like any other.
fn react(connection: &Connection, new: &NewReaction) -> StoreResult<ReactionOutcome> {
    let Some(contact_id) = resolve(connection, &new.app_id, &new.contact_id)? else {
        return Ok(ReactionOutcome::NotFound);
    };
    let known: Option<Vec<u8>> = connection
        .prepare_cached("select body_hash from operations where contact_id = ?1 and id = ?2")?
        .query_row([&contact_id, &new.operation_id], |row| row.get(0))
        .optional()?;
    if let Some(hash) = known {
        return Ok(if hash == new.body_hash {
            ReactionOutcome::Done
        } else {
            ReactionOutcome::IdReused
        });
    }
    let reader = Reader {
        app_id: new.app_id.clone(),
        contact_id: contact_id.clone(),
        device_id: String::new(),
        locale: None,
        now: new.now,
    };
    if reading::article(connection, &reader, &new.article_id)?.is_none() {
        return Ok(ReactionOutcome::NotFound);
    }
    connection
        .prepare_cached(
            "insert into operations (contact_id, id, kind, body_hash, answer, received_at) \
             values (?1, ?2, 'reaction', ?3, '', ?4)",
        )?
        .execute((&contact_id, &new.operation_id, new.body_hash, new.now))?;
    connection
        .prepare_cached(
            "insert into article_reactions (app_id, article_id, contact_id, value, created_at) \
             values (?1, ?2, ?3, ?4, ?5) on conflict (app_id, article_id, contact_id) \
             do update set value = excluded.value, created_at = excluded.created_at",
        )?
        .execute((&new.app_id, &new.article_id, &contact_id, &new.value, new.now))?;
    Ok(ReactionOutcome::Done)
}
