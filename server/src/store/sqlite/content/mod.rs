//! [`ContentStore`] in SQLite: what can be presented, whom it is meant for, and what people did with it.

mod editing;
mod receipts;
pub(super) mod rows;
pub(super) mod targets;
pub(super) mod texts;

use async_trait::async_trait;
use rusqlite::Connection;

use super::{SqliteStore, keys};
use crate::store::*;

#[async_trait]
impl ContentStore for SqliteStore {
    async fn content_for(
        &self,
        app_id: &str,
        contact_id: &str,
        kind: &str,
        id: &str,
        now: i64,
    ) -> StoreResult<Option<ContentFor>> {
        let [app_id, contact_id, kind, id] = [app_id, contact_id, kind, id].map(str::to_owned);
        self.read(move |db| targets::content_for(db, &app_id, &contact_id, &kind, &id, now))
            .await
    }
    async fn live_content(
        &self,
        app_id: &str,
        contact_id: &str,
        kind: &str,
        before: Option<i64>,
        limit: usize,
        now: i64,
    ) -> StoreResult<Page<Content>> {
        let [app_id, contact_id, kind] = [app_id, contact_id, kind].map(str::to_owned);
        self.read(move |db| targets::live(db, &app_id, &contact_id, &kind, before, limit, now))
            .await
    }
    async fn due_content(&self, app_id: &str, contact_id: &str, now: i64) -> StoreResult<Vec<DueContent>> {
        let [app_id, contact_id] = [app_id, contact_id].map(str::to_owned);
        self.read(move |db| targets::due(db, &app_id, &contact_id, now))
            .await
    }
    async fn take_receipts(&self, batch: TakeReceipts) -> StoreResult<Option<Vec<ReceiptOutcome>>> {
        self.write(move |db| receipts::take(db, &batch)).await
    }
    async fn create_content(
        &self,
        app_id: &str,
        kind: &str,
        edit: ContentEdit,
        now: i64,
    ) -> StoreResult<ContentEditOutcome> {
        let (app_id, kind) = (app_id.to_owned(), kind.to_owned());
        self.writer
            .run(move |db, memory| {
                memory.targets.remove(&app_id);
                editing::create(db, &app_id, &kind, &edit, now)
            })
            .await
    }
    async fn edit_content(
        &self,
        app_id: &str,
        kind: &str,
        id: &str,
        edit: ContentEdit,
        now: i64,
    ) -> StoreResult<ContentEditOutcome> {
        let [app_id, kind, id] = [app_id, kind, id].map(str::to_owned);
        self.writer
            .run(move |db, memory| {
                memory.targets.remove(&app_id);
                editing::edit(db, &app_id, &kind, &id, &edit, now)
            })
            .await
    }
    async fn delete_content(&self, app_id: &str, kind: &str, id: &str) -> StoreResult<bool> {
        let [app_id, kind, id] = [app_id, kind, id].map(str::to_owned);
        self.writer
            .run(move |db, memory| {
                memory.targets.remove(&app_id);
                editing::delete(db, &app_id, &kind, &id)
            })
            .await
    }
    async fn content_with_texts(
        &self,
        app_id: &str,
        kind: &str,
        id: &str,
    ) -> StoreResult<Option<(Content, Vec<ContentText>)>> {
        let [app_id, kind, id] = [app_id, kind, id].map(str::to_owned);
        self.read(move |db| {
            let Some(content) = rows::get(db, &app_id, &kind, &id)? else {
                return Ok(None);
            };
            let texts = texts::of(db, &app_id, &kind, &id)?;
            Ok(Some((content, texts)))
        })
        .await
    }
    async fn list_content(&self, list: ListContent) -> StoreResult<Page<(Content, Vec<ContentText>)>> {
        self.read(move |db| editing::list(db, &list)).await
    }
    async fn search_articles(&self, search: SearchArticles) -> StoreResult<Vec<FoundArticle>> {
        self.search(move |db| super::help::search::find_for_operator(db, &search))
            .await
    }
    async fn reactions(&self, app_id: &str, article_id: &str) -> StoreResult<Reactions> {
        let (app_id, article_id) = (app_id.to_owned(), article_id.to_owned());
        self.read(move |db| editing::reactions(db, &app_id, &article_id))
            .await
    }
    async fn workspace_locale(&self, app_id: &str) -> StoreResult<String> {
        let app_id = app_id.to_owned();
        self.read(move |db| texts::workspace_locale(db, &app_id)).await
    }

