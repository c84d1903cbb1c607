//! A server small enough to be right, and the judge of what reaches it.
//!
//! Guarantees: an operation is stored once; whoever sends one as somebody else, out of order, changed, or again
//! after it was told to be delivered, is found out at once. A plain value on the test's thread.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::ledger::{Ledger, Who, marks_in};
use super::steps::Answer;
use super::stub::{Request, Said};

/// A session as the server sees it.
#[derive(Debug, Clone)]
struct Subject {
    who: Who,
    device: String,
}

/// Operations that were told to be delivered, each with the number of requests that had come by then.
pub(super) type Delivered = BTreeMap<u32, u64>;

/// One operation of a request.
struct Item<'a> {
    id: String,
    bytes: &'a [u8],
    marks: Vec<u32>,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Server {
    tokens: BTreeMap<String, Subject>,
    tokens_made: u32,
    /// The device of each run.
    devices: BTreeMap<u32, String>,
    /// What an operation was when it came first.
    bytes: BTreeMap<u32, Vec<u8>>,
    /// Stored operations in order of arrival.
    order: Vec<(u32, Who)>,
    /// Refused alone, for good.
    pub(super) refused: BTreeSet<u32>,
}

impl Server {
    /// Whether this operation is stored.
    pub(super) fn has(&self, mark: u32) -> bool {
        self.bytes.contains_key(&mark)
    }

    /// Takes a request, does with it what `answer` says, and gives what is said to it. `delivered` are the
    /// operations of which the app was told so already.
    ///
    /// # Errors
    /// What a client must never send.
    pub(super) fn take(
        &mut self,
        request: &Request,
        answer: Answer,
        ledger: &mut Ledger,
        delivered: &Delivered,
    ) -> Result<Said, String> {
        let is_login = request.line == "POST /sdk/v1/sessions";
        Ok(match answer {
            Answer::Dropped => Said::Nothing,
            Answer::Broken => Said::error(500, "internal_error"),
            Answer::Patience(seconds) => {
                let Said::Answer(status, _, kind, body) = Said::error(503, "service_unavailable") else {
                    return Err("an error is an answer".to_owned());
                };
                Said::Answer(status, format!("retry-after: {seconds}\r\n"), kind, body)
            }
            Answer::Page(status) => {
                let page = "<!doctype html><title>Welcome</title>".to_owned();
                Said::Answer(status, String::new(), "text/html", page)
            }
            Answer::Forbidden => {
                if is_login {
                    ledger.login_refused();
                }
                Said::error(403, "app_disabled")
            }
            Answer::SessionOver if !is_login => {
                self.tokens.remove(request.token.as_deref().unwrap_or_default());
                Said::error(401, "session_expired")
            }
            Answer::Refused if is_login => {
                ledger.login_refused();
                Said::error(401, "identity_verification_failed")
            }
            Answer::Refused if self.is_new_upload(request) => {
                // One alone is refused for good; several are asked about one by one.
                let marks = marks_in(&request.body);
                if marks.len() == 1 {
                    self.refused.extend(marks);
                }
                Said::error(422, "parameter_invalid")
            }
            _ => self.serve(request, answer, ledger, delivered)?,
        })
    }

    /// Whether all that is in it was never stored: refusing what was taken before would be a lie.
    fn is_new_upload(&self, request: &Request) -> bool {
        let marks = marks_in(&request.body);
        !marks.is_empty() && !marks.iter().any(|mark| self.has(*mark))
    }

    fn serve(
        &mut self,
        request: &Request,
        answer: Answer,
        ledger: &Ledger,
        delivered: &Delivered,
    ) -> Result<Said, String> {
        let body = match request.line.as_str() {
            "POST /sdk/v1/sessions" => self.login(&request.json())?,
            line => {
                let token = request.token.as_deref().unwrap_or_default();
                let Some(subject) = self.tokens.get(token).cloned() else {
                    return Ok(Said::error(401, "session_expired"));
                };
                match line {
                    "DELETE /sdk/v1/sessions/current" => {
                        self.tokens.remove(token);
                        return Ok(match answer {
                            Answer::Lost | Answer::Half => Said::Nothing,
                            _ => Said::Answer(204, String::new(), "application/json", String::new()),
                        });
                    }
                    "POST /sdk/v1/events" => self.events(request, answer, &subject, ledger, delivered)?,
                    "POST /sdk/v1/ping" => ping(),
                    _ => {
                        let item = item(&request.body).map_err(|fault| format!("{line}: {fault}"))?;
                        if item.marks.iter().any(|mark| self.refused.contains(mark)) {
                            return Ok(Said::error(422, "parameter_invalid"));
                        }
                        let status = self.store(&item, request.number, &subject, ledger, delivered)?;
                        match line {
                            "PATCH /sdk/v1/me" => json!({ "id": item.id, "status": status, "rejected": [] }),
                            "POST /sdk/v1/conversations" => started(&item),
                            line if line.ends_with("/parts") => part(&item.id),
                            line => return Err(format!("{line} with something that was told")),
                        }
                    }
                }
            }
        };
        Ok(match answer {
            Answer::Lost => Said::Nothing,
            Answer::Half => Said::Half(body.to_string()),
            _ => Said::json(200, &body),
        })
    }

