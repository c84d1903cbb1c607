//! Things that belong to Ada, or to her workspace: how one is made, and an id of the same form that is
//! nobody's. Made through the API alone, fresh for every question, so that a route that deletes may be asked.

use serde_json::{Value, json};

use super::asking::World;
use crate::desk::new_id;

/// In everything that is Ada's alone.
pub(super) const CANARY: &str = "canary-of-ada-7c1e";
/// In everything that is her workspace's.
pub(super) const SHARED: &str = "canary-of-the-workspace-5b2d";

/// What ids stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    Nothing,
    Contact,
    ContactByExternalId,
    ContactTag,
    ContactCompany,
    ConversationTag,
    LeadAndUser,
    Tag,
    Note,
    Company,
    DataAttribute,
    Survey,
    Carousel,
    Article,
    Collection,
    Ticket,
    SurveyAlone,
    CarouselAlone,
    Tour,
    Checklist,
    InAppMessage,
    News,
    TicketType,
    Key,
    Style,
    HelpCenter,
    TicketNumber,
    IdentitySecret,
    Conversation,
    ConversationByClientId,
    ConversationAndContact,
    ConversationAndAnother,
    Admin,
}

/// Makes one; the values of the placeholders, in their order.
pub(super) async fn make(world: &World, thing: Thing) -> Vec<String> {
    let id = |made: Value| vec![text(&made["id"])];
    match thing {
        Thing::Nothing => Vec::new(),
        Thing::Contact => {
            let fields = json!({ "external_id": new_id(), "name": SHARED });
            id(world.operate("POST", "/contacts", fields).await)
        }
        Thing::ContactByExternalId => {
            let fields = json!({ "external_id": new_id(), "name": SHARED });
            vec![text(
                &world.operate("POST", "/contacts", fields).await["external_id"],
            )]
        }
        Thing::Tag => id(tag(world).await),
        Thing::Note => {
            let contact = contact(world).await;
            let notes = format!("/contacts/{contact}/notes");
            id(world.operate("POST", &notes, json!({ "body": SHARED })).await)
        }
        Thing::Company => id(company(world).await),
        Thing::ConversationTag => {
            let talk = text(&conversation(world).await["id"]);
            let made = text(&tag(world).await["id"]);
            let tags = format!("/conversations/{talk}/tags");
            world.operate("POST", &tags, json!({ "id": made })).await;
            vec![talk, made]
        }
        Thing::ContactTag => {
            let (contact, made) = (contact(world).await, text(&tag(world).await["id"]));
            let tags = format!("/contacts/{contact}/tags");
            world.operate("POST", &tags, json!({ "id": made })).await;
            vec![contact, made]
        }
        Thing::LeadAndUser => {
            let lead = json!({ "role": "lead", "name": SHARED });
            vec![
                text(&world.operate("POST", "/contacts", lead).await["id"]),
                contact(world).await,
            ]
        }
        Thing::ContactCompany => {
            let (contact, made) = (contact(world).await, text(&company(world).await["id"]));
            let companies = format!("/contacts/{contact}/companies");
            world.operate("POST", &companies, json!({ "id": made })).await;
            vec![contact, made]
        }
        Thing::DataAttribute => {
            let fields =
                json!({ "name": format!("{SHARED}{}", new_id()), "model": "contact", "data_type": "string" });
            id(world.operate("POST", "/data_attributes", fields).await)
        }
        Thing::Admin => {
            let admins = world.operate("GET", "/admins", Value::Null).await;
            vec![text(&admins["admins"][0]["id"])]
        }
        // Beside Ada, another contact takes part, who may be taken out.
        Thing::ConversationAndContact => {
            let conversation = text(&conversation(world).await["id"]);
            let contact = contact(world).await;
            let join = json!({ "admin_id": 1, "customer": { "intercom_user_id": contact } });
            let path = format!("/conversations/{conversation}/customers");
            world.operate("POST", &path, join).await;
            vec![conversation, contact]
        }
        Thing::ConversationAndAnother => {
            let both = [conversation(world).await, conversation(world).await];
            both.iter().map(|one| text(&one["id"])).collect()
        }
        Thing::Conversation => id(conversation(world).await),
        Thing::ConversationByClientId => vec![text(&conversation(world).await["client_id"])],
        Thing::Survey => content(world, "survey").await,
        Thing::Carousel => content(world, "carousel").await,
        Thing::Article => content(world, "article").await.split_off(1),
        Thing::Collection => content(world, "help_center_collection").await.split_off(1),
        Thing::SurveyAlone => content(world, "survey").await.split_off(1),
        Thing::CarouselAlone => content(world, "carousel").await.split_off(1),
        Thing::Tour => content(world, "tour").await.split_off(1),
        Thing::Checklist => content(world, "checklist").await.split_off(1),
        Thing::InAppMessage => content(world, "in_app_message").await.split_off(1),
        Thing::News => content(world, "news").await.split_off(1),
        Thing::TicketType => content(world, "ticket_type").await.split_off(1),
        Thing::Key => id(world
            .operate("POST", "/x/keys", json!({ "platform": "web" }))
            .await),
        Thing::Style => {
            let path = format!("/x/messenger_styles/style-{}", world.next_number());
            id(world.operate("PUT", &path, json!({ "name": SHARED })).await)
        }
        Thing::HelpCenter => {
            let centers = "/help_center/help_centers";
            id(world.operate("GET", centers, Value::Null).await["data"][0].clone())
        }
        Thing::TicketNumber => {
            let kind = content(world, "ticket_type").await.split_off(1);
            let contacts = json!([{ "external_id": "ada" }]);
            let fields = json!({ "ticket_type_id": kind[0], "contacts": contacts,
                "ticket_attributes": { "_default_title_": SHARED } });
            id(world.operate("POST", "/tickets", fields).await)
        }
        Thing::Ticket => id(ticket(world).await),
        Thing::IdentitySecret => {
            let secrets = "/x/identity_verification/web/secrets";
            let listed = world
                .operate("GET", "/x/identity_verification", Value::Null)
                .await;
            let web = listed["data"]
                .as_array()
                .unwrap()
                .iter()
                .find(|one| one["platform"] == "web")
                .unwrap();
            if let [_, second, ..] = web["secrets"].as_array().unwrap().as_slice() {
                return vec!["web".to_owned(), text(&second["id"])];
            }
            vec![
                "web".to_owned(),
                text(&world.operate("POST", secrets, Value::Null).await["id"]),
            ]
        }
    }
}

