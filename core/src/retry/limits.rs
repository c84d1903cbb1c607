//! Every number of the retry policy, each with its reason. Nothing here is computed and nothing is read at
//! run time from elsewhere: changing the policy means changing a line of this file and a case of
//! `contract/vectors/retry.json`.

use std::time::Duration;

/// Ceiling of the first wait. A lost packet or a restarting server is over within half a second; shorter
/// would only repeat the request into the same trouble.
pub const FIRST_DELAY: Duration = Duration::from_millis(500);

/// Ceiling of every later wait. Five minutes is the longest a person accepts between "the network is back"
/// and "my message went out" when nothing else wakes the worker.
pub const MAX_DELAY: Duration = Duration::from_secs(300);

/// Each ceiling is twice the one before: ten failures lead from half a second to the longest wait.
pub const MULTIPLIER: f64 = 2.0;

/// How often a login is tried before its error is reported to the caller, the first try included.
pub const LOGIN_ATTEMPTS: u32 = 5;

/// Ceiling of the waits between login tries, and the longest `Retry-After` a waiting caller is kept for:
/// somebody looks at a spinner meanwhile.
pub const LOGIN_MAX_DELAY: Duration = Duration::from_secs(8);

/// Attempts that may follow each other at backoff speed before the budget limits the rate. Ten doublings
/// from half a second end at the longest wait, so the budget takes over where the backoff stops growing.
pub const BUDGET_TOKENS: u32 = 10;

/// One attempt comes back into the budget in this time: at most twelve requests per hour reach a server
/// that stays down, whatever the jitter draws.
pub const BUDGET_REFILL: Duration = Duration::from_secs(300);

/// Longest wait a server can impose. A day later the device asks again; a header of `1e12` seconds is a
/// mistake, not a wish.
pub const MAX_RETRY_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// Until an endpoint that answered with a redirect or an untrusted certificate is asked again. Both are what
/// a hotel network does until its page was clicked, so this must not be long.
pub const RECHECK_INTERCEPTED: Duration = Duration::from_secs(5 * 60);

/// Until an endpoint that does not know our paths is asked again: somebody has to change a configuration.
pub const RECHECK_MISCONFIGURED: Duration = Duration::from_secs(15 * 60);

/// Until the server is asked again after it refused this client or asked for another identity. A new
/// identity, hash, token or configuration ends the pause at once.
pub const RECHECK_REFUSED: Duration = Duration::from_secs(60 * 60);

/// Longest error code taken over from a server. Codes are identifiers; anything longer is not ours.
pub const MAX_CODE_LENGTH: usize = 64;

/// Ceiling of the first wait before a feed is opened again: somebody may be looking at the conversation.
pub const RECONNECT_FIRST: Duration = Duration::from_secs(1);

/// Ceiling of every later wait of the feed. Shorter than an upload's, because the feed is open only while the
/// app is in the foreground.
pub const RECONNECT_MAX: Duration = Duration::from_secs(60);
