//! Workspaces, keys, operator tokens and the identity switch.

use rusqlite::{Connection, OptionalExtension, Row};

use super::keys;
use crate::config::VerificationMode;
use crate::secret::Secret;
use crate::store::{
    AppKey, IdentitySecret, NewIdentitySecret, NewWorkspace, Platform, PlatformVerification, StoreResult,
    Workspace,
};

const WORKSPACE: &str = "w.app_id, w.name, w.timezone, w.disabled, w.settings, w.created_at";

fn read_workspace(row: &Row<'_>) -> rusqlite::Result<Workspace> {
    Ok(Workspace {
        app_id: row.get(0)?,
        name: row.get(1)?,
        timezone: row.get(2)?,
        disabled: row.get(3)?,
        settings: row.get(4)?,
        created_at: row.get(5)?,
    })
}

/// The seed of the development workspace.
pub(super) fn dev_seed(connection: &Connection) -> StoreResult<Option<[u8; 32]>> {
    let mut statement =
        connection.prepare_cached("select dev_seed from workspaces where dev_seed is not null")?;
    Ok(statement.query_row([], |row| row.get(0)).optional()?)
}

/// Makes a workspace, or leaves the development workspace that is there.
pub(super) fn create(connection: &Connection, new: &NewWorkspace) -> StoreResult<Option<[u8; 32]>> {
    if new.dev_seed.is_some()
        && let Some(seed) = dev_seed(connection)?
    {
        return Ok(Some(seed));
    }
    connection.execute(
        "insert into workspaces (app_id, name, dev_seed, created_at) values (?1, ?2, ?3, ?4)",
        (&new.app_id, &new.name, new.dev_seed, new.now),
    )?;
    connection.execute(
        "insert into operator_tokens (token_hash, app_id, label, created_at) values (?1, ?2, 'first', ?3)",
        (new.operator_token_hash, &new.app_id, new.now),
    )?;
    super::conversations::make_first_admin(connection, &new.app_id, new.now)?;
    for platform in &new.platforms {
        let word = platform.platform.as_str();
        keys::add(connection, &new.app_id, platform.platform, &platform.key, new.now)?;
        connection.execute(
            "insert into identity_secrets (app_id, platform, secret, created_at) values (?1, ?2, ?3, ?4)",
            (&new.app_id, word, platform.identity_secret.expose(), new.now),
        )?;
        connection.execute(
            "insert into identity_verification (app_id, platform, mode) values (?1, ?2, ?3)",
            (&new.app_id, word, new.verification.as_str()),
        )?;
    }
    Ok(new.dev_seed)
}

/// All workspaces, oldest first.
pub(super) fn all(connection: &Connection) -> StoreResult<Vec<Workspace>> {
    let mut statement = connection.prepare_cached(&format!(
        "select {WORKSPACE} from workspaces w order by w.created_at, w.app_id"
    ))?;
    Ok(statement
        .query_map([], read_workspace)?
        .collect::<Result<_, _>>()?)
}

/// The workspace and what the key is in it.
pub(super) fn app_key(connection: &Connection, app_id: &str, key: &str) -> StoreResult<Option<AppKey>> {
    let mut statement = connection.prepare_cached(&format!(
        "select {WORKSPACE}, k.platform, k.enabled from workspaces w \
         left join api_keys k on k.app_id = w.app_id and k.key = ?2 where w.app_id = ?1"
    ))?;
    let found = statement.query_row([app_id, key], |row| {
        let platform: Option<String> = row.get(6)?;
        Ok(AppKey {
            workspace: read_workspace(row)?,
            platform: platform.as_deref().and_then(Platform::parse),
            enabled: row.get::<_, Option<bool>>(7)?.unwrap_or(false),
        })
    });
    Ok(found.optional()?)
}

/// The workspace of an operator token.
pub(super) fn operator(connection: &Connection, token_hash: [u8; 32]) -> StoreResult<Option<Workspace>> {
    let mut statement = connection.prepare_cached(&format!(
        "select {WORKSPACE} from operator_tokens t join workspaces w on w.app_id = t.app_id \
         where t.token_hash = ?1 and t.revoked_at is null"
    ))?;
    Ok(statement.query_row([token_hash], read_workspace).optional()?)
}

