//! A client, its server and the model, step by step.
//!
//! Guarantees: after each step every accepted operation is stored, waits or was reported; every call that ended
//! ended as it may; in the end nothing waits and every call has its answer. Runs on the test's thread.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use frontdesk_core::{DeliveryOutcome, LogoutOptions, Metadata, UnsentOperations, UserAttributes};

use super::PatientClock;
use super::ledger::{Ledger, Who, marked};
use super::life::Life;
use super::server::{Delivered, Server};
use super::steps::{Answer, Step};
use crate::support::block_on;

/// How long the client may take to send what it has to send.
const MOMENT: Duration = Duration::from_millis(4);

/// See the module.
pub struct World {
    folder: tempfile::TempDir,
    clock: Arc<PatientClock>,
    server: Server,
    ledger: Ledger,
    life: Life,
    lives: u32,
    /// Told to be delivered in this life or an earlier one, and how many requests had come by then.
    delivered: Delivered,
    /// Told to be anything, in any life.
    reported: BTreeSet<u32>,
    /// The last conversation, and whose it is.
    conversation: Option<(u32, Option<Who>, String)>,
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

impl World {
    /// An empty folder.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let clock = PatientClock::new();
        let life = Life::begin(&folder.path().join("0"), &clock);
        Self {
            folder,
            clock,
            server: Server::default(),
            ledger: Ledger::new(),
            life,
            lives: 1,
            delivered: Delivered::new(),
            reported: BTreeSet::new(),
            conversation: None,
        }
    }

