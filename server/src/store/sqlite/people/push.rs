//! Where devices can be pushed to. A token leads to one device.

use rusqlite::Connection;

use crate::secret::Secret;
use crate::store::{PushBinding, StoreResult};

/// Binds a token to a device; whoever had it before loses it. Runs inside a change.
pub(super) fn bind(connection: &Connection, binding: &PushBinding, now: i64) -> StoreResult<()> {
    let token = binding.token.expose();
    connection
        .prepare_cached(
            "delete from push_bindings where app_id = ?1 and provider = ?2 and token = ?3 and device_id <> ?4",
        )?
        .execute((&binding.app_id, &binding.provider, token, &binding.device_id))?;
    connection
        .prepare_cached(
            "insert into push_bindings (app_id, device_id, provider, token, environment, bound_at) \
             values (?1, ?2, ?3, ?4, ?5, ?6) on conflict (app_id, device_id) do update set \
             provider = ?3, token = ?4, environment = ?5, bound_at = ?6",
        )?
        .execute((
            &binding.app_id,
            &binding.device_id,
            &binding.provider,
            token,
            &binding.environment,
            now,
        ))?;
    Ok(())
}

/// Ends the binding of a device. Runs inside a change.
pub(in crate::store::sqlite) fn unbind(
    connection: &Connection,
    app_id: &str,
    device_id: &str,
) -> StoreResult<()> {
    connection
        .prepare_cached("delete from push_bindings where app_id = ?1 and device_id = ?2")?
        .execute([app_id, device_id])?;
    Ok(())
}

/// Where a contact can be pushed to, latest binding first.
pub(super) fn of_contact(
    connection: &Connection,
    app_id: &str,
    contact_id: &str,
) -> StoreResult<Vec<PushBinding>> {
    let mut statement = connection.prepare_cached(
        "select p.device_id, p.provider, p.token, p.environment from devices d \
         join push_bindings p on p.app_id = d.app_id and p.device_id = d.id \
         where d.app_id = ?1 and d.contact_id = ?2 order by p.bound_at desc, p.device_id",
    )?;
    let rows = statement.query_map([app_id, contact_id], |row| {
        Ok(PushBinding {
            app_id: app_id.to_owned(),
            device_id: row.get(0)?,
            provider: row.get(1)?,
            token: Secret::new(row.get::<_, String>(2)?),
            environment: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
