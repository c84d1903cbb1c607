//! Codes that come from the server, or from the way to it.

use super::{Known, code, nobody};
use crate::diagnostics::Fault::{
    ApiKey, AppId, Call, Clock, Jwt, Network, Server, ServerAddress, Storage, User, UserHash, Workspace,
};

pub(super) const REACH: &[Known] = &[
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

pub(super) const IDENTITY: &[Known] = &[
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

pub(super) const CONTENT: &[Known] = &[
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

pub(super) const REFUSED: &[Known] = &[
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

pub(super) const PARTS: &[Known] = &[
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
