//! The shape of a scenario file. Described for people in `contract/scenarios/README.md`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::support::RuleSpec;

/// A scenario.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it shows, as a sentence.
    pub about: String,
    /// How the server differs from the usual one.
    #[serde(default)]
    pub server: ServerSpec,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

/// The server of a scenario.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServerSpec {
    /// `off`, `log` or `on`.
    pub identity_verification: Option<String>,
    /// Active event names there may be.
    pub event_names: Option<usize>,
}

/// One step: exactly one of the words below.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Step {
    /// A call of the driver.
    Call(CallStep),
    /// A line for the driver that is no call.
    Send(SendStep),
    /// The answer to a call that was begun earlier.
    Await(AwaitStep),
    /// An event line of the driver.
    Event(EventStep),
    /// The network.
    Network(NetworkStep),
    /// Faults of the server, added behind those there are.
    Faults(FaultsStep),
    /// The driver ends and starts again on the same folder.
    Restart(RestartStep),
    /// What the app's own server does: signs an identity.
    Sign(SignStep),
    /// What an operator does through the operator API.
    Operator(OperatorStep),
    /// What the server must have stored by now.
    Stored(StoredStep),
    /// What must have been asked by now.
    Requests(RequestsStep),
}

impl Step {
    /// Whether something goes wrong here that the app did not do itself: a network that is cut, a fault of the
    /// server, a kill, or a line that is no call.
    pub fn is_fault(&self) -> bool {
        match self {
            Self::Network(step) => step.network == Network::Cut,
            Self::Faults(step) => !step.faults.is_empty(),
            Self::Restart(step) => step.restart == Restart::Killed,
            Self::Send(_) => true,
            _ => false,
        }
    }
}

/// `{"call": …}`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallStep {
    /// The call's name.
    pub call: String,
    /// Its arguments.
    #[serde(default)]
    pub args: Map<String, Value>,
    /// What its answer must match; any success when absent.
    pub expect: Option<Value>,
    /// Names for parts of the answer: name to JSON pointer.
    #[serde(default)]
    pub save: BTreeMap<String, String>,
    /// The answer is awaited later, under this name.
    pub begin: Option<String>,
    /// Made so many times in a row, each awaited.
    pub times: Option<usize>,
}

/// `{"send": …}`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendStep {
    /// The line as it is.
    pub send: String,
    /// What the next answer must match.
    pub expect: Value,
}

/// `{"await": …}`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AwaitStep {
    /// The name given by `begin`.
    #[serde(rename = "await")]
    pub name: String,
    /// What the answer must match; any success when absent.
    pub expect: Option<Value>,
}

/// `{"event": …}`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventStep {
    /// What one of the event lines since the last start must match; waited for.
    pub event: Value,
}

/// `{"network": …}`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkStep {
    /// Cut: no listener, no connection. Back: the same address again.
    pub network: Network,
}

/// See [`NetworkStep`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    /// Nothing listens.
    Cut,
    /// It listens again.
    Back,
}

/// `{"faults": […]}`; an empty list forgets all.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaultsStep {
    /// Rules, the first that takes a request decides.
    pub faults: Vec<RuleSpec>,
}

/// `{"restart": …}`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestartStep {
    /// How the driver ends.
    pub restart: Restart,
}

/// See [`RestartStep`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restart {
    /// Its input ends; it must exit with 0.
    InOrder,
    /// SIGKILL.
    Killed,
}

/// `{"sign": …}`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignStep {
    /// The user id whose hash is wanted.
    pub sign: String,
    /// Seconds a JWT is good for, which may have passed; a user hash when absent.
    pub jwt_lifetime: Option<i64>,
    /// The name it is saved under.
    #[serde(rename = "as")]
    pub name: String,
}

/// `{"operator": …}`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OperatorStep {
    /// Method and path; `{name}` stands for a saved value.
    pub operator: String,
    /// The body.
    pub body: Option<Value>,
    /// The status; any success when absent.
    pub status: Option<u16>,
    /// What the answer's body must match.
    pub expect: Option<Value>,
    /// Names for parts of the answer: name to JSON pointer.
    #[serde(default)]
    pub save: BTreeMap<String, String>,
}

/// `{"stored": …}`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoredStep {
    /// What must be there.
    pub stored: Stored,
}

/// The server's rows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stored {
    /// All events in order of arrival; each object matches one, none is left over.
    pub events: Option<Vec<Value>>,
    /// All contacts that were not merged into another, oldest first.
    pub contacts: Option<Vec<Value>>,
    /// All parts people wrote, oldest first.
    pub parts: Option<Vec<Value>>,
    /// All receipts, oldest first.
    pub receipts: Option<Vec<Value>>,
    /// All reactions to articles.
    pub reactions: Option<Vec<Value>>,
    /// All tickets, oldest first.
    pub tickets: Option<Vec<Value>>,
    /// All push bindings.
    pub push: Option<Vec<Value>>,
}

/// `{"requests": {line: count}}`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestsStep {
    /// How many requests with this method and path the server has seen: a number, or `[least, most]`.
    pub requests: BTreeMap<String, Value>,
}
