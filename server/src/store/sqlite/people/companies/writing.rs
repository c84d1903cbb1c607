//! Companies as devices and operators change them. Runs inside a change.

use rusqlite::Connection;

use super::reading::{find, id_of};
use crate::domain::attributes::{CompanyPatch, Rejected};
use crate::domain::values::fit;
use crate::store::sqlite::attributes::attribute_named;
use crate::store::sqlite::rows::resolve;
use crate::store::{AttachCompany, CompanyKey, CompanyOutcome, SaveCompany, StoreError, StoreResult};

/// Whether the contact belongs to this company already, or may belong to one more.
pub(in crate::store::sqlite) fn has_room(
    connection: &Connection,
    app_id: &str,
    contact_id: &str,
    company_id: &str,
    most: usize,
) -> StoreResult<bool> {
    let (count, belongs): (i64, bool) = connection
        .prepare_cached(
            "select count(*), coalesce(max(k.company_id = ?3), 0) from contact_companies j \
             join companies k on k.id = j.company_id where j.contact_id = ?1 and k.app_id = ?2",
        )?
        .query_row((contact_id, app_id, company_id), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    Ok(belongs || usize::try_from(count).unwrap_or(usize::MAX) < most)
}

/// Lets a contact belong to a company.
pub(in crate::store::sqlite) fn join(
    connection: &Connection,
    contact_id: &str,
    id: &str,
    now: i64,
) -> StoreResult<()> {
    connection
        .prepare_cached(
            "insert or ignore into contact_companies (contact_id, company_id, attached_at) values (?1, ?2, ?3)",
        )?
        .execute((contact_id, id, now))?;
    Ok(())
}

/// A company that was written, and what of it was refused.
pub(in crate::store::sqlite) struct Put {
    pub(in crate::store::sqlite) id: String,
    pub(in crate::store::sqlite) rejected: Vec<Rejected>,
}

/// Makes or changes a company, field by field. `id` names it; else the patch's own id does.
pub(in crate::store::sqlite) fn put(
    connection: &Connection,
    app_id: &str,
    id: Option<&str>,
    patch: &CompanyPatch,
    by_operator: bool,
    now: i64,
) -> StoreResult<Put> {
    let key = match id {
        Some(id) => CompanyKey::Id(id.to_owned()),
        None => CompanyKey::CompanyId(patch.company_id.clone()),
    };
    let id = match id_of(connection, app_id, &key)? {
        Some(id) => id,
        None => {
            let id =
                crate::random::object_id(now).map_err(|error| StoreError::Unavailable(error.to_string()))?;
            connection
                .prepare_cached(
                    "insert into companies (id, app_id, company_id, created_at, updated_at) \
                     values (?1, ?2, ?3, ?4, ?4)",
                )?
                .execute((&id, app_id, &patch.company_id, now))?;
            id
        }
    };
    let attributes: String = connection
        .prepare_cached("select custom_attributes from companies where id = ?1")?
        .query_row([&id], |row| row.get(0))?;
    let mut attributes: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&attributes).unwrap_or_default();
    let mut rejected = Vec::new();
    for (name, value) in &patch.custom_attributes {
        let attribute = attribute_named(connection, app_id, "company", name)?;
        match fit(attribute.as_ref(), value, by_operator, false) {
            Ok(serde_json::Value::Null) => {
                attributes.remove(name);
            }
            Ok(value) => {
                attributes.insert(name.clone(), value);
            }
            Err(code) => {
                let dot = if patch.path.is_empty() { "" } else { "." };
                let field = format!("{}{dot}custom_attributes.{name}", patch.path);
                rejected.push(Rejected::new(field, code));
            }
        }
    }
    // Each pair is "is it given" and "the value": a field that is absent stays as it is.
    connection
        .prepare_cached(
            "update companies set name = iif(?2, ?3, name), plan = iif(?4, ?5, plan), \
             monthly_spend = iif(?6, ?7, monthly_spend), size = iif(?8, ?9, size), \
             website = iif(?10, ?11, website), industry = iif(?12, ?13, industry), \
             remote_created_at = iif(?14, ?15, remote_created_at), custom_attributes = ?16, updated_at = ?17 \
             where id = ?1",
        )?
        .execute(rusqlite::params![
            id,
            patch.name.is_some(),
            patch.name.clone().flatten(),
            patch.plan.is_some(),
            patch.plan.clone().flatten(),
            patch.monthly_spend.is_some(),
            patch.monthly_spend.flatten(),
            patch.size.is_some(),
            patch.size.flatten(),
            patch.website.is_some(),
            patch.website.clone().flatten(),
            patch.industry.is_some(),
            patch.industry.clone().flatten(),
            patch.created_at.is_some(),
            patch.created_at.flatten(),
            serde_json::Value::Object(attributes).to_string(),
            now,
        ])?;
    Ok(Put { id, rejected })
}

