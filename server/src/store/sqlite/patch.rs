//! Setting the fields of contacts and companies, each field on its own. Runs inside a change.

use rusqlite::Connection;

use super::attributes::attribute_named;
use super::people::companies;
use crate::domain::attributes::{Change, ContactPatch, Rejected};
use crate::domain::values::fit;
use crate::store::{Contact, Role, StoreResult};

/// How a patch is to be applied.
pub(super) struct Applying<'a> {
    pub(super) app_id: &'a str,
    /// Fields this caller may not overwrite, because they came signed.
    pub(super) locked: &'a [String],
    /// Whether this platform believes only what is proven.
    pub(super) must_prove: bool,
    /// Whether this caller may change companies: who it is was proven, or needs no proof.
    pub(super) may_change_companies: bool,
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
    // A device may claim an address, which then is an attribute that nobody is found by. What was proven is
    // not replaced by a claim.
    let believed = patch.by_operator || signed("email") || !applying.must_prove;
    let claims_another = matches!(email, Some(Some(_))) && *email != Some(contact.email.clone());
    let email = if claims_another && !believed && contact.email_verified && !locked("email") {
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
    set("avatar", &patch.avatar, &mut contact.avatar_url);
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
        if !applying.may_change_companies {
            // A company belongs to all its people: nobody unknown may rename it.
            let code = "identity_verification_required";
            rejected.push(Rejected::new(company.path.clone(), code));
            continue;
        }
        if let Some(most) = patch.max_companies
            && !companies::has_room(
                connection,
                applying.app_id,
                &contact.id,
                &company.company_id,
                most,
            )?
        {
            let code = "contact_company_limit_exceeded";
            rejected.push(Rejected::new(company.path.clone(), code));
            continue;
        }
        let put = companies::put(
            connection,
            applying.app_id,
            None,
            company,
            patch.by_operator,
            applying.now,
        )?;
        rejected.extend(put.rejected);
        companies::join(connection, &contact.id, &put.id, applying.now)?;
    }
    contact.updated_at = applying.now;
    Ok(rejected)
}
