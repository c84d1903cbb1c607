//! Content as operators make, change, list and delete it.

use rusqlite::Connection;
use serde_json::{Map, Value};

use super::rows::{self, CONTENT};
use super::texts;
use crate::store::{
    Content, ContentEdit, ContentEditOutcome, ContentText, ListContent, Page, Reactions, StoreResult,
};

/// Numbers of content that operators make start above those that people choose by hand.
const FIRST_NUMBER: i64 = 10_001;

/// A number that no content of the workspace ever had.
fn next_number(connection: &Connection, app_id: &str, kind: &str) -> StoreResult<String> {
    loop {
        let number: i64 = connection
            .prepare_cached(
                "insert into content_numbers (app_id, last) values (?1, ?2) \
                 on conflict (app_id) do update set last = last + 1 returning last",
            )?
            .query_row((app_id, FIRST_NUMBER), |row| row.get(0))?;
        let id = number.to_string();
        // Somebody may have chosen it by hand.
        if rows::get(connection, app_id, kind, &id)?.is_none() {
            return Ok(id);
        }
    }
}

/// Makes content.
pub(super) fn create(
    connection: &Connection,
    app_id: &str,
    kind: &str,
    edit: &ContentEdit,
    now: i64,
) -> StoreResult<ContentEditOutcome> {
    let content = Content {
        kind: kind.to_owned(),
        id: next_number(connection, app_id, kind)?,
        status: "draft".to_owned(),
        body: "{}".to_owned(),
        targeting: "{}".to_owned(),
        created_at: now,
        updated_at: now,
        ..Content::default()
    };
    apply(connection, app_id, content, edit, now)
}

/// Changes content.
pub(super) fn edit(
    connection: &Connection,
    app_id: &str,
    kind: &str,
    id: &str,
    edit: &ContentEdit,
    now: i64,
) -> StoreResult<ContentEditOutcome> {
    match rows::get(connection, app_id, kind, id)? {
        Some(content) => apply(connection, app_id, content, edit, now),
        None => Ok(ContentEditOutcome::NotFound),
    }
}

fn apply(
    connection: &Connection,
    app_id: &str,
    mut content: Content,
    edit: &ContentEdit,
    now: i64,
) -> StoreResult<ContentEditOutcome> {
    let writers = edit.texts.iter().filter_map(|(_, text)| text.as_ref()?.author_id);
    for author in edit.author_id.into_iter().chain(writers) {
        let known = connection
            .prepare_cached("select 1 from admins where app_id = ?1 and id = ?2")?
            .exists((app_id, author))?;
        if !known {
            return Ok(ContentEditOutcome::NoAuthor);
        }
    }
    if let Some(parent) = &edit.parent_id {
        if let Some(parent) = parent
            && !may_contain(connection, app_id, parent, &content)?
        {
            return Ok(ContentEditOutcome::NoParent);
        }
        content.parent_id.clone_from(parent);
    }
    if !edit.body.is_empty() {
        let mut body: Map<String, Value> = serde_json::from_str(&content.body).unwrap_or_default();
        for (key, value) in &edit.body {
            if value.is_null() {
                body.remove(key);
            } else {
                body.insert(key.clone(), value.clone());
            }
        }
        content.body = Value::Object(body).to_string();
    }
    let set = |place: &mut String, value: &Option<String>| {
        if let Some(value) = value {
            place.clone_from(value);
        }
    };
    set(&mut content.title, &edit.title);
    set(&mut content.status, &edit.status);
    set(&mut content.targeting, &edit.targeting);
    content.place = edit.place.unwrap_or(content.place);
    content.author_id = edit.author_id.or(content.author_id);
    content.published_at = edit.published_at.or(content.published_at);
    content.updated_at = now;
    rows::write(connection, app_id, &content, false)?;
    for (locale, text) in &edit.texts {
        match text {
            Some(text) => texts::set(connection, app_id, &content, locale, text, now)?,
            None => texts::remove(connection, app_id, &content, locale)?,
        }
    }
    let (kind, id) = (content.kind.clone(), content.id.clone());
    let (kind, id) = (kind.as_str(), id.as_str());
    let texts = texts::of(connection, app_id, kind, id)?;
    if edit.follow_texts {
        let live = texts.iter().any(|text| text.live);
        content.status = if live { "live" } else { "draft" }.to_owned();
        rows::write(connection, app_id, &content, false)?;
    }
    // As it is now: the moment it went live is set on the way in.
    match rows::get(connection, app_id, kind, id)? {
        Some(content) => Ok(ContentEditOutcome::Done(Box::new(content), texts)),
        None => Ok(ContentEditOutcome::NotFound),
    }
}

