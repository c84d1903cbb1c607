//! What the child tells the parent, one line each.
//!
//! Guarantees: a line is written by one system call after the fact it speaks of (intents: before), and is
//! shorter than a pipe writes at once, so the parent sees it whole or not at all.

/// Stands in the place of a thread for messages to people: they are told one after the other.
pub(super) const MESSAGES: u64 = 9;

/// One thing the child says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The client is open; how long that took, in microseconds.
    Opened(u64),
    /// About to log in under this label; `None` for a lead.
    WillLogIn {
        /// Names the session from here on.
        label: String,
        /// Who.
        user: Option<String>,
        /// The label of the lead that is logged in at that moment.
        from: Option<String>,
    },
    /// About to log out the session with this label.
    WillLogOut {
        /// Which.
        label: String,
        /// What is unsent is to be removed.
        purge: bool,
    },
    /// An event was accepted.
    Event {
        /// Its session.
        label: String,
        /// The thread that told it.
        thread: u64,
        /// Its number, rising within the session and thread.
        number: u64,
        /// Its id.
        id: String,
    },
    /// An update was accepted, delivered or queued.
    Update {
        /// Its session.
        label: String,
        /// Its number.
        number: u64,
    },
    /// The listener heard that an operation was delivered.
    Delivered(String),
    /// The listener heard that an operation ended otherwise.
    Reported {
        /// Which.
        id: String,
        /// How.
        outcome: String,
    },
    /// A call ended in an error that must not happen.
    Defect(String),
    /// The script is over.
    Over,
}

impl Line {
    /// As one line, without its end.
    pub fn write(&self) -> String {
        match self {
            Self::Opened(micros) => format!("opened {micros}"),
            Self::WillLogIn { label, user, from } => {
                let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "-".to_owned());
                format!("login {label} {} {}", word(user), word(from))
            }
            Self::WillLogOut { label, purge } => format!("logout {label} {purge}"),
            Self::Event {
                label,
                thread,
                number,
                id,
            } => format!("event {label} {thread} {number} {id}"),
            Self::Update { label, number } => format!("update {label} {number}"),
            Self::Delivered(id) => format!("delivered {id}"),
            Self::Reported { id, outcome } => format!("reported {id} {outcome}"),
            Self::Defect(what) => format!("defect {what}"),
            Self::Over => "over".to_owned(),
        }
    }

    /// Reads a line; `None` for one that is not of this form.
    pub fn read(line: &str) -> Option<Self> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let mut parts = rest.split(' ');
        let given = |word: String| (word != "-").then_some(word);
        let mut next = || parts.next().filter(|part| !part.is_empty()).map(str::to_owned);
        Some(match word {
            "opened" => Self::Opened(next()?.parse().ok()?),
            "login" => Self::WillLogIn {
                label: next()?,
                user: given(next()?),
                from: given(next()?),
            },
            "logout" => Self::WillLogOut {
                label: next()?,
                purge: next()?.parse().ok()?,
            },
            "event" => Self::Event {
                label: next()?,
                thread: next()?.parse().ok()?,
                number: next()?.parse().ok()?,
                id: next()?,
            },
            "update" => Self::Update {
                label: next()?,
                number: next()?.parse().ok()?,
            },
            "delivered" => Self::Delivered(next()?),
            "reported" => Self::Reported {
                id: next()?,
                outcome: next()?,
            },
            "defect" => Self::Defect(rest.to_owned()),
            "over" => Self::Over,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_reads_back_as_it_was_written() {
        for line in [
            Line::Opened(812),
            Line::WillLogIn {
                label: "0.1.2".into(),
                user: Some("ada".into()),
                from: Some("0.1.1".into()),
            },
            Line::WillLogIn {
                label: "0.1.3".into(),
                user: None,
                from: None,
            },
            Line::WillLogOut {
                label: "0.1.2".into(),
                purge: true,
            },
            Line::Event {
                label: "0.1.2".into(),
                thread: 3,
                number: 17,
                id: "x".into(),
            },
            Line::Update {
                label: "0.1.2".into(),
                number: 4,
            },
            Line::Delivered("x".into()),
            Line::Reported {
                id: "x".into(),
                outcome: "Expired".into(),
            },
            Line::Defect("log_event: internal".into()),
            Line::Over,
        ] {
            assert_eq!(Line::read(&line.write()), Some(line));
        }
        assert_eq!(
            Line::read("event 0.1.2 3"),
            None,
            "a line that was cut is no line"
        );
    }
}
