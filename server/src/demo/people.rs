//! A user with open conversations and tickets.

use crate::domain::attributes::ContactPatch;
use crate::domain::rich_text::from_text;
use crate::error::ServerError;
use crate::http::App;
use crate::random::{fingerprint, object_id};
use crate::store::{
    ContactKey, CreateContact, EditTicket, InboxReply, NewPart, NewTicket, ReplyAuthor, ReplyKind, ReplyTo,
    Role, StartConversation, TicketOutcome, TicketState, Viewer, Words, Written,
};

use super::data::{Conversation, Workspace};

/// Most parts of a conversation of the demonstration.
const PARTS: usize = 50;
const DAY: i64 = 86_400;

pub(super) async fn fill(
    app: &App,
    app_id: &str,
    workspace: &Workspace,
    admins: &[i64],
    now: i64,
) -> Result<(), ServerError> {
    let contact_id = user(app, app_id, workspace, now).await?;
    tickets(app, app_id, workspace, &contact_id, now).await?;
    let all = i64::try_from(workspace.conversations.len()).unwrap_or(0);
    for (index, conversation) in workspace.conversations.iter().enumerate() {
        // One a day, the last one yesterday.
        let began = now - (all - i64::try_from(index).unwrap_or(0)) * DAY;
        talk(app, app_id, &contact_id, conversation, admins, began).await?;
    }
    Ok(())
}

async fn user(app: &App, app_id: &str, workspace: &Workspace, now: i64) -> Result<String, ServerError> {
    let user = &workspace.user;
    let key = ContactKey::ExternalId(user.user_id.clone());
    if let Some(known) = app.store().contact(app_id, key).await? {
        return Ok(known.id);
    }
    let new = CreateContact {
        app_id: app_id.to_owned(),
        new_contact_id: object_id(now)?,
        role: Some(Role::User),
        patch: ContactPatch {
            user_id: Some(Some(user.user_id.clone())),
            email: Some(Some(user.email.clone())),
            name: Some(Some(user.name.clone())),
            by_operator: true,
            ..ContactPatch::default()
        },
        now,
    };
    let id = new.new_contact_id.clone();
    app.store().create_contact(new).await?;
    Ok(id)
}

async fn tickets(
    app: &App,
    app_id: &str,
    workspace: &Workspace,
    contact_id: &str,
    now: i64,
) -> Result<(), ServerError> {
    for ticket in &workspace.tickets {
        let new = NewTicket {
            app_id: app_id.to_owned(),
            contact_id: contact_id.to_owned(),
            by_device: Some((ticket.id.clone(), fingerprint(ticket.id.as_bytes()))),
            type_id: ticket.kind.clone(),
            attributes: ticket.attributes.clone(),
            created_at: now - DAY,
            now,
        };
        // One that is there already may have gone on since.
        if let TicketOutcome::Done(made) = app.store().open_ticket(new).await? {
            let edit = EditTicket {
                app_id: app_id.to_owned(),
                id: made.id.to_string(),
                state: TicketState::parse(&ticket.state),
                now,
                ..EditTicket::default()
            };
            app.store().edit_ticket(edit).await?;
        }
    }
    Ok(())
}

/// Starts a conversation, or goes on where it stopped.
async fn talk(
    app: &App,
    app_id: &str,
    contact_id: &str,
    conversation: &Conversation,
    admins: &[i64],
    began: i64,
) -> Result<(), ServerError> {
    let Some(first) = conversation.said.first() else {
        return Ok(());
    };
    let start = StartConversation {
        on_page: false,
        viewer: Viewer {
            app_id: app_id.to_owned(),
            contact_id: contact_id.to_owned(),
            since: None,
        },
        id: conversation.id.clone(),
        hash: fingerprint(conversation.id.as_bytes()),
        part: NewPart {
            id: part_id(&conversation.id),
            hash: fingerprint(first.text.as_bytes()),
            text: Some(first.text.clone()),
            attachments: Vec::new(),
        },
        limit: PARTS,
        now: began,
    };
    let thread = match app.store().start_conversation(start).await? {
        Written::Done(thread) | Written::Before(thread) => thread,
        // It was merged or its id taken since: somebody plays with the workspace.
        _ => return Ok(()),
    };
    let minutes = (1..).map(|turn| began + turn * 300);
    for (said, now) in conversation
        .said
        .iter()
        .skip(1)
        .zip(minutes)
        .skip(thread.parts.len().saturating_sub(1))
    {
        let admin = said.by.and_then(|place| admins.get(place)).copied();
        let reply = InboxReply {
            app_id: app_id.to_owned(),
            to: ReplyTo::Number(thread.summary.id),
            author: match admin {
                Some(admin) => ReplyAuthor::Admin(admin),
                None => ReplyAuthor::Contact(ContactKey::Id(contact_id.to_owned())),
            },
            last_of: None,
            kind: ReplyKind::Comment(Words {
                html: from_text(&said.text),
                text: said.text.clone(),
            }),
            files: Vec::new(),
            now,
        };
        app.store().reply(reply).await?;
    }
    Ok(())
}

/// The id of the first part: that of the conversation with another ending.
fn part_id(conversation: &str) -> String {
    let stem = conversation
        .get(..conversation.len().saturating_sub(3))
        .unwrap_or("");
    let ending = conversation.get(stem.len()..).unwrap_or("").replacen('1', "2", 1);
    format!("{stem}{ending}")
}
