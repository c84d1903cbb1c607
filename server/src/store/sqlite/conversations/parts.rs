//! Rows of `parts` into values: the only file that knows how an author, files and offered answers are put
//! together.

use rusqlite::{Connection, OptionalExtension, Row, ToSql};

use crate::store::{Attachment, Author, AuthorKind, Part, StoreResult};

/// What contacts see of a conversation: words, also those that go with a closing or an assignment.
pub(super) const SHOWN: &str = "(p.kind in ('comment', 'quick_reply') \
     or (p.kind in ('close', 'assignment') and (p.body_html is not null or p.redacted = 1)))";

const PART: &str = "select p.id, p.client_id, p.conversation_id, p.seq, p.kind, p.body_html, p.body_text, \
     case when p.chosen_reply is null then p.quick_replies end, p.assigned_to, p.redacted, p.created_at, p.updated_at, p.contact_id, p.admin_id, \
     c.role, c.name, c.email, a.name, a.email, a.avatar_url, \
     p.seq <= (select v.admin_seen_seq from conversations v where v.id = p.conversation_id), c.avatar_url \
     from parts p left join contacts c on c.id = p.contact_id left join admins a on a.id = p.admin_id";

fn read(row: &Row<'_>) -> rusqlite::Result<Part> {
    let (contact_id, admin_id): (Option<String>, Option<i64>) = (row.get(12)?, row.get(13)?);
    let author = match (contact_id, admin_id) {
        (Some(id), _) => {
            let lead = row
                .get::<_, Option<String>>(14)?
                .is_some_and(|role| role == "lead");
            Author {
                kind: if lead { AuthorKind::Lead } else { AuthorKind::User },
                id: Some(id),
                name: row.get(15)?,
                email: row.get(16)?,
                avatar_url: row.get(21)?,
            }
        }
        (None, Some(id)) => Author {
            kind: AuthorKind::Admin,
            id: Some(id.to_string()),
            name: row.get(17)?,
            email: row.get(18)?,
            avatar_url: row.get(19)?,
        },
        (None, None) => Author {
            kind: AuthorKind::Bot,
            id: None,
            name: None,
            email: None,
            avatar_url: None,
        },
    };
    let quick_replies: Option<String> = row.get(7)?;
    let redacted: bool = row.get(9)?;
    Ok(Part {
        id: row.get(0)?,
        client_id: row.get(1)?,
        conversation_id: row.get(2)?,
        seq: row.get(3)?,
        kind: row.get(4)?,
        author,
        body_html: row.get(5)?,
        body_text: row.get(6)?,
        attachments: Vec::new(),
        quick_replies: quick_replies
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default(),
        assigned_to: row.get(8)?,
        seen: row.get::<_, Option<bool>>(20)?.unwrap_or(false),
        redacted,
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
    })
}

/// Adds the files of a part; one whose words were taken back shows none.
fn with_attachments(connection: &Connection, mut part: Part) -> StoreResult<Part> {
    if part.redacted {
        return Ok(part);
    }
    let mut statement = connection.prepare_cached(
        "select id, file_id, name, content_type, size, width, height from uploads where part_id = ?1 order by place",
    )?;
    let files = statement.query_map([part.id], |row| {
        Ok(Attachment {
            id: row.get(0)?,
            file_id: row.get(1)?,
            name: row.get(2)?,
            content_type: row.get(3)?,
            size: row.get(4)?,
            sides: super::uploads::sides(row, 5)?,
        })
    })?;
    part.attachments = files.collect::<Result<_, _>>()?;
    Ok(part)
}

/// One part, if contacts see it.
pub(super) fn shown_by_id(connection: &Connection, id: i64) -> StoreResult<Option<Part>> {
    let mut statement = connection.prepare_cached(&format!("{PART} where p.id = ?1 and {SHOWN}"))?;
    let part = statement.query_row([id], read).optional()?;
    part.map(|part| with_attachments(connection, part)).transpose()
}

