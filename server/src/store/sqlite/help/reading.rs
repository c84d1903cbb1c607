//! Collections and articles, each in the language closest to the reader's.

use rusqlite::{Connection, OptionalExtension, Row};

use super::languages;
use crate::store::sqlite::content::targets::{Eyes, author};
use crate::store::{HelpArticle, HelpCollection, HelpTitle, HelpTree, Reader, StoreResult};

/// Most articles that are named as related.
const RELATED: usize = 5;

/// Live texts of a kind, each piece once, in the operator's order.
fn each_text<T>(
    connection: &Connection,
    reader: &Reader,
    kind: &str,
    languages: &str,
    read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
) -> StoreResult<Vec<T>> {
    let mut statement = connection.prepare_cached(
        "select c.id, c.parent_id, t.title, t.summary, json_extract(c.body, '$.icon'), c.targeting \
         from content c \
         join content_texts t on t.app_id = c.app_id and t.kind = c.kind and t.content_id = c.id and t.live = 1 \
         join json_each(?3) l on l.value = t.locale \
         where c.app_id = ?1 and c.kind = ?2 and c.status = 'live' order by c.place, c.seq, l.key",
    )?;
    let mut rows = statement.query([&reader.app_id, kind, languages])?;
    let mut eyes = Eyes::of(connection, &reader.app_id, &reader.contact_id, reader.now);
    let mut last = String::new();
    let mut texts = Vec::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get(0)?;
        // The first row of a piece is the closest language.
        if id == last {
            continue;
        }
        let rules: String = row.get(5)?;
        if eyes.may_see(kind, &id, &rules)? {
            texts.push(read(row)?);
        }
        last = id;
    }
    Ok(texts)
}

fn titles(connection: &Connection, reader: &Reader, languages: &str) -> StoreResult<Vec<HelpTitle>> {
    each_text(connection, reader, "article", languages, |row| {
        Ok(HelpTitle {
            id: row.get(0)?,
            parent_id: row.get(1)?,
            title: row.get(2)?,
        })
    })
}

/// All collections and titles.
pub(super) fn tree(connection: &Connection, reader: &Reader) -> StoreResult<HelpTree> {
    let languages = languages::order(connection, reader)?;
    let collections = each_text(connection, reader, "help_center_collection", &languages, |row| {
        Ok(HelpCollection {
            id: row.get(0)?,
            parent_id: row.get(1)?,
            title: row.get(2)?,
            summary: row.get(3)?,
            icon: row.get(4)?,
        })
    })?;
    let articles = titles(connection, reader, &languages)?;
    Ok(HelpTree {
        collections,
        articles,
    })
}

/// One article.
pub(super) fn article(
    connection: &Connection,
    reader: &Reader,
    id: &str,
) -> StoreResult<Option<HelpArticle>> {
    let languages = languages::order(connection, reader)?;
    let found = connection
        .prepare_cached(
            "select t.title, t.summary, t.body_html, t.body_text, t.locale, coalesce(t.author_id, c.author_id), \
             c.parent_id, max(t.updated_at, c.updated_at), c.targeting from content c \
             join content_texts t on t.app_id = c.app_id and t.kind = c.kind and t.content_id = c.id and t.live = 1 \
             join json_each(?3) l on l.value = t.locale \
             where c.app_id = ?1 and c.kind = 'article' and c.id = ?2 and c.status = 'live' \
             order by l.key limit 1",
        )?
        .query_row([&reader.app_id, id, &languages], |row| {
            let article = HelpArticle {
                id: id.to_owned(),
                title: row.get(0)?,
                summary: row.get(1)?,
                body_html: row.get(2)?,
                body_text: row.get(3)?,
                locale: row.get(4)?,
                available_locales: Vec::new(),
                author: None,
                collection_id: row.get(6)?,
                related: Vec::new(),
                updated_at: row.get(7)?,
            };
            Ok((article, row.get::<_, Option<i64>>(5)?, row.get::<_, String>(8)?))
        })
        .optional()?;
    let Some((mut article, author_id, rules)) = found else {
        return Ok(None);
    };
    let mut eyes = Eyes::of(connection, &reader.app_id, &reader.contact_id, reader.now);
    if !eyes.may_see("article", id, &rules)? {
        return Ok(None);
    }
    article.available_locales = connection
        .prepare_cached(
            "select locale from content_texts where app_id = ?1 and kind = 'article' and content_id = ?2 \
             and live = 1 order by locale",
        )?
        .query_map([&reader.app_id, id], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if let Some(author_id) = author_id {
        article.author = author(connection, &reader.app_id, author_id)?;
    }
    if article.collection_id.is_some() {
        article.related = titles(connection, reader, &languages)?
            .into_iter()
            .filter(|other| other.parent_id == article.collection_id && other.id != id)
            .take(RELATED)
            .collect();
    }
    Ok(Some(article))
}
