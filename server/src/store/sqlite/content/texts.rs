//! What people read of articles and collections, one row a language. Triggers keep the search in step.

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use crate::domain::locale;
use crate::domain::rich_text::{from_text, plain, sanitise};
use crate::store::{Content, ContentText, StoreResult, TextEdit};

/// Kinds that have texts.
pub(in crate::store::sqlite) fn has_texts(kind: &str) -> bool {
    matches!(kind, "article" | "help_center_collection")
}

/// The language of the workspace.
pub(in crate::store::sqlite) fn workspace_locale(
    connection: &Connection,
    app_id: &str,
) -> StoreResult<String> {
    let tag: Option<String> = connection
        .prepare_cached("select json_extract(settings, '$.locale') from workspaces where app_id = ?1")?
        .query_row([app_id], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(tag
        .and_then(|tag| locale::normal(&tag))
        .unwrap_or_else(|| "en".to_owned()))
}

/// Writes the text that a plain put of an article or a collection stands for, in the workspace's language.
pub(super) fn derive(connection: &Connection, app_id: &str, content: &Content) -> StoreResult<()> {
    if !has_texts(&content.kind) {
        return Ok(());
    }
    let body: Value = serde_json::from_str(&content.body).unwrap_or_default();
    let of = |key: &str| body.get(key).and_then(Value::as_str);
    let body_html = of("body_html")
        .map(sanitise)
        .or_else(|| of("text").map(from_text));
    let summary = of("summary").or_else(|| of("description"));
    let edit = TextEdit {
        title: Some(content.title.clone()),
        summary: summary.map(|text| Some(text.to_owned())),
        body_html,
        live: Some(true),
        author_id: content.author_id,
    };
    let locale = workspace_locale(connection, app_id)?;
    set(connection, app_id, content, &locale, &edit, content.updated_at)
}

/// Makes or changes the text of `content` in one language. A new one without a title takes the content's.
pub(super) fn set(
    connection: &Connection,
    app_id: &str,
    content: &Content,
    locale: &str,
    edit: &TextEdit,
    now: i64,
) -> StoreResult<()> {
    connection
        .prepare_cached(
            "insert into content_texts (app_id, kind, content_id, locale, title, live, created_at, updated_at) \
             values (?1, ?2, ?3, ?4, ?5, 0, ?6, ?6) on conflict (app_id, kind, content_id, locale) do nothing",
        )?
        .execute((app_id, &content.kind, &content.id, locale, &content.title, now))?;
    let body_text = edit.body_html.as_deref().map(plain);
    connection
        .prepare_cached(
            "update content_texts set title = coalesce(?5, title), summary = iif(?6, ?7, summary), \
             body_html = coalesce(?8, body_html), body_text = coalesce(?9, body_text), \
             live = coalesce(?10, live), author_id = coalesce(?11, author_id), updated_at = ?12 \
             where app_id = ?1 and kind = ?2 and content_id = ?3 and locale = ?4",
        )?
        .execute(rusqlite::params![
            app_id,
            content.kind,
            content.id,
            locale,
            edit.title,
            edit.summary.is_some(),
            edit.summary.clone().flatten(),
            edit.body_html,
            body_text,
            edit.live,
            edit.author_id,
            now,
        ])?;
    Ok(())
}

/// Removes the text in one language.
pub(super) fn remove(
    connection: &Connection,
    app_id: &str,
    content: &Content,
    locale: &str,
) -> StoreResult<()> {
    connection
        .prepare_cached(
            "delete from content_texts where app_id = ?1 and kind = ?2 and content_id = ?3 and locale = ?4",
        )?
        .execute([app_id, &content.kind, &content.id, locale])?;
    Ok(())
}

/// All texts of a piece, by language.
pub(in crate::store::sqlite) fn of(
    connection: &Connection,
    app_id: &str,
    kind: &str,
    id: &str,
) -> StoreResult<Vec<ContentText>> {
    let mut statement = connection.prepare_cached(
        "select locale, title, summary, body_html, live, author_id, created_at, updated_at \
         from content_texts where app_id = ?1 and kind = ?2 and content_id = ?3 order by locale",
    )?;
    let rows = statement.query_map([app_id, kind, id], |row| {
        Ok(ContentText {
            locale: row.get(0)?,
            title: row.get(1)?,
            summary: row.get(2)?,
            body_html: row.get(3)?,
            live: row.get(4)?,
            author_id: row.get(5)?,
            created_at: row.get(6)?,
            updated_at: row.get(7)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
