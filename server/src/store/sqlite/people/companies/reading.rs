//! Companies as they are found.

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use crate::store::sqlite::people::tags;
use crate::store::sqlite::rows::{CONTACT, read_contact, with_links};
use crate::store::{Company, CompanyKey, Contact, ListCompanies, Listed, Span, StoreResult};

/// Columns of a company, in the order [`read`] expects.
const COMPANY: &str = "k.id, k.company_id, k.name, k.plan, k.monthly_spend, k.size, k.website, k.industry, \
     k.remote_created_at, k.custom_attributes, k.created_at, k.updated_at, \
     (select count(*) from contact_companies j where j.company_id = k.id), \
     (select coalesce(sum(c.session_count), 0) from contact_companies j join contacts c on c.id = j.contact_id \
     where j.company_id = k.id), \
     (select max(c.last_seen_at) from contact_companies j join contacts c on c.id = j.contact_id \
     where j.company_id = k.id), k.seq";

fn read(row: &Row<'_>) -> rusqlite::Result<(i64, Company)> {
    let attributes: String = row.get(9)?;
    let company = Company {
        id: row.get(0)?,
        company_id: row.get(1)?,
        name: row.get(2)?,
        plan: row.get(3)?,
        monthly_spend: row.get(4)?,
        size: row.get(5)?,
        website: row.get(6)?,
        industry: row.get(7)?,
        remote_created_at: row.get(8)?,
        custom_attributes: serde_json::from_str(&attributes).unwrap_or_default(),
        created_at: row.get(10)?,
        updated_at: row.get(11)?,
        user_count: row.get(12)?,
        session_count: row.get(13)?,
        last_seen_at: row.get(14)?,
        tags: Vec::new(),
    };
    Ok((row.get(15)?, company))
}

fn with_tags(connection: &Connection, mut company: Company) -> StoreResult<Company> {
    company.tags = tags::of_company(connection, &company.id)?;
    Ok(company)
}

/// Our id of a company.
pub(in crate::store::sqlite) fn id_of(
    connection: &Connection,
    app_id: &str,
    key: &CompanyKey,
) -> StoreResult<Option<String>> {
    let (statement, value) = match key {
        CompanyKey::Id(id) => ("select id from companies where app_id = ?1 and id = ?2", id),
        CompanyKey::CompanyId(id) => (
            "select id from companies where app_id = ?1 and company_id = ?2",
            id,
        ),
        CompanyKey::Name(name) => (
            "select id from companies where app_id = ?1 and name = ?2 order by seq limit 1",
            name,
        ),
    };
    Ok(connection
        .prepare_cached(statement)?
        .query_row([app_id, value], |row| row.get(0))
        .optional()?)
}

/// One company.
pub(in crate::store::sqlite) fn find(
    connection: &Connection,
    app_id: &str,
    key: &CompanyKey,
) -> StoreResult<Option<Company>> {
    let Some(id) = id_of(connection, app_id, key)? else {
        return Ok(None);
    };
    let found = connection
        .prepare_cached(&format!("select {COMPANY} from companies k where k.id = ?1"))?
        .query_row([&id], read)
        .optional()?;
    found
        .map(|(_, company)| with_tags(connection, company))
        .transpose()
}

/// Companies, part by part.
pub(in crate::store::sqlite) fn list(
    connection: &Connection,
    list: &ListCompanies,
) -> StoreResult<Listed<Company>> {
    let mut filter = "k.app_id = ?".to_owned();
    let mut values = vec![Sql::Text(list.app_id.clone())];
    if let Some(tag) = list.tag_id {
        filter.push_str(" and k.id in (select company_id from company_tags where tag_id = ?)");
        values.push(Sql::Integer(tag));
    }
    if let Some(contact) = &list.contact_id {
        filter.push_str(" and k.id in (select company_id from contact_companies where contact_id = ?)");
        values.push(Sql::Text(contact.clone()));
    }
    let total = connection
        .prepare_cached(&format!("select count(*) from companies k where {filter}"))?
        .query_row(params_from_iter(&values), |row| row.get(0))?;
    let order = if list.ascending { "asc" } else { "desc" };
    let (limit, offset) = list.span.for_sql();
    values.extend([Sql::Integer(limit), Sql::Integer(offset)]);
    let items = connection
        .prepare_cached(&format!(
            "select {COMPANY} from companies k where {filter} order by k.seq {order} limit ? offset ?"
        ))?
        .query_map(params_from_iter(&values), read)?
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|(_, company)| with_tags(connection, company))
        .collect::<StoreResult<_>>()?;
    Ok(Listed { items, total })
}

/// Companies after a position, oldest first.
pub(in crate::store::sqlite) fn scroll(
    connection: &Connection,
    app_id: &str,
    after: i64,
    limit: usize,
) -> StoreResult<(Vec<Company>, Option<i64>)> {
    let most = i64::try_from(limit).unwrap_or(i64::MAX - 1).saturating_add(1);
    let mut rows = connection
        .prepare_cached(&format!(
            "select {COMPANY} from companies k where k.app_id = ?1 and k.seq > ?2 order by k.seq limit ?3"
        ))?
        .query_map((app_id, after, most), read)?
        .collect::<Result<Vec<_>, _>>()?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().map(|(seq, _)| *seq).filter(|_| more);
    let items = rows
        .into_iter()
        .map(|(_, company)| with_tags(connection, company))
        .collect::<StoreResult<_>>()?;
    Ok((items, next))
}

/// Live contacts of a company, newest first.
pub(in crate::store::sqlite) fn contacts(
    connection: &Connection,
    app_id: &str,
    id: &str,
    span: Span,
) -> StoreResult<Option<Listed<Contact>>> {
    if id_of(connection, app_id, &CompanyKey::Id(id.to_owned()))?.is_none() {
        return Ok(None);
    }
    let total = connection
        .prepare_cached(
            "select count(*) from contact_companies j join contacts c on c.id = j.contact_id \
             where j.company_id = ?1 and c.archived = 0",
        )?
        .query_row([id], |row| row.get(0))?;
    let (limit, offset) = span.for_sql();
    let items = connection
        .prepare_cached(&format!(
            "select {CONTACT} from contact_companies j join contacts c on c.id = j.contact_id \
             where j.company_id = ?1 and c.archived = 0 order by c.seq desc limit ?2 offset ?3"
        ))?
        .query_map((id, limit, offset), read_contact)?
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .map(|contact| with_links(connection, contact))
        .collect::<StoreResult<_>>()?;
    Ok(Some(Listed { items, total }))
}