/// The first part of a conversation.
pub(in crate::store::sqlite) fn first(
    connection: &Connection,
    conversation_id: i64,
) -> StoreResult<Option<Part>> {
    let mut statement = connection.prepare_cached(&format!(
        "{PART} where p.conversation_id = ?1 order by p.seq limit 1"
    ))?;
    let part = statement.query_row([conversation_id], read).optional()?;
    part.map(|part| with_attachments(connection, part)).transpose()
}

/// The part that a contact's device gave this id.
pub(super) fn by_client_id(
    connection: &Connection,
    contact_id: &str,
    client_id: &str,
) -> StoreResult<Option<Part>> {
    let mut statement =
        connection.prepare_cached(&format!("{PART} where p.contact_id = ?1 and p.client_id = ?2"))?;
    let part = statement.query_row([contact_id, client_id], read).optional()?;
    part.map(|part| with_attachments(connection, part)).transpose()
}

/// How many parts are asked for. Messages may be long: what is full is full, and the rest comes with the next
/// page, so that no answer takes more memory than that and one message.
#[derive(Clone, Copy)]
pub(in crate::store::sqlite) struct Most {
    pub(in crate::store::sqlite) parts: usize,
    pub(in crate::store::sqlite) bytes: usize,
}

/// The newest parts of a conversation with a seq below `before`, newest first, and whether there are older
/// ones; only those that contacts see, if `shown`.
pub(in crate::store::sqlite) fn newest(
    connection: &Connection,
    conversation_id: i64,
    before: Option<i64>,
    most: Most,
    shown: bool,
) -> StoreResult<(Vec<Part>, bool)> {
    let filter = if shown { SHOWN } else { "1" };
    let limit = i64::try_from(most.parts).unwrap_or(i64::MAX).saturating_add(1);
    let values: [&dyn ToSql; 3] = [&conversation_id, &before.unwrap_or(i64::MAX), &limit];
    let mut statement = connection.prepare_cached(&format!(
        "{PART} where p.conversation_id = ?1 and p.seq < ?2 and {filter} order by p.seq desc limit ?3"
    ))?;
    let mut rows = statement.query(values)?;
    let (mut parts, mut bytes) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        if parts.len() >= most.parts || bytes >= most.bytes {
            return Ok((parts, true));
        }
        let part = with_attachments(connection, read(row)?)?;
        bytes += part.weight();
        parts.push(part);
    }
    Ok((parts, false))
}

/// Everybody who wrote something that contacts see, or takes part: teammates in the order of their first
/// words, then contacts other than `viewer`.
pub(super) fn participants(
    connection: &Connection,
    conversation_id: i64,
    viewer: &str,
) -> StoreResult<Vec<Author>> {
    let mut statement = connection.prepare_cached(&format!(
        "select a.id, a.name, a.email, a.avatar_url from parts p join admins a on a.id = p.admin_id \
         where p.conversation_id = ?1 and {SHOWN} group by a.id order by min(p.seq) limit 20"
    ))?;
    let admins = statement.query_map([conversation_id], |row| {
        Ok(Author {
            kind: AuthorKind::Admin,
            id: Some(row.get::<_, i64>(0)?.to_string()),
            name: row.get(1)?,
            email: row.get(2)?,
            avatar_url: row.get(3)?,
        })
    })?;
    let mut authors = admins.collect::<Result<Vec<_>, _>>()?;
    let mut statement = connection.prepare_cached(
        "select c.id, c.role, c.name, c.email from conversation_contacts m join contacts c on c.id = m.contact_id \
         where m.conversation_id = ?1 and m.contact_id <> ?2 order by m.joined_at limit 20",
    )?;
    let contacts = statement.query_map((conversation_id, viewer), |row| {
        let lead = row.get::<_, String>(1)? == "lead";
        Ok(Author {
            kind: if lead { AuthorKind::Lead } else { AuthorKind::User },
            id: Some(row.get(0)?),
            name: row.get(2)?,
            email: row.get(3)?,
            avatar_url: None,
        })
    })?;
    for contact in contacts {
        authors.push(contact?);
    }
    Ok(authors)
}
