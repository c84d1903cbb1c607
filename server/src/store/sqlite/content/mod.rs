//! [`ContentStore`] in SQLite: what can be presented, whom it is meant for, and what people did with it.

mod receipts;
pub(super) mod rows;
pub(super) mod targets;
pub(super) mod texts;

use async_trait::async_trait;
use rusqlite::Connection;

use super::SqliteStore;
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
}

/// A lead became part of a user: what it did with content is what the user did.
pub(super) fn merge(connection: &Connection, lead: &str, user: &str) -> StoreResult<()> {
    for statement in [
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
    ] {
        connection.prepare_cached(statement)?.execute([user, lead])?;
    }
    Ok(())
}

/// A contact is deleted for good: so is what it did with content, and its tickets.
#[allow(dead_code)]
pub(super) fn forget(connection: &Connection, contact_id: &str) -> StoreResult<()> {
    for statement in [
        "delete from content_states where contact_id = ?1",
        "delete from receipts where contact_id = ?1",
        "delete from article_reactions where contact_id = ?1",
        "delete from ticket_parts where ticket_id in (select id from tickets where contact_id = ?1)",
        "delete from ticket_parts where contact_id = ?1",
        "delete from tickets where contact_id = ?1",
    ] {
        connection.prepare_cached(statement)?.execute([contact_id])?;
    }
    Ok(())
}
