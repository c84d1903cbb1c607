//! The search over what is kept of the help center.
//!
//! Guarantees: every term is answered, at worst with nothing; an article is found once, in the best language;
//! titles count more than summaries, summaries more than text; articles with all words come before nothing else
//! is tried, then those with any of them.

use std::collections::HashMap;

use rusqlite::{Row, params};

use super::{Cache, CacheError, language_key, terms};
use crate::model::help::SearchHit;

/// Made beside the other tables: the index of words.
pub(super) const INDEX: &str = include_str!("words.sql");

/// In how many languages an article may be found before it crowds out others.
const LANGUAGES: usize = 3;

/// A row that matched.
struct Found {
    id: String,
    locale: String,
    asked: String,
    title: String,
    summary: String,
    is_whole: bool,
    highlight: Option<String>,
}

impl Cache {
    /// Whether a search has anything to look through.
    pub(crate) fn can_search(&self) -> Result<bool, CacheError> {
        Ok(self
            .conn
            .query_row("select exists (select 1 from articles)", [], |row| row.get(0))?)
    }

    /// Takes the words of removed articles out of the index, which happens only when it is put in order.
    pub(super) fn forget_words(&self) -> Result<(), CacheError> {
        self.conn.execute(
            "insert into article_words (article_words) values ('optimize')",
            [],
        )?;
        Ok(())
    }

    /// Articles that match, best first, in the languages of `locales` (in any language when it is empty).
    pub(crate) fn search(
        &self,
        term: &str,
        locales: &[&str],
        limit: usize,
    ) -> Result<Vec<SearchHit>, CacheError> {
        let words = terms::words(term);
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let chain: Vec<String> = locales.iter().map(|locale| language_key(locale)).collect();
        let languages = serde_json::to_string(&chain)?;
        for joined_by in [" AND ", " OR "] {
            let question = terms::question(&words, joined_by);
            let found = self.ranked(&question, &languages, &chain, limit)?;
            if !found.is_empty() {
                return Ok(found.into_iter().map(answer).collect());
            }
        }
        if terms::is_unspaced(term) {
            return self.search_within(term.trim(), &languages, &chain, limit);
        }
        Ok(Vec::new())
    }

    /// The best rows with the text around the match. Rows come in the order of their rank and are made one by one,
    /// so that only as many are read as the answer needs.
    fn ranked(
        &self,
        question: &str,
        languages: &str,
        chain: &[String],
        limit: usize,
    ) -> Result<Vec<Found>, CacheError> {
        let mut statement = self.conn.prepare_cached(
            "select a.number, a.id, a.locale, a.asked, a.title, a.summary, a.article is not null,
                 snippet(article_words, 2, ?3, ?4, '…', 24), snippet(article_words, 1, ?3, ?4, '…', 24)
             from article_words join articles a on a.number = article_words.rowid
             where article_words match ?1 and (?2 = '[]'
                 or a.locale in (select value from json_each(?2)) or a.asked in (select value from json_each(?2)))
             order by article_words.rank",
        )?;
        let (open, close) = (terms::OPEN.to_string(), terms::CLOSE.to_string());
        let mut rows = statement.query(params![question, languages, open, close])?;
        let most = if chain.len() == 1 {
            limit
        } else {
            limit.saturating_mul(LANGUAGES)
        };
        let mut read = Vec::new();
        while read.len() < most
            && let Some(row) = rows.next()?
        {
            let (body, summary): (String, String) = (row.get(7)?, row.get(8)?);
            let highlight = terms::highlight(&body).or_else(|| terms::highlight(&summary));
            read.push(found(row, highlight)?);
        }
        Ok(best(read, chain, limit))
    }

    /// For scripts without spaces: the term as it stands, anywhere.
    fn search_within(
        &self,
        term: &str,
        languages: &str,
        chain: &[String],
        limit: usize,
    ) -> Result<Vec<SearchHit>, CacheError> {
        let mut statement = self.conn.prepare_cached(
            "select number, id, locale, asked, title, summary, article is not null, body from articles
             where (instr(title, ?1) or instr(summary, ?1) or instr(body, ?1)) and (?2 = '[]'
                 or locale in (select value from json_each(?2)) or asked in (select value from json_each(?2)))
             order by instr(title, ?1) = 0, instr(summary, ?1) = 0, number limit ?3",
        )?;
        let most = i64::try_from(limit.saturating_mul(LANGUAGES)).unwrap_or(i64::MAX);
        let rows = statement.query_map(params![term, languages, most], |row| {
            let (summary, body): (String, String) = (row.get(5)?, row.get(7)?);
            let marked = terms::mark(&body, term).or_else(|| terms::mark(&summary, term));
            found(row, marked.and_then(|marked| terms::highlight(&marked)))
        })?;
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        Ok(best(rows, chain, limit).into_iter().map(answer).collect())
    }
}

fn found(row: &Row<'_>, highlight: Option<String>) -> rusqlite::Result<Found> {
    Ok(Found {
        id: row.get(1)?,
        locale: row.get(2)?,
        asked: row.get(3)?,
        title: row.get(4)?,
        summary: row.get(5)?,
        is_whole: row.get(6)?,
        highlight,
    })
}

fn answer(found: Found) -> SearchHit {
    SearchHit {
        article_id: found.id,
        title: found.title,
        summary: Some(found.summary).filter(|summary| !summary.is_empty()),
        highlight: found.highlight,
    }
}

/// One row per article: that of the earliest language, the whole article before its bare title. The order is that
/// of the articles' best rows.
fn best(rows: Vec<Found>, chain: &[String], limit: usize) -> Vec<Found> {
    let place = |wanted: &String| chain.iter().position(|tag| tag == wanted).unwrap_or(usize::MAX);
    let worth = |row: &Found| (place(&row.locale).min(place(&row.asked)), !row.is_whole);
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut chosen: Vec<Found> = Vec::new();
    for row in rows {
        match places.get(&row.id).and_then(|&place| chosen.get_mut(place)) {
            Some(other) if worth(&row) < worth(other) => *other = row,
            Some(_) => {}
            None => {
                places.insert(row.id.clone(), chosen.len());
                chosen.push(row);
            }
        }
    }
    chosen.truncate(limit);
    chosen
}
