//! Judging histories against what the server stored.
//!
//! The rules: what was accepted is stored, or its session was purged at the app's wish; nothing is stored
//! twice; every row is under the right contact, told or not; within a session and thread the order of arrival
//! is the order of the calls; what a lead did arrives before what the user it became did.

use std::collections::{BTreeMap, BTreeSet};

use super::history::{History, Session};
use super::lines::MESSAGES;
use crate::support::{Database, StoredEvent, StoredMessage};

/// Figures and faults.
#[derive(Debug, Default)]
pub struct Verdict {
    /// Events accepted by the client.
    pub accepted: u64,
    /// Updates accepted by the client.
    pub updates: u64,
    /// Events on the server.
    pub stored: u64,
    /// Accepted events that ended otherwise and were reported, or were purged by a wish.
    pub reported: u64,
    /// Accepted and nowhere.
    pub lost: u64,
    /// Stored more than once.
    pub doubled: u64,
    /// Under a contact they do not belong to.
    pub wrong_contact: u64,
    /// Arrived in another order than told.
    pub out_of_order: u64,
    /// What exactly, at most a few of each.
    pub faults: Vec<String>,
}

impl Verdict {
    /// Whether every rule was kept.
    pub fn is_good(&self) -> bool {
        self.faults.is_empty()
    }

    fn fault(&mut self, what: String) {
        if self.faults.len() < 40 {
            self.faults.push(what);
        }
    }
}

/// A stored event or message with what it says of itself.
struct Row {
    id: String,
    contact: String,
    user_id: Option<String>,
    /// The order of arrival of events; messages have their own.
    seq: Option<i64>,
    label: String,
    thread: i64,
    number: i64,
}

/// Judges all clients of one server together.
pub fn judge(histories: &[History], database: &Database) -> Verdict {
    let mut verdict = Verdict::default();
    let sessions: BTreeMap<&str, &Session> = histories
        .iter()
        .flat_map(|h| &h.sessions)
        .map(|(label, session)| (label.as_str(), session))
        .collect();
    let rows = rows(database);
    verdict.stored = rows.len() as u64;
    for defect in histories.iter().flat_map(|h| &h.defects) {
        verdict.fault(format!("a call failed: {defect}"));
    }
    multiplicity(&mut verdict, histories, &sessions, &rows);
    subjects(&mut verdict, &sessions, &rows);
    order(&mut verdict, &sessions, &rows);
    updates(&mut verdict, histories, &sessions, &rows, database);
    verdict
}

fn rows(database: &Database) -> Vec<Row> {
    let event = |event: StoredEvent| Row {
        label: event.metadata["s"].as_str().unwrap_or_default().to_owned(),
        thread: event.metadata["t"].as_i64().unwrap_or(-1),
        number: event.metadata["n"].as_i64().unwrap_or(-1),
        id: event.id,
        contact: event.contact,
        user_id: event.user_id,
        seq: Some(event.seq),
    };
    let message = |message: StoredMessage| {
        let (label, number) = message.words.split_once(' ').unwrap_or_default();
        Row {
            label: label.to_owned(),
            thread: MESSAGES as i64,
            number: number.parse().unwrap_or(-1),
            id: message.id,
            contact: message.contact,
            user_id: message.user_id,
            seq: None,
        }
    };
    let events = database.events().into_iter().map(event);
    events
        .chain(database.messages().into_iter().map(message))
        .collect()
}

fn multiplicity(
    verdict: &mut Verdict,
    histories: &[History],
    sessions: &BTreeMap<&str, &Session>,
    rows: &[Row],
) {
    let mut count: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows {
        *count.entry(&row.id).or_default() += 1;
    }
    for (id, times) in count.iter().filter(|(_, times)| **times > 1) {
        verdict.doubled += times - 1;
        verdict.fault(format!("doubled: {id} is stored {times} times"));
    }
    for history in histories {
        for (id, accepted) in &history.events {
            verdict.accepted += 1;
            if count.contains_key(id.as_str()) {
                continue;
            }
            let purged = sessions
                .get(accepted.label.as_str())
                .is_some_and(|session| session.purged);
            match history.reported.get(id) {
                Some(outcome) if outcome != "purged" => {
                    verdict.fault(format!(
                        "given up: {id} of {} was reported as {outcome}",
                        accepted.label
                    ));
                }
                _ if purged => verdict.reported += 1,
                _ => {
                    verdict.lost += 1;
                    verdict.fault(format!(
                        "lost: {id}, number {} of {}",
                        accepted.number, accepted.label
                    ));
                }
            }
        }
        for id in history
            .delivered
            .iter()
            .filter(|id| history.events.contains_key(*id))
        {
            if !count.contains_key(id.as_str()) {
                verdict.fault(format!("{id} was told to be delivered and is not stored"));
            }
        }
    }
}

