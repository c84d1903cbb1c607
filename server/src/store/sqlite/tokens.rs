//! Tokens: handed out, looked up, ended. Runs inside a change; a look-up on a reading thread.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use super::people::push;
use crate::config::VerificationMode;
use crate::store::{OpenSession, Platform, Role, Session, StoreResult};

/// Tokens of one device that live side by side; the oldest ends when one more is handed out.
const LIVE_TOKENS: i64 = 20;

/// Stores the token of a login. What the device brought signed, `before` or now, binds all its tokens.
pub(super) fn store_token(
    connection: &Connection,
    login: &OpenSession,
    contact_id: &str,
    before: &BTreeSet<String>,
) -> StoreResult<()> {
    let device = (&login.app_id, &login.device.id);
    connection
        .prepare_cached(
            "update sessions set revoked_at = ?3 where token_hash in (select token_hash from sessions \
             where app_id = ?1 and device_id = ?2 and revoked_at is null \
             order by created_at desc limit -1 offset ?4)",
        )?
        .execute((device.0, device.1, login.now, LIVE_TOKENS - 1))?;
    if login.verified {
        // Tokens handed out before the proof belong to the same device and may go on.
        connection
            .prepare_cached(
                "update sessions set verified = 1 where app_id = ?1 and device_id = ?2 and verified = 0 \
                 and revoked_at is null",
            )?
            .execute(device)?;
    }
    // A device that came over in a merge has read another feed, whichever token it reads on with.
    let mut signed = before.clone();
    signed.extend(login.patch.signed_fields.iter().cloned());
    let signed = serde_json::json!(signed).to_string();
    connection
        .prepare_cached(
            "update sessions set signed_fields = ?3 where app_id = ?1 and device_id = ?2 \
             and revoked_at is null and signed_fields <> ?3",
        )?
        .execute((device.0, device.1, &signed))?;
    connection
        .prepare_cached(
            "insert into sessions (token_hash, app_id, device_id, contact_id, platform, verified, \
             signed_fields, created_at, expires_at, erased_at, feed_from) \
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, \
             (select erased_at from erased_devices where app_id = ?2 and device_id = ?3), \
             coalesce((select max(feed_from) from sessions where app_id = ?2 and device_id = ?3 \
             and contact_id = ?4 and revoked_at is null), 0))",
        )?
        .execute((
            login.token_hash,
            &login.app_id,
            &login.device.id,
            contact_id,
            login.device.platform.as_str(),
            login.verified,
            signed,
            login.now,
            login.expires_at,
        ))?;
    Ok(())
}

/// Names of everything that this device brought signed since it was last logged out.
pub(super) fn signed_before(connection: &Connection, login: &OpenSession) -> StoreResult<BTreeSet<String>> {
    let mut statement = connection.prepare_cached(
        "select distinct signed_fields from sessions where app_id = ?1 and device_id = ?2 \
         and revoked_at is null",
    )?;
    let mut names = BTreeSet::new();
    let lists = statement.query_map([&login.app_id, &login.device.id], |row| row.get::<_, String>(0))?;
    for list in lists {
        names.extend(serde_json::from_str::<Vec<String>>(&list?).unwrap_or_default());
    }
    Ok(names)
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
         s.revoked_at is not null, s.feed_from, s.erased_at from sessions s where s.token_hash = ?1",
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
            feed_from: row.get(10)?,
            erased_at: row.get(11)?,
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
        .prepare_cached(
            "update devices set contact_id = null, identity = null where app_id = ?1 and id = ?2",
        )?
        .execute([&app_id, &device_id])?;
    push::unbind(connection, &app_id, &device_id)
}