    fn login(&mut self, body: &Value) -> Result<Value, String> {
        let device = body["device"]["id"]
            .as_str()
            .ok_or("a login without a device")?
            .to_owned();
        let (who, contact) = match body["identity"]["user_id"].as_str() {
            Some(user) => (Who::User(user.to_owned()), format!("contact-{user}")),
            None => (Who::Lead, format!("lead-{device}")),
        };
        self.tokens_made += 1;
        let token = format!("token-{}", self.tokens_made);
        self.tokens.insert(token.clone(), Subject { who, device });
        Ok(json!({ "token": token, "contact": { "id": contact }, "merged": false, "rejected": [] }))
    }

    fn events(
        &mut self,
        request: &Request,
        answer: Answer,
        subject: &Subject,
        ledger: &Ledger,
        delivered: &Delivered,
    ) -> Result<Value, String> {
        #[derive(Deserialize)]
        struct Batch<'a> {
            #[serde(borrow)]
            events: Vec<&'a RawValue>,
        }
        let batch: Batch<'_> = serde_json::from_slice(&request.body).map_err(|error| error.to_string())?;
        let mut results = Vec::new();
        let done = match answer {
            Answer::HalfDone => batch.events.len().div_ceil(2),
            _ => batch.events.len(),
        };
        for (place, event) in batch.events.iter().take(done).enumerate() {
            let item = item(event.get().as_bytes())?;
            let stored = item.marks.iter().any(|mark| self.has(*mark));
            // Refused once, refused always.
            let refused = item.marks.iter().any(|mark| self.refused.contains(mark));
            if refused || (answer == Answer::FirstRefused && place == 0 && !stored) {
                self.refused.extend(&item.marks);
                results.push(json!({ "id": item.id, "status": "rejected", "code": "parameter_invalid" }));
                continue;
            }
            let status = self.store(&item, request.number, subject, ledger, delivered)?;
            results.push(json!({ "id": item.id, "status": status }));
        }
        if answer == Answer::HalfAnswered {
            results.truncate(results.len().div_ceil(2));
        }
        Ok(json!({ "results": results }))
    }

    fn store(
        &mut self,
        item: &Item<'_>,
        number: u64,
        subject: &Subject,
        ledger: &Ledger,
        delivered: &Delivered,
    ) -> Result<&'static str, String> {
        let mut status = "duplicate";
        for mark in &item.marks {
            let run = ledger.told.get(mark).map_or(0, |told| told.run);
            // A logout hands a session to the other lane, which may have composed its request already.
            let bound = |by_then: &u64| *by_then == 0 || run == ledger.run;
            if delivered
                .get(mark)
                .is_some_and(|by_then| *by_then <= number && bound(by_then))
            {
                return Err(format!("{mark} was sent again after it was told to be delivered"));
            }
            ledger.may_belong_to(*mark, &subject.who)?;
            let device = self.devices.entry(run).or_insert_with(|| subject.device.clone());
            if *device != subject.device {
                return Err(format!("{mark} came from a device of another time"));
            }
            match self.bytes.get(mark) {
                Some(before) if before == item.bytes => continue,
                Some(_) => return Err(format!("{mark} was sent again with other bytes")),
                None => {}
            }
            self.check_order(*mark, run, subject, ledger)?;
            self.bytes.insert(*mark, item.bytes.to_vec());
            self.order.push((*mark, subject.who.clone()));
            status = "accepted";
        }
        Ok(status)
    }

    /// One person's operations arrive in the order of the calls, and a lead's before those of its heir.
    fn check_order(&self, mark: u32, run: u32, subject: &Subject, ledger: &Ledger) -> Result<(), String> {
        let same_run = |stored: &&(u32, Who)| ledger.told.get(&stored.0).is_some_and(|told| told.run == run);
        let later = self
            .order
            .iter()
            .filter(same_run)
            .find(|(stored, who)| *stored > mark && (*who == subject.who || subject.who == Who::Lead));
        match later {
            Some((stored, who)) => Err(format!("{mark} arrived after {stored} of {who:?}")),
            None => Ok(()),
        }
    }
}

fn started(item: &Item<'_>) -> Value {
    let body: Value = serde_json::from_slice(item.bytes).unwrap_or_default();
    let first = part(body["part"]["id"].as_str().unwrap_or_default());
    json!({ "id": format!("of-{}", item.id), "client_id": item.id, "title": null, "state": "open", "updated_at": 1,
            "unread_count": 0, "participants": [], "parts": [first], "previous": null })
}

fn part(id: &str) -> Value {
    json!({ "id": id, "seq": 1, "author": { "type": "user", "name": null, "avatar": null }, "body_html": null,
            "body_text": null, "attachments": [], "created_at": 1, "state": "sent" })
}

fn ping() -> Value {
    json!({
        "unread": { "count": 0, "conversation_ids": [] },
        "in_app": [],
        "seq": 0,
        "settings": { "stream": "off" },
    })
}

fn item(bytes: &[u8]) -> Result<Item<'_>, String> {
    let value: Value = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    let id = value["id"]
        .as_str()
        .ok_or("an operation without an id")?
        .to_owned();
    let marks = marks_in(bytes);
    if marks.is_empty() {
        return Err(format!("{id} is nothing that was told"));
    }
    Ok(Item { id, bytes, marks })
}
