//! Logins and tokens. The table of who becomes whom is [`settle`]; everything of a login is one change.

use rusqlite::{Connection, OptionalExtension, named_params};
use subtle::ConstantTimeEq;

use super::merge::merge;
use super::patch::{Applying, apply};
use super::rows::{
    contact_by_id, insert_contact, resolve, save_contact, user_by_external_id, users_by_email, with_companies,
};
use crate::config::VerificationMode;
use crate::domain::attributes::Rejected;
use crate::store::{Contact, OpenSession, Platform, Role, Session, SessionOutcome, StoreResult};

/// Opens a session.
pub(super) fn open(connection: &Connection, login: &OpenSession) -> StoreResult<SessionOutcome> {
    let device: Option<(Vec<u8>, Option<String>)> = connection
        .prepare_cached("select secret_hash, contact_id from devices where app_id = ?1 and id = ?2")?
        .query_row([&login.app_id, &login.device.id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let mut current = None;
    if let Some((secret_hash, contact_id)) = device {
        if !bool::from(secret_hash.ct_eq(&login.device.secret_hash)) {
            return Ok(SessionOutcome::DeviceSecretMismatch);
        }
        if let Some(id) = contact_id {
            let id = resolve(connection, &login.app_id, &id)?.unwrap_or(id);
            current = contact_by_id(connection, &login.app_id, &id)?;
        }
    }
    let (mut contact, merged) = match settle(connection, login, current)? {
        Ok(settled) => settled,
        Err(refused) => return Ok(refused),
    };
    // An unsigned login cannot overwrite what this device brought signed before.
    let locked = if login.patch.signed_fields.is_empty() {
        signed_before(connection, login)?
    } else {
        Vec::new()
    };
    let applying = Applying {
        app_id: &login.app_id,
        locked: &locked,
        now: login.now,
    };
    let mut rejected = apply(connection, &applying, &mut contact, &login.patch)?;
    match &login.patch.user_id {
        Some(Some(wanted)) if contact.external_id.as_ref() != Some(wanted) => {
            rejected.push(Rejected::new("user_id", "identity_conflict"));
        }
        _ => {}
    }
    save_contact(connection, &contact)?;
    store_device(connection, login, &contact.id)?;
    store_token(connection, login, &contact.id, &locked)?;
    let contact = Box::new(with_companies(connection, contact)?);
    Ok(SessionOutcome::Opened {
        contact,
        merged,
        rejected,
    })
}

type Settled = Result<(Contact, bool), SessionOutcome>;

/// Who a login is: `current` is whose the device was. Makes, promotes or merges as the table says.
fn settle(connection: &Connection, login: &OpenSession, current: Option<Contact>) -> StoreResult<Settled> {
    let Some(identity) = &login.identity else {
        return match current {
            Some(contact) if is_blocked(connection, &contact.id)? => Ok(Err(SessionOutcome::Blocked)),
            Some(contact) if is_anonymous(&contact) => Ok(Ok((contact, false))),
            Some(_) => Ok(Err(SessionOutcome::IdentityConflict)),
            None => make(connection, login, Role::Lead).map(|contact| Ok((contact, false))),
        };
    };
    let known = match (&identity.user_id, &identity.email) {
        (Some(user_id), _) => user_by_external_id(connection, &login.app_id, user_id)?,
        (None, Some(email)) => {
            let mut users = users_by_email(connection, &login.app_id, email)?;
            if users.len() > 1 {
                return Ok(Err(SessionOutcome::Ambiguous));
            }
            users.pop()
        }
        (None, None) => None,
    };
    // Before anything is written: a refusal must leave nothing behind.
    for contact in current.iter().chain(&known) {
        if is_blocked(connection, &contact.id)? {
            return Ok(Err(SessionOutcome::Blocked));
        }
    }
    let (mut contact, merged) = match (current, known) {
        (None, Some(user)) => (user, false),
        (None, None) => (make(connection, login, Role::User)?, false),
        (Some(current), Some(user)) if current.id == user.id => (user, false),
        (Some(mut lead), Some(mut user)) if is_anonymous(&lead) => {
            merge(connection, &mut lead, &mut user, login.now)?;
            (user, true)
        }
        (Some(mut lead), None) if is_anonymous(&lead) => {
            lead.external_id.clone_from(&identity.user_id);
            (lead, false)
        }
        // Known by address alone so far, and the same address now comes with a user id.
        (Some(mut user), None)
            if user.external_id.is_none() && same_email(&user, identity.email.as_deref()) =>
        {
            user.external_id.clone_from(&identity.user_id);
            (user, false)
        }
        (Some(_), _) => return Ok(Err(SessionOutcome::IdentityConflict)),
    };
    contact.role = Role::User;
    if identity.email.is_some() {
        contact.email.clone_from(&identity.email);
    }
    Ok(Ok((contact, merged)))
}

/// Whether a login may turn this contact into somebody: an operator may call a contact a lead that has a
/// user id, and that one is taken.
fn is_anonymous(contact: &Contact) -> bool {
    contact.role == Role::Lead && contact.external_id.is_none()
}

fn same_email(user: &Contact, email: Option<&str>) -> bool {
    match (&user.email, email) {
        (Some(known), Some(given)) => known.eq_ignore_ascii_case(given),
        _ => false,
    }
}

fn make(connection: &Connection, login: &OpenSession, role: Role) -> StoreResult<Contact> {
    let contact = Contact {
        id: login.new_contact_id.clone(),
        role,
        external_id: login
            .identity
            .as_ref()
            .and_then(|identity| identity.user_id.clone()),
        email: login
            .identity
            .as_ref()
            .and_then(|identity| identity.email.clone()),
        name: None,
        phone: None,
        language_override: None,
        signed_up_at: None,
        unsubscribed_from_emails: false,
        custom_attributes: serde_json::Map::new(),
        last_seen_at: None,
        archived: false,
        merged_into: None,
        created_at: login.now,
        updated_at: login.now,
        companies: Vec::new(),
    };
    insert_contact(connection, &login.app_id, &contact)?;
    Ok(contact)
}

fn is_blocked(connection: &Connection, contact_id: &str) -> StoreResult<bool> {
    let mut statement = connection.prepare_cached("select blocked from contacts where id = ?1")?;
    Ok(statement
        .query_row([contact_id], |row| row.get(0))
        .optional()?
        .unwrap_or(false))
}

fn store_device(connection: &Connection, login: &OpenSession, contact_id: &str) -> StoreResult<()> {
    let device = &login.device;
    connection
        .prepare_cached(
            "insert into devices (app_id, id, secret_hash, contact_id, platform, model, os, app_version, \
             locale, timezone, created_at, last_seen_at) values (:app_id, :id, :secret_hash, :contact_id, \
             :platform, :model, :os, :app_version, :locale, :timezone, :now, :now) \
             on conflict (app_id, id) do update set contact_id = :contact_id, platform = :platform, \
             model = coalesce(:model, model), os = coalesce(:os, os), \
             app_version = coalesce(:app_version, app_version), locale = coalesce(:locale, locale), \
             timezone = coalesce(:timezone, timezone), last_seen_at = :now",
        )?
        .execute(named_params! {
            ":app_id": login.app_id,
            ":id": device.id,
            ":secret_hash": device.secret_hash,
            ":contact_id": contact_id,
            ":platform": device.platform.as_str(),
            ":model": device.model,
            ":os": device.os,
            ":app_version": device.app_version,
            ":locale": device.locale,
            ":timezone": device.timezone,
            ":now": login.now,
        })?;
    Ok(())
}

fn store_token(
    connection: &Connection,
    login: &OpenSession,
    contact_id: &str,
    locked: &[String],
) -> StoreResult<()> {
    if login.verified {
        // Tokens handed out before the proof belong to the same device and may go on.
        connection
            .prepare_cached("update sessions set verified = 1 where app_id = ?1 and device_id = ?2")?
            .execute([&login.app_id, &login.device.id])?;
    }
    let signed = if login.patch.signed_fields.is_empty() {
        locked
    } else {
        &login.patch.signed_fields
    };
    connection
        .prepare_cached(
            "insert into sessions (token_hash, app_id, device_id, contact_id, platform, verified, \
             signed_fields, created_at, expires_at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?
        .execute((
            login.token_hash,
            &login.app_id,
            &login.device.id,
            contact_id,
            login.device.platform.as_str(),
            login.verified,
            serde_json::json!(signed).to_string(),
            login.now,
            login.expires_at,
        ))?;
    Ok(())
}

fn signed_before(connection: &Connection, login: &OpenSession) -> StoreResult<Vec<String>> {
    let found: Option<String> = connection
        .prepare_cached(
            "select signed_fields from sessions where app_id = ?1 and device_id = ?2 and revoked_at is null \
             order by created_at desc limit 1",
        )?
        .query_row([&login.app_id, &login.device.id], |row| row.get(0))
        .optional()?;
    Ok(found
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

/// Looks a token up, with everything a request has to be judged by.
///
/// Every request does this, so it must be quick. Looked up part by part: a cached statement that joins on a
/// bound value is compiled anew at each use, because SQLite lets the value decide the plan.
pub(super) fn find(connection: &Connection, token_hash: [u8; 32]) -> StoreResult<Option<Session>> {
    let mut statement = connection.prepare_cached(
        "select s.app_id, (select disabled from workspaces w where w.app_id = s.app_id), \
         (select coalesce(merged_into, id) from contacts c where c.id = s.contact_id), s.device_id, s.platform, \
         s.verified, (select mode from identity_verification v \
         where v.app_id = s.app_id and v.platform = s.platform), s.signed_fields, s.expires_at, \
         s.revoked_at is not null from sessions s where s.token_hash = ?1",
    )?;
    let session = statement.query_row([token_hash], |row| {
        let (platform, signed): (String, String) = (row.get(4)?, row.get(7)?);
        let mode: Option<String> = row.get(6)?;
        Ok(Session {
            app_id: row.get(0)?,
            app_disabled: row.get::<_, Option<bool>>(1)?.unwrap_or(true),
            contact_id: row.get::<_, Option<String>>(2)?.unwrap_or_default(),
            role: Role::Lead,
            identified: false,
            blocked: false,
            device_id: row.get(3)?,
            platform: Platform::parse(&platform).unwrap_or(Platform::Android),
            verified: row.get(5)?,
            verification: mode
                .as_deref()
                .and_then(VerificationMode::parse)
                .unwrap_or(VerificationMode::On),
            signed_fields: serde_json::from_str(&signed).unwrap_or_default(),
            expires_at: row.get(8)?,
            revoked: row.get(9)?,
        })
    });
    let Some(mut session) = session.optional()? else {
        return Ok(None);
    };
    let mut statement = connection
        .prepare_cached("select role, blocked, external_id is not null from contacts where id = ?1")?;
    let contact = statement.query_row([&session.contact_id], |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?, row.get::<_, bool>(2)?))
    });
    let Some((role, blocked, named)) = contact.optional()? else {
        return Ok(None);
    };
    session.role = Role::parse(&role).unwrap_or(Role::User);
    session.identified = named || session.role == Role::User;
    session.blocked = blocked;
    Ok(Some(session))
}

/// Revokes every token of the session's device and unlinks the device.
pub(super) fn close(connection: &Connection, token_hash: [u8; 32], now: i64) -> StoreResult<()> {
    let device: Option<(String, String)> = connection
        .prepare_cached(
            "select app_id, device_id from sessions where token_hash = ?1 and revoked_at is null",
        )?
        .query_row([token_hash], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((app_id, device_id)) = device else {
        return Ok(());
    };
    connection
        .prepare_cached(
            "update sessions set revoked_at = ?3 where app_id = ?1 and device_id = ?2 and revoked_at is null",
        )?
        .execute((&app_id, &device_id, now))?;
    connection
        .prepare_cached("update devices set contact_id = null where app_id = ?1 and id = ?2")?
        .execute([&app_id, &device_id])?;
    Ok(())
}
