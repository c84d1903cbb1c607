//! Every stable code, once, with what to do about it.
//!
//! Guarantees: a code means one thing in every language and release; `docs/errors.md` is generated from this
//! list (`core/tests/errors.rs`), and the same test finds a code of the core or of the contract that is
//! missing here, and one here that nothing uses. Plain data, any thread.

mod device;
mod server;

use super::Fault;
use device::{BRIDGE, DEVICE, INPUT, SESSION};
use server::{CONTENT, IDENTITY, PARTS, REACH, REFUSED};

/// A code and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The code.
    pub code: &'static str,
    /// What to look at first; `None` for what is nobody's fault.
    pub fault: Option<Fault>,
    /// What to do, for developers.
    pub advice: &'static str,
}

/// Codes that are met in the same place.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// Its heading.
    pub title: &'static str,
    /// What they have in common.
    pub about: &'static str,
    /// The codes.
    pub codes: &'static [Known],
}

const fn code(code: &'static str, fault: Fault, advice: &'static str) -> Known {
    Known {
        code,
        fault: Some(fault),
        advice,
    }
}

const fn nobody(code: &'static str, advice: &'static str) -> Known {
    Known {
        code,
        fault: None,
        advice,
    }
}

/// The code, if it is one of ours.
#[must_use]
pub fn of(code: &str) -> Option<&'static Known> {
    GROUPS
        .iter()
        .flat_map(|group| group.codes)
        .find(|known| known.code == code)
}

/// All of them.
pub const GROUPS: &[Group] = &[
    Group {
        title: "The call breaks a rule",
        about: "Checked on the device; nothing was stored. The error names the field and the limit.",
        codes: INPUT,
    },
    Group {
        title: "Nobody, or somebody else, is logged in",
        about: "Told by the device's own state.",
        codes: SESSION,
    },
    Group {
        title: "The server was not reached, or asks for patience",
        about: "Nothing is lost: what was stored goes out when it can. The same words are in `waiting_for`.",
        codes: REACH,
    },
    Group {
        title: "The server refused who or what the app is",
        about: "Told at log-in and, when it happens later, by the listener; what was stored waits.",
        codes: IDENTITY,
    },
    Group {
        title: "Content that is not shown",
        about: "The error has a sentence for the end user.",
        codes: CONTENT,
    },
    Group {
        title: "The server refused an operation or a question",
        about: "Told by the call, or by the listener and `pending()` when it was queued.",
        codes: REFUSED,
    },
    Group {
        title: "Part of an operation",
        about: "The rest of it took effect.",
        codes: PARTS,
    },
    Group {
        title: "The device",
        about: "Storage and the client itself.",
        codes: DEVICE,
    },
    Group {
        title: "The bridge",
        about: "Answers to the messenger's own pages; an app never sees them.",
        codes: BRIDGE,
    },
];
