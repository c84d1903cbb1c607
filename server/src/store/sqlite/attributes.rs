//! Data attributes: what a workspace lets be set.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::store::{DataAttribute, EditDataAttribute, NewAttributeOutcome, NewDataAttribute, StoreResult};

const ATTRIBUTE: &str = "id, model, name, label, description, data_type, options, api_writable, \
     messenger_writable, archived, created_at, updated_at";

fn read(row: &Row<'_>) -> rusqlite::Result<DataAttribute> {
    let options: String = row.get(6)?;
    Ok(DataAttribute {
        id: row.get(0)?,
        model: row.get(1)?,
        name: row.get(2)?,
        label: row.get(3)?,
        description: row.get(4)?,
        data_type: row.get(5)?,
        options: serde_json::from_str(&options).unwrap_or_default(),
        api_writable: row.get(7)?,
        messenger_writable: row.get(8)?,
        archived: row.get(9)?,
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
    })
}

/// The attribute of this name, archived or not.
pub(super) fn attribute_named(
    connection: &Connection,
    app_id: &str,
    model: &str,
    name: &str,
) -> StoreResult<Option<DataAttribute>> {
    let mut statement = connection.prepare_cached(&format!(
        "select {ATTRIBUTE} from data_attributes where app_id = ?1 and model = ?2 and name = ?3"
    ))?;
    Ok(statement.query_row([app_id, model, name], read).optional()?)
}

/// Data attributes, oldest first.
pub(super) fn list(connection: &Connection, app_id: &str, archived: bool) -> StoreResult<Vec<DataAttribute>> {
    let mut statement = connection.prepare_cached(&format!(
        "select {ATTRIBUTE} from data_attributes where app_id = ?1 and (archived = 0 or ?2) order by id"
    ))?;
    Ok(statement
        .query_map((app_id, archived), read)?
        .collect::<Result<_, _>>()?)
}

/// Makes a data attribute.
pub(super) fn create(connection: &Connection, new: &NewDataAttribute) -> StoreResult<NewAttributeOutcome> {
    let attribute = &new.attribute;
    if attribute_named(connection, &new.app_id, &attribute.model, &attribute.name)?.is_some() {
        return Ok(NewAttributeOutcome::Exists);
    }
    let active: i64 = connection
        .prepare_cached(
            "select count(*) from data_attributes where app_id = ?1 and model = ?2 and archived = 0",
        )?
        .query_row([&new.app_id, &attribute.model], |row| row.get(0))?;
    if usize::try_from(active).unwrap_or(usize::MAX) >= new.max_active {
        return Ok(NewAttributeOutcome::Limit);
    }
    connection
        .prepare_cached(
            "insert into data_attributes (app_id, model, name, label, description, data_type, options, \
             api_writable, messenger_writable, archived, created_at, updated_at) \
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?11)",
        )?
        .execute((
            &new.app_id,
            &attribute.model,
            &attribute.name,
            &attribute.label,
            &attribute.description,
            &attribute.data_type,
            serde_json::json!(attribute.options).to_string(),
            attribute.api_writable,
            attribute.messenger_writable,
            attribute.archived,
            new.now,
        ))?;
    let id = connection.last_insert_rowid();
    let made = DataAttribute {
        id,
        created_at: new.now,
        updated_at: new.now,
        ..attribute.clone()
    };
    Ok(NewAttributeOutcome::Created(made))
}

/// Changes a data attribute.
pub(super) fn edit(connection: &Connection, edit: &EditDataAttribute) -> StoreResult<Option<DataAttribute>> {
    connection
        .prepare_cached(
            "update data_attributes set label = coalesce(?3, label), description = coalesce(?4, description), \
             options = coalesce(?5, options), archived = coalesce(?6, archived), \
             messenger_writable = coalesce(?7, messenger_writable), updated_at = ?8 \
             where app_id = ?1 and id = ?2",
        )?
        .execute((
            &edit.app_id,
            edit.id,
            &edit.label,
            &edit.description,
            edit.options.as_ref().map(|options| serde_json::json!(options).to_string()),
            edit.archived,
            edit.messenger_writable,
            edit.now,
        ))?;
    let mut statement = connection.prepare_cached(&format!(
        "select {ATTRIBUTE} from data_attributes where app_id = ?1 and id = ?2"
    ))?;
    Ok(statement.query_row((&edit.app_id, edit.id), read).optional()?)
}
