//! The help center: trees of collections and articles, by language.
//!
//! Guarantees: every article of a kept tree is found by its title, also when it was never read; an article is
//! answered in the first language of the chain that is here, then in the one the server chose for such a language,
//! then in any. A version (etag) is answered only for the language it was given for.

use rusqlite::{OptionalExtension, Row, params};

use super::{Cache, CacheError, Document, language_key};
use crate::model::help::{Article, CollectionList};

impl Cache {
    /// Keeps the tree of collections as it was answered for a language (`""`: none was asked for).
    pub(crate) fn put_collections(
        &self,
        locale: &str,
        list: &CollectionList,
        etag: Option<&str>,
    ) -> Result<(), CacheError> {
        let (locale, tree) = (language_key(locale), serde_json::to_string(list)?);
        self.write(|conn| {
            let touched = self.touch();
            conn.prepare_cached(
                "insert or replace into collections (locale, tree, etag, touched) values (?1, ?2, ?3, ?4)",
            )?
            .execute(params![locale, tree, etag, touched])?;
            conn.prepare_cached("update articles set listed = 0 where locale = ?1")?
                .execute([&locale])?;
            let mut known = conn.prepare_cached(
                "update articles set listed = 1 where id = ?1 and locale = ?2 and (article is not null or title = ?3)",
            )?;
            let mut new = conn.prepare_cached(
                "insert into articles (id, locale, title, listed, touched) values (?1, ?2, ?3, 1, ?4)
                 on conflict (id, locale) do update set title = excluded.title, listed = 1",
            )?;
            for article in list.data.iter().flat_map(|collection| collection.all_articles()) {
                if known.execute([&article.id, &locale, &article.title])? == 0 {
                    new.execute(params![article.id, locale, article.title, touched])?;
                }
            }
            conn.prepare_cached("delete from articles where locale = ?1 and listed = 0 and article is null")?
                .execute([&locale])?;
            Ok(())
        })
    }

    /// The tree of collections that was answered for exactly this language.
    pub(crate) fn collections(&self, locale: &str) -> Result<Option<Document<CollectionList>>, CacheError> {
        let row: Option<(String, Option<String>)> = self
            .conn
            .prepare_cached("update collections set touched = ?2 where locale = ?1 returning tree, etag")?
            .query_row(params![language_key(locale), self.touch()], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        Ok(row.and_then(|(tree, etag)| {
            let value = serde_json::from_str(&tree).ok()?;
            Some(Document { value, etag })
        }))
    }

    /// The tree in the first language of `locales` that is here, else the one read last.
    pub(crate) fn collections_in(&self, locales: &[&str]) -> Result<Option<CollectionList>, CacheError> {
        for locale in locales.iter().chain(&[""]) {
            if let Some(found) = self.collections(locale)? {
                return Ok(Some(found.value));
            }
        }
        let last: Option<String> = self
            .conn
            .prepare_cached("select locale from collections order by touched desc limit 1")?
            .query_row([], |row| row.get(0))
            .optional()?;
        match last {
            Some(locale) => Ok(self.collections(&locale)?.map(|found| found.value)),
            None => Ok(None),
        }
    }

    /// Keeps an article that was asked for in the language `asked` (`""`: none).
    pub(crate) fn put_article(
        &self,
        article: &Article,
        asked: &str,
        etag: Option<&str>,
    ) -> Result<(), CacheError> {
        let (locale, asked) = (language_key(&article.locale), language_key(asked));
        let without_text = Article {
            body_text: String::new(),
            from_cache: false,
            ..article.clone()
        };
        let json = serde_json::to_string(&without_text)?;
        self.write(|conn| {
            // For the language asked for the server has this one now, whatever it had before.
            conn.prepare_cached(
                "update articles set asked = locale where id = ?1 and asked = ?2 and locale <> ?3",
            )?
            .execute(params![article.id, asked, locale])?;
            conn.prepare_cached(
                "update articles set article = null, etag = null, body = '', summary = ''
                 where id = ?1 and locale = ?2 and locale <> ?3 and article is not null",
            )?
            .execute(params![article.id, asked, locale])?;
            conn.prepare_cached("delete from articles where id = ?1 and listed = 0 and article is null")?
                .execute([&article.id])?;
            conn.prepare_cached(
                "insert into articles (id, locale, asked, title, summary, body, article, etag, touched)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 on conflict (id, locale) do update set asked = excluded.asked, title = excluded.title,
                     summary = excluded.summary, body = excluded.body, article = excluded.article,
                     etag = excluded.etag, touched = excluded.touched",
            )?
            .execute(params![
                article.id,
                locale,
                asked,
                article.title,
                article.summary.as_deref().unwrap_or_default(),
                article.body_text,
                json,
                etag,
                self.touch()
            ])?;
            Ok(())
        })
    }

    /// The article in the best language of `locales` that is here.
    pub(crate) fn article(&self, id: &str, locales: &[&str]) -> Result<Option<Article>, CacheError> {
        let mut rows = self
            .conn
            .prepare_cached(
                "select locale, asked, number from articles where id = ?1 and article is not null",
            )?
            .query_map([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<Vec<(String, String, i64)>, _>>()?;
        let chain: Vec<String> = locales.iter().map(|locale| language_key(locale)).collect();
        rows.sort_by_key(|(locale, asked, _)| {
            let place = |wanted: &String| chain.iter().position(|tag| tag == wanted).unwrap_or(usize::MAX);
            (place(locale), place(asked))
        });
        let Some((_, _, number)) = rows.first() else {
            return Ok(None);
        };
        let read = |row: &Row<'_>| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?));
        let (json, body) = self
            .conn
            .prepare_cached("update articles set touched = ?2 where number = ?1 returning article, body")?
            .query_row(params![number, self.touch()], read)?;
        let article: Option<Article> = serde_json::from_str(&json).ok();
        Ok(article.map(|article| Article {
            body_text: body,
            from_cache: true,
            ..article
        }))
    }

    /// The version of an article that the server gave for exactly this language.
    pub(crate) fn article_etag(&self, id: &str, asked: &str) -> Result<Option<String>, CacheError> {
        let newest: Option<Option<String>> = self
            .conn
            .prepare_cached(
                "select etag from articles where id = ?1 and asked = ?2 and article is not null
                 order by touched desc limit 1",
            )?
            .query_row([id, &language_key(asked)], |row| row.get(0))
            .optional()?;
        Ok(newest.flatten())
    }

    /// Forgets an article in every language: it is no longer live.
    pub(crate) fn remove_article(&self, id: &str) -> Result<(), CacheError> {
        self.conn
            .prepare_cached("delete from articles where id = ?1")?
            .execute([id])?;
        Ok(())
    }
}