async fn contact(world: &World) -> String {
    let fields = json!({ "external_id": new_id(), "name": SHARED });
    text(&world.operate("POST", "/contacts", fields).await["id"])
}

async fn tag(world: &World) -> Value {
    let fields = json!({ "name": format!("{SHARED}{}", new_id()) });
    world.operate("POST", "/tags", fields).await
}

async fn company(world: &World) -> Value {
    let fields = json!({ "company_id": new_id(), "name": SHARED });
    world.operate("POST", "/companies", fields).await
}

async fn conversation(world: &World) -> Value {
    let part = json!({ "id": new_id(), "body": CANARY });
    world
        .as_ada(
            "POST",
            "/sdk/v1/conversations",
            json!({ "id": new_id(), "part": part }),
        )
        .await
}

async fn ticket(world: &World) -> Value {
    let kind = content(world, "ticket_type").await.split_off(1);
    let fields =
        json!({ "id": new_id(), "ticket_type_id": kind[0], "attributes": { "_default_title_": CANARY } });
    world.as_ada("POST", "/sdk/v1/tickets", fields).await
}

async fn content(world: &World, kind: &str) -> Vec<String> {
    let id = world.next_number().to_string();
    let body = match kind {
        "survey" => json!({ "questions": [{ "id": "q", "type": "text", "label": "l" }] }),
        "carousel" => json!({ "screens": [{ "title": "t", "body_html": "" }] }),
        "in_app_message" => json!({ "display": "card", "body_html": "x" }),
        "tour" => json!({ "steps": [{ "title": "t", "body_html": "" }] }),
        "checklist" => json!({ "tasks": [{ "id": "t", "title": "t", "body_html": "" }] }),
        "news" => json!({ "body_html": "x" }),
        "ticket_type" => json!({ "attributes": [] }),
        _ => json!({}),
    };
    let fields = json!({ "kind": kind, "id": id, "title": SHARED, "status": "live", "body": body });
    world.operate("POST", "/x/content", fields).await;
    vec![kind.to_owned(), id]
}

/// Ids of the same form as `made` that are nobody's.
pub(super) fn unknown(thing: Thing, made: &[String]) -> Vec<String> {
    let (contact, number) = ("692060e0f3a1b2c3d4e5ffff".to_owned(), "999999999".to_owned());
    match thing {
        Thing::ContactCompany | Thing::LeadAndUser => vec![contact.clone(), contact],
        Thing::ContactTag => vec![contact, number],
        _ => {
            let mut ids = made.to_vec();
            if let Some(last) = ids.last_mut() {
                *last = match thing {
                    Thing::ContactByExternalId | Thing::ConversationByClientId | Thing::Ticket => new_id(),
                    Thing::Contact | Thing::Company => contact,
                    _ => number,
                };
            }
            ids
        }
    }
}

/// Some ids of the operator API are numbers, as scripts know them.
fn text(id: &Value) -> String {
    match id {
        Value::String(id) => id.clone(),
        Value::Number(id) => id.to_string(),
        other => panic!("an id: {other}"),
    }
}
