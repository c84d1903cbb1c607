//! Whom content is meant for, and what becomes due for a contact when something happens to it.
//!
//! The rules are those of [`crate::domain::targeting`]; this file knows where the facts are. What becomes
//! due is appended to the contact's feed in the transaction of what made it due.

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use super::receipts;
use super::rows::{self, CONTENT};
use crate::domain::targeting::{self, Targeting};
use crate::store::sqlite::feed::changes;
use crate::store::sqlite::rows::{contact_by_id, resolve};
use crate::store::sqlite::writer::Memory;
use crate::store::{ChangeKind, Contact, ContentFor, DueContent, NamedAuthor, Page, StoreResult};

/// Live content that may show itself, with its rules read.
#[derive(Debug)]
pub(in crate::store::sqlite) struct Target {
    due: DueContent,
    targeting: Targeting,
}

/// All targets of a workspace. Content whose rules cannot be read shows itself to nobody.
fn load(connection: &Connection, app_id: &str) -> StoreResult<Vec<Target>> {
    let mut statement = connection.prepare_cached(
        "select kind, id, targeting, json_extract(body, '$.display'), json_extract(body, '$.priority') \
         from content where app_id = ?1 and kind in ('survey', 'carousel', 'in_app_message') \
         and status = 'live' order by seq",
    )?;
    let mut rows = statement.query([app_id])?;
    let mut targets = Vec::new();
    while let Some(row) = rows.next()? {
        let (kind, rules): (String, String) = (row.get(0)?, row.get(2)?);
        let Some(targeting) = targeting::stored(&rules) else {
            continue;
        };
        let (display, priority) = match kind.as_str() {
            "carousel" => ("full", 0),
            "survey" => ("card", 1),
            _ => ("card", 2),
        };
        // A survey or carousel without a rule is only shown when an app asks for it by its id.
        if targeting.is_empty() && kind != "in_app_message" {
            continue;
        }
        let asked: Value = row.get::<_, Option<String>>(3).unwrap_or_default().into();
        let display = asked
            .as_str()
            .filter(|word| matches!(*word, "card" | "sheet" | "banner" | "full"))
            .unwrap_or(display)
            .to_owned();
        let priority = row
            .get::<_, Option<i64>>(4)
            .unwrap_or_default()
            .unwrap_or(priority);
        targets.push(Target {
            due: DueContent {
                kind,
                id: row.get(1)?,
                display,
                priority,
            },
            targeting,
        });
    }
    Ok(targets)
}

/// What a contact did with a piece so far.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    happened: bool,
    ended: bool,
}

fn state(connection: &Connection, contact_id: &str, kind: &str, id: &str) -> StoreResult<State> {
    Ok(connection
        .prepare_cached(
            "select due_at is not null, ended_at is not null from content_states \
             where contact_id = ?1 and kind = ?2 and content_id = ?3",
        )?
        .query_row([contact_id, kind, id], |row| {
            Ok(State {
                happened: row.get(0)?,
                ended: row.get(1)?,
            })
        })
        .optional()?
        .unwrap_or_default())
}

/// Whether the rules let this contact see something.
fn allows(
    connection: &Connection,
    targeting: &Targeting,
    contact: &Contact,
    happened: bool,
    now: i64,
) -> StoreResult<bool> {
    let mut tags: Vec<String> = Vec::new();
    if targeting.asks_for_tags() {
        let mut statement = connection.prepare_cached(
            "select g.id, g.name from contact_tags c join tags g on g.id = c.tag_id where c.contact_id = ?1",
        )?;
        let mut rows = statement.query([&contact.id])?;
        while let Some(row) = rows.next()? {
            tags.push(row.get::<_, i64>(0)?.to_string());
            tags.push(row.get(1)?);
        }
    }
    Ok(targeting.allows(contact, &tags, happened, now))
}

