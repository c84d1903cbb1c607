//! What is remembered about files; the bytes lie beside the database.

use rusqlite::{Connection, OptionalExtension, Row};

use super::super::rows::resolve;
use crate::domain::pictures::Sides;
use crate::store::{NewUpload, StoreResult, StoredFile, UploadOutcome};

const FILE: &str = "select file_id, name, content_type, size, digest, width, height from uploads where ";

fn read(row: &Row<'_>) -> rusqlite::Result<StoredFile> {
    Ok(StoredFile {
        file_id: row.get(0)?,
        name: row.get(1)?,
        content_type: row.get(2)?,
        size: row.get(3)?,
        digest: row.get(4)?,
        sides: sides(row, 5)?,
    })
}

/// The two columns from `first` on.
pub(in crate::store::sqlite) fn sides(row: &Row<'_>, first: usize) -> rusqlite::Result<Option<Sides>> {
    let (width, height): (Option<u16>, Option<u16>) = (row.get(first)?, row.get(first + 1)?);
    Ok(width.zip(height).map(|(width, height)| Sides { width, height }))
}

/// Remembers a file, once per id.
pub(super) fn add(connection: &Connection, upload: &NewUpload) -> StoreResult<UploadOutcome> {
    let Some(contact) = resolve(connection, &upload.app_id, &upload.contact_id)? else {
        return Ok(UploadOutcome::NotFound);
    };
    let known = connection
        .prepare_cached(&format!("{FILE} contact_id = ?1 and id = ?2"))?
        .query_row([&contact, &upload.id], read)
        .optional()?;
    let file = &upload.file;
    if let Some(known) = known {
        let same =
            known.digest == file.digest && known.content_type == file.content_type && known.name == file.name;
        return Ok(if same {
            UploadOutcome::Before(known)
        } else {
            UploadOutcome::IdReused
        });
    }
    let waiting: i64 = connection
        .prepare_cached("select count(*) from uploads where contact_id = ?1 and part_id is null")?
        .query_row([&contact], |row| row.get(0))?;
    if usize::try_from(waiting).unwrap_or(0) >= upload.most_waiting {
        return Ok(UploadOutcome::TooMany);
    }
    connection
        .prepare_cached(
            "insert into uploads (app_id, contact_id, id, file_id, name, content_type, size, digest, created_at, \
             width, height) values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .execute((
            &upload.app_id,
            &contact,
            &upload.id,
            &file.file_id,
            &file.name,
            &file.content_type,
            file.size,
            file.digest,
            upload.now,
            file.sides.map(|sides| sides.width),
            file.sides.map(|sides| sides.height),
        ))?;
    Ok(UploadOutcome::Stored)
}

/// Forgets what was never sent; the names on disk.
pub(super) fn purge(connection: &Connection, before: i64) -> StoreResult<Vec<String>> {
    let mut statement = connection
        .prepare_cached("delete from uploads where part_id is null and created_at < ?1 returning file_id")?;
    let names = statement.query_map([before], |row| row.get(0))?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// The file with this name on disk; none when it was taken back.
pub(super) fn file(connection: &Connection, file_id: &str) -> StoreResult<Option<StoredFile>> {
    Ok(connection
        .prepare_cached(&format!(
            "{FILE} file_id = ?1 and (part_id is not null or contact_id is not null)"
        ))?
        .query_row([file_id], read)
        .optional()?)
}

/// Random bytes kept under a name.
pub(super) fn secret(connection: &Connection, name: &str, fresh: [u8; 32]) -> StoreResult<Vec<u8>> {
    connection
        .prepare_cached("insert or ignore into server_secrets (name, value) values (?1, ?2)")?
        .execute((name, fresh))?;
    Ok(connection
        .prepare_cached("select value from server_secrets where name = ?1")?
        .query_row([name], |row| row.get(0))?)
}
