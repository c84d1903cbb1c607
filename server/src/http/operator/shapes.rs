//! How contacts and data attributes look to operators: every field of the published shape, null when
//! unknown.

use serde_json::{Value, json};

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::store::{Contact, DataAttribute};

/// A JSON answer.
pub(super) fn answer(status: StatusCode, body: &Value) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, "application/json")],
        body.to_string(),
    )
        .into_response()
}

/// The picture of a contact.
fn avatar(address: &String) -> Value {
    json!({ "type": "avatar", "image_url": address })
}

/// A contact.
pub(super) fn contact(app_id: &str, contact: &Contact) -> Value {
    // The first ten of each; the rest is behind the address.
    let list = |name: &str, data: Vec<Value>, total: i64| {
        let url = format!("/contacts/{}/{name}", contact.id);
        let more = total > i64::try_from(data.len()).unwrap_or(i64::MAX);
        json!({ "type": "list", "total_count": total, "data": data, "url": url, "has_more": more })
    };
    let links = &contact.links;
    let numbers = |kind: &str, ids: &[i64]| {
        let one = |id: &i64| json!({ "type": kind, "id": id.to_string(), "url": format!("/{kind}s/{id}") });
        ids.iter().map(one).collect()
    };
    let companies = contact
        .companies
        .iter()
        .map(|company| json!({ "type": "company", "id": company.id, "url": format!("/companies/{}", company.id) }))
        .collect();
    let mut shape = json!({
        "type": "contact",
        "id": contact.id,
        "workspace_id": app_id,
        "external_id": contact.external_id,
        "role": contact.role,
        "email": contact.email,
        "phone": contact.phone,
        "name": contact.name,
        "avatar": contact.avatar_url.as_ref().map(avatar),
        "owner_id": null,
        "social_profiles": { "type": "list", "data": [] },
        "has_hard_bounced": false,
        "marked_email_as_spam": false,
        "unsubscribed_from_emails": contact.unsubscribed_from_emails,
        "created_at": contact.created_at,
        "updated_at": contact.updated_at,
        "signed_up_at": contact.signed_up_at,
        "last_seen_at": contact.last_seen_at,
        "last_page": contact.last_page.as_ref().map(|seen| json!({
            "type": "page", "url": seen.page.url, "title": seen.page.title, "seen_at": seen.seen_at
        })),
        "language_override": contact.language_override,
        "location": {
            "type": "location", "country": null, "region": null, "city": null, "country_code": null,
            "continent_code": null
        },
        "custom_attributes": contact.custom_attributes,
        "tags": list("tags", numbers("tag", &links.tags), links.tag_count),
        "notes": list("notes", numbers("note", &links.notes), links.note_count),
        "companies": list("companies", companies, links.company_count),
        "opted_out_subscription_types": list("subscriptions", Vec::new(), 0),
        "opted_in_subscription_types": list("subscriptions", Vec::new(), 0),
        "enabled_push_messaging": links.push,
    });
    for unknown in [
        "last_replied_at",
        "last_contacted_at",
        "last_email_opened_at",
        "last_email_clicked_at",
        "browser",
        "browser_version",
        "browser_language",
        "os",
        "android_app_name",
        "android_app_version",
        "android_device",
        "android_os_version",
        "android_sdk_version",
        "android_last_seen_at",
        "ios_app_name",
        "ios_app_version",
        "ios_device",
        "ios_os_version",
        "ios_sdk_version",
        "ios_last_seen_at",
        "utm_campaign",
        "utm_content",
        "utm_medium",
        "utm_source",
        "utm_term",
        "referrer",
    ] {
        shape[unknown] = Value::Null;
    }
    shape
}

/// A data attribute.
pub(super) fn data_attribute(attribute: &DataAttribute) -> Value {
    let mut shape = json!({
        "type": "data_attribute",
        "id": attribute.id,
        "name": attribute.name,
        "full_name": format!("custom_attributes.{}", attribute.name),
        "label": attribute.label,
        "description": attribute.description,
        "data_type": attribute.data_type,
        "model": attribute.model,
        "api_writable": attribute.api_writable,
        "ui_writable": false,
        "messenger_writable": attribute.messenger_writable,
        "custom": true,
        "archived": attribute.archived,
        "created_at": attribute.created_at,
        "updated_at": attribute.updated_at,
    });
    if !attribute.options.is_empty() {
        shape["options"] = json!(attribute.options);
    }
    shape
}
