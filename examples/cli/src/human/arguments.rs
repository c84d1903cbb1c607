//! The words of the commands for people.

use clap::{Args, Subcommand};

use crate::arguments::Place;

#[derive(Debug, Subcommand)]
pub(crate) enum HumanCommand {
    /// Log in: as an identified user, or as an unidentified one when nothing is given
    Login {
        #[command(flatten)]
        who: Who,
        #[command(flatten)]
        place: Place,
    },
    /// Log out; what is unsent is still delivered as this user
    Logout {
        /// Log out even an unidentified user, whose history here is then lost to them
        #[arg(long)]
        force: bool,
        /// Remove what is unsent instead
        #[arg(long)]
        purge: bool,
        #[command(flatten)]
        place: Place,
    },
    /// Say who is logged in
    Whoami {
        #[command(flatten)]
        place: Place,
    },
    /// Log an event; it is stored at once and sent as soon as the server can be reached
    LogEvent {
        /// Its name
        name: String,
        /// Metadata; true, false, null and numbers are read as such, quotes make anything text
        #[arg(value_name = "KEY=VALUE")]
        metadata: Vec<String>,
        /// Metadata as one JSON object instead
        #[arg(long, value_name = "OBJECT", conflicts_with = "metadata")]
        json: Option<String>,
        #[command(flatten)]
        place: Place,
    },
    /// Change attributes of the user
    Update {
        /// The attributes: email, name, phone, language_override, signed_up_at,
        /// unsubscribed_from_emails, or the name of a custom attribute; null clears
        #[arg(value_name = "KEY=VALUE", required = true)]
        attributes: Vec<String>,
        #[command(flatten)]
        place: Place,
    },
    /// Show what is queued, why, and what the server refused
    Pending {
        #[command(flatten)]
        place: Place,
    },
    /// Send what is queued, now
    Flush {
        /// How long to wait for it
        #[arg(long, value_name = "MS", default_value_t = 10_000)]
        timeout_ms: u64,
        #[command(flatten)]
        place: Place,
    },
    /// Forget an operation that the server refused
    Dismiss {
        /// Its id, as `pending` shows it
        id: String,
        #[command(flatten)]
        place: Place,
    },
    /// Ask for a space of the messenger
    Present {
        /// home (when not given), help_center, messages, tickets or news
        space: Option<String>,
        #[command(flatten)]
        place: Place,
    },
    /// Ask whether a piece of content can be shown
    Content {
        /// article, carousel, survey, conversation, help_center_collections or news
        #[arg(value_name = "TYPE")]
        kind: String,
        /// Its id
        id: String,
        #[command(flatten)]
        place: Place,
    },
}

/// Who logs in.
#[derive(Debug, Args)]
pub(crate) struct Who {
    /// The app's own id of the user
    #[arg(long, value_name = "ID")]
    pub(super) user_id: Option<String>,
    /// The user's e-mail address
    #[arg(long, value_name = "ADDRESS")]
    pub(super) email: Option<String>,
    /// The user's name
    #[arg(long, value_name = "NAME")]
    pub(super) name: Option<String>,
}

impl HumanCommand {
    pub(super) fn place(&self) -> &Place {
        match self {
            Self::Login { place, .. }
            | Self::Logout { place, .. }
            | Self::Whoami { place }
            | Self::LogEvent { place, .. }
            | Self::Update { place, .. }
            | Self::Pending { place }
            | Self::Flush { place, .. }
            | Self::Dismiss { place, .. }
            | Self::Present { place, .. }
            | Self::Content { place, .. } => place,
        }
    }
}
