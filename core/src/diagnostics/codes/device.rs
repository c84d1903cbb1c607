//! Codes that the device gives by itself.

use super::{Known, code, nobody};
use crate::diagnostics::Fault::{Call, Network, ServerAddress, Storage};

pub(super) const INPUT: &[Known] = &[
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
    code(
        "invalid_url",
        Call,
        "Give a picture by its https address, percent-encoded and without a user.",
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
        "feature_left_out",
        Call,
        "Build the library with the feature that the field names, or do without the call.",
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

pub(super) const SESSION: &[Known] = &[
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

pub(super) const DEVICE: &[Known] = &[
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

pub(super) const BRIDGE: &[Known] = &[
    code(
        "invalid_request",
        Call,
        "Send what `contract/bridge.schema.json` says; the field is named where it can be.",
    ),
    code(
        "unknown_request",
        Call,
        "Use a type that `contract/bridge.schema.json` lists.",
    ),
    code(
        "message_too_large",
        Call,
        "Send less at once; files travel in pieces.",
    ),
    code(
        "repeated_request",
        Call,
        "Give every request an id of its own, also after the page was loaded anew.",
    ),
    code(
        "too_many_requests",
        Call,
        "Ask less often: 50 requests a second, 100 at once.",
    ),
    code(
        "link_not_allowed",
        Call,
        "Only https, http, mailto and tel are opened.",
    ),
    code("link_not_opened", Call, "The app has nothing that opens links."),
    code("too_many_uploads", Call, "Send or drop the files in hand first."),
    code("wrong_offset", Call, "Go on where the last piece ended."),
    code(
        "already_identified",
        Call,
        "An identified user's address comes from the app.",
    ),
];