/// What is to be shown to a contact by itself, the most important first.
pub(super) fn due(
    connection: &Connection,
    app_id: &str,
    contact_id: &str,
    now: i64,
) -> StoreResult<Vec<DueContent>> {
    let targets = load(connection, app_id)?;
    if targets.is_empty() {
        return Ok(Vec::new());
    }
    let Some(contact) = current(connection, app_id, contact_id)? else {
        return Ok(Vec::new());
    };
    let mut due = Vec::new();
    for target in targets {
        let state = state(connection, &contact.id, &target.due.kind, &target.due.id)?;
        if !state.ended && allows(connection, &target.targeting, &contact, state.happened, now)? {
            due.push(target.due);
        }
    }
    due.sort_by_key(|one| std::cmp::Reverse(one.priority));
    Ok(due)
}

fn current(connection: &Connection, app_id: &str, contact_id: &str) -> StoreResult<Option<Contact>> {
    match resolve(connection, app_id, contact_id)? {
        Some(id) => contact_by_id(connection, app_id, &id),
        None => Ok(None),
    }
}

/// Whether content with these rules is meant for the contact. `contact` is read once, when first needed.
pub(in crate::store::sqlite) struct Eyes<'a> {
    connection: &'a Connection,
    app_id: &'a str,
    contact_id: &'a str,
    contact: Option<Option<Contact>>,
    now: i64,
}

impl<'a> Eyes<'a> {
    pub(in crate::store::sqlite) fn of(
        connection: &'a Connection,
        app_id: &'a str,
        contact_id: &'a str,
        now: i64,
    ) -> Self {
        Self {
            connection,
            app_id,
            contact_id,
            contact: None,
            now,
        }
    }

    /// Whether a piece with these rules, as JSON text, may be seen.
    pub(in crate::store::sqlite) fn may_see(
        &mut self,
        kind: &str,
        id: &str,
        rules: &str,
    ) -> StoreResult<bool> {
        if rules == "{}" {
            return Ok(true);
        }
        let Some(targeting) = targeting::stored(rules) else {
            return Ok(false);
        };
        if self.contact.is_none() {
            self.contact = Some(current(self.connection, self.app_id, self.contact_id)?);
        }
        let Some(Some(contact)) = &self.contact else {
            return Ok(false);
        };
        let happened =
            targeting.after_event.is_some() && state(self.connection, &contact.id, kind, id)?.happened;
        allows(self.connection, &targeting, contact, happened, self.now)
    }
}

/// One piece for a contact.
pub(super) fn content_for(
    connection: &Connection,
    app_id: &str,
    contact_id: &str,
    kind: &str,
    id: &str,
    now: i64,
) -> StoreResult<Option<ContentFor>> {
    let Some(content) = rows::get(connection, app_id, kind, id)? else {
        return Ok(None);
    };
    let targeted = Eyes::of(connection, app_id, contact_id, now).may_see(kind, id, &content.targeting)?;
    let author = content
        .author_id
        .map(|id| author(connection, app_id, id))
        .transpose()?
        .flatten();
    let done = match kind {
        "checklist" => receipts::done(connection, app_id, contact_id, id)?,
        _ => Vec::new(),
    };
    Ok(Some(ContentFor {
        content,
        targeted,
        author,
        done,
    }))
}

/// A teammate as people see one.
pub(in crate::store::sqlite) fn author(
    connection: &Connection,
    app_id: &str,
    id: i64,
) -> StoreResult<Option<NamedAuthor>> {
    Ok(connection
        .prepare_cached("select name, avatar_url from admins where app_id = ?1 and id = ?2")?
        .query_row((app_id, id), |row| {
            Ok(NamedAuthor {
                name: row.get(0)?,
                avatar_url: row.get(1)?,
            })
        })
        .optional()?)
}