    /// One step, and a look at everything after it.
    ///
    /// # Errors
    /// What was not as it must be.
    pub fn step(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::Log(count) => (0..*count).try_for_each(|_| self.log())?,
            Step::Update => self.update()?,
            Step::Write { start } => self.write(*start)?,
            Step::Login(number) => self.login(*number)?,
            Step::Logout { force, purge } => self.logout(*force, *purge)?,
            Step::Answer(answer) => drop(self.answer(*answer)?),
            Step::Tick(seconds) => self.clock.advance(Duration::from_secs((*seconds).into())),
            Step::Hurry => self.life.hurry(),
            Step::Crash { arrived } => self.crash(*arrived)?,
            Step::Reopen => self.reopen()?,
        }
        self.look()
    }

    /// Everything is answered as it should be until nothing is left.
    ///
    /// # Errors
    /// What was not as it must be.
    pub fn end(mut self) -> Result<(), String> {
        while self.answer(Answer::Good)? {
            self.look()?;
        }
        // What a refused login left behind waits for that person, or for this.
        self.logout(true, false)?;
        for _ in 0..300 {
            self.look()?;
            if self.life.is_empty() {
                break;
            }
            self.answer(Answer::Good)?;
        }
        self.look()?;
        if !self.life.is_empty() {
            return Err(format!("something is left: {:?}", self.life.left()));
        }
        for (mark, told) in &self.ledger.told {
            if !self.server.has(*mark) && !self.reported.contains(mark) {
                return Err(format!("{mark} ({told:?}) is lost"));
            }
        }
        self.life.leave(&self.server)
    }

    fn log(&mut self) -> Result<(), String> {
        let mark = self.ledger.mark();
        let metadata = Metadata::builder()
            .with("mark", marked(mark))
            .build()
            .expect("good metadata");
        let before = self.life.who();
        let result = self.life.desk.log_event("told", Some(metadata));
        let after = self.life.who();
        match result {
            Ok(id) => {
                self.life.learn(&id.to_string(), mark);
                self.ledger.accepted(mark, before, after);
                Ok(())
            }
            Err(error) if error.code() == "not_logged_in" && (before.is_none() || after.is_none()) => Ok(()),
            Err(error) => Err(format!("log_event: {}", error.code())),
        }
    }

    fn update(&mut self) -> Result<(), String> {
        let mark = self.ledger.mark();
        let attributes = UserAttributes::new().custom(format!("m{mark}"), marked(mark));
        let before = self.life.who();
        let accepted = self.life.update(mark, attributes);
        let after = self.life.who();
        match accepted {
            Ok(()) => {
                self.ledger.accepted(mark, before, after);
                self.life.read_ids()
            }
            Err(code) if code == "not_logged_in" && (before.is_none() || after.is_none()) => Ok(()),
            Err(code) => Err(format!("update_user: {code}")),
        }
    }

    fn write(&mut self, start: bool) -> Result<(), String> {
        let mark = self.ledger.mark();
        let before = self.life.who();
        let known = self
            .conversation
            .as_ref()
            .filter(|(run, who, _)| !start && *run == self.ledger.run && *who == before)
            .map(|(_, _, id)| id.clone());
        let written = self.life.write(mark, known.as_deref());
        let after = self.life.who();
        match written {
            Ok(()) => {
                self.ledger.accepted(mark, before, after.clone());
                self.life.read_ids()?;
                if known.is_none() {
                    let id = self.life.id_of(mark)?;
                    self.conversation = Some((self.ledger.run, after, id));
                }
                Ok(())
            }
            Err(code) if code == "not_logged_in" && (before.is_none() || after.is_none()) => Ok(()),
            Err(code) => Err(format!("a message: {code}")),
        }
    }

    fn login(&mut self, number: u8) -> Result<(), String> {
        let who = match number {
            0 => Who::Lead,
            number => Who::User(format!("user-{number}")),
        };
        let sure = self.ledger.now.len() == 1;
        let before = self.life.who();
        let refused = self.life.login(&who);
        let other = matches!(&before, Some(Who::User(_))) && before.as_ref() != Some(&who);
        if sure && refused != other {
            return Err(format!(
                "a login of {who:?} over {before:?} was refused: {refused}"
            ));
        }
        if !refused {
            self.ledger.logging_in(who);
        }
        Ok(())
    }

    fn logout(&mut self, force: bool, purge: bool) -> Result<(), String> {
        let before = self.life.who();
        let options = LogoutOptions {
            force,
            unsent: if purge {
                UnsentOperations::Purge
            } else {
                UnsentOperations::Deliver
            },
        };
        let result = block_on(self.life.desk.logout(options));
        let is_lead = before == Some(Who::Lead);
        match result {
            Ok(()) if !is_lead || force || self.ledger.now.len() > 1 => {
                self.ledger.logged_out(purge);
                Ok(())
            }
            Err(error) if error.code() == "unidentified_logout" && !force => Ok(()),
            other => Err(format!("logout of {before:?} with force {force}: {other:?}")),
        }
    }

    /// Answers the next request, letting time pass until there is one; false when there is none.
    fn answer(&mut self, answer: Answer) -> Result<bool, String> {
        for _ in 0..60 {
            if let Some((request, say)) = self.life.stub.next(MOMENT) {
                self.learn_fates()?;
                self.ledger.settled();
                let heard = self.life.events_heard();
                let said = self
                    .server
                    .take(&request, answer, &mut self.ledger, &self.delivered)?;
                // A client that went away does not hear it.
                let _ = say.send(said);
                if self.ledger.is_shaky() {
                    self.life.wait_for_more_than(heard);
                }
                return Ok(true);
            }
            match self.clock.nearest() {
                Some(wait) => self.clock.advance(wait),
                None => return Ok(false),
            }
        }
        Ok(false)
    }

    fn crash(&mut self, arrived: bool) -> Result<(), String> {
        self.learn_fates()?;
        let next = self.folder.path().join(self.lives.to_string());
        let on_the_way = self.life.stub.take_all();
        self.life.freeze(&next);
        if arrived {
            for (request, _) in &on_the_way {
                self.server
                    .take(request, Answer::Lost, &mut self.ledger, &self.delivered)?;
            }
        }
        drop(on_the_way);
        self.life.leave(&self.server)?;
        // Told by a process that is dead already: a report, but no promise that binds the next one.
        self.reported
            .extend(self.life.fates()?.into_iter().map(|(mark, _)| mark));
        self.begin_life(&next)
    }

    fn reopen(&mut self) -> Result<(), String> {
        self.life.leave(&self.server)?;
        self.learn_fates()?;
        let folder = self.life.folder.clone();
        self.begin_life(&folder)
    }

    fn begin_life(&mut self, folder: &Path) -> Result<(), String> {
        let ids = self.life.take_ids();
        self.life = Life::begin(folder, &self.clock);
        self.lives += 1;
        self.delivered.values_mut().for_each(|by_then| *by_then = 0);
        self.life.remember(ids);
        self.life.read_ids()
    }

    fn learn_fates(&mut self) -> Result<(), String> {
        for (mark, outcome) in self.life.fates()? {
            self.reported.insert(mark);
            let stored = self.server.has(mark);
            match outcome {
                DeliveryOutcome::Delivered if !stored => {
                    return Err(format!("{mark} was told to be delivered and is not stored"));
                }
                DeliveryOutcome::Delivered => {
                    self.delivered
                        .entry(mark)
                        .or_insert_with(|| self.life.stub.count());
                }
                DeliveryOutcome::Rejected { code, .. } if code == "parameter_invalid" && stored => {
                    return Err(format!("{mark} was told to be refused and is stored"));
                }
                DeliveryOutcome::Purged if !self.ledger.told.get(&mark).is_some_and(|told| told.purged) => {
                    return Err(format!("{mark} was removed without a wish"));
                }
                DeliveryOutcome::Expired | DeliveryOutcome::Damaged => {
                    return Err(format!("{mark} was given up: {outcome:?}"));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Compares the sets.
    fn look(&mut self) -> Result<(), String> {
        let waiting = self.life.waiting()?;
        self.learn_fates()?;
        let accounted =
            |mark: &u32| self.server.has(*mark) || waiting.contains(mark) || self.reported.contains(mark);
        let missing: Vec<u32> = self
            .ledger
            .told
            .keys()
            .filter(|mark| !accounted(mark))
            .copied()
            .collect();
        // What is given up is told on another thread, a moment after it is gone.
        for mark in missing {
            self.life.wait_for_fate_of(mark)?;
        }
        self.learn_fates()?;
        let who = self.life.who();
        if !self.ledger.now.contains(&who) {
            return Err(format!(
                "{who:?} is logged in, it should be one of {:?}",
                self.ledger.now
            ));
        }
        self.life.hear_answers(&self.server)
    }
}
