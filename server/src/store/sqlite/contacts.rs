//! Contacts as devices and operators change them, and as they are found.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::content::targets::contact_changed;
use super::conversations;
use super::looks;
use super::patch::{Applying, apply};
use super::rows::{
    CONTACT, contact_by_id, insert_contact, read_contact, resolve, save_contact, user_by_external_id,
    users_named_by_email, with_companies, with_links,
};
use super::search::condition;
use super::tickets;
use crate::domain::attributes::{ContactPatch, Rejected};
use crate::store::{
    Contact, ContactKey, ContactLinks, CreateContact, EditContact, EditOutcome, FindContacts, Page, Presence,
    Role, StoreResult, UpdateContact, UpdateOutcome, Visit,
};

/// Applies a device's change once; the remembered answer of the first time is answered again.
pub(super) fn update_once(connection: &Connection, update: &UpdateContact) -> StoreResult<UpdateOutcome> {
    let Some(id) = resolve(connection, &update.app_id, &update.contact_id)? else {
        return Ok(UpdateOutcome::NotFound);
    };
    let Some(mut contact) = contact_by_id(connection, &update.app_id, &id)? else {
        return Ok(UpdateOutcome::NotFound);
    };
    let known: Option<(Vec<u8>, String)> = connection
        .prepare_cached("select body_hash, answer from operations where contact_id = ?1 and id = ?2")?
        .query_row([&id, &update.operation_id], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    if let Some((body_hash, answer)) = known {
        if body_hash != update.body_hash {
            return Ok(UpdateOutcome::IdReused);
        }
        let rejected: Vec<Rejected> = serde_json::from_str(&answer).unwrap_or_default();
        let contact = Box::new(with_companies(connection, contact)?);
        return Ok(UpdateOutcome::Duplicate { contact, rejected });
    }
    let mut identity_refused = None;
    if let Some(wanted) = &update.patch.user_id {
        match (&contact.external_id, wanted) {
            (known, wanted) if known == wanted => {}
            (Some(_), _) => return Ok(UpdateOutcome::UserIdFixed),
            // Becoming a user takes a login, which checks who it is and merges what has to be merged.
            (None, Some(_)) if contact.role == Role::Lead => identity_refused = Some("login_required"),
            (None, Some(_)) if update.must_prove => {
                identity_refused = Some("identity_verification_required");
            }
            (None, Some(user_id)) => {
                if user_by_external_id(connection, &update.app_id, user_id)?.is_some() {
                    return Ok(UpdateOutcome::UserIdTaken);
                }
                contact.external_id = Some(user_id.clone());
            }
            (None, None) => {}
        }
    }
    let applying = Applying {
        app_id: &update.app_id,
        locked: &update.signed_fields,
        must_prove: update.must_prove,
        may_change_companies: update.may_change_companies,
        now: update.now,
    };
    let before = contact.clone();
    let mut rejected = apply(connection, &applying, &mut contact, &update.patch)?;
    if let Some(code) = identity_refused {
        rejected.push(Rejected::new("user_id", code));
    }
    save_contact(connection, &contact)?;
    contact_changed(connection, &update.app_id, &before, &contact, update.now)?;
    let answer = serde_json::json!(rejected).to_string();
    connection
        .prepare_cached(
            "insert into operations (contact_id, id, kind, body_hash, answer, received_at) \
             values (?1, ?2, 'update', ?3, ?4, ?5)",
        )?
        .execute((&id, &update.operation_id, update.body_hash, answer, update.now))?;
    let contact = Box::new(with_companies(connection, contact)?);
    Ok(UpdateOutcome::Applied { contact, rejected })
}

/// A contact by any of its names, merges followed.
pub(super) fn find_by_key(
    connection: &Connection,
    app_id: &str,
    key: &ContactKey,
) -> StoreResult<Option<Contact>> {
    let found = match key {
        ContactKey::Id(id) => match resolve(connection, app_id, id)? {
            Some(id) => contact_by_id(connection, app_id, &id)?,
            None => None,
        },
        ContactKey::ExternalId(external_id) => user_by_external_id(connection, app_id, external_id)?,
        ContactKey::Email(email) => users_named_by_email(connection, app_id, email)?
            .into_iter()
            .next(),
    };
    found.map(|contact| with_links(connection, contact)).transpose()
}

/// Who already has these details: the same user id, or for want of one the same address.
fn conflicting(connection: &Connection, app_id: &str, contact: &Contact) -> StoreResult<Option<String>> {
    let others = match (&contact.external_id, &contact.email) {
        (Some(external_id), _) => user_by_external_id(connection, app_id, external_id)?
            .into_iter()
            .collect(),
        (None, Some(email)) if contact.role == Role::User => users_named_by_email(connection, app_id, email)?,
        _ => Vec::new(),
    };
    Ok(others
        .into_iter()
        .map(|other| other.id)
        .find(|id| *id != contact.id))
}

fn apply_for_operator(
    connection: &Connection,
    app_id: &str,
    contact: &mut Contact,
    patch: &ContactPatch,
    now: i64,
) -> StoreResult<Vec<Rejected>> {
    if let Some(user_id) = &patch.user_id {
        contact.external_id.clone_from(user_id);
    }
    apply(
        connection,
        &Applying {
            app_id,
            locked: &[],
            must_prove: false,
            may_change_companies: true,
            now,
        },
        contact,
        patch,
    )
}

/// Makes a contact for an operator.
pub(super) fn create(connection: &Connection, new: &CreateContact) -> StoreResult<EditOutcome> {
    let given = |field: &Option<Option<String>>| field.clone().flatten();
    let (external_id, email) = (given(&new.patch.user_id), given(&new.patch.email));
    let identified = external_id.is_some() || email.is_some();
    let role = new
        .role
        .unwrap_or(if identified { Role::User } else { Role::Lead });
    let mut contact = Contact {
        id: new.new_contact_id.clone(),
        role,
        external_id,
        email_verified: email.is_some(),
        email,
        name: None,
        phone: None,
        language_override: None,
        signed_up_at: None,
        unsubscribed_from_emails: false,
        custom_attributes: serde_json::Map::new(),
        last_seen_at: None,
        archived: false,
        merged_into: None,
        created_at: new.now,
        updated_at: new.now,
        avatar_url: None,
        last_page: None,
        companies: Vec::new(),
        links: ContactLinks::default(),
    };
    if let Some(id) = conflicting(connection, &new.app_id, &contact)? {
        return Ok(EditOutcome::Conflict(id));
    }
    let rejected = apply_for_operator(connection, &new.app_id, &mut contact, &new.patch, new.now)?;
    if !rejected.is_empty() {
        return Ok(EditOutcome::Invalid(rejected));
    }
    insert_contact(connection, &new.app_id, &contact)?;
    Ok(EditOutcome::Done(Box::new(contact)))
}

/// Changes a contact for an operator: all of it or, when a field cannot be set, nothing.
pub(super) fn edit(connection: &Connection, edit: &EditContact) -> StoreResult<EditOutcome> {
    let Some(mut contact) = find_by_key(connection, &edit.app_id, &ContactKey::Id(edit.id.clone()))? else {
        return Ok(EditOutcome::NotFound);
    };
    let before = contact.clone();
    if let Some(role) = edit.role {
        contact.role = role;
    }
    let rejected = apply_for_operator(connection, &edit.app_id, &mut contact, &edit.patch, edit.now)?;
    if !rejected.is_empty() {
        return Ok(EditOutcome::Invalid(rejected));
    }
    let renamed = edit.patch.user_id.is_some() || edit.patch.email.is_some() || edit.role.is_some();
    if renamed && let Some(id) = conflicting(connection, &edit.app_id, &contact)? {
        return Ok(EditOutcome::Conflict(id));
    }
    save_contact(connection, &contact)?;
    contact_changed(connection, &edit.app_id, &before, &contact, edit.now)?;
    Ok(EditOutcome::Done(Box::new(contact)))
}

/// A page of live contacts, newest first.
pub(super) fn find(connection: &Connection, find: &FindContacts) -> StoreResult<Page<Contact>> {
    let mut values = vec![Sql::Text(find.app_id.clone())];
    let mut filter = "c.app_id = ? and c.archived = 0 and c.merged_into is null".to_owned();
    if let Some(query) = &find.query {
        filter.push_str(" and ");
        filter.push_str(&condition(query, &mut values));
    }
    let total = connection
        .prepare_cached(&format!("select count(*) from contacts c where {filter}"))?
        .query_row(params_from_iter(&values), |row| row.get(0))?;
    let limit = i64::try_from(find.limit).unwrap_or(i64::MAX - 1);
    values.push(Sql::Integer(find.before.unwrap_or(i64::MAX)));
    values.push(Sql::Integer(limit.saturating_add(1)));
    let mut statement = connection.prepare_cached(&format!(
        "select {CONTACT}, c.seq from contacts c where {filter} and c.seq < ? order by c.seq desc limit ?"
    ))?;
    let rows = statement
        .query_map(params_from_iter(&values), |row| {
            Ok((row.get::<_, i64>("seq")?, read_contact(row)?))
        })?
        .collect::<Result<Vec<_>, _>>()?;
    let next = if rows.len() > find.limit {
        rows.get(find.limit - 1).map(|(seq, _)| *seq)
    } else {
        None
    };
    let items = rows
        .into_iter()
        .take(find.limit)
        .map(|(_, contact)| with_links(connection, contact))
        .collect::<StoreResult<_>>()?;
    Ok(Page { items, total, next })
}

/// Notes that a contact is here. A session is counted once in 30 seconds, so a retry does not count.
pub(super) fn presence(connection: &Connection, visit: &Visit) -> StoreResult<Presence> {
    let (viewer, now) = (&visit.viewer, visit.now);
    let contact = resolve(connection, &viewer.app_id, &viewer.contact_id)?;
    let mut seq = 0;
    if let Some(id) = &contact {
        connection
            .prepare_cached(
                "update contacts set session_count = session_count + 1, last_seen_at = ?2 \
                 where id = ?1 and (last_seen_at is null or last_seen_at <= ?2 - 30)",
            )?
            .execute((id, now))?;
        if let Some(page) = &visit.page {
            connection
                .prepare_cached(
                    "update contacts set page_url = ?2, page_title = ?3, page_seen_at = ?4 where id = ?1",
                )?
                .execute((id, &page.url, &page.title, now))?;
        }
        seq = connection
            .prepare_cached("select change_seq from contacts where id = ?1")?
            .query_row([id], |row| row.get(0))?;
    }
    let (settings, workspace_name) = connection
        .prepare_cached("select settings, name from workspaces where app_id = ?1")?
        .query_row([&viewer.app_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let style = match &visit.style {
        Some(id) => looks::settings(connection, &viewer.app_id, id)?,
        None => None,
    };
    Ok(Presence {
        settings,
        style,
        workspace_name,
        seq,
        unread: conversations::unread(connection, viewer)?,
        // A ticket is something to listen for, too: it changes, and what is said about it becomes one.
        has_conversation: conversations::any_of(connection, viewer)?
            || tickets::any_of(connection, contact.as_deref().unwrap_or(""))?,
    })
}
