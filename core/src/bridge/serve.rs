//! Answers what a page asks, with the same functions that an app has.
//!
//! Guarantees: as `bridge`; a page acts for who is logged in at that moment, and everything it can do is
//! checked again by the function that does it. Called on any thread.

use serde::Serialize;
use serde_json::{Value, json};

use super::envelope;
use super::link;
use super::refusal::Refusal;
use super::request::Request;
use crate::client::Frontdesk;
use crate::error::FrontdeskError;
use crate::messenger::{Scene, View};
use crate::model::attributes::UserAttributes;
use crate::model::event::OperationId;
use crate::model::identity::Role;
use crate::model::message::{NewAttachment, NewReply, SentPart};
use crate::model::receipt::Answer as SurveyAnswer;
use crate::observer::{Delivery, Event};
use crate::worker::help_center;

type Answer = Result<Value, Refusal>;

impl Frontdesk {
    /// Answers one message of the messenger's own pages (`contract/bridge.schema.json`) with one message for
    /// them. Never fails: what is refused is an answer, too. For the container of the pages alone; an app calls
    /// the functions themselves.
    pub async fn bridge_request(&self, message: &str) -> String {
        let admitted = self.desk.bridge.gate.admit(self.now());
        let (id, answer) = match (envelope::open(message), admitted) {
            (Err(unreadable), Ok(())) => (unreadable.id, Err(unreadable.refusal)),
            (Err(unreadable), Err(refusal)) => (unreadable.id, Err(refusal)),
            (Ok(envelope), Err(refusal)) => (Some(envelope.id), Err(refusal)),
            (Ok(envelope), Ok(())) => {
                let id = envelope.id.clone();
                let answer = match self
                    .desk
                    .bridge
                    .gate
                    .once(&id)
                    .and_then(|()| Request::read(envelope))
                {
                    Ok(request) => self.serve(request).await,
                    Err(refusal) => Err(refusal),
                };
                (Some(id), answer)
            }
        };
        match answer {
            Ok(result) => json!({ "id": id, "ok": true, "result": result }).to_string(),
            Err(refusal) => json!({ "id": id, "ok": false, "error": refusal.into_json() }).to_string(),
        }
    }

    async fn serve(&self, request: Request) -> Answer {
        let cursor = |cursor: Option<super::request::Cursor>| cursor.map(|cursor| cursor.0);
        match request {
            Request::State(_) => shown(&self.messenger_state()),
            Request::ListConversations(list) if list.cached => {
                shown(&self.cached_conversations(list.limit.0).await?)
            }
            Request::ListConversations(list) => {
                shown(&self.list_conversations(list.limit.0, cursor(list.cursor)).await?)
            }
            Request::OpenConversation(open) => {
                let before = open.before.map(i64::from);
                match open.cached {
                    true => shown(&self.cached_conversation(&open.id.0, before).await?),
                    false => shown(&self.conversation(&open.id.0, before).await?),
                }
            }
            Request::Start(start) => {
                let first = self.message(start.body, start.attachments)?;
                sent(self.start_conversation_with(first).await?)
            }
            Request::Reply(reply) => {
                let message = self.message(reply.body, reply.attachments)?;
                sent(self.reply(&reply.id.0, message).await?)
            }
            Request::QuickReply(quick) => sent(self.quick_reply(&quick.id.0, &quick.quick_reply_id.0).await?),
            Request::Read(one) => shown(&json!({ "changed": self.mark_conversation_read(&one.id.0).await? })),
            Request::Typing(one) => done(self.send_typing(&one.id.0).await),
            Request::Draft(one) => shown(&json!({ "text": self.draft(&one.id.0).await? })),
            Request::SetDraft(draft) => done(self.set_draft(&draft.id.0, &draft.text).await),
            Request::Retry(message) => {
                let found = self.refused_message(&message.part_id.0)?;
                let found = found.map(|id| self.retry_operation(id)).transpose()?;
                shown(&json!({ "found": found.unwrap_or(false) }))
            }
            Request::Discard(message) => {
                let refused = self.refused_message(&message.part_id.0)?;
                // One that is not refused may wait still: then its operation has the part's id, or starts with it.
                let found = refused.or_else(|| OperationId::parse(&message.part_id.0).ok());
                let found = found.map(|id| self.dismiss(id)).transpose()?;
                shown(&json!({ "found": found.unwrap_or(false) }))
            }
            Request::BeginUpload(_) | Request::Chunk(_) | Request::CancelUpload(_) => self.file(request),
            Request::Collections(_) => {
                let list = self
                    .ask_as_user(async |context| help_center::collections(&context).await)
                    .await?;
                shown(&list)
            }
            Request::Search(search) => {
                shown(&json!({ "data": self.search_help_center(&search.term).await? }))
            }
            Request::Article(one) => shown(&self.article(&one.id.0).await?),
            Request::React(react) => delivered(&self.react_to_article(&react.id.0, react.reaction).await?),
            Request::Content(content) => shown(&self.live_content(content.kind.into(), &content.id.0).await?),
            Request::Receipt(receipt) => {
                let answers: Vec<SurveyAnswer> = receipt.answers.into_iter().map(Into::into).collect();
                done(self.send_receipt(receipt.kind, &receipt.id.0, receipt.event, &answers))
            }
            // Documented for web pages alone, where the browser's twin of this core answers.
            Request::OpenChecklist(asked) => of_web_pages(&asked),
            Request::Tick(asked) => of_web_pages(&asked),
            Request::TellChecklist(asked) => of_web_pages(&asked),
            Request::StartTour(asked) => of_web_pages(&asked),
            Request::Navigate(asked) if matches!(asked.view, View::Checklist { .. }) => of_web_pages(&asked),
            Request::ListTickets(list) => {
                let cursor = cursor(list.cursor);
                shown(&self.list_tickets(list.limit.0, cursor.as_deref()).await?)
            }
            Request::Ticket(one) => shown(&self.ticket(&one.id.0).await?),
            Request::TicketTypes(_) => shown(&json!({ "data": self.ticket_types().await? })),
            Request::CreateTicket(ticket) => {
                let made = self
                    .create_ticket(&ticket.ticket_type_id.0, ticket.attributes)
                    .await?;
                shown(&json!({ "ticket_id": made.ticket_id, "delivery": word(&made.delivery) }))
            }
            Request::ListNews(list) => shown(&self.list_news(cursor(list.cursor).as_deref()).await?),
            Request::Navigate(navigate) => done(self.navigate(navigate.view)),
            Request::Back(_) => done(self.back()),
            Request::Hide(_) => done(self.hide().await),
            Request::OpenLink(open) => self.open_link(&open.url, open.confirmed),
            Request::LeaveEmail(leave) => self.leave_email(leave.email).await,
            Request::Diagnostics(_) => shown(&self.diagnostics().await?),
        }
    }