/// Users that a lead may have become.
fn heirs<'a>(sessions: &BTreeMap<&str, &'a Session>, lead: &str) -> BTreeSet<&'a str> {
    let grown = sessions
        .values()
        .filter(|session| session.after_lead.as_deref() == Some(lead));
    grown.filter_map(|session| session.user.as_deref()).collect()
}

fn subjects(verdict: &mut Verdict, sessions: &BTreeMap<&str, &Session>, rows: &[Row]) {
    let mut lead_contacts: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut leads_of_contact: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in rows {
        let (label, owner) = (row.label.as_str(), row.user_id.as_deref());
        let right = match (sessions.get(label), owner) {
            (None, _) => false,
            (Some(session), _) if session.user.is_some() => owner == session.user.as_deref(),
            (Some(_), None) => {
                lead_contacts.entry(label).or_default().insert(&row.contact);
                leads_of_contact.entry(&row.contact).or_default().insert(label);
                true
            }
            (Some(_), Some(user)) => {
                lead_contacts.entry(label).or_default().insert(&row.contact);
                heirs(sessions, label).contains(user)
            }
        };
        if !right {
            verdict.wrong_contact += 1;
            let told = sessions.get(label).map(|session| session.user.clone());
            verdict.fault(format!(
                "wrong contact: {} of {label} ({told:?}) is under {owner:?}",
                row.id
            ));
        }
    }
    for (label, contacts) in lead_contacts.iter().filter(|(_, contacts)| contacts.len() > 1) {
        verdict.wrong_contact += 1;
        verdict.fault(format!(
            "one lead, several contacts: {label} is under {contacts:?}"
        ));
    }
    for (contact, labels) in leads_of_contact.iter().filter(|(_, labels)| labels.len() > 1) {
        verdict.wrong_contact += 1;
        verdict.fault(format!("one contact, several leads: {contact} has {labels:?}"));
    }
}

fn order(verdict: &mut Verdict, sessions: &BTreeMap<&str, &Session>, rows: &[Row]) {
    let mut last: BTreeMap<(&str, i64), i64> = BTreeMap::new();
    let mut first_seq: BTreeMap<&str, i64> = BTreeMap::new();
    let mut last_seq: BTreeMap<&str, i64> = BTreeMap::new();
    for row in rows {
        let before = last.insert((&row.label, row.thread), row.number);
        if before.is_some_and(|before| before > row.number) {
            verdict.out_of_order += 1;
            verdict.fault(format!(
                "out of order: {} after {before:?} in {}",
                row.number, row.label
            ));
        }
        if let Some(seq) = row.seq {
            first_seq.entry(&row.label).or_insert(seq);
            last_seq.insert(&row.label, seq);
        }
    }
    for (label, session) in sessions {
        let lead = session.after_lead.as_deref().and_then(|lead| last_seq.get(lead));
        if let (Some(lead), Some(user)) = (lead, first_seq.get(label))
            && lead > user
        {
            verdict.out_of_order += 1;
            verdict.fault(format!("{label} arrived before all of the lead it grew out of"));
        }
    }
}

fn updates(
    verdict: &mut Verdict,
    histories: &[History],
    sessions: &BTreeMap<&str, &Session>,
    rows: &[Row],
    database: &Database,
) {
    let contacts = database.contacts();
    let owner_of: BTreeMap<&str, Option<&str>> = contacts
        .iter()
        .map(|contact| (contact.id.as_str(), contact.user_id.as_deref()))
        .collect();
    let lead_contact: BTreeMap<&str, &str> = rows
        .iter()
        .map(|row| (row.label.as_str(), row.contact.as_str()))
        .collect();
    let linked: BTreeMap<String, String> = database
        .companies()
        .into_iter()
        .map(|(contact, company)| (company, contact))
        .collect();
    for (label, number) in histories.iter().flat_map(|history| &history.updates) {
        verdict.updates += 1;
        let Some(session) = sessions.get(label.as_str()) else {
            continue;
        };
        let company = format!("{label}.{number}");
        match linked.get(&company) {
            None if session.purged => verdict.reported += 1,
            None => {
                verdict.lost += 1;
                verdict.fault(format!("lost: update {company}"));
            }
            Some(contact) => {
                let owner = owner_of.get(contact.as_str()).copied().flatten();
                let right = match &session.user {
                    Some(user) => owner == Some(user.as_str()),
                    None => {
                        owner.is_none_or(|user| heirs(sessions, label).contains(user))
                            && lead_contact
                                .get(label.as_str())
                                .is_none_or(|known| known == contact)
                    }
                };
                if !right {
                    verdict.wrong_contact += 1;
                    verdict.fault(format!("wrong contact: update {company} is under {owner:?}"));
                }
            }
        }
    }
}
