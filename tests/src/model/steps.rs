//! What can happen in a story, and how often.

use proptest::collection::vec;
use proptest::prelude::*;

/// One step.
#[derive(Debug, Clone)]
pub enum Step {
    /// Events in a row.
    Log(u8),
    /// A change of the user.
    Update,
    /// A message: to the conversation there is, or to a new one.
    Write {
        /// A new one in any case.
        start: bool,
    },
    /// A login: 0 is an unidentified user, others are users.
    Login(u8),
    /// A logout.
    Logout {
        /// Also an unidentified user.
        force: bool,
        /// What is unsent is removed.
        purge: bool,
    },
    /// The next request gets this answer; time passes until there is one.
    Answer(Answer),
    /// Time passes, seconds.
    Tick(u32),
    /// Someone is impatient.
    Hurry,
    /// The process is killed and started again.
    Crash {
        /// Requests under way reached the server.
        arrived: bool,
    },
    /// The client ends in order and is opened again.
    Reopen,
}

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// As it should be.
    Good,
    /// The server does it and its answer is lost.
    Lost,
    /// The server does it and half of its answer arrives.
    Half,
    /// The request is lost.
    Dropped,
    /// The server fails.
    Broken,
    /// The server asks for patience, seconds.
    Patience(u32),
    /// A web page of somebody else, with this status.
    Page(u16),
    /// The server does not know the session any more.
    SessionOver,
    /// The server refuses what it was asked.
    Refused,
    /// The server refuses the first item of an upload and takes the rest.
    FirstRefused,
    /// The server does all and answers for half of it.
    HalfAnswered,
    /// The server does half and answers for that.
    HalfDone,
    /// The server does not serve this app now.
    Forbidden,
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        12 => Just(Answer::Good),
        4 => Just(Answer::Lost),
        2 => Just(Answer::Half),
        3 => Just(Answer::Dropped),
        2 => Just(Answer::Broken),
        1 => (0u32..4000).prop_map(Answer::Patience),
        1 => prop::sample::select(vec![200u16, 401, 403, 404, 422, 502]).prop_map(Answer::Page),
        3 => Just(Answer::SessionOver),
        2 => Just(Answer::Refused),
        2 => Just(Answer::FirstRefused),
        2 => Just(Answer::HalfAnswered),
        2 => Just(Answer::HalfDone),
        1 => Just(Answer::Forbidden),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (1u8..4).prop_map(Step::Log),
        3 => Just(Step::Update),
        4 => prop::bool::weighted(0.3).prop_map(|start| Step::Write { start }),
        6 => (0u8..3).prop_map(Step::Login),
        3 => (any::<bool>(), prop::bool::weighted(0.25)).prop_map(|(force, purge)| Step::Logout { force, purge }),
        14 => answer().prop_map(Step::Answer),
        2 => (1u32..100_000).prop_map(Step::Tick),
        1 => Just(Step::Hurry),
        3 => any::<bool>().prop_map(|arrived| Step::Crash { arrived }),
        1 => Just(Step::Reopen),
    ]
}

/// A story.
pub fn story() -> impl Strategy<Value = Vec<Step>> {
    vec(step(), 4..36)
}
