//! Tags: the words themselves, and what they are put on. Changes run inside a change.

use rusqlite::{Connection, OptionalExtension, Row};

use super::companies;
use crate::store::sqlite::contacts::find_by_key;
use crate::store::sqlite::content::targets::around_tags;
use crate::store::sqlite::rows::resolve;
use crate::store::{SaveTag, StoreResult, Tag, TagContact, TagConversation, TagOutcome};

fn read(row: &Row<'_>) -> rusqlite::Result<Tag> {
    Ok(Tag {
        id: row.get(0)?,
        name: row.get(1)?,
        tagged_at: row.get(2)?,
        tagged_by: None,
    })
}

/// All tags, oldest first.
pub(super) fn all(connection: &Connection, app_id: &str) -> StoreResult<Vec<Tag>> {
    let mut statement =
        connection.prepare_cached("select id, name, null from tags where app_id = ?1 order by id")?;
    let rows = statement.query_map([app_id], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// One tag.
pub(super) fn find(connection: &Connection, app_id: &str, id: i64) -> StoreResult<Option<Tag>> {
    let mut statement =
        connection.prepare_cached("select id, name, null from tags where app_id = ?1 and id = ?2")?;
    Ok(statement.query_row((app_id, id), read).optional()?)
}

/// Tags of a company, in the order applied.
pub(super) fn of_company(connection: &Connection, company_id: &str) -> StoreResult<Vec<Tag>> {
    let mut statement = connection.prepare_cached(
        "select t.id, t.name, j.tagged_at from company_tags j join tags t on t.id = j.tag_id \
         where j.company_id = ?1 order by j.tagged_at, t.id",
    )?;
    let rows = statement.query_map([company_id], read)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Tags of a contact, in the order applied; `None` when there is no such contact.
pub(super) fn of_contact(
    connection: &Connection,
    app_id: &str,
    contact_id: &str,
) -> StoreResult<Option<Vec<Tag>>> {
    let Some(contact_id) = resolve(connection, app_id, contact_id)? else {
        return Ok(None);
    };
    let mut statement = connection.prepare_cached(
        "select t.id, t.name, j.tagged_at from contact_tags j join tags t on t.id = j.tag_id \
         where j.contact_id = ?1 order by j.tagged_at, t.id",
    )?;
    let rows = statement.query_map([contact_id], read)?;
    Ok(Some(rows.collect::<Result<_, _>>()?))
}

fn named(connection: &Connection, app_id: &str, name: &str) -> StoreResult<Option<i64>> {
    Ok(connection
        .prepare_cached("select id from tags where app_id = ?1 and name = ?2 collate nocase")?
        .query_row([app_id, name], |row| row.get(0))
        .optional()?)
}

/// Makes, renames and applies a tag: all of it or nothing. Everything is looked up before anything is written.
pub(super) fn save(connection: &Connection, save: &SaveTag) -> StoreResult<TagOutcome> {
    let app_id = save.app_id.as_str();
    let mut contacts = Vec::with_capacity(save.contacts.len());
    for (key, on) in &save.contacts {
        match find_by_key(connection, app_id, key)? {
            Some(contact) => contacts.push((contact.id, *on)),
            None => return Ok(TagOutcome::NoContact),
        }
    }
    let mut of_companies = Vec::with_capacity(save.companies.len());
    for (key, on) in &save.companies {
        match companies::id_of(connection, app_id, key)? {
            Some(id) => of_companies.push((id, *on)),
            None => return Ok(TagOutcome::NoCompany),
        }
    }
    let holder = named(connection, app_id, &save.name)?;
    let id = match (save.id, holder) {
        (Some(id), _) if find(connection, app_id, id)?.is_none() => return Ok(TagOutcome::NoTag),
        (Some(id), Some(holder)) if holder != id => return Ok(TagOutcome::NameTaken),
        (Some(id), _) => {
            connection
                .prepare_cached("update tags set name = ?2, updated_at = ?3 where id = ?1 and name <> ?2")?
                .execute((id, &save.name, save.now))?;
            id
        }
        (None, Some(holder)) => holder,
        (None, None) => connection
            .prepare_cached(
                "insert into tags (app_id, name, created_at, updated_at) values (?1, ?2, ?3, ?3) returning id",
            )?
            .query_row((app_id, &save.name, save.now), |row| row.get(0))?,
    };
    for (contact, on) in contacts {
        around_tags(connection, app_id, &contact, save.now, || {
            put_on_contact(connection, &contact, id, on, save.now)
        })?;
    }
    for (company, on) in of_companies {
        let change = if on {
            "insert or ignore into company_tags (company_id, tag_id, tagged_at) values (?1, ?2, ?3)"
        } else {
            "delete from company_tags where company_id = ?1 and tag_id = ?2 and ?3 is not null"
        };
        connection
            .prepare_cached(change)?
            .execute((company, id, save.now))?;
    }
    Ok(find(connection, app_id, id)?.map_or(TagOutcome::NoTag, TagOutcome::Done))
}

/// Whether anything changed.
fn put_on_contact(connection: &Connection, contact: &str, tag: i64, on: bool, now: i64) -> StoreResult<bool> {
    let change = if on {
        "insert or ignore into contact_tags (contact_id, tag_id, tagged_at) values (?1, ?2, ?3)"
    } else {
        "delete from contact_tags where contact_id = ?1 and tag_id = ?2 and ?3 is not null"
    };
    Ok(connection.prepare_cached(change)?.execute((contact, tag, now))? > 0)
}

/// Tags or untags a contact.
pub(super) fn tag_contact(connection: &Connection, change: &TagContact) -> StoreResult<TagOutcome> {
    let Some(contact_id) = resolve(connection, &change.app_id, &change.contact_id)? else {
        return Ok(TagOutcome::NoContact);
    };
    let Some(tag) = find(connection, &change.app_id, change.tag_id)? else {
        return Ok(TagOutcome::NoTag);
    };
    let changed = around_tags(connection, &change.app_id, &contact_id, change.now, || {
        put_on_contact(connection, &contact_id, tag.id, change.on, change.now)
    })?;
    if !change.on && !changed {
        return Ok(TagOutcome::NoTag);
    }
    let tagged_at = if change.on {
        connection
            .prepare_cached("select tagged_at from contact_tags where contact_id = ?1 and tag_id = ?2")?
            .query_row((&contact_id, tag.id), |row| row.get(0))?
    } else {
        None
    };
    Ok(TagOutcome::Done(Tag { tagged_at, ..tag }))
}

/// Tags or untags a conversation.
pub(super) fn tag_conversation(connection: &Connection, change: &TagConversation) -> StoreResult<TagOutcome> {
    let conversation: Option<i64> = connection
        .prepare_cached("select coalesce(merged_into, id) from conversations where app_id = ?1 and id = ?2")?
        .query_row((&change.app_id, change.conversation_id), |row| row.get(0))
        .optional()?;
    let Some(conversation) = conversation else {
        return Ok(TagOutcome::NoConversation);
    };
    let Some(tag) = find(connection, &change.app_id, change.tag_id)? else {
        return Ok(TagOutcome::NoTag);
    };
    let admin: Option<i64> = connection
        .prepare_cached("select min(id) from admins where app_id = ?1 and (?2 is null or id = ?2)")?
        .query_row((&change.app_id, change.admin_id), |row| row.get(0))?;
    if admin.is_none() && change.admin_id.is_some() {
        return Ok(TagOutcome::NoAdmin);
    }
    if !change.on {
        let gone = connection
            .prepare_cached("delete from conversation_tags where conversation_id = ?1 and tag_id = ?2")?
            .execute((conversation, tag.id))?;
        return Ok(if gone > 0 {
            TagOutcome::Done(tag)
        } else {
            TagOutcome::NoTag
        });
    }
    connection
        .prepare_cached(
            "insert or ignore into conversation_tags (conversation_id, tag_id, admin_id, tagged_at) \
             values (?1, ?2, ?3, ?4)",
        )?
        .execute((conversation, tag.id, admin, change.now))?;
    let (tagged_at, tagged_by) = connection
        .prepare_cached(
            "select tagged_at, admin_id from conversation_tags where conversation_id = ?1 and tag_id = ?2",
        )?
        .query_row((conversation, tag.id), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(TagOutcome::Done(Tag {
        tagged_at,
        tagged_by,
        ..tag
    }))
}

/// Takes a tag off everything and forgets it, unless content is shown by it.
pub(super) fn delete(connection: &Connection, app_id: &str, id: i64) -> StoreResult<TagOutcome> {
    let Some(tag) = find(connection, app_id, id)? else {
        return Ok(TagOutcome::NoTag);
    };
    let needed: Option<String> = connection
        .prepare_cached(
            "select c.kind || ' \"' || c.title || '\"' from content c where c.app_id = ?1 \
             and c.status <> 'archived' and exists (select 1 from json_each(c.targeting, '$.attributes') a \
             where json_extract(a.value, '$.name') = 'tag' \
             and (json_extract(a.value, '$.value') = ?2 collate nocase or json_extract(a.value, '$.value') = ?3)) \
             order by c.seq limit 1",
        )?
        .query_row((app_id, &tag.name, id.to_string()), |row| row.get(0))
        .optional()?;
    if let Some(needed) = needed {
        return Ok(TagOutcome::Needed(needed));
    }
    for statement in [
        "delete from contact_tags where tag_id = ?1",
        "delete from company_tags where tag_id = ?1",
        "delete from conversation_tags where tag_id = ?1",
        "delete from tags where id = ?1",
    ] {
        connection.prepare_cached(statement)?.execute([id])?;
    }
    Ok(TagOutcome::Done(tag))
}