/// A page of live content of a kind that is meant for a contact, newest first.
pub(super) fn live(
    connection: &Connection,
    app_id: &str,
    contact_id: &str,
    kind: &str,
    before: Option<i64>,
    limit: usize,
    now: i64,
) -> StoreResult<Page<crate::store::Content>> {
    let mut statement = connection.prepare_cached(
        "select seq, id, targeting from content where app_id = ?1 and kind = ?2 and status = 'live' \
         order by published_at desc, seq desc",
    )?;
    let mut rows = statement.query([app_id, kind])?;
    let mut eyes = Eyes::of(connection, app_id, contact_id, now);
    let mut seen: Vec<i64> = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, rules): (String, String) = (row.get(1)?, row.get(2)?);
        if eyes.may_see(kind, &id, &rules)? {
            seen.push(row.get(0)?);
        }
    }
    let total = i64::try_from(seen.len()).unwrap_or(i64::MAX);
    // What was taken off since leaves no place to go on from: the list ends there.
    let start = match before {
        None => 0,
        Some(seq) => seen
            .iter()
            .position(|one| *one == seq)
            .map_or(seen.len(), |at| at + 1),
    };
    let page: Vec<i64> = seen.iter().skip(start).take(limit).copied().collect();
    let next = page.last().copied().filter(|_| start + page.len() < seen.len());
    let mut statement =
        connection.prepare_cached(&format!("select {CONTENT} from content c where c.seq = ?1"))?;
    let items = page
        .iter()
        .map(|seq| statement.query_row([seq], rows::read))
        .collect::<Result<_, _>>()?;
    Ok(Page { items, total, next })
}

/// An event of a contact was stored: notes it for the content that waits for it, and appends what became
/// due. Called for every event, so the names that anything waits for are kept in memory.
pub(in crate::store::sqlite) fn event_happened(
    connection: &Connection,
    memory: &mut Memory,
    app_id: &str,
    contact_id: &str,
    name: &str,
    now: i64,
) -> StoreResult<()> {
    let targets = match memory.targets.get(app_id) {
        Some(targets) => targets.clone(),
        None => {
            let targets = Arc::new(load(connection, app_id)?);
            memory.targets.insert(app_id.to_owned(), targets.clone());
            targets
        }
    };
    for target in targets.iter() {
        if target.targeting.after_event.as_deref() != Some(name) {
            continue;
        }
        let marked = connection
            .prepare_cached(
                "insert into content_states (contact_id, kind, content_id, due_at) values (?1, ?2, ?3, ?4) \
                 on conflict (contact_id, kind, content_id) do update set due_at = excluded.due_at \
                 where due_at is null and ended_at is null",
            )?
            .execute((contact_id, &target.due.kind, &target.due.id, now))?;
        if marked == 0 {
            continue;
        }
        if let Some(contact) = contact_by_id(connection, app_id, contact_id)?
            && allows(connection, &target.targeting, &contact, true, now)?
        {
            announce(connection, contact_id, &target.due, now)?;
        }
    }
    Ok(())
}

/// A contact changed: appends what its new attributes made due.
pub(in crate::store::sqlite) fn contact_changed(
    connection: &Connection,
    app_id: &str,
    before: &Contact,
    after: &Contact,
    now: i64,
) -> StoreResult<()> {
    for target in load(connection, app_id)? {
        let state = state(connection, &after.id, &target.due.kind, &target.due.id)?;
        let rules = &target.targeting;
        if !state.ended
            && allows(connection, rules, after, state.happened, now)?
            && !allows(connection, rules, before, state.happened, now)?
        {
            announce(connection, &after.id, &target.due, now)?;
        }
    }
    Ok(())
}

/// Runs a change of a contact's tags, and appends what it made due.
pub(in crate::store::sqlite) fn around_tags<T>(
    connection: &Connection,
    app_id: &str,
    contact_id: &str,
    now: i64,
    change: impl FnOnce() -> StoreResult<T>,
) -> StoreResult<T> {
    let mut targets = load(connection, app_id)?;
    targets.retain(|target| target.targeting.asks_for_tags());
    let Some(contact) = current(connection, app_id, contact_id)?.filter(|_| !targets.is_empty()) else {
        return change();
    };
    let allowed = |target: &Target| {
        let state = state(connection, &contact.id, &target.due.kind, &target.due.id)?;
        Ok(!state.ended && allows(connection, &target.targeting, &contact, state.happened, now)?)
    };
    let before = targets.iter().map(allowed).collect::<StoreResult<Vec<bool>>>()?;
    let done = change()?;
    for (target, before) in targets.iter().zip(before) {
        if !before && allowed(target)? {
            announce(connection, &contact.id, &target.due, now)?;
        }
    }
    Ok(done)
}

fn announce(connection: &Connection, contact_id: &str, due: &DueContent, now: i64) -> StoreResult<()> {
    let body = due.to_json().to_string();
    changes::append(connection, contact_id, ChangeKind::ContentShow, &body, now)?;
    Ok(())
}
