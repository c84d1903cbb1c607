//! Search over the articles, with SQLite's full-text index.
//!
//! A term never becomes part of the query language: it is cut into words, and each word is quoted.

use rusqlite::Connection;

use super::languages;
use crate::domain::rich_text::escape;
use crate::store::sqlite::content::{self, targets::Eyes};
use crate::store::{FoundArticle, HelpHit, Reader, SearchArticles, StoreResult};

/// Words of a term that are looked for.
const WORDS: usize = 16;
/// Marks around a match until the text is escaped; texts hold no control characters.
const OPEN: &str = "\u{2}";
const CLOSE: &str = "\u{3}";

/// The words of a term, as the index cuts texts into words.
fn words(term: &str) -> Vec<&str> {
    term.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(WORDS)
        .collect()
}

/// A query of the index: all or any of the words, the last one perhaps unfinished.
fn query(words: &[&str], joined: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    format!("{}*", quoted.join(joined))
}

/// Articles with all words of a term, or for want of them with any, best first.
pub(super) fn find(
    connection: &Connection,
    reader: &Reader,
    term: &str,
    limit: usize,
) -> StoreResult<Vec<HelpHit>> {
    let words = words(term);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let languages = languages::order(connection, reader)?;
    let all = run(connection, reader, &languages, &query(&words, " "), limit)?;
    if !all.is_empty() || words.len() == 1 {
        return Ok(all);
    }
    run(connection, reader, &languages, &query(&words, " OR "), limit)
}

fn run(
    connection: &Connection,
    reader: &Reader,
    languages: &str,
    query: &str,
    limit: usize,
) -> StoreResult<Vec<HelpHit>> {
    // Each article is searched in the one language that the reader would get. A match in the title counts
    // most.
    let mut statement = connection.prepare_cached(
        "select t.content_id, t.title, t.summary, snippet(help_search, -1, ?4, ?5, '…', 24), c.targeting \
         from help_search \
         join content_texts t on t.seq = help_search.rowid \
         join content c on c.app_id = t.app_id and c.kind = t.kind and c.id = t.content_id \
         where help_search match ?1 and t.app_id = ?2 and t.kind = 'article' and t.live = 1 \
         and c.status = 'live' and t.locale = ( \
             select x.locale from content_texts x join json_each(?3) l on l.value = x.locale \
             where x.app_id = t.app_id and x.kind = t.kind and x.content_id = t.content_id and x.live = 1 \
             order by l.key limit 1) \
         order by bm25(help_search, 8.0, 3.0, 1.0), t.seq",
    )?;
    let mut rows = statement.query([query, &reader.app_id, languages, OPEN, CLOSE])?;
    let mut eyes = Eyes::of(connection, &reader.app_id, &reader.contact_id, reader.now);
    let mut hits = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, rules): (String, String) = (row.get(0)?, row.get(4)?);
        if !eyes.may_see("article", &id, &rules)? {
            continue;
        }
        let snippet: String = row.get(3)?;
        hits.push(HelpHit {
            article_id: id,
            title: row.get(1)?,
            summary: row.get(2)?,
            highlight: snippet.contains(OPEN).then(|| marked(&snippet)),
        });
        if hits.len() >= limit {
            break;
        }
    }
    Ok(hits)
}

/// Articles with all words of a phrase in any language, drafts included, each once, best first.
pub(in crate::store::sqlite) fn find_for_operator(
    connection: &Connection,
    search: &SearchArticles,
) -> StoreResult<Vec<FoundArticle>> {
    let words = words(&search.phrase);
    let mut found: Vec<(String, String, String)> = Vec::new();
    let mut keep = |id: String, title: String, summary: String| {
        if found.len() < search.limit && !found.iter().any(|(other, ..)| *other == id) {
            found.push((id, title, summary));
        }
    };
    if words.is_empty() {
        let mut statement = connection.prepare_cached(
            "select id, title, '' from content where app_id = ?1 and kind = 'article' \
             and (?2 is null or (status = 'live') = ?2) order by seq desc limit ?3",
        )?;
        let limit = i64::try_from(search.limit).unwrap_or(i64::MAX);
        let mut rows = statement.query((&search.app_id, search.live, limit))?;
        while let Some(row) = rows.next()? {
            keep(row.get(0)?, row.get(1)?, row.get(2)?);
        }
    } else {
        let mut statement = connection.prepare_cached(
            "select t.content_id, highlight(help_search, 0, ?3, ?4), snippet(help_search, 2, ?3, ?4, '…', 24) \
             from help_search join content_texts t on t.seq = help_search.rowid \
             where help_search match ?1 and t.app_id = ?2 and t.kind = 'article' \
             and (?5 is null or t.live = ?5) order by bm25(help_search, 8.0, 3.0, 1.0), t.seq",
        )?;
        let mut rows = statement.query((query(&words, " "), &search.app_id, OPEN, CLOSE, search.live))?;
        while let Some(row) = rows.next()? {
            keep(row.get(0)?, row.get(1)?, row.get(2)?);
        }
    }
    let mut articles = Vec::with_capacity(found.len());
    for (id, title, summary) in found {
        if let Some(content) = content::rows::get(connection, &search.app_id, "article", &id)? {
            articles.push(FoundArticle {
                content,
                texts: content::texts::of(connection, &search.app_id, "article", &id)?,
                title: pieces(&title),
                summary: pieces(&summary),
            });
        }
    }
    Ok(articles)
}

/// A marked text in pieces; `true` for those that were marked.
fn pieces(marked: &str) -> Vec<(bool, String)> {
    let mut pieces = Vec::new();
    for (index, part) in marked.split(OPEN).enumerate() {
        let (matching, rest) = match (index, part.split_once(CLOSE)) {
            (0, _) | (_, None) => ("", part),
            (_, Some(parts)) => parts,
        };
        for (matches, text) in [(true, matching), (false, rest)] {
            if !text.is_empty() {
                pieces.push((matches, text.to_owned()));
            }
        }
    }
    pieces
}

fn marked(snippet: &str) -> String {
    escape(snippet)
        .replace('\n', " ")
        .replace(OPEN, "<em>")
        .replace(CLOSE, "</em>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_words_whatever_it_says() {
        for (term, becomes) in [
            ("reset pass", "\"reset\" \"pass\"*"),
            (
                "\"a\" NEAR(b) OR c* -d",
                "\"a\" \"NEAR\" \"b\" \"OR\" \"c\" \"d\"*",
            ),
            ("title:x^2", "\"title\" \"x\" \"2\"*"),
            ("grüße", "\"grüße\"*"),
        ] {
            assert_eq!(query(&words(term), " "), becomes);
        }
        assert!(words("!? \u{0} \"*").is_empty());
    }
}
