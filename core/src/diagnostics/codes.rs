//! Every stable code, once, with what to do about it.
//!
//! Guarantees: a code means one thing in every language and release; `docs/errors.md` is generated from this
//! list (`core/tests/errors.rs`), and the same test finds a code of the core or of the contract that is
//! missing here, and one here that nothing uses. Plain data, any thread.

use super::Fault;
use Fault::{
    ApiKey, AppId, Call, Clock, Jwt, Network, Server, ServerAddress, Storage, User, UserHash, Workspace,
};

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
];

const INPUT: &[Known] = &[
    code("missing", Call, "Give the field that is named."),
    code(
        "wrong_type",
        Call,
        "Give the named field in the type that the message says.",
    ),
    code(
        "empty",
        Call,
        "Give the named field something visible, or leave it out.",
    ),
    code(
        "invalid_text",
        Call,
        "Remove U+0000 and half surrogate pairs, in names every control character.",
    ),
    code(
        "too_long",
        Call,
        "Shorten the named field; nothing is cut silently.",
    ),
    code(
        "invalid_email",
        Call,
        "Give one address with something on both sides of its @.",
    ),
    code("invalid_name", Call, "Use attribute names without `.` and `$`."),
    code(
        "nested_attribute",
        Call,
        "Give custom attributes plain values, no lists or objects.",
    ),
    code(
        "conflicting_keys",
        Call,
        "Give one spelling of the key, or the same value in both.",
    ),
    code("too_many_attributes", Call, "Split the update."),
    code("too_many_companies", Call, "Split the update."),
    code("attributes_too_large", Call, "Split the update."),
    code(
        "out_of_range",
        Call,
        "Times are unix seconds; amounts end at 2^31 - 1; see the limit.",
    ),
    code("not_finite", Call, "Give a number, not infinity."),
    code(
        "number_out_of_range",
        Call,
        "Give the number as text: it would not survive unchanged.",
    ),
    code("metadata_too_large", Call, "Shorten the event's metadata."),
    code("too_many_keys", Call, "Use fewer keys."),
    code("too_deep", Call, "Nest less deeply."),
    code("invalid_json", Call, "Hand over JSON."),
    code("duplicate_key", Call, "Give each key once."),
    code("json_too_large", Call, "Hand over less at once."),
    code(
        "unknown_space",
        Call,
        "Use one of the spaces that the message lists.",
    ),
    code(
        "unknown_content_type",
        Call,
        "Use one of the types that the message lists.",
    ),
    code("too_many_ids", Call, "Name fewer collections."),
    code("invalid_id", Call, "Use the id that the call returned."),
    code(
        "too_many_tokens",
        Call,
        "Keep fewer tokens of your own services; the limit is given.",
    ),
    code(
        "too_many_attachments",
        Call,
        "Send at most ten files with a message.",
    ),
    code(
        "unexpected",
        Call,
        "Leave out what the message names: it belongs to another call.",
    ),
    code(
        "too_many_answers",
        Call,
        "Give each question of the survey one answer; the limit is given.",
    ),
    code(
        "too_many_choices",
        Call,
        "Give each choice once; the limit is given.",
    ),
    code(
        "attachment_too_large",
        Call,
        "Attach a smaller file, or raise `Limits::attachment_bytes` together with the server's limit.",
    ),
    code(
        "missing_identity",
        Call,
        "Give a user_id, an email or both, or log in an unidentified user.",
    ),
    code(
        "invalid_language",
        Call,
        "Use a language tag such as `de` or `pt-BR`.",
    ),
    code(
        "malformed_url",
        ServerAddress,
        "Use `https://host` or `https://host:port`, without user name, query and fragment.",
    ),
    code(
        "malformed_certificate",
        ServerAddress,
        "Hand over the certificate of the server's authority as PEM or DER.",
    ),
];

const SESSION: &[Known] = &[
    code("not_logged_in", Call, "Log a user in first."),
    code(
        "logout_required",
        Call,
        "Log the present user out before another one logs in.",
    ),
    code(
        "unidentified_logout",
        Call,
        "Let the visitor log in instead, or force the log-out: their history would be orphaned.",
    ),
    code(
        "superseded",
        Call,
        "Nothing: the user logged out while the call was under way.",
    ),
];

const REACH: &[Known] = &[
    code(
        "network_unavailable",
        Network,
        "Nothing: it is tried again. If it stays, check that the device reaches the server's address.",
    ),
    code(
        "server_unavailable",
        Server,
        "Nothing: it is tried again. If it stays, look at the server.",
    ),
    code(
        "rate_limited",
        Call,
        "Nothing: it is sent later. If it stays, call less often.",
    ),
    code(
        "misconfigured_endpoint",
        ServerAddress,
        "Check the server's address: something answered there that is no Frontdesk server, or sent the device \
         elsewhere. A hotel's log-in page does that, too.",
    ),
    code(
        "tls_untrusted",
        ServerAddress,
        "Check the address and the server's certificate: the device does not trust it. A server of one's own \
         authority needs `extra_root_certificates`.",
    ),
    code(
        "tls_not_valid_now",
        Clock,
        "Check date and time of the device: by its clock the server's certificate is not valid. If they are \
         right, the certificate has run out and must be renewed.",
    ),
    nobody("request_timeout", "Nothing: it is tried again."),
    code(
        "rate_limit_exceeded",
        Call,
        "Nothing: it is sent when the server said. Call less often.",
    ),
    code(
        "server_error",
        Server,
        "Nothing: it is tried again. If it stays, look at the server's log.",
    ),
    code("service_unavailable", Server, "Nothing: it is tried again."),
];