/// Makes or changes a company for an operator.
pub(in crate::store::sqlite) fn save(
    connection: &Connection,
    save: &SaveCompany,
) -> StoreResult<CompanyOutcome> {
    if let Some(id) = &save.id
        && id_of(connection, &save.app_id, &CompanyKey::Id(id.clone()))?.is_none()
    {
        return Ok(CompanyOutcome::NoCompany);
    }
    // What is refused must leave nothing behind, and the outcome is no failure of the store.
    connection.prepare_cached("savepoint company")?.execute([])?;
    let put = put(
        connection,
        &save.app_id,
        save.id.as_deref(),
        &save.patch,
        true,
        save.now,
    )?;
    if !put.rejected.is_empty() {
        connection.prepare_cached("rollback to company")?.execute([])?;
    }
    connection.prepare_cached("release company")?.execute([])?;
    if !put.rejected.is_empty() {
        return Ok(CompanyOutcome::Invalid(put.rejected));
    }
    done(connection, &save.app_id, put.id)
}

fn done(connection: &Connection, app_id: &str, id: String) -> StoreResult<CompanyOutcome> {
    let company = find(connection, app_id, &CompanyKey::Id(id))?;
    Ok(company.map_or(CompanyOutcome::NoCompany, |company| {
        CompanyOutcome::Done(Box::new(company))
    }))
}

/// Forgets a company.
pub(in crate::store::sqlite) fn delete(connection: &Connection, app_id: &str, id: &str) -> StoreResult<bool> {
    if id_of(connection, app_id, &CompanyKey::Id(id.to_owned()))?.is_none() {
        return Ok(false);
    }
    for statement in [
        "delete from contact_companies where company_id = ?1",
        "delete from company_tags where company_id = ?1",
        "delete from companies where id = ?1",
    ] {
        connection.prepare_cached(statement)?.execute([id])?;
    }
    Ok(true)
}

/// Lets a contact belong to a company, or no longer.
pub(in crate::store::sqlite) fn attach(
    connection: &Connection,
    attach: &AttachCompany,
) -> StoreResult<CompanyOutcome> {
    let Some(contact_id) = resolve(connection, &attach.app_id, &attach.contact_id)? else {
        return Ok(CompanyOutcome::NoContact);
    };
    let key = CompanyKey::Id(attach.company_id.clone());
    let Some(company) = find(connection, &attach.app_id, &key)? else {
        return Ok(CompanyOutcome::NoCompany);
    };
    if attach.on {
        let app_id = &attach.app_id;
        if !has_room(connection, app_id, &contact_id, &company.company_id, attach.most)? {
            return Ok(CompanyOutcome::Limit);
        }
        join(connection, &contact_id, &company.id, attach.now)?;
    } else {
        let gone = connection
            .prepare_cached("delete from contact_companies where contact_id = ?1 and company_id = ?2")?
            .execute((&contact_id, &company.id))?;
        if gone == 0 {
            return Ok(CompanyOutcome::NoCompany);
        }
    }
    done(connection, &attach.app_id, company.id)
}
