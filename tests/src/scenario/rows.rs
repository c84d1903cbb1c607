//! What the server stored, in the words of scenarios.
//!
//! Guarantees: all rows of a kind in order of arrival; a person is their user id, or `lead`. Reads the server's
//! database on the runner's thread.

use serde_json::{Value, json};

use super::format::Stored;
use crate::support::Database;

/// Expected and found rows of every kind that is asked for.
pub(super) fn rows(stored: &Stored, database: &Database) -> Vec<(&'static str, Value, Value)> {
    let mut all = Vec::new();
    let mut add = |what, expected: &Option<Vec<Value>>, found: &dyn Fn() -> Vec<Value>| {
        if let Some(expected) = expected {
            all.push((what, json!(expected), json!(found())));
        }
    };
    add("events", &stored.events, &|| events(database));
    add("contacts", &stored.contacts, &|| contacts(database));
    add("parts", &stored.parts, &|| {
        database.objects(
            "select json_object(
                'contact', (select coalesce(external_id, role) from contacts where id = p.contact_id),
                'conversation', (select count(*) from conversations c where c.id <= p.conversation_id),
                'text', coalesce(p.body_text, p.chosen_reply),
                'files', json((select json_group_array(u.name) from uploads u where u.part_id = p.id)))
             from parts p where p.contact_id is not null order by p.id",
        )
    });
    add("receipts", &stored.receipts, &|| {
        database.objects(
            "select json_object(
                'contact', (select coalesce(external_id, role) from contacts where id = r.contact_id),
                'kind', kind, 'id', content_id, 'event', event, 'answers', json(answers))
             from receipts r order by seq",
        )
    });
    add("reactions", &stored.reactions, &|| {
        database.objects(
            "select json_object(
                'contact', (select coalesce(external_id, role) from contacts where id = r.contact_id),
                'article', article_id, 'value', value)
             from article_reactions r order by created_at",
        )
    });
    add("tickets", &stored.tickets, &|| {
        database.objects(
            "select json_object(
                'contact', (select coalesce(external_id, role) from contacts where id = t.contact_id),
                'type', type_id, 'state', state, 'attributes', json(attributes))
             from tickets t order by id",
        )
    });
    add("push", &stored.push, &|| {
        database.objects(
            "select json_object('provider', provider, 'token', token, 'environment', environment)
             from push_bindings order by bound_at",
        )
    });
    all
}

fn events(database: &Database) -> Vec<Value> {
    let shown = |event: crate::support::StoredEvent| {
        json!({
            "contact": event.user_id.unwrap_or_else(|| "lead".to_owned()),
            "id": event.id,
            "name": event.name,
            "metadata": event.metadata,
        })
    };
    database.events().into_iter().map(shown).collect()
}

fn contacts(database: &Database) -> Vec<Value> {
    let companies = database.companies();
    let shown = |contact: crate::support::StoredContact| {
        let mine = companies.iter().filter(|(owner, _)| *owner == contact.id);
        json!({
            "role": contact.role,
            "user_id": contact.user_id,
            "email": contact.email,
            "name": contact.name,
            "custom_attributes": contact.custom,
            "companies": mine.map(|(_, company)| company).collect::<Vec<_>>(),
        })
    };
    let all = database.contacts().into_iter();
    all.filter(|contact| contact.merged_into.is_none())
        .map(shown)
        .collect()
}
