//! What is said about a ticket reaches its contact as a conversation: the first comment starts it, later ones
//! go on there. The ticket names it, so a messenger leads from the one to the other.

use rusqlite::Connection;

use crate::domain::rich_text::plain;
use crate::domain::tickets::TITLE;
use crate::store::sqlite::inbox::{managing, replying};
use crate::store::{
    ContactKey, EditConversation, Handled, InboxReply, OpenConversation, ReplyAuthor, ReplyKind, ReplyTicket,
    ReplyTo, StoreResult, Ticket, TicketWriter, Words,
};

/// Says a comment in the conversation of a ticket, which is started when there is none.
pub(super) fn say(connection: &Connection, ticket: &mut Ticket, reply: &ReplyTicket) -> StoreResult<()> {
    let words = Words {
        html: reply.body_html.clone(),
        text: plain(&reply.body_html),
    };
    let contact = ContactKey::Id(ticket.contact_id.clone());
    if let Some(id) = ticket.conversation_id {
        let said = InboxReply {
            app_id: reply.app_id.clone(),
            to: ReplyTo::Number(id),
            author: match &reply.writer {
                TicketWriter::Admin(id) => ReplyAuthor::Admin(*id),
                TicketWriter::Contact(_) => ReplyAuthor::Contact(contact.clone()),
            },
            last_of: None,
            kind: ReplyKind::Comment(words.clone()),
            files: Vec::new(),
            now: reply.now,
        };
        if let Handled::Done(_) = replying::reply(connection, &said)? {
            return Ok(());
        }
        // The contact left that conversation: there will be another one.
    }
    let new = OpenConversation {
        app_id: reply.app_id.clone(),
        contact,
        admin_id: match &reply.writer {
            TicketWriter::Admin(id) => Some(*id),
            TicketWriter::Contact(_) => None,
        },
        words,
        now: reply.now,
    };
    let Handled::Done(started) = replying::open(connection, &new)? else {
        return Ok(());
    };
    ticket.conversation_id = Some(started.id);
    connection
        .prepare_cached("update tickets set conversation_id = ?2 where id = ?1")?
        .execute((ticket.id, started.id))?;
    if let Some(title) = ticket.attributes.get(TITLE).and_then(serde_json::Value::as_str) {
        let titled = EditConversation {
            app_id: reply.app_id.clone(),
            id: started.id,
            title: Some(Some(title.to_owned())),
            now: reply.now,
            ..EditConversation::default()
        };
        managing::edit(connection, &titled)?;
    }
    Ok(())
}
