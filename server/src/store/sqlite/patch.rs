//! Setting the fields of contacts and companies, each field on its own. Runs inside a change.

use rusqlite::{Connection, OptionalExtension};

use super::attributes::attribute_named;
use crate::domain::attributes::{Change, CompanyPatch, ContactPatch, Rejected};
use crate::domain::values::fit;
use crate::store::{Contact, Role, StoreError, StoreResult};

/// How a patch is to be applied.
pub(super) struct Applying<'a> {
    pub(super) app_id: &'a str,
    /// Fields this caller may not overwrite, because they came signed.
    pub(super) locked: &'a [String],
    /// Whether this platform believes only what is proven.
    pub(super) must_prove: bool,
    /// Whether this caller proved who it is.
    pub(super) proven: bool,
    pub(super) now: i64,
}

/// Applies everything but `user_id` to `contact` in memory, and companies to the database. The caller
/// saves the contact. Returns all refusals, those for shape first.
pub(super) fn apply(
    connection: &Connection,
    applying: &Applying<'_>,
    contact: &mut Contact,
    patch: &ContactPatch,
) -> StoreResult<Vec<Rejected>> {
    let mut rejected = patch.rejected.clone();
    // Who is known by the address alone would be known by nothing without it.
    let known_by_email = contact.role == Role::User && contact.external_id.is_none();
    let email = if known_by_email && patch.email == Some(None) {
        rejected.push(Rejected::new("email", "identity_conflict"));
        &None
    } else {
        &patch.email
    };
    let signed = |field: &str| patch.signed_fields.iter().any(|name| name == field);
    let locked = |field: &str| !signed(field) && applying.locked.iter().any(|name| name == field);
    // A device cannot choose an address: it may be somebody else's, who would be found by it.
    let believed = patch.by_operator || signed("email") || !applying.must_prove;
    let claims_another = matches!(email, Some(Some(_))) && *email != Some(contact.email.clone());
    let email = if claims_another && !believed && !locked("email") {
        rejected.push(Rejected::new("email", "identity_verification_required"));
        &None
    } else {
        email
    };
    let email_before = contact.email.clone();
    let mut set = |field: &str, change: &Change<String>, place: &mut Option<String>| {
        if let Some(value) = change {
            if locked(field) && place != value {
                rejected.push(Rejected::new(field, "attribute_signed"));
            } else {
                place.clone_from(value);
            }
        }
    };
    set("email", email, &mut contact.email);
    set("name", &patch.name, &mut contact.name);
    set("phone", &patch.phone, &mut contact.phone);
    set(
        "language_override",
        &patch.language_override,
        &mut contact.language_override,
    );
    let proven_email = patch.by_operator || signed("email");
    if proven_email && matches!(email, Some(Some(_))) {
        contact.email_verified = true;
    } else if contact.email != email_before {
        contact.email_verified = false;
    }
    if let Some(at) = patch.signed_up_at {
        if locked("signed_up_at") && contact.signed_up_at != at {
            rejected.push(Rejected::new("signed_up_at", "attribute_signed"));
        } else {
            contact.signed_up_at = at;
        }
    }
    if let Some(flag) = patch.unsubscribed_from_emails {
        let flag = flag.unwrap_or(false);
        if locked("unsubscribed_from_emails") && contact.unsubscribed_from_emails != flag {
            rejected.push(Rejected::new("unsubscribed_from_emails", "attribute_signed"));
        } else {
            contact.unsubscribed_from_emails = flag;
        }
    }
    for (name, value) in &patch.custom_attributes {
        let field = format!("custom_attributes.{name}");
        if locked(&field) {
            rejected.push(Rejected::new(field, "attribute_signed"));
            continue;
        }
        let attribute = attribute_named(connection, applying.app_id, "contact", name)?;
        match fit(attribute.as_ref(), value, patch.by_operator, signed(&field)) {
            Ok(serde_json::Value::Null) => {
                contact.custom_attributes.remove(name);
            }
            Ok(value) => {
                contact.custom_attributes.insert(name.clone(), value);
            }
            Err(code) => rejected.push(Rejected::new(field, code)),
        }
    }
    for company in &patch.companies {
        if applying.must_prove && !applying.proven {
            // A company belongs to all its people: nobody unknown may rename it.
            let code = "identity_verification_required";
            rejected.push(Rejected::new(company.path.clone(), code));
            continue;
        }
        put_company(
            connection,
            applying,
            contact,
            company,
            patch.by_operator,
            &mut rejected,
        )?;
    }
    contact.updated_at = applying.now;
    Ok(rejected)
}

fn put_company(
    connection: &Connection,
    applying: &Applying<'_>,
    contact: &Contact,
    company: &CompanyPatch,
    by_operator: bool,
    rejected: &mut Vec<Rejected>,
) -> StoreResult<()> {
    let known: Option<(String, String)> = connection
        .prepare_cached("select id, custom_attributes from companies where app_id = ?1 and company_id = ?2")?
        .query_row([applying.app_id, &company.company_id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let (id, attributes) = match known {
        Some(known) => known,
        None => {
            let id = crate::random::object_id(applying.now)
                .map_err(|error| StoreError::Unavailable(error.to_string()))?;
            connection
                .prepare_cached(
                    "insert into companies (id, app_id, company_id, created_at, updated_at) \
                     values (?1, ?2, ?3, ?4, ?4)",
                )?
                .execute((&id, applying.app_id, &company.company_id, applying.now))?;
            (id, "{}".to_owned())
        }
    };
    let mut attributes: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&attributes).unwrap_or_default();
    for (name, value) in &company.custom_attributes {
        let attribute = attribute_named(connection, applying.app_id, "company", name)?;
        match fit(attribute.as_ref(), value, by_operator, false) {
            Ok(serde_json::Value::Null) => {
                attributes.remove(name);
            }
            Ok(value) => {
                attributes.insert(name.clone(), value);
            }
            Err(code) => rejected.push(Rejected::new(
                format!("{}.custom_attributes.{name}", company.path),
                code,
            )),
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
            company.name.is_some(),
            company.name.clone().flatten(),
            company.plan.is_some(),
            company.plan.clone().flatten(),
            company.monthly_spend.is_some(),
            company.monthly_spend.flatten(),
            company.size.is_some(),
            company.size.flatten(),
            company.website.is_some(),
            company.website.clone().flatten(),
            company.industry.is_some(),
            company.industry.clone().flatten(),
            company.created_at.is_some(),
            company.created_at.flatten(),
            serde_json::Value::Object(attributes).to_string(),
            applying.now,
        ])?;
    connection
        .prepare_cached(
            "insert or ignore into contact_companies (contact_id, company_id, attached_at) values (?1, ?2, ?3)",
        )?
        .execute((&contact.id, &id, applying.now))?;
    Ok(())
}
