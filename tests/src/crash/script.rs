//! The child: an app that uses the SDK by a seeded script until it is killed.
//!
//! Guarantees: what the SDK promised is written to standard output right after the promise, what may change
//! the session right before the call; every event carries the label of its session and the name of its user,
//! so that the server's rows can be judged even when the promise was never written down.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use frontdesk_core::model::attributes::Company;
use frontdesk_core::model::message::NewReply;
use frontdesk_core::{
    DeliveryOutcome, Event, Frontdesk, Listener, LogoutOptions, Metadata, Role, UnsentOperations,
    UserAttributes,
};

use super::chance::Chance;
use super::lines::{Line, MESSAGES};
use super::points::arm_from_environment;
use crate::support::{block_on, fast_retry};

/// What the parent tells the child.
#[derive(Debug, Clone)]
pub struct ClientOptions {
    /// Where the server is.
    pub url: String,
    /// Workspace.
    pub app_id: String,
    /// Key.
    pub key: String,
    /// Folder of the client.
    pub folder: PathBuf,
    /// Seed of the run.
    pub seed: u64,
    /// Which of several clients.
    pub lane: u64,
    /// Which start of this client.
    pub round: u64,
    /// Label of the lead that may still be logged in.
    pub lead_label: String,
    /// Label of the user that may still be logged in.
    pub user_label: String,
}

/// Steps of one life, if nobody kills it.
const STEPS: u64 = 300;

/// Lives one life.
pub fn run_client(options: ClientOptions) {
    arm_from_environment();
    let begun = Instant::now();
    let limits = frontdesk_core::Limits {
        linger: Duration::from_millis(1),
        delivery_wait: Duration::from_millis(15),
        request_timeout: Duration::from_secs(5),
        // Every change is counted, none is joined with another.
        update_quota: 0,
        ..frontdesk_core::Limits::default()
    };
    let mut retry = fast_retry();
    retry.login_attempts = 2;
    let desk = Frontdesk::builder(&options.url, &options.app_id, &options.key)
        .data_dir(&options.folder)
        .limits(limits)
        .retry(retry)
        .listener(Arc::new(Reporter))
        .open()
        .expect("the client opens");
    say(&Line::Opened(
        u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX),
    ));
    let mut life = Life {
        chance: Chance::new(options.seed, &[options.lane, options.round]),
        label: String::new(),
        sessions: 0,
        conversation: None,
        numbers: AtomicU64::new(options.round * 100_000),
        options,
        desk,
    };
    life.label = match life.desk.fetch_logged_in_user_attributes() {
        Ok(user) if user.role == Role::Lead => life.options.lead_label.clone(),
        Ok(_) => life.options.user_label.clone(),
        Err(_) => String::new(),
    };
    for _ in 0..STEPS {
        life.step();
    }
    life.desk.shutdown();
    say(&Line::Over);
}

