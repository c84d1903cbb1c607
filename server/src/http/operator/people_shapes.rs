//! How tags, notes and companies look to operators.

use serde_json::{Value, json};

use crate::store::{Company, Note, Tag};

/// A tag, as it is.
pub(super) fn tag(tag: &Tag) -> Value {
    json!({ "type": "tag", "id": tag.id.to_string(), "name": tag.name })
}

/// A tag, as it was put on something.
pub(super) fn applied_tag(applied: &Tag) -> Value {
    let mut shape = tag(applied);
    shape["applied_at"] = json!(applied.tagged_at);
    shape["applied_by"] = json!(
        applied
            .tagged_by
            .map(|id| json!({ "type": "admin", "id": id.to_string() }))
    );
    shape
}

/// A note.
pub(super) fn note(note: &Note) -> Value {
    let author = note.author.as_ref().map(|(id, name, email)| {
        json!({
            "type": "admin", "id": id.to_string(), "name": name, "email": email, "away_mode_enabled": false,
            "away_mode_reassign": false
        })
    });
    json!({
        "type": "note",
        "id": note.id.to_string(),
        "created_at": note.created_at,
        "contact": { "type": "contact", "id": note.contact_id },
        "author": author,
        "body": note.body,
    })
}

/// A company.
pub(super) fn company(app_id: &str, company: &Company) -> Value {
    let plan = match &company.plan {
        Some(plan) => json!({ "type": "plan", "id": plan, "name": plan }),
        None => json!({}),
    };
    json!({
        "type": "company",
        "id": company.id,
        "company_id": company.company_id,
        "app_id": app_id,
        "name": company.name,
        "plan": plan,
        "monthly_spend": company.monthly_spend.unwrap_or(0),
        "size": company.size,
        "website": company.website,
        "industry": company.industry,
        "remote_created_at": company.remote_created_at,
        "created_at": company.created_at,
        "updated_at": company.updated_at,
        "last_request_at": company.last_seen_at,
        "session_count": company.session_count,
        "user_count": company.user_count,
        "tags": { "type": "tag.list", "tags": company.tags.iter().map(tag).collect::<Vec<_>>() },
        "segments": { "type": "segment.list", "segments": [] },
        "notes": { "type": "note.list", "notes": [] },
        "custom_attributes": company.custom_attributes,
    })
}