/// The identity switch of every platform. One that was never set is on.
pub(super) fn verification(connection: &Connection, app_id: &str) -> StoreResult<Vec<PlatformVerification>> {
    let mut modes = connection
        .prepare_cached("select mode from identity_verification where app_id = ?1 and platform = ?2")?;
    let mut secrets = connection.prepare_cached(
        "select id, secret, created_at from identity_secrets where app_id = ?1 and platform = ?2 \
         order by id desc limit 2",
    )?;
    let mut found = Vec::with_capacity(3);
    for platform in Platform::ALL {
        let mode: Option<String> = modes
            .query_row([app_id, platform.as_str()], |row| row.get(0))
            .optional()?;
        let secrets = secrets
            .query_map([app_id, platform.as_str()], |row| {
                let secret = Secret::new(row.get::<_, String>(1)?);
                Ok(IdentitySecret {
                    id: row.get(0)?,
                    secret,
                    created_at: row.get(2)?,
                })
            })?
            .collect::<Result<_, _>>()?;
        let mode = mode
            .as_deref()
            .and_then(VerificationMode::parse)
            .unwrap_or(VerificationMode::On);
        found.push(PlatformVerification {
            platform,
            mode,
            secrets,
        });
    }
    Ok(found)
}

/// Sets the identity switch of one platform.
pub(super) fn set_verification(
    connection: &Connection,
    app_id: &str,
    platform: Platform,
    mode: VerificationMode,
) -> StoreResult<()> {
    connection.execute(
        "insert into identity_verification (app_id, platform, mode) values (?1, ?2, ?3) \
         on conflict (app_id, platform) do update set mode = ?3",
        (app_id, platform.as_str(), mode.as_str()),
    )?;
    Ok(())
}

/// Adds an identity secret; `None` when two are live already.
pub(super) fn add_secret(
    connection: &Connection,
    new: &NewIdentitySecret,
) -> StoreResult<Option<IdentitySecret>> {
    let live: i64 = connection.query_row(
        "select count(*) from identity_secrets where app_id = ?1 and platform = ?2",
        (&new.app_id, new.platform.as_str()),
        |row| row.get(0),
    )?;
    if live >= 2 {
        return Ok(None);
    }
    connection.execute(
        "insert into identity_secrets (app_id, platform, secret, created_at) values (?1, ?2, ?3, ?4)",
        (&new.app_id, new.platform.as_str(), new.secret.expose(), new.now),
    )?;
    let id = connection.last_insert_rowid();
    Ok(Some(IdentitySecret {
        id,
        secret: new.secret.clone(),
        created_at: new.now,
    }))
}

/// Ends an identity secret.
pub(super) fn remove_secret(
    connection: &Connection,
    app_id: &str,
    platform: Platform,
    id: i64,
) -> StoreResult<bool> {
    let removed = connection.execute(
        "delete from identity_secrets where app_id = ?1 and platform = ?2 and id = ?3",
        (app_id, platform.as_str(), id),
    )?;
    Ok(removed > 0)
}

/// Counts a login whose proof was missing or wrong, in its hour.
pub(super) fn note_unverified(
    connection: &Connection,
    app_id: &str,
    platform: Platform,
    now: i64,
) -> StoreResult<()> {
    connection
        .prepare_cached(
            "insert into unverified_logins (app_id, platform, hour, logins) values (?1, ?2, ?3, 1) \
             on conflict (app_id, platform, hour) do update set logins = logins + 1",
        )?
        .execute((app_id, platform.as_str(), now.div_euclid(3600)))?;
    Ok(())
}

/// Such logins since a time, to the hour.
pub(super) fn unverified(
    connection: &Connection,
    app_id: &str,
    platform: Platform,
    since: i64,
) -> StoreResult<i64> {
    let mut statement = connection.prepare_cached(
        "select coalesce(sum(logins), 0) from unverified_logins \
         where app_id = ?1 and platform = ?2 and hour >= ?3",
    )?;
    Ok(
        statement.query_row((app_id, platform.as_str(), since.div_euclid(3600)), |row| {
            row.get(0)
        })?,
    )
}
