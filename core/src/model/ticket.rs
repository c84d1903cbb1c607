//! Tickets and the kinds of tickets a contact may open.
//!
//! Guarantees: the field names are the wire's; fields of a newer server are ignored; what people wrote is
//! never part of `Debug`. Made on the worker's thread, read by the app on any thread.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::limits::{ATTRIBUTE_NAME_CHARS, TICKET_ATTRIBUTES, TICKET_TEXT_CHARS};
use super::rejection::{InputError, child};
use super::text;
use crate::observer::Delivery;

/// How far a ticket has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketState {
    /// Somebody works on it.
    InProgress,
    /// The contact is asked for something.
    WaitingOnCustomer,
    /// Done.
    Resolved,
    /// Handed in, or in a state this version does not know.
    #[default]
    #[serde(other)]
    Submitted,
}

/// The kind of a ticket, as a ticket names it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TicketTypeRef {
    /// The kind's id.
    pub id: String,
    /// The kind's name.
    #[serde(default)]
    pub name: String,
}

/// A ticket of this contact.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Ticket {
    /// The server's id, or the device's while the server does not know it.
    pub id: String,
    /// Title.
    #[serde(default)]
    pub title: Option<String>,
    /// What it is about.
    #[serde(default)]
    pub description: Option<String>,
    /// How far it has come.
    #[serde(default)]
    pub state: TicketState,
    /// Its kind.
    #[serde(default)]
    pub ticket_type: TicketTypeRef,
    /// The values of the kind's attributes, by name.
    #[serde(default)]
    pub attributes: Map<String, Value>,
    /// The conversation about it.
    #[serde(default)]
    pub conversation_id: Option<String>,
    /// Unix seconds.
    #[serde(default)]
    pub created_at: i64,
    /// Unix seconds.
    #[serde(default)]
    pub updated_at: i64,
    /// The server could not be asked: this is what was seen before. Not on the wire.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub from_cache: bool,
}

impl std::fmt::Debug for Ticket {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Ticket")
            .field("id", &self.id)
            .field("state", &self.state)
            .field("ticket_type", &self.ticket_type.id)
            .field("conversation_id", &self.conversation_id)
            .field("updated_at", &self.updated_at)
            .field("from_cache", &self.from_cache)
            .finish_non_exhaustive()
    }
}

/// What a value of a ticket's attribute looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketAttributeType {
    /// Several lines.
    LongText,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// One of `options`.
    List,
    /// Unix seconds.
    Date,
    /// One line, or a type this version does not know.
    #[default]
    #[serde(other)]
    Text,
}

/// One question of a ticket form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketAttribute {
    /// The key in a new ticket's `attributes`.
    pub name: String,
    /// The words to show.
    #[serde(default)]
    pub label: String,
    /// An explanation.
    #[serde(default)]
    pub description: Option<String>,
    /// What a value looks like.
    #[serde(rename = "type", default)]
    pub kind: TicketAttributeType,
    /// Whether a ticket without it is refused.
    #[serde(default)]
    pub required: bool,
    /// The values of a list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
}

/// A kind of tickets a contact may open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketType {
    /// The id to open a ticket with.
    pub id: String,
    /// Name.
    pub name: String,
    /// An explanation.
    #[serde(default)]
    pub description: Option<String>,
    /// An emoji or an address of a picture.
    #[serde(default)]
    pub icon: Option<String>,
    /// The questions of its form.
    #[serde(default)]
    pub attributes: Vec<TicketAttribute>,
}

/// A ticket that was stored on this device.
#[derive(Debug, Clone, PartialEq)]
pub struct SentTicket {
    /// Its id, also the id of its operation in `pending()`.
    pub ticket_id: String,
    /// Whether the server has it already.
    pub delivery: Delivery,
}

/// Checks the answers of a ticket's form.
///
/// # Errors
/// `too_many_attributes`, `empty`, `invalid_text`, `too_long`, `nested_attribute`.
pub(crate) fn check_ticket_attributes(attributes: &Map<String, Value>) -> Result<(), InputError> {
    if attributes.len() > TICKET_ATTRIBUTES {
        let advice = format!("must not hold more than {TICKET_ATTRIBUTES} answers");
        return Err(InputError::over(
            "too_many_attributes",
            "attributes",
            TICKET_ATTRIBUTES,
            &advice,
        ));
    }
    for (name, value) in attributes {
        text::check_name("attributes", name, ATTRIBUTE_NAME_CHARS)?;
        let field = child("attributes", name);
        match value {
            Value::String(words) => text::check_value(&field, words, TICKET_TEXT_CHARS)?,
            Value::Array(_) | Value::Object(_) => {
                return Err(InputError::new(
                    "nested_attribute",
                    &field,
                    "must be text, a number, yes or no",
                ));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    Ok(())
}
