//! The states of a session and what moves between them.
//!
//! Guarantees: total (every input has an answer in every state), deterministic, no side effects. The
//! effects are orders for the caller, listed in the order in which they must be carried out.

use crate::model::identity::{Identity, Role};

/// Who is or wants to be logged in.
#[derive(Debug, Clone, PartialEq)]
pub enum Person {
    /// An unidentified user: a lead, known by the device alone.
    Lead,
    /// An identified user.
    User(Identity),
}

impl Person {
    /// The role this person has on the server.
    pub fn role(&self) -> Role {
        match self {
            Self::Lead => Role::Lead,
            Self::User(_) => Role::User,
        }
    }

    /// Whether both are the same person: `user_id` decides, then the e-mail address.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Lead, Self::Lead) => true,
            (Self::User(a), Self::User(b)) => a.same_person(b),
            _ => false,
        }
    }
}

/// Where the session stands.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// Nobody is logged in.
    LoggedOut,
    /// A login is under way; operations are stored for that person already.
    LoggingIn(Person),
    /// The server accepted the login.
    LoggedIn(Person),
    /// Wanted, but all tries failed: the next call tries the login first.
    LoginPending(Person),
}

/// A state without its person, for listeners and diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum StateName {
    /// See [`State::LoggedOut`].
    LoggedOut,
    /// See [`State::LoggingIn`].
    LoggingIn,
    /// See [`State::LoggedIn`].
    LoggedIn,
    /// See [`State::LoginPending`].
    LoginPending,
}

impl StateName {
    /// The word used in every language.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LoggedOut => "logged_out",
            Self::LoggingIn => "logging_in",
            Self::LoggedIn => "logged_in",
            Self::LoginPending => "login_pending",
        }
    }
}

impl State {
    /// This state's name.
    pub fn name(&self) -> StateName {
        match self {
            Self::LoggedOut => StateName::LoggedOut,
            Self::LoggingIn(_) => StateName::LoggingIn,
            Self::LoggedIn(_) => StateName::LoggedIn,
            Self::LoginPending(_) => StateName::LoginPending,
        }
    }

    /// Who the session is for.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::LoggedOut => None,
            Self::LoggingIn(p) | Self::LoggedIn(p) | Self::LoginPending(p) => Some(p),
        }
    }
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// The app called a login function.
    Login(Person),
    /// The server accepted the login of the current session.
    LoginAccepted,
    /// All tries failed for reasons that may pass.
    LoginFailed,
    /// The server refused the login for good. The person is who was logged in before, if anyone was.
    LoginRefused(Option<Person>),
    /// A request found the session refused by the server; a new login is needed.
    SessionLost,
    /// The app called `logout`; `force` allows an unidentified user to be logged out.
    Logout {
        /// Give up the unidentified user's history on this device.
        force: bool,
    },
    /// The app called something that needs a user (an event, an update, a screen).
    Call,
}

/// An order to the caller of [`transition`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Start a new epoch for the wanted person.
    BeginEpoch,
    /// Wait for the login that is under way.
    JoinLogin,
    /// Ask the worker to log in.
    RequestLogin,
    /// Answer the caller from the stored session.
    AnswerFromStored,
    /// Refresh the session in the background.
    Refresh,
    /// Answer all who wait for this login with success.
    AnswerAccepted,
    /// Answer all who wait for this login with its error.
    AnswerError,
    /// Give the earlier person a new epoch with the session it had.
    RestoreEarlier,
    /// Close the device's sessions; unsent operations go by the caller's option.
    CloseSession,
    /// Answer the caller with success.
    AnswerDone,
}

/// The answer of [`transition`].
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Go to this state and carry out these effects.
    Go(State, Vec<Effect>),
    /// Stay, and answer the caller with this stable error code.
    Refuse(&'static str),
}

/// The whole session logic.
pub fn transition(state: &State, input: &Input) -> Verdict {
    use Effect::*;
    use State::*;
    let stay = |effects: &[Effect]| Verdict::Go(state.clone(), effects.to_vec());
    match (state, input) {
        (LoggedOut, Input::Login(wanted)) => begin(wanted),
        (LoggedOut, Input::Logout { .. }) => stay(&[CloseSession, AnswerDone]),
        (LoggedOut, Input::Call) => Verdict::Refuse("not_logged_in"),

        (LoggingIn(now), Input::Login(wanted)) if now.is_same(wanted) => stay(&[JoinLogin]),
        (LoginPending(now), Input::Login(wanted)) if now.is_same(wanted) => {
            Verdict::Go(LoggingIn(now.clone()), vec![JoinLogin, RequestLogin])
        }
        (LoggedIn(now), Input::Login(wanted)) if now.is_same(wanted) => stay(&[AnswerFromStored, Refresh]),
        // An unidentified user may become an identified one; nobody else changes without a logout.
        (
            LoggingIn(Person::Lead) | LoginPending(Person::Lead) | LoggedIn(Person::Lead),
            Input::Login(wanted),
        ) => begin(wanted),
        (_, Input::Login(_)) => Verdict::Refuse("logout_required"),

        (LoggingIn(now) | LoginPending(now), Input::LoginAccepted) => {
            Verdict::Go(LoggedIn(now.clone()), vec![AnswerAccepted])
        }
        (LoggingIn(now), Input::LoginFailed) => Verdict::Go(LoginPending(now.clone()), vec![AnswerError]),
        (LoggingIn(_) | LoginPending(_), Input::LoginRefused(earlier)) => match earlier {
            Some(person) => Verdict::Go(LoggedIn(person.clone()), vec![RestoreEarlier, AnswerError]),
            None => Verdict::Go(LoggedOut, vec![AnswerError]),
        },
        (LoggedIn(now), Input::SessionLost) => Verdict::Go(LoginPending(now.clone()), vec![RequestLogin]),

        (
            LoggingIn(Person::Lead) | LoginPending(Person::Lead) | LoggedIn(Person::Lead),
            Input::Logout { force },
        ) if !force => Verdict::Refuse("unidentified_logout"),
        (LoggingIn(_) | LoginPending(_), Input::Logout { .. }) => {
            Verdict::Go(LoggedOut, vec![CloseSession, AnswerError, AnswerDone])
        }
        (LoggedIn(_), Input::Logout { .. }) => Verdict::Go(LoggedOut, vec![CloseSession, AnswerDone]),

        (LoginPending(_), Input::Call) => stay(&[RequestLogin]),
        (LoggingIn(_) | LoggedIn(_), Input::Call) => stay(&[]),

        // Late answers of a login that no longer matters change nothing.
        (LoggedOut | LoggedIn(_), Input::LoginAccepted | Input::LoginFailed | Input::LoginRefused(_))
        | (LoginPending(_), Input::LoginFailed)
        | (LoggedOut | LoggingIn(_) | LoginPending(_), Input::SessionLost) => stay(&[]),
    }
}

fn begin(wanted: &Person) -> Verdict {
    Verdict::Go(
        State::LoggingIn(wanted.clone()),
        vec![Effect::BeginEpoch, Effect::RequestLogin],
    )
}
