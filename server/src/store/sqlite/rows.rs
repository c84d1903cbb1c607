//! Rows into values and back: the only file that knows the columns of `contacts`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::domain::web_page::WebPage;
use crate::store::{CompanyRef, Contact, ContactLinks, Role, SeenPage, StoreResult};

/// Columns of a contact, in the order [`read_contact`] expects.
pub(super) const CONTACT: &str = "c.id, c.role, c.external_id, c.email, c.name, c.phone, c.language_override, \
     c.signed_up_at, c.unsubscribed_from_emails, c.custom_attributes, c.last_seen_at, c.archived, \
     c.merged_into, c.created_at, c.updated_at, c.email_verified, \
     c.page_url, c.page_title, c.page_seen_at, c.avatar_url";

/// Reads the columns of [`CONTACT`]; companies are read separately.
pub(super) fn read_contact(row: &Row<'_>) -> rusqlite::Result<Contact> {
    let role: String = row.get(1)?;
    let attributes: String = row.get(9)?;
    Ok(Contact {
        id: row.get(0)?,
        role: Role::parse(&role).unwrap_or(Role::Lead),
        external_id: row.get(2)?,
        email: row.get(3)?,
        email_verified: row.get(15)?,
        name: row.get(4)?,
        phone: row.get(5)?,
        language_override: row.get(6)?,
        signed_up_at: row.get(7)?,
        unsubscribed_from_emails: row.get(8)?,
        custom_attributes: serde_json::from_str(&attributes).unwrap_or_default(),
        last_seen_at: row.get(10)?,
        archived: row.get(11)?,
        merged_into: row.get(12)?,
        created_at: row.get(13)?,
        updated_at: row.get(14)?,
        avatar_url: row.get(19)?,
        last_page: read_page(row)?,
        companies: Vec::new(),
        links: ContactLinks::default(),
    })
}

fn read_page(row: &Row<'_>) -> rusqlite::Result<Option<SeenPage>> {
    let (url, title, seen_at): (Option<String>, Option<String>, Option<i64>) =
        (row.get(16)?, row.get(17)?, row.get(18)?);
    Ok(seen_at.map(|seen_at| SeenPage {
        page: WebPage { url, title },
        seen_at,
    }))
}

/// A contact by id, merges not followed.
pub(super) fn contact_by_id(connection: &Connection, app_id: &str, id: &str) -> StoreResult<Option<Contact>> {
    let mut statement = connection.prepare_cached(&format!(
        "select {CONTACT} from contacts c where c.app_id = ?1 and c.id = ?2"
    ))?;
    Ok(statement.query_row([app_id, id], read_contact).optional()?)
}

/// The contact that `id` is today: itself, or what it was merged into.
pub(super) fn resolve(connection: &Connection, app_id: &str, id: &str) -> StoreResult<Option<String>> {
    let mut statement = connection
        .prepare_cached("select coalesce(merged_into, id) from contacts where app_id = ?1 and id = ?2")?;
    Ok(statement.query_row([app_id, id], |row| row.get(0)).optional()?)
}

/// Live users with this app's id; one at most.
pub(super) fn user_by_external_id(
    connection: &Connection,
    app_id: &str,
    external_id: &str,
) -> StoreResult<Option<Contact>> {
    let mut statement = connection.prepare_cached(&format!(
        "select {CONTACT} from contacts c where c.app_id = ?1 and c.external_id = ?2 and c.archived = 0"
    ))?;
    Ok(statement
        .query_row([app_id, external_id], read_contact)
        .optional()?)
}

/// The latest contact with this app's id that an operator put away.
pub(super) fn archived_user(
    connection: &Connection,
    app_id: &str,
    external_id: &str,
) -> StoreResult<Option<Contact>> {
    let mut statement = connection.prepare_cached(&format!(
        "select {CONTACT} from contacts c where c.app_id = ?1 and c.external_id = ?2 and c.archived = 1 \
         and c.merged_into is null order by c.updated_at desc, c.seq desc limit 1"
    ))?;
    Ok(statement
        .query_row([app_id, external_id], read_contact)
        .optional()?)
}