/// Whether a collection is there and not below `content` itself.
fn may_contain(connection: &Connection, app_id: &str, parent: &str, content: &Content) -> StoreResult<bool> {
    let below: bool = connection
        .prepare_cached(
            "with recursive above (id) as (select ?2 union select c.parent_id from content c \
             join above on c.app_id = ?1 and c.kind = 'help_center_collection' and c.id = above.id \
             where c.parent_id is not null) select 1 from above where id = ?3 and ?4",
        )?
        .exists((
            app_id,
            parent,
            &content.id,
            content.kind == "help_center_collection",
        ))?;
    Ok(!below && rows::get(connection, app_id, "help_center_collection", parent)?.is_some())
}

/// Deletes content. Receipts stay: they tell what happened.
pub(super) fn delete(connection: &Connection, app_id: &str, kind: &str, id: &str) -> StoreResult<bool> {
    // The texts first, one by one: the index of words follows each row.
    connection
        .prepare_cached("delete from content_texts where app_id = ?1 and kind = ?2 and content_id = ?3")?
        .execute([app_id, kind, id])?;
    let deleted = connection
        .prepare_cached("delete from content where app_id = ?1 and kind = ?2 and id = ?3")?
        .execute([app_id, kind, id])?;
    if kind == "help_center_collection" {
        connection
            .prepare_cached("update content set parent_id = null where app_id = ?1 and parent_id = ?2")?
            .execute([app_id, id])?;
    }
    if kind == "article" {
        connection
            .prepare_cached("delete from article_reactions where app_id = ?1 and article_id = ?2")?
            .execute([app_id, id])?;
    }
    Ok(deleted > 0)
}

/// A page of content of a kind, newest first, with its texts.
pub(super) fn list(
    connection: &Connection,
    list: &ListContent,
) -> StoreResult<Page<(Content, Vec<ContentText>)>> {
    let total = connection
        .prepare_cached("select count(*) from content where app_id = ?1 and kind = ?2")?
        .query_row([&list.app_id, &list.kind], |row| row.get(0))?;
    let mut statement = connection.prepare_cached(&format!(
        "select {CONTENT}, c.seq from content c where c.app_id = ?1 and c.kind = ?2 and c.seq < ?3 \
         order by c.seq desc limit ?4 offset ?5"
    ))?;
    let limit = i64::try_from(list.limit).unwrap_or(i64::MAX - 1);
    let mut found = statement
        .query_map(
            (
                &list.app_id,
                &list.kind,
                list.before.unwrap_or(i64::MAX),
                limit + 1,
                list.offset,
            ),
            |row| Ok((rows::read(row)?, row.get::<_, i64>("seq")?)),
        )?
        .collect::<Result<Vec<_>, _>>()?;
    let more = found.len() > list.limit;
    found.truncate(list.limit);
    let next = if more {
        found.last().map(|(_, seq)| *seq)
    } else {
        None
    };
    let items = found
        .into_iter()
        .map(|(content, _)| {
            let texts = if texts::has_texts(&list.kind) {
                texts::of(connection, &list.app_id, &content.kind, &content.id)?
            } else {
                Vec::new()
            };
            Ok((content, texts))
        })
        .collect::<StoreResult<_>>()?;
    Ok(Page { items, total, next })
}

/// How helpful an article was found.
pub(super) fn reactions(connection: &Connection, app_id: &str, article_id: &str) -> StoreResult<Reactions> {
    Ok(connection
        .prepare_cached(
            "select sum(value = 'happy'), sum(value = 'neutral'), sum(value = 'sad') from article_reactions \
             where app_id = ?1 and article_id = ?2",
        )?
        .query_row([app_id, article_id], |row| {
            Ok(Reactions {
                happy: row.get::<_, Option<i64>>(0)?.unwrap_or(0),
                neutral: row.get::<_, Option<i64>>(1)?.unwrap_or(0),
                sad: row.get::<_, Option<i64>>(2)?.unwrap_or(0),
            })
        })?)
}