    /// A message with the files that were handed over for it. They stay in hand when the words are refused.
    fn message(&self, body: String, files: Vec<super::request::Id>) -> Result<NewReply, Refusal> {
        let words = NewReply::text(body);
        if files.is_empty() || words.has_words() {
            words
                .check(self.desk.config.limits.attachment_bytes)
                .map_err(FrontdeskError::from)?;
        }
        let files: Vec<String> = files.into_iter().map(|id| id.0).collect();
        Ok(NewReply {
            attachments: self.desk.bridge.uploads.take(&files)?,
            ..words
        })
    }

    fn file(&self, request: Request) -> Answer {
        let uploads = &self.desk.bridge.uploads;
        match request {
            Request::BeginUpload(begin) => {
                self.check_user()?;
                let file = NewAttachment {
                    name: begin.name,
                    content_type: begin.content_type,
                    bytes: Vec::new(),
                };
                file.check_description("").map_err(FrontdeskError::from)?;
                let largest = self.desk.config.limits.attachment_bytes;
                let id = uploads.begin(file, begin.size, largest, self.now())?;
                shown(&json!({ "upload_id": id.to_string() }))
            }
            Request::Chunk(chunk) => {
                let here = uploads.add(&chunk.upload_id.0, chunk.offset, &chunk.base64, self.now())?;
                shown(&json!({ "received": here }))
            }
            Request::CancelUpload(cancel) => {
                uploads.cancel(&cancel.upload_id.0);
                shown(&json!({}))
            }
            _ => Err(Refusal::unknown_type()),
        }
    }

    fn open_link(&self, url: &str, confirmed: bool) -> Answer {
        let link = link::judge(url)?;
        // A page that nobody sees has nobody who tapped a link, unless something showed itself.
        let seen = self.desk.stage.look(Scene::is_visible) || self.messenger_state().in_app.is_some();
        if !seen {
            return Err(Refusal::input("link_not_allowed", "url", "nothing is shown"));
        }
        if link.confirm && !confirmed {
            return shown(&json!({ "opened": false, "url": link.url, "host": link.host }));
        }
        let opened = self
            .desk
            .config
            .presenter
            .as_ref()
            .map(|presenter| presenter.open_link(&link.url));
        match opened {
            Some(Ok(())) => shown(&json!({ "opened": true, "url": link.url, "host": link.host })),
            _ => Err(Refusal::input(
                "link_not_opened",
                "url",
                "nothing here opens links",
            )),
        }
    }

    /// A visitor leaves an address for the answer; whose address the app knows does not come from a page.
    async fn leave_email(&self, email: String) -> Answer {
        self.check_user()?;
        let role = self
            .desk
            .session
            .lock()
            .person()
            .map(crate::session::Person::role);
        if role != Some(Role::Lead) {
            return Err(Refusal::input(
                "already_identified",
                "email",
                "the app knows who this is",
            ));
        }
        let delivery = self.update_user(UserAttributes::new().email(email)).await?;
        self.desk.observer.announce(Event::EmailSupplied);
        delivered(&delivery)
    }

    fn now(&self) -> std::time::Duration {
        self.desk.config.clock.monotonic()
    }
}

/// Whatever is asked of tours and checklists, well said as it is.
fn of_web_pages<T>(_asked: &T) -> Answer {
    let advice = "there are no tours and checklists in apps";
    Err(Refusal::input("unknown_content_type", "id", advice))
}

fn shown<T: Serialize>(value: &T) -> Answer {
    serde_json::to_value(value).map_err(|_| FrontdeskError::internal("bridge").into())
}

fn done<T>(outcome: Result<T, FrontdeskError>) -> Answer {
    outcome.map(|_| json!({})).map_err(Refusal::from)
}

fn sent(part: SentPart) -> Answer {
    shown(&json!({
        "conversation_id": part.conversation_id,
        "part_id": part.part_id.to_string(),
        "delivery": word(&part.delivery),
    }))
}

fn delivered(delivery: &Delivery) -> Answer {
    shown(&json!({ "delivery": word(delivery) }))
}

fn word(delivery: &Delivery) -> &'static str {
    match delivery {
        Delivery::Delivered { .. } => "delivered",
        Delivery::Queued => "queued",
    }
}
