//! What contacts did with content. The unique index on (contact, id) makes a retry harmless.

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use super::rows;
use crate::domain::guides;
use crate::domain::surveys::check_answers;
use crate::store::sqlite::rows::resolve;
use crate::store::{NewReceipt, ReceiptOutcome, StoreResult, TakeReceipts};

/// Stores a batch; `None` when there is no such contact.
pub(super) fn take(
    connection: &Connection,
    batch: &TakeReceipts,
) -> StoreResult<Option<Vec<ReceiptOutcome>>> {
    let Some(contact_id) = resolve(connection, &batch.app_id, &batch.contact_id)? else {
        return Ok(None);
    };
    let outcomes = batch
        .receipts
        .iter()
        .map(|receipt| take_one(connection, &batch.app_id, &contact_id, receipt, batch.now))
        .collect::<StoreResult<_>>()?;
    Ok(Some(outcomes))
}

/// The tasks of a checklist that a contact has done.
pub(super) fn done(
    connection: &Connection,
    app_id: &str,
    contact_id: &str,
    id: &str,
) -> StoreResult<Vec<String>> {
    let mut statement = connection.prepare_cached(
        "select answers from receipts where contact_id = ?1 and app_id = ?2 and kind = 'checklist' \
         and content_id = ?3 and event = 'answered' order by seq",
    )?;
    let told = statement
        .query_map([contact_id, app_id, id], |row| row.get::<_, Option<String>>(0))?
        .collect::<Result<Vec<_>, _>>()?;
    let read = |text: Option<String>| serde_json::from_str(&text.unwrap_or_default()).unwrap_or_default();
    Ok(guides::done(told.into_iter().map(read)))
}

fn take_one(
    connection: &Connection,
    app_id: &str,
    contact_id: &str,
    receipt: &NewReceipt,
    now: i64,
) -> StoreResult<ReceiptOutcome> {
    let known: Option<Vec<u8>> = connection
        .prepare_cached("select body_hash from receipts where contact_id = ?1 and id = ?2")?
        .query_row([contact_id, &receipt.id], |row| row.get(0))
        .optional()?;
    if let Some(hash) = known {
        return Ok(if hash == receipt.body_hash {
            ReceiptOutcome::Duplicate
        } else {
            ReceiptOutcome::IdReused
        });
    }
    // Of whatever status: what was shown yesterday may have been paused since.
    let Some(content) = rows::get(connection, app_id, &receipt.kind, &receipt.content_id)? else {
        return Ok(ReceiptOutcome::NoContent);
    };
    if let Some(answers) = &receipt.answers {
        let body: Value = serde_json::from_str(&content.body).unwrap_or_default();
        let part = |name: &str| body.get(name).unwrap_or(&Value::Null);
        let fits = match receipt.kind.as_str() {
            "survey" => check_answers(part("questions"), answers),
            "checklist" => guides::check_ticks(part("tasks"), answers),
            // Which step it was: a tour may have become shorter since, which makes it no less true.
            _ => Ok(()),
        };
        if let Err(field) = fits {
            return Ok(ReceiptOutcome::BadAnswer(field));
        }
    }
    let answers = receipt
        .answers
        .as_ref()
        .map(|answers| Value::Array(answers.clone()).to_string());
    connection
        .prepare_cached(
            "insert into receipts (contact_id, id, body_hash, app_id, kind, content_id, event, answers, \
             received_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute((
            contact_id,
            &receipt.id,
            receipt.body_hash,
            app_id,
            &receipt.kind,
            &receipt.content_id,
            &receipt.event,
            answers,
            now,
        ))?;
    let ended = matches!(receipt.event.as_str(), "dismissed" | "completed").then_some(now);
    connection
        .prepare_cached(
            "insert into content_states (contact_id, kind, content_id, shown_at, ended_at) \
             values (?1, ?2, ?3, ?4, ?5) on conflict (contact_id, kind, content_id) do update set \
             shown_at = coalesce(shown_at, excluded.shown_at), ended_at = coalesce(ended_at, excluded.ended_at)",
        )?
        .execute((contact_id, &receipt.kind, &receipt.content_id, now, ended))?;
    Ok(ReceiptOutcome::Accepted)
}
