//! Logins. The table of who becomes whom is [`settle`]; everything of a login is one change.

use rusqlite::{Connection, OptionalExtension, named_params};
use subtle::ConstantTimeEq;

use super::content::targets::contact_changed;
use super::merge::merge;
use super::patch::{Applying, apply};
use super::rows::{
    archived_user, contact_by_id, insert_contact, resolve, save_contact, user_by_external_id, users_by_email,
    with_companies,
};
use super::tokens::{signed_before, store_token};
use crate::config::VerificationMode;
use crate::domain::attributes::Rejected;
use crate::random::fingerprint;
use crate::store::{Contact, ContactLinks, OpenSession, Role, SessionOutcome, StoreResult};

/// Hash of its secret, whose it is, and the identity it logged in with.
type DeviceRow = (Vec<u8>, Option<String>, Option<Vec<u8>>);

/// Opens a session.
pub(super) fn open(connection: &Connection, login: &OpenSession) -> StoreResult<SessionOutcome> {
    let device: Option<DeviceRow> = connection
        .prepare_cached(
            "select secret_hash, contact_id, identity from devices where app_id = ?1 and id = ?2",
        )?
        .query_row([&login.app_id, &login.device.id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()?;
    let mut current = None;
    let mut repeated = false;
    if let Some((secret_hash, contact_id, identity)) = device {
        if !bool::from(secret_hash.ct_eq(&login.device.secret_hash)) {
            return Ok(SessionOutcome::DeviceSecretMismatch);
        }
        if let Some(id) = contact_id {
            let id = resolve(connection, &login.app_id, &id)?.unwrap_or(id);
            current = contact_by_id(connection, &login.app_id, &id)?;
            repeated = identity.is_some() && identity == claimed(login);
        }
    }
    let mode = switch(connection, login)?;
    let settling = Settling {
        login,
        repeated,
        must_prove: mode == VerificationMode::On,
    };
    let (mut contact, merged) = match settle(connection, &settling, current)? {
        Ok(settled) => settled,
        Err(refused) => return Ok(refused),
    };
    let signed = signed_before(connection, login)?;
    let locked: Vec<String> = signed.iter().cloned().collect();
    let applying = Applying {
        app_id: &login.app_id,
        locked: &locked,
        must_prove: settling.must_prove,
        may_change_companies: login.verified || mode == VerificationMode::Off,
        now: login.now,
    };
    let before = contact.clone();
    // Whoever was put away and comes back is here again.
    contact.archived = false;
    let mut rejected = take_address(&settling, &locked, &mut contact);
    rejected.extend(apply(connection, &applying, &mut contact, &login.patch)?);
    match &login.patch.user_id {
        Some(Some(wanted)) if contact.external_id.as_ref() != Some(wanted) => {
            rejected.push(Rejected::new("user_id", "identity_conflict"));
        }
        _ => {}
    }
    save_contact(connection, &contact)?;
    contact_changed(connection, &login.app_id, &before, &contact, login.now)?;
    store_device(connection, login, &contact.id)?;
    store_token(connection, login, &contact.id, &signed)?;
    let contact = Box::new(with_companies(connection, contact)?);
    Ok(SessionOutcome::Opened {
        contact,
        merged,
        rejected,
    })
}

type Settled = Result<(Contact, bool), SessionOutcome>;

/// A login, and what has to be known to judge it.
struct Settling<'a> {
    login: &'a OpenSession,
    /// The device logged in with the same identity before, and not out since.
    repeated: bool,
    /// Whether this platform believes only what is proven.
    must_prove: bool,
}

/// Who a login is: `current` is whose the device was. Makes, promotes or merges as the table says.
fn settle(
    connection: &Connection,
    settling: &Settling<'_>,
    current: Option<Contact>,
) -> StoreResult<Settled> {
    let login = settling.login;
    let Some(identity) = &login.identity else {
        return match current {
            Some(contact) if is_blocked(connection, &contact.id)? => Ok(Err(SessionOutcome::Blocked)),
            Some(contact) if is_anonymous(&contact) => Ok(Ok((contact, false))),
            Some(_) => Ok(Err(SessionOutcome::IdentityConflict)),
            None => make(connection, login, Role::Lead).map(|contact| Ok((contact, false))),
        };
    };
    let known = match (&identity.user_id, &identity.email) {
        (Some(user_id), _) => match user_by_external_id(connection, &login.app_id, user_id)? {
            Some(user) => Some(user),
            None => archived_user(connection, &login.app_id, user_id)?,
        },
        // Whatever address it or others have by now: the same identity is the same contact.
        (None, _) if settling.repeated => current.clone(),
        (None, Some(email)) => {
            let mut users = users_by_email(connection, &login.app_id, email, settling.must_prove)?;
            if users.len() > 1 {
                return Ok(Err(SessionOutcome::Ambiguous));
            }
            users.pop()
        }
        (None, None) => None,
    };
    // Before anything is written: a refusal must leave nothing behind.
    for contact in current.iter().chain(&known) {
        if is_blocked(connection, &contact.id)? {
            return Ok(Err(SessionOutcome::Blocked));
        }
    }
    let (mut contact, merged) = match (current, known) {
        (None, Some(user)) => (user, false),
        (None, None) => (make(connection, login, Role::User)?, false),
        (Some(current), Some(user)) if current.id == user.id => (user, false),
        (Some(mut lead), Some(mut user)) if is_anonymous(&lead) => {
            merge(connection, &mut lead, &mut user, login.now)?;
            (user, true)
        }
        (Some(mut lead), None) if is_anonymous(&lead) => {
            lead.external_id.clone_from(&identity.user_id);
            (lead, false)
        }
        // Put away meanwhile, and made anew by an operator: the living one counts.
        (Some(old), Some(user)) if old.archived && old.external_id == user.external_id => (user, false),
        // An operator has renamed it since.
        (Some(user), None) if settling.repeated => (user, false),
        // Known by address alone so far, and the same address now comes with a user id.
        (Some(mut user), None)
            if user.external_id.is_none() && same_email(&user, identity.email.as_deref()) =>
        {
            user.external_id.clone_from(&identity.user_id);
            (user, false)
        }
        (Some(_), _) => return Ok(Err(SessionOutcome::IdentityConflict)),
    };
    contact.role = Role::User;
    Ok(Ok((contact, merged)))
}

/// Gives the contact the address of the login, or says why not.
fn take_address(settling: &Settling<'_>, locked: &[String], contact: &mut Contact) -> Vec<Rejected> {
    let identity = settling.login.identity.as_ref();
    let Some(email) = identity.and_then(|identity| identity.email.as_ref()) else {
        return Vec::new();
    };
    let same = same_email(contact, Some(email));
    let proven = settling.login.email_proven;
    if proven && (same || !settling.repeated) {
        contact.email = Some(email.clone());
        contact.email_verified = true;
    } else if same {
        // Nothing new.
    } else if locked.iter().any(|field| field == "email") {
        return vec![Rejected::new("email", "attribute_signed")];
    } else if settling.must_prove && contact.email_verified {
        // What was proven is not replaced by a claim. A claim beside nothing is kept as what it is: an
        // attribute that nobody is found by.
        return vec![Rejected::new("email", "identity_verification_required")];
    } else if settling.repeated {
        // It was changed since, and the login only says what it always says.
    } else {
        contact.email = Some(email.clone());
        contact.email_verified = false;
    }
    Vec::new()
}

/// What a login claims to be, to recognize it when it comes again.
fn claimed(login: &OpenSession) -> Option<Vec<u8>> {
    let identity = login.identity.as_ref()?;
    let email = identity.email.as_ref().map(|email| email.to_ascii_lowercase());
    let text = serde_json::json!([identity.user_id, email]).to_string();
    Some(fingerprint(text.as_bytes()).to_vec())
}

/// The platform's switch; one that was never set is on.
fn switch(connection: &Connection, login: &OpenSession) -> StoreResult<VerificationMode> {
    let mode: Option<String> = connection
        .prepare_cached("select mode from identity_verification where app_id = ?1 and platform = ?2")?
        .query_row([&login.app_id, login.device.platform.as_str()], |row| row.get(0))
        .optional()?;
    let mode = mode.as_deref().and_then(VerificationMode::parse);
    Ok(mode.unwrap_or(VerificationMode::On))
}

/// Whether a login may turn this contact into somebody: an operator may call a contact a lead that has a
/// user id, and that one is taken.
fn is_anonymous(contact: &Contact) -> bool {
    contact.role == Role::Lead && contact.external_id.is_none()
}

fn same_email(user: &Contact, email: Option<&str>) -> bool {
    match (&user.email, email) {
        (Some(known), Some(given)) => known.eq_ignore_ascii_case(given),
        _ => false,
    }
}

fn make(connection: &Connection, login: &OpenSession, role: Role) -> StoreResult<Contact> {
    let contact = Contact {
        id: login.new_contact_id.clone(),
        role,
        external_id: login
            .identity
            .as_ref()
            .and_then(|identity| identity.user_id.clone()),
        email: None,
        email_verified: false,
        name: None,
        phone: None,
        language_override: None,
        signed_up_at: None,
        unsubscribed_from_emails: false,
        custom_attributes: serde_json::Map::new(),
        last_seen_at: None,
        archived: false,
        merged_into: None,
        created_at: login.now,
        updated_at: login.now,
        avatar_url: None,
        last_page: None,
        companies: Vec::new(),
        links: ContactLinks::default(),
    };
    insert_contact(connection, &login.app_id, &contact)?;
    Ok(contact)
}

fn is_blocked(connection: &Connection, contact_id: &str) -> StoreResult<bool> {
    let mut statement = connection.prepare_cached("select blocked from contacts where id = ?1")?;
    Ok(statement
        .query_row([contact_id], |row| row.get(0))
        .optional()?
        .unwrap_or(false))
}

fn store_device(connection: &Connection, login: &OpenSession, contact_id: &str) -> StoreResult<()> {
    let device = &login.device;
    connection
        .prepare_cached(
            "insert into devices (app_id, id, secret_hash, contact_id, platform, model, os, app_version, \
             locale, timezone, identity, created_at, last_seen_at) values (:app_id, :id, :secret_hash, :contact_id, \
             :platform, :model, :os, :app_version, :locale, :timezone, :identity, :now, :now) \
             on conflict (app_id, id) do update set contact_id = :contact_id, identity = :identity, \
             platform = :platform, model = coalesce(:model, model), os = coalesce(:os, os), \
             app_version = coalesce(:app_version, app_version), locale = coalesce(:locale, locale), \
             timezone = coalesce(:timezone, timezone), last_seen_at = :now",
        )?
        .execute(named_params! {
            ":app_id": login.app_id,
            ":id": device.id,
            ":secret_hash": device.secret_hash,
            ":contact_id": contact_id,
            ":platform": device.platform.as_str(),
            ":model": device.model,
            ":os": device.os,
            ":app_version": device.app_version,
            ":locale": device.locale,
            ":timezone": device.timezone,
            ":identity": claimed(login),
            ":now": login.now,
        })?;
    Ok(())
}
