//! What the apps were promised: the other half of the judgement.

use serde_json::{Map, Value};

/// The people of the story, by the id the app knows them by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Person {
    Ada,
    Bob,
}

impl Person {
    pub(crate) const ALL: [Self; 2] = [Self::Ada, Self::Bob];

    pub(crate) fn user_id(self) -> &'static str {
        match self {
            Self::Ada => "ada",
            Self::Bob => "bob",
        }
    }
}

/// An event that an app was told is stored.
#[derive(Debug, Clone)]
pub(crate) struct ToldEvent {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) metadata: Map<String, Value>,
    /// Under whom it must stand in the end.
    pub(crate) person: Person,
    /// Said before the visitor had said who they are.
    pub(crate) as_visitor: bool,
    /// Said when the network had been cut already.
    pub(crate) after_the_cut: bool,
}

/// Everything that was promised.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    /// In the order of the answers.
    pub(crate) events: Vec<ToldEvent>,
    /// What the listener heard after the network had been cut: id and outcome.
    pub(crate) ended: Vec<(String, String)>,
    cut: bool,
}

impl Told {
    pub(crate) fn event(&mut self, event: ToldEvent) {
        self.events.push(ToldEvent {
            after_the_cut: self.cut,
            ..event
        });
    }

    pub(crate) fn network_was_cut(&mut self) {
        self.cut = true;
    }

    pub(crate) fn heard<'a>(&mut self, ended: impl Iterator<Item = (&'a str, &'a str)>) {
        self.ended
            .extend(ended.map(|(id, outcome)| (id.to_owned(), outcome.to_owned())));
    }
}
