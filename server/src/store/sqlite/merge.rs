//! A lead becomes part of a user. Runs inside the change of the login that asks for it, once.
//!
//! Afterwards everything the lead had is the user's: events with their ids (so a late retry is still
//! noticed), remembered operations, devices, sessions, companies. The user's fields win, gaps are filled
//! from the lead. The lead stays as an archived row that points to the user.

use rusqlite::Connection;

use super::content;
use super::conversations::move_to_user;
use super::rows::save_contact;
use crate::store::{Contact, StoreError, StoreResult};

/// What the lead ?2 has becomes the user's, ?1. `or ignore` leaves behind what the user has already under the
/// same id; that copy goes.
pub(super) const MOVED: [&str; 12] = [
    "update or ignore events set recorded_contact_id = coalesce(recorded_contact_id, contact_id), \
     contact_id = ?1 where contact_id = ?2",
    "delete from events where contact_id = ?2 and ?1 is not null",
    "update or ignore operations set contact_id = ?1 where contact_id = ?2",
    "delete from operations where contact_id = ?2 and ?1 is not null",
    "update or ignore contact_companies set contact_id = ?1 where contact_id = ?2",
    "delete from contact_companies where contact_id = ?2 and ?1 is not null",
    "update or ignore contact_tags set contact_id = ?1 where contact_id = ?2",
    "delete from contact_tags where contact_id = ?2 and ?1 is not null",
    "update notes set contact_id = ?1 where contact_id = ?2",
    "update devices set contact_id = ?1 where contact_id = ?2",
    "update sessions set contact_id = ?1 where contact_id = ?2",
    "update contacts set merged_into = ?1 where merged_into = ?2",
];

/// Merges `lead` into `user`, and updates both in memory.
pub(super) fn merge(
    connection: &Connection,
    lead: &mut Contact,
    user: &mut Contact,
    now: i64,
) -> StoreResult<()> {
    if lead.external_id.is_some() {
        // Two people. The caller must not have asked.
        return Err(StoreError::Internal(
            "a contact with a user id was to be merged".to_owned(),
        ));
    }
    // Before the sessions move: it marks those that come over.
    move_to_user(connection, &lead.id, &user.id, now)?;
    let ids = [&user.id, &lead.id];
    for statement in MOVED {
        connection.prepare_cached(statement)?.execute(ids)?;
    }
    content::merge(connection, &lead.id, &user.id)?;
    if user.email.is_none() {
        user.email_verified = lead.email_verified;
    }
    fill(&mut user.email, &lead.email);
    fill(&mut user.name, &lead.name);
    fill(&mut user.phone, &lead.phone);
    fill(&mut user.avatar_url, &lead.avatar_url);
    fill(&mut user.language_override, &lead.language_override);
    // Who said no once has said no.
    user.unsubscribed_from_emails |= lead.unsubscribed_from_emails;
    user.signed_up_at = user.signed_up_at.or(lead.signed_up_at);
    user.last_seen_at = user.last_seen_at.max(lead.last_seen_at);
    let seen = |contact: &Contact| contact.last_page.as_ref().map(|seen| seen.seen_at);
    if seen(lead) > seen(user) {
        user.last_page.clone_from(&lead.last_page);
    }
    for (name, value) in &lead.custom_attributes {
        user.custom_attributes
            .entry(name.clone())
            .or_insert_with(|| value.clone());
    }
    lead.archived = true;
    lead.merged_into = Some(user.id.clone());
    lead.updated_at = now;
    user.updated_at = now;
    save_contact(connection, lead)
}

fn fill(place: &mut Option<String>, from: &Option<String>) {
    if place.is_none() {
        place.clone_from(from);
    }
}