const IDENTITY: &[Known] = &[
    code(
        "app_unknown",
        AppId,
        "Check the app id, and that the address is the server of that workspace.",
    ),
    code(
        "app_disabled",
        Workspace,
        "The workspace is switched off; its operator can switch it on.",
    ),
    code(
        "api_key_invalid",
        ApiKey,
        "Use the key of this workspace and this platform, as its settings show it.",
    ),
    code(
        "api_key_disabled",
        ApiKey,
        "The key was switched off; use another one or have it switched on.",
    ),
    code(
        "identity_verification_required",
        UserHash,
        "The workspace verifies identities: set a user hash or a JWT, made on your own server.",
    ),
    code(
        "identity_verification_failed",
        UserHash,
        "Check how your server makes it: HMAC-SHA256 in hex of the user_id (or of the email when there is no \
         user_id), or a JWT (HS256) for the same user_id, with the secret of this platform.",
    ),
    code(
        "jwt_expired",
        Jwt,
        "Set a fresh JWT, or give the client a token-refresh callback.",
    ),
    code(
        "auth_required",
        User,
        "The session was refused twice: log in again with a fresh user hash or JWT.",
    ),
    code(
        "forbidden",
        Workspace,
        "The workspace refuses this app, key or user; ask its operator.",
    ),
    code("contact_blocked", User, "The operator blocked this user."),
    code(
        "identity_conflict",
        User,
        "This user_id or email belongs to somebody else: log out before another user logs in.",
    ),
    code(
        "conflict",
        User,
        "Several users have this email: log in with the user_id.",
    ),
    code("erased", User, "The operator erased this user; log out."),
    code(
        "device_secret_mismatch",
        Storage,
        "The data folder is a copy from another device or an old backup; log out and in again.",
    ),
    code(
        "login_refused",
        User,
        "The log-in that this was said for was refused; see its own error.",
    ),
    nobody(
        "session_expired",
        "Nothing: a new session is made. For operations of a user who logged out: they are lost.",
    ),
    nobody(
        "unauthorized",
        "A defect of the SDK: please report it with `diagnostics()`.",
    ),
];

const CONTENT: &[Known] = &[
    code(
        "content_not_live",
        Workspace,
        "Publish it; the error's status says whether it is a draft, paused or archived.",
    ),
    code(
        "content_not_targeted",
        Workspace,
        "Widen its audience, or show it to others.",
    ),
    code(
        "not_found",
        Call,
        "Check the id, and that it belongs to this workspace and user.",
    ),
];

const REFUSED: &[Known] = &[
    code("parameter_invalid", Call, "Correct the field that is named."),
    code("parameter_missing", Call, "Give the field that is named."),
    code(
        "id_reused",
        Call,
        "Nothing to retry: the id was used for something else. Do not copy data folders.",
    ),
    nobody("resync_required", "Nothing: the device reads everything anew."),
    nobody(
        "conversation_merged",
        "Nothing: the device goes on in the conversation it was merged into.",
    ),
    code("body_too_large", Call, "Say less at once."),
    nobody("batch_too_large", "Nothing: it is sent in halves."),
    code(
        "upload_too_large",
        Call,
        "Attach a smaller file; the limit is given.",
    ),
    code(
        "upload_unknown",
        Call,
        "Attach the file again: the server does not have it.",
    ),
    code(
        "upload_type_not_allowed",
        Call,
        "Attach an image, a document, sound or video of an allowed type.",
    ),
    code(
        "reply_not_allowed",
        Workspace,
        "Start a new conversation: this one takes no replies.",
    ),
    nobody(
        "unsupported_encoding",
        "A defect of the SDK, or a proxy changes requests: please report it.",
    ),
    nobody(
        "unsupported_media_type",
        "A defect of the SDK, or a proxy changes requests: please report it.",
    ),
];

const PARTS: &[Known] = &[
    code(
        "attribute_not_found",
        Workspace,
        "Define the attribute in the workspace first.",
    ),
    code(
        "attribute_not_writable",
        Workspace,
        "Allow the messenger to write the attribute, or set it from your server.",
    ),
    code(
        "attribute_signed",
        Jwt,
        "The JWT says it already; change it there.",
    ),
    code(
        "event_limit_reached",
        Workspace,
        "The workspace has as many event names as it may have; archive some.",
    ),
    code(
        "too_old",
        Clock,
        "Nothing to retry: it is older than the server takes, or the device's clock was wrong.",
    ),
    code(
        "metadata_keys_dropped",
        Call,
        "Send at most ten keys: the server keeps the first ten.",
    ),
];

const DEVICE: &[Known] = &[
    code(
        "storage_full",
        Storage,
        "Free space on the device; nothing earlier is lost.",
    ),
    code(
        "storage_unavailable",
        Storage,
        "Check that the data folder exists and may be written; try again.",
    ),
    code(
        "queue_full",
        Network,
        "The server was not reached for too long; the operation was not stored. Raise `max_operations` or wait.",
    ),
    code(
        "storage_newer_schema",
        Storage,
        "A newer version of the app wrote this data; install that version again.",
    ),
    code(
        "already_open",
        Call,
        "Use one open client per folder and workspace; clone it.",
    ),
    code("shut_down", Call, "Open a new client."),
    nobody(
        "internal",
        "A defect of the SDK: please report it with `diagnostics()`.",
    ),
];
