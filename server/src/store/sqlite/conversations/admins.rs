//! Teammates.

use rusqlite::{Connection, Row};

use crate::store::{Admin, NewAdmin, StoreResult};

const ADMIN: &str = "id, name, email, avatar_url, job_title, away, created_at";

fn read(row: &Row<'_>) -> rusqlite::Result<Admin> {
    Ok(Admin {
        id: row.get(0)?,
        name: row.get(1)?,
        email: row.get(2)?,
        avatar_url: row.get(3)?,
        job_title: row.get(4)?,
        away: row.get(5)?,
        created_at: row.get(6)?,
    })
}

/// All of a workspace, oldest first.
pub(super) fn all(connection: &Connection, app_id: &str) -> StoreResult<Vec<Admin>> {
    let mut statement = connection.prepare_cached(&format!(
        "select {ADMIN} from admins where app_id = ?1 order by id"
    ))?;
    let admins = statement.query_map([app_id], read)?;
    Ok(admins.collect::<Result<_, _>>()?)
}

/// Adds one.
pub(super) fn add(connection: &Connection, new: &NewAdmin) -> StoreResult<Admin> {
    let mut statement = connection.prepare_cached(&format!(
        "insert into admins (app_id, name, email, avatar_url, job_title, created_at) \
         values (?1, ?2, ?3, ?4, ?5, ?6) returning {ADMIN}"
    ))?;
    Ok(statement.query_row(
        (
            &new.app_id,
            &new.name,
            &new.email,
            &new.avatar_url,
            &new.job_title,
            new.now,
        ),
        read,
    )?)
}

/// The teammate that every workspace starts with.
pub(in crate::store::sqlite) fn make_first(
    connection: &Connection,
    app_id: &str,
    now: i64,
) -> StoreResult<()> {
    connection
        .prepare_cached("insert into admins (app_id, name, created_at) values (?1, 'Operator', ?2)")?
        .execute((app_id, now))?;
    Ok(())
}