    async fn set_first_settings(&self, app_id: &str, settings: &str) -> StoreResult<()> {
        let (app_id, settings) = (app_id.to_owned(), settings.to_owned());
        self.write(move |db| {
            db.execute(
                "update workspaces set settings = ?2 where app_id = ?1 and settings = '{}'",
                [app_id, settings],
            )?;
            Ok(())
        })
        .await
    }

    async fn keys(&self, app_id: &str) -> StoreResult<Vec<ApiKey>> {
        let app_id = app_id.to_owned();
        self.read(move |db| keys::all(db, &app_id)).await
    }
    async fn add_key(&self, app_id: &str, platform: Platform, key: &str, now: i64) -> StoreResult<ApiKey> {
        let (app_id, key) = (app_id.to_owned(), key.to_owned());
        self.write(move |db| keys::add(db, &app_id, platform, &key, now))
            .await
    }
    async fn switch_key(&self, app_id: &str, id: i64, enabled: bool) -> StoreResult<Option<ApiKey>> {
        let app_id = app_id.to_owned();
        self.write(move |db| keys::switch(db, &app_id, id, enabled)).await
    }
}

/// What a lead, ?2, did with content, for the user it became part of, ?1.
pub(super) const MERGED: [&str; 9] = [
    "insert into content_states (contact_id, kind, content_id, due_at, shown_at, ended_at) \
     select ?1, kind, content_id, due_at, shown_at, ended_at from content_states where contact_id = ?2 \
     on conflict (contact_id, kind, content_id) do update set due_at = coalesce(due_at, excluded.due_at), \
     shown_at = coalesce(shown_at, excluded.shown_at), ended_at = coalesce(ended_at, excluded.ended_at)",
    "delete from content_states where contact_id = ?2 and ?1 is not null",
    "update or ignore receipts set contact_id = ?1 where contact_id = ?2",
    "delete from receipts where contact_id = ?2 and ?1 is not null",
    "update or ignore article_reactions set contact_id = ?1 where contact_id = ?2",
    "delete from article_reactions where contact_id = ?2 and ?1 is not null",
    "update or ignore tickets set contact_id = ?1 where contact_id = ?2",
    // The same device's id twice is the same ticket sent by both halves: the user's stays.
    "update tickets set contact_id = ?1, client_id = null where contact_id = ?2",
    "update ticket_parts set contact_id = ?1 where contact_id = ?2",
];

/// Everything that the contact ?1 did with content.
pub(super) const FORGOTTEN: [&str; 6] = [
    "delete from content_states where contact_id = ?1",
    "delete from receipts where contact_id = ?1",
    "delete from article_reactions where contact_id = ?1",
    "delete from ticket_parts where ticket_id in (select id from tickets where contact_id = ?1)",
    "delete from ticket_parts where contact_id = ?1",
    "delete from tickets where contact_id = ?1",
];

/// A lead became part of a user: what it did with content is what the user did.
pub(super) fn merge(connection: &Connection, lead: &str, user: &str) -> StoreResult<()> {
    for statement in MERGED {
        connection.prepare_cached(statement)?.execute([user, lead])?;
    }
    Ok(())
}

/// A contact is deleted for good: so is what it did with content, and its tickets.
pub(super) fn forget(connection: &Connection, contact_id: &str) -> StoreResult<()> {
    for statement in FORGOTTEN {
        connection.prepare_cached(statement)?.execute([contact_id])?;
    }
    Ok(())
}