/// Live users with this address, newest first; with `proven`, only those whose address is beyond doubt.
pub(super) fn users_by_email(
    connection: &Connection,
    app_id: &str,
    email: &str,
    proven: bool,
) -> StoreResult<Vec<Contact>> {
    let mut statement = connection.prepare_cached(&format!(
        "select {CONTACT} from contacts c where c.app_id = ?1 and c.email = ?2 collate nocase \
         and c.role = 'user' and c.archived = 0 and c.email_verified >= ?3 order by c.seq desc limit 10"
    ))?;
    let rows = statement.query_map((app_id, email, proven), read_contact)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Users that an operator means by an address, newest first. Where a platform believes only what is proven,
/// an address that a device merely claimed names nobody.
pub(super) fn users_named_by_email(
    connection: &Connection,
    app_id: &str,
    email: &str,
) -> StoreResult<Vec<Contact>> {
    let proven = connection
        .prepare_cached(
            "select exists (select 1 from identity_verification where app_id = ?1 and mode = 'on')",
        )?
        .query_row([app_id], |row| row.get(0))?;
    users_by_email(connection, app_id, email, proven)
}

/// Adds the first ten companies.
pub(super) fn with_companies(connection: &Connection, mut contact: Contact) -> StoreResult<Contact> {
    let mut statement = connection.prepare_cached(
        "select k.id, k.company_id, k.name from contact_companies j join companies k on k.id = j.company_id \
         where j.contact_id = ?1 order by k.seq limit 10",
    )?;
    let rows = statement.query_map([&contact.id], |row| {
        Ok(CompanyRef {
            id: row.get(0)?,
            company_id: row.get(1)?,
            name: row.get(2)?,
        })
    })?;
    contact.companies = rows.collect::<Result<_, _>>()?;
    Ok(contact)
}

/// Adds everything that operators see on a contact.
pub(super) fn with_links(connection: &Connection, contact: Contact) -> StoreResult<Contact> {
    let mut contact = with_companies(connection, contact)?;
    let ids = |list: &str| -> StoreResult<Vec<i64>> {
        let mut statement = connection.prepare_cached(list)?;
        let rows = statement.query_map([&contact.id], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    let tags =
        ids("select tag_id from contact_tags where contact_id = ?1 order by tagged_at, tag_id limit 10")?;
    let notes = ids("select id from notes where contact_id = ?1 order by id desc limit 10")?;
    let (tag_count, note_count, company_count, push) = connection
        .prepare_cached(
            "select (select count(*) from contact_tags where contact_id = ?1), \
             (select count(*) from notes where contact_id = ?1), \
             (select count(*) from contact_companies where contact_id = ?1), \
             exists (select 1 from devices d join push_bindings p on p.app_id = d.app_id and p.device_id = d.id \
             where d.contact_id = ?1)",
        )?
        .query_row([&contact.id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
    contact.links = ContactLinks {
        tags,
        tag_count,
        notes,
        note_count,
        company_count,
        push,
    };
    Ok(contact)
}

/// Stores a contact that is not there yet.
pub(super) fn insert_contact(connection: &Connection, app_id: &str, contact: &Contact) -> StoreResult<()> {
    connection
        .prepare_cached(
            "insert into contacts (id, app_id, role, external_id, email, created_at, updated_at) \
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute((
            &contact.id,
            app_id,
            contact.role.as_str(),
            &contact.external_id,
            &contact.email,
            contact.created_at,
            contact.updated_at,
        ))?;
    save_contact(connection, contact)
}

/// Writes every field of a contact that is there.
pub(super) fn save_contact(connection: &Connection, contact: &Contact) -> StoreResult<()> {
    let attributes = serde_json::Value::Object(contact.custom_attributes.clone()).to_string();
    connection
        .prepare_cached(
            "update contacts set role = :role, external_id = :external_id, email = :email, \
             email_verified = :email_verified, name = :name, \
             phone = :phone, language_override = :language, signed_up_at = :signed_up_at, \
             unsubscribed_from_emails = :unsubscribed, custom_attributes = :attributes, \
             last_seen_at = :last_seen_at, archived = :archived, merged_into = :merged_into, \
             page_url = :page_url, page_title = :page_title, page_seen_at = :page_seen_at, avatar_url = :avatar_url, \
             updated_at = :updated_at where id = :id",
        )?
        .execute(named_params! {
            ":role": contact.role.as_str(),
            ":external_id": contact.external_id,
            ":email": contact.email,
            ":email_verified": contact.email_verified,
            ":name": contact.name,
            ":phone": contact.phone,
            ":language": contact.language_override,
            ":signed_up_at": contact.signed_up_at,
            ":unsubscribed": contact.unsubscribed_from_emails,
            ":attributes": attributes,
            ":last_seen_at": contact.last_seen_at,
            ":archived": contact.archived,
            ":merged_into": contact.merged_into,
            ":avatar_url": contact.avatar_url,
            ":page_url": contact.last_page.as_ref().and_then(|seen| seen.page.url.as_deref()),
            ":page_title": contact.last_page.as_ref().and_then(|seen| seen.page.title.as_deref()),
            ":page_seen_at": contact.last_page.as_ref().map(|seen| seen.seen_at),
            ":updated_at": contact.updated_at,
            ":id": contact.id,
        })?;
    Ok(())
}
