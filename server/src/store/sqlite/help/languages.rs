//! Which language a reader gets.

use rusqlite::{Connection, OptionalExtension};

use crate::domain::locale::by_closeness;
use crate::store::sqlite::content::texts::workspace_locale;
use crate::store::{Reader, StoreResult};

/// The languages that anything is published in, the closest to the reader's first, as a JSON array for
/// `json_each`.
pub(super) fn order(connection: &Connection, reader: &Reader) -> StoreResult<String> {
    let available: Vec<String> = connection
        .prepare_cached(
            "select distinct locale from content_texts where app_id = ?1 and live = 1 order by 1",
        )?
        .query_map([&reader.app_id], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let overridden: Option<String> = connection
        .prepare_cached(
            "select c.language_override from contacts r join contacts c on c.id = coalesce(r.merged_into, r.id) \
             where r.app_id = ?1 and r.id = ?2",
        )?
        .query_row([&reader.app_id, &reader.contact_id], |row| row.get(0))
        .optional()?
        .flatten();
    let of_device: Option<String> = connection
        .prepare_cached("select locale from devices where app_id = ?1 and id = ?2")?
        .query_row([&reader.app_id, &reader.device_id], |row| row.get(0))
        .optional()?
        .flatten();
    let of_workspace = workspace_locale(connection, &reader.app_id)?;
    let wishes: Vec<&str> = [&reader.locale, &overridden, &of_device]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .chain([of_workspace.as_str()])
        .collect();
    Ok(serde_json::json!(by_closeness(&wishes, &available)).to_string())
}
