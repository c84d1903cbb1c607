//! What the app did and was promised: the small model itself.
//!
//! Guarantees: knows for every operation whose it is and what was promised, from the calls alone. A plain
//! value on the test's thread.

use std::collections::{BTreeMap, BTreeSet};

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Who {
    /// Unidentified.
    Lead,
    /// Identified by this id.
    User(String),
}

/// An accepted operation.
#[derive(Debug, Clone)]
pub(super) struct Told {
    /// Whose it may be: one person, unless the server's refusal of a login came at the same moment.
    pub(super) who: Vec<Who>,
    /// From one logout to the next.
    pub(super) run: u32,
    /// The app asked for its removal.
    pub(super) purged: bool,
}

/// The model.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Accepted operations by their mark, which is also their order.
    pub(super) told: BTreeMap<u32, Told>,
    /// Counts logouts.
    pub(super) run: u32,
    /// Persons who wanted to be logged in, by run.
    pub(super) wanted: BTreeMap<u32, BTreeSet<Who>>,
    /// Who may be logged in now.
    pub(super) now: BTreeSet<Option<Who>>,
    /// A login was refused a moment ago, and the client may not have heard it yet.
    shaky: bool,
    next_mark: u32,
}

impl Ledger {
    /// Nobody, nothing.
    pub(super) fn new() -> Self {
        Self {
            now: BTreeSet::from([None]),
            ..Self::default()
        }
    }

    /// A mark for an operation that is going to be told.
    pub(super) fn mark(&mut self) -> u32 {
        self.next_mark += 1;
        self.next_mark
    }

    /// The call was accepted.
    pub(super) fn accepted(&mut self, mark: u32, before: Option<Who>, after: Option<Who>) {
        let who: BTreeSet<Who> = before.into_iter().chain(after).collect();
        let told = Told {
            who: who.into_iter().collect(),
            run: self.run,
            purged: false,
        };
        self.told.insert(mark, told);
    }

    /// A login began.
    pub(super) fn logging_in(&mut self, who: Who) {
        self.wanted.entry(self.run).or_default().insert(who.clone());
        if !self.shaky {
            self.now.clear();
        }
        self.now.insert(Some(who));
    }

    /// The server refused a login: whoever was there before may be there again, or nobody.
    pub(super) fn login_refused(&mut self) {
        let earlier = self.wanted.get(&self.run).cloned().unwrap_or_default();
        self.now.extend(earlier.into_iter().map(Some));
        self.now.insert(None);
        self.shaky = true;
    }

    /// Whatever was said to the client before, it has heard by now.
    pub(super) fn settled(&mut self) {
        self.shaky = false;
    }

    /// Whether the client may not have heard yet that a login was refused.
    pub(super) fn is_shaky(&self) -> bool {
        self.shaky
    }

    /// The app logged out.
    pub(super) fn logged_out(&mut self, purge: bool) {
        if purge {
            let run = self.run;
            self.told
                .values_mut()
                .filter(|told| told.run == run)
                .for_each(|told| told.purged = true);
        }
        self.run += 1;
        self.shaky = false;
        self.now = BTreeSet::from([None]);
    }

    /// Whether an operation may be stored under this person.
    pub(super) fn may_belong_to(&self, mark: u32, who: &Who) -> Result<(), String> {
        let told = self
            .told
            .get(&mark)
            .ok_or_else(|| format!("{mark} was never accepted"))?;
        // What a lead left unsent may travel with the session of the user it became.
        let heir = told.who.contains(&Who::Lead)
            && self
                .wanted
                .get(&told.run)
                .is_some_and(|wanted| wanted.contains(who));
        if told.who.contains(who) || heir {
            Ok(())
        } else {
            Err(format!("{mark} of {:?} went to {who:?}", told.who))
        }
    }
}

/// The text that marks an operation wherever it appears.
pub(super) fn marked(mark: u32) -> String {
    format!("mark-{mark:06}")
}

/// The marks in these bytes, in order.
pub(super) fn marks_in(bytes: &[u8]) -> Vec<u32> {
    let at = |place: usize| {
        let digits = bytes.get(place + 5..place + 11)?;
        std::str::from_utf8(digits).ok()?.parse().ok()
    };
    let places = bytes
        .windows(5)
        .enumerate()
        .filter(|(_, window)| window == b"mark-");
    places.filter_map(|(place, _)| at(place)).collect()
}
