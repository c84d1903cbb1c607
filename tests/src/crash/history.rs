//! What one client promised, session by session.
//!
//! Guarantees: built only from what the child wrote, in its order; knows which session the child may find
//! itself in after the next start. Filled by the parent's lane.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::Line;

/// One session the child began, or was about to begin when it died.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The identified user; `None` for a lead.
    pub user: Option<String>,
    /// The lead it may have grown out of.
    pub after_lead: Option<String>,
    /// The child was about to log out and purge.
    pub purged: bool,
}

/// An accepted event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Its session.
    pub label: String,
    /// Its thread.
    pub thread: u64,
    /// Its number.
    pub number: u64,
}

/// See the module.
#[derive(Debug, Default)]
pub struct History {
    /// By label.
    pub sessions: BTreeMap<String, Session>,
    /// Accepted events by id.
    pub events: BTreeMap<String, Accepted>,
    /// Accepted updates: label and number.
    pub updates: BTreeSet<(String, u64)>,
    /// Ids the listener heard were delivered.
    pub delivered: BTreeSet<String>,
    /// Ids the listener heard ended otherwise, and how.
    pub reported: BTreeMap<String, String>,
    /// Errors that must not happen.
    pub defects: Vec<String>,
    /// How long each open took, microseconds.
    pub opens: Vec<u64>,
    /// The newest lead's label, which a restarted child that is a lead has.
    pub lead_label: String,
    /// The newest user session's label, likewise.
    pub user_label: String,
}

impl History {
    /// Takes one line of the child.
    pub fn hear(&mut self, line: Line) {
        match line {
            Line::Opened(micros) => self.opens.push(micros),
            Line::WillLogIn { label, user, from } => self.begins(label, user, from),
            Line::WillLogOut { label, purge } => {
                if let Some(session) = self.sessions.get_mut(&label) {
                    session.purged |= purge;
                    self.purge_lead_of(&label, purge);
                }
            }
            Line::Event {
                label,
                thread,
                number,
                id,
            } => {
                if self
                    .events
                    .insert(
                        id.clone(),
                        Accepted {
                            label,
                            thread,
                            number,
                        },
                    )
                    .is_some()
                {
                    self.defects.push(format!("the id {id} was given twice"));
                }
            }
            Line::Update { label, number } => drop(self.updates.insert((label, number))),
            Line::Delivered(id) => drop(self.delivered.insert(id)),
            Line::Reported { id, outcome } => drop(self.reported.insert(id, outcome)),
            Line::Defect(what) => self.defects.push(what),
            Line::Over => {}
        }
    }

    fn begins(&mut self, label: String, user: Option<String>, from: Option<String>) {
        if user.is_some() {
            self.user_label.clone_from(&label)
        } else {
            self.lead_label.clone_from(&label)
        }
        self.sessions.insert(
            label,
            Session {
                user,
                after_lead: from,
                purged: false,
            },
        );
    }

    /// A purge takes everything of the device: what the lead before this user still had, too.
    fn purge_lead_of(&mut self, label: &str, purge: bool) {
        let lead = self
            .sessions
            .get(label)
            .and_then(|session| session.after_lead.clone());
        if let (true, Some(lead)) = (purge, lead)
            && let Some(session) = self.sessions.get_mut(&lead)
        {
            session.purged = true;
        }
    }
}