fn say(line: &Line) {
    let mut text = line.write();
    text.push('\n');
    // The parent that does not listen any more is about to kill us.
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

struct Reporter;

impl Listener for Reporter {
    fn on_event(&self, event: &Event) {
        if let Event::Delivery { id, outcome, .. } = event {
            say(&match outcome {
                DeliveryOutcome::Delivered => Line::Delivered(id.to_string()),
                DeliveryOutcome::Rejected { code, .. } => Line::Reported {
                    id: id.to_string(),
                    outcome: format!("rejected:{code}"),
                },
                other => Line::Reported {
                    id: id.to_string(),
                    outcome: format!("{other:?}").to_lowercase(),
                },
            });
        }
    }
}

struct Life {
    options: ClientOptions,
    desk: Frontdesk,
    chance: Chance,
    /// The present session's label; empty when logged out.
    label: String,
    sessions: u64,
    numbers: AtomicU64,
    /// The conversation of a session, with that session's label.
    conversation: Option<(String, String)>,
}

impl Life {
    fn step(&mut self) {
        match self.who() {
            None => self.log_in(),
            Some(role) => match self.chance.below(100) {
                0..60 => self.event(0),
                60..75 => self.burst(),
                75..80 => self.update(),
                80..83 => self.message(),
                83..88 => self.log_in_from(role),
                88..92 => self.log_out(),
                92..98 => drop(block_on(self.desk.flush(Duration::from_millis(4)))),
                _ => {
                    let _ = self.desk.pending();
                }
            },
        }
    }

    fn who(&self) -> Option<Role> {
        self.desk
            .fetch_logged_in_user_attributes()
            .ok()
            .map(|user| user.role)
    }

    fn event(&self, thread: u64) {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let metadata = Metadata::builder()
            .with("s", self.label.as_str())
            .with("t", i64::try_from(thread).unwrap_or(0))
            .with("n", i64::try_from(number).unwrap_or(0))
            .build()
            .expect("good metadata");
        match self.desk.log_event("soak", Some(metadata)) {
            Ok(id) => say(&Line::Event {
                label: self.label.clone(),
                thread,
                number,
                id: id.to_string(),
            }),
            Err(error) => say(&Line::Defect(format!("log_event: {}", error.code()))),
        }
    }

    /// Several threads at once, so that commits are shared.
    fn burst(&self) {
        std::thread::scope(|scope| {
            for thread in 1..5 {
                scope.spawn(move || (0..4).for_each(|_| self.event(thread)));
            }
        });
    }

    fn update(&self) {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let company = Company::new(format!("{}.{number}", self.label));
        match block_on(self.desk.update_user(UserAttributes::new().company(company))) {
            Ok(_) => say(&Line::Update {
                label: self.label.clone(),
                number,
            }),
            Err(error) => say(&Line::Defect(format!("update_user: {}", error.code()))),
        }
    }

    /// Writes to people: each session has a conversation of its own, and its messages are counted like events.
    fn message(&mut self) {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        let words = format!("{} {number}", self.label);
        let known = self
            .conversation
            .as_ref()
            .filter(|(label, _)| *label == self.label);
        let sent = match known {
            Some((_, id)) => block_on(self.desk.reply(id, NewReply::text(words))),
            None => block_on(self.desk.start_conversation(&words)),
        };
        match sent {
            Ok(sent) => {
                self.conversation = Some((self.label.clone(), sent.conversation_id));
                say(&Line::Event {
                    label: self.label.clone(),
                    thread: MESSAGES,
                    number,
                    id: sent.part_id.to_string(),
                });
            }
            Err(error) => say(&Line::Defect(format!("message: {}", error.code()))),
        }
    }

    fn log_in(&mut self) {
        if self.chance.percent(40) {
            self.log_in_as(None)
        } else {
            self.log_in_as_user()
        }
    }

    fn log_in_from(&mut self, role: Role) {
        match role {
            // The same again is answered from what is stored.
            Role::Lead if self.chance.percent(30) => drop(block_on(self.desk.login_unidentified_user())),
            Role::Lead => self.log_in_as_user(),
            Role::User => {
                let user = self
                    .desk
                    .fetch_logged_in_user_attributes()
                    .ok()
                    .and_then(|user| user.user_id);
                let again = UserAttributes::new().user_id(user.unwrap_or_default());
                drop(block_on(self.desk.login_user_with_user_attributes(again)));
            }
        }
    }

    fn log_in_as_user(&mut self) {
        let user = format!(
            "u{}-{}-{}",
            self.options.lane,
            self.options.round / 100,
            self.chance.below(3)
        );
        self.log_in_as(Some(user));
    }

    fn log_in_as(&mut self, user: Option<String>) {
        self.sessions += 1;
        let label = format!("{}.{}.{}", self.options.lane, self.options.round, self.sessions);
        let from = (self.who() == Some(Role::Lead)).then(|| self.label.clone());
        say(&Line::WillLogIn {
            label: label.clone(),
            user: user.clone(),
            from,
        });
        self.label = label;
        let result = match user {
            None => block_on(self.desk.login_unidentified_user()),
            Some(user) => block_on(
                self.desk
                    .login_user_with_user_attributes(UserAttributes::new().user_id(user)),
            ),
        };
        // A login that finds no server stays wanted; the session has begun all the same.
        if let Err(error) = result
            && !error.is_temporary()
        {
            say(&Line::Defect(format!("login: {}", error.code())));
        }
    }

    fn log_out(&mut self) {
        let purge = self.chance.percent(20);
        let unsent = if purge {
            UnsentOperations::Purge
        } else {
            UnsentOperations::Deliver
        };
        say(&Line::WillLogOut {
            label: self.label.clone(),
            purge,
        });
        match block_on(self.desk.logout(LogoutOptions { force: true, unsent })) {
            Ok(()) => self.label.clear(),
            Err(error) => say(&Line::Defect(format!("logout: {}", error.code()))),
        }
    }
}
