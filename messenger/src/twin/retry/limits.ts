// Every number of the retry policy beside `config.ts`; the reasons are in `core/src/retry/limits.rs`. Milliseconds.

export const MAX_RETRY_AFTER = 24 * 3_600_000;
export const RECHECK_INTERCEPTED = 5 * 60_000;
export const RECHECK_MISCONFIGURED = 15 * 60_000;
export const RECHECK_REFUSED = 3_600_000;
export const RECONNECT_FIRST = 1_000;
export const RECONNECT_MAX = 60_000;
