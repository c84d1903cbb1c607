//! The command line.
//!
//! Every option is explained here and nowhere else; `--help` prints it. Read once by `main`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use frontdesk_core::{Durability, Limits};

use crate::human::HumanCommand;
use crate::measure::Measure;

const EXAMPLES: &str = "\
Examples:
  Every command needs a server and a folder; put them into the environment once
  (`frontdesk-server dev` prints the values):
    export FRONTDESK_SERVER=http://127.0.0.1:8080 FRONTDESK_APP_ID=dev1234
    export FRONTDESK_API_KEY=android_sdk-... FRONTDESK_DATA=./desk-data

  frontdesk login --user-id 42 --email ada@example.com
  frontdesk log-event order-item order_number=3434 price=19.99
  frontdesk update name='Ada Lovelace' plan=pro
  frontdesk pending
  source <(frontdesk completions bash)

Exit codes: 0 it worked, 1 it did not (the reason is printed), 2 wrong usage.";

/// The Frontdesk messenger from a terminal: log in, log events, see what is queued.
#[derive(Debug, Parser)]
#[command(name = "frontdesk", version, max_term_width = 80, after_help = EXAMPLES)]
pub(crate) struct Program {
    /// Show the SDK's log on standard error; twice for all of it
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(flatten)]
    Human(HumanCommand),
    /// Take calls as JSON lines on standard input and answer them on standard output
    Drive(DriveArguments),
    /// Measure the durable queue; one JSON line out
    #[command(subcommand)]
    Measure(Measure),
    /// Print the completion script of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Which workspace, and where the queue lives.
#[derive(Debug, Clone, Args)]
pub(crate) struct Place {
    /// The server, for example http://127.0.0.1:8080
    #[arg(long, value_name = "URL", env = "FRONTDESK_SERVER")]
    pub(crate) server: String,
    /// The workspace
    #[arg(long, value_name = "ID", env = "FRONTDESK_APP_ID")]
    pub(crate) app_id: String,
    /// A publishable key of the workspace
    #[arg(long, value_name = "KEY", env = "FRONTDESK_API_KEY", hide_env_values = true)]
    pub(crate) api_key: String,
    /// The folder of queue and session; made when missing
    #[arg(long, value_name = "DIR", env = "FRONTDESK_DATA")]
    pub(crate) data: PathBuf,
}

const PROTOCOL: &str = "\
A call is one line: {\"id\":1,\"call\":\"log_event\",\"args\":{...},\"wait\":true}
Its answer is one line: {\"id\":1,\"ok\":...} or
{\"id\":1,\"error\":{\"code\",\"message\",\"field\",...}}. Events come as {\"event\":...} lines.
A call that waits for the network has begun before the next line is read; the
others run side by side. With \"wait\":true the next line is read after the answer.

Calls and their arguments:
  login_unidentified_user
  login_user_with_user_attributes, update_user
      user_id, email, name, phone, language_override, signed_up_at,
      unsubscribed_from_emails, custom_attributes, companies
  logout                     force?, unsent? (\"deliver\" or \"purge\")
  log_event                  name, metadata?
  present, hide, messenger_state
  present_space              space
  present_content            type, id | ids
  present_message_composer   text?
  bridge_request             message (an object of bridge.schema.json)
  set_launcher_visibility, set_in_app_message_visibility     visible
  set_bottom_padding         pixels
  suppress_proactive_content kinds (list of \"survey\", \"carousel\")
  set_theme_mode             mode (\"light\", \"dark\" or \"system\")
  set_language_override      tag?
  list_conversations         limit?, cursor?
  cached_conversations       limit?
  conversation, cached_conversation      id, before?
  start_conversation         body
  start_conversation_with    body?, attachments?
  reply                      conversation_id, body?, attachments?
      an attachment: name, content_type, and text or base64
  quick_reply                conversation_id, quick_reply_id
  mark_conversation_read, send_typing, draft     id
  set_draft                  id, text
  fetch_help_center_collections, ticket_types
  fetch_help_center_collection, article, ticket  id
  search_help_center         term
  react_to_article           id, reaction (\"happy\", \"neutral\" or \"sad\")
  content                    type, id
  live_content               kind, id
  send_receipt               kind, id, event, answers?
  list_tickets               limit?, cursor?
  create_ticket              type_id, attributes?
  list_news                  cursor?
  set_user_hash              hash
  set_user_jwt               jwt
  set_auth_tokens            tokens (object of texts)
  auth_token                 name
  is_user_logged_in, session_state, fetch_logged_in_user_attributes
  update_quota, pending, diagnostics
  dismiss, retry_operation   id
  flush                      timeout_ms? (default 10000)
  set_foreground             foreground
  network_changed            available
  unread_conversation_count, fetch_unread_conversation_count
  set_push_token             provider (\"apns\", \"fcm\", \"webpush\"), token,
                             sandbox?
  clear_push_token
  handle_push                (the payload itself)
  listen                     (events are written from the start anyway)
  shutdown";

#[derive(Debug, Args)]
#[command(after_help = PROTOCOL)]
pub(crate) struct DriveArguments {
    #[command(flatten)]
    pub(crate) place: Place,
    /// What an accepted event survives
    #[arg(long, value_enum, default_value_t = DurabilityName::Process)]
    pub(crate) durability: DurabilityName,
    /// Wait 20 to 200 ms between attempts, without the retry budget
    #[arg(long)]
    pub(crate) fast_retry: bool,
    /// The platform named to the server
    #[arg(long, value_name = "NAME", default_value = "rust")]
    pub(crate) platform: String,
    /// How long to wait for more events before sending the first
    #[arg(long, value_name = "MS")]
    linger_ms: Option<u64>,
    /// How long update_user waits for the server before it answers "queued"
    #[arg(long, value_name = "MS")]
    delivery_wait_ms: Option<u64>,
    /// Total time of one request
    #[arg(long, value_name = "MS")]
    request_timeout_ms: Option<u64>,
    /// Operations kept before one more is refused
    #[arg(long, value_name = "N")]
    max_operations: Option<u64>,
}

impl DriveArguments {
    /// The core's limits with what was given here.
    pub(crate) fn limits(&self) -> Limits {
        let normal = Limits::default();
        let or = |ms: Option<u64>, normal| ms.map_or(normal, Duration::from_millis);
        Limits {
            linger: or(self.linger_ms, normal.linger),
            delivery_wait: or(self.delivery_wait_ms, normal.delivery_wait),
            request_timeout: or(self.request_timeout_ms, normal.request_timeout),
            max_operations: self.max_operations.unwrap_or(normal.max_operations),
            ..normal
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DurabilityName {
    /// A killed process
    Process,
    /// A power cut too
    Power,
}

impl DurabilityName {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Process => "process",
            Self::Power => "power",
        }
    }
}

impl From<DurabilityName> for Durability {
    fn from(name: DurabilityName) -> Self {
        match name {
            DurabilityName::Process => Self::Process,
            DurabilityName::Power => Self::Power,
        }
    }
}
