//! Whatever the core can answer is what the schema says, filled to the brim and as empty as it can be.

use frontdesk_core::{
    Article, CollectionList, Conversation, ConversationSummary, HelpCenterSearchResult, LiveContent,
    NewsItem, Page, PartDelivery, Ticket, TicketType,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::desk::check;

/// Reads a value of the wire into the core's type, and holds what that writes to the schema.
fn holds<T: DeserializeOwned + Serialize>(definition: &str, wire: Value) {
    let value: T = serde_json::from_value(wire).unwrap();
    check(definition, &serde_json::to_value(&value).unwrap()).unwrap();
}

fn author() -> Value {
    json!({ "type": "admin", "name": "Grace", "avatar": "https://desk.example.com/a.png" })
}

fn part() -> Value {
    json!({
        "id": "7", "seq": 3, "author": author(), "body_html": "<p>Hello</p>", "body_text": "Hello",
        "attachments": [{ "id": "0193c3a4-7e00-7abc-8def-0123456789ab", "name": "a.png", "content_type": "image/png",
            "size": 12, "url": "https://desk.example.com/f/1", "expires_at": 1_763_701_800 }],
        "quick_replies": [{ "id": "8c14d2b8-3d5c-4a7e-9f0a-5b1c2d3e4f50", "text": "Yes" }],
        "created_at": 1_763_700_000, "state": "seen", "from_the_future": true
    })
}

#[test]
fn conversations_in_every_state_are_what_the_schema_says() {
    let summary = json!({
        "id": "42", "client_id": null, "title": "Hi", "state": "snoozed", "updated_at": 1, "last_part": part(),
        "unread_count": 2, "participants": [author()]
    });
    let page = json!({ "data": [summary, { "id": "1" }], "next": "eyJ" });
    holds::<Page<ConversationSummary>>("ConversationPage", page);
    let whole = json!({ "id": "42", "parts": [part(), { "id": "8" }], "previous": 3 });
    holds::<Conversation>("Conversation", whole.clone());
    let mut conversation: Conversation = serde_json::from_value(whole).unwrap();
    for delivery in [
        PartDelivery::Sent,
        PartDelivery::Pending,
        PartDelivery::Failed {
            code: "reply_not_allowed".to_owned(),
            field: None,
        },
    ] {
        conversation.parts[0].delivery = delivery;
        check("Conversation", &serde_json::to_value(&conversation).unwrap()).unwrap();
    }
}

#[test]
fn the_help_center_is_what_the_schema_says() {
    let article = json!({
        "id": "1001", "title": "T", "summary": "S", "body_html": "<p>B</p>", "body_text": "B", "locale": "en",
        "available_locales": ["en", "de"], "updated_at": 1, "author": author(), "collection_id": "1",
        "related": [{ "id": "1002", "title": "R" }], "from_cache": true
    });
    holds::<Article>("Article", article);
    holds::<Article>("Article", json!({ "id": "1001" }));
    let tree = json!({ "id": "1", "title": "C", "summary": "S", "icon": "x",
        "articles": [{ "id": "1001", "title": "T" }], "sections": [{ "id": "2" }] });
    holds::<CollectionList>("Collections", json!({ "data": [tree] }));
    let hit: HelpCenterSearchResult = serde_json::from_value(
        json!({ "articleId": "1", "title": "T", "summary": "", "matchingSnippet": "" }),
    )
    .unwrap();
    check("Hits", &json!({ "data": [hit] })).unwrap();
}

#[test]
fn content_tickets_and_news_are_what_the_schema_says() {
    for kind in ["survey", "carousel", "news", "in_app_message"] {
        let content = json!({ "kind": kind, "id": "1", "status": "live", "title": "T", "body": {}, "from_cache": true });
        holds::<LiveContent>("Content", content);
    }
    let ticket = json!({
        "id": "0193c3a4-7e00-7abc-8def-0123456789ab", "title": "Broken", "description": "It is", "state": "resolved",
        "ticket_type": { "id": "4", "name": "Fault" }, "attributes": { "a": 1 }, "conversation_id": "42",
        "created_at": 1, "updated_at": 2, "from_cache": true
    });
    holds::<Page<Ticket>>(
        "TicketPage",
        json!({ "data": [ticket, { "id": "1" }], "next": null }),
    );
    let form = json!([
        { "name": "a", "label": "A", "description": "d", "type": "list", "required": true, "options": ["x"] },
        { "name": "b", "type": "hologram" }
    ]);
    let kind: TicketType =
        serde_json::from_value(json!({ "id": "4", "name": "Fault", "attributes": form })).unwrap();
    check("TicketTypes", &json!({ "data": [kind] })).unwrap();
    let item = json!({ "id": "9", "title": "N", "body_html": "<p>N</p>",
        "cover_image_url": "https://desk.example.com/c.png", "published_at": 1 });
    holds::<Page<NewsItem>>("NewsPage", json!({ "data": [item, { "id": "1" }] }));
}
