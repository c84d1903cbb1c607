// The errors an app can see.
//
// Guarantees: every call of the twin that fails rejects with one `FrontdeskError`; its `code` is the core's own and
// never changes; no message holds a token, a hash, an e-mail address or a body. Made in every room of the twin.

/** What the caller should do about it: the core's variants, in its words. */
export type ErrorKind =
  | "invalid_input"
  | "not_logged_in"
  | "session_conflict"
  | "unreachable"
  | "refused"
  | "content_unavailable"
  | "storage"
  | "shut_down"
  | "internal";

/** What an error says beside its kind and code. Times in milliseconds. */
export interface ErrorDetails {
  field?: string;
  limit?: number;
  retryAfterMs?: number;
  status?: string;
  userMessage?: string;
}

/** What went wrong. Since 0.1. */
export class FrontdeskError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly field: string | undefined;
  readonly limit: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly status: string | undefined;
  readonly userMessage: string | undefined;

  constructor(kind: ErrorKind, code: string, advice: string, details: ErrorDetails = {}) {
    super(details.field ? `${details.field}: ${advice}` : advice);
    this.name = "FrontdeskError";
    this.kind = kind;
    this.code = code;
    this.field = details.field;
    this.limit = details.limit;
    this.retryAfterMs = details.retryAfterMs;
    this.status = details.status;
    this.userMessage = details.userMessage;
  }

  /** Whether the same call may succeed later without the app changing anything. */
  get temporary(): boolean {
    return this.kind === "unreachable" || this.code === "storage_full" || this.code === "queue_full";
  }
}

/** Input that breaks a rule: `field` is its path in the wire's spelling. */
export const invalid = (code: string, field: string, advice: string, limit?: number): FrontdeskError =>
  new FrontdeskError("invalid_input", code, advice, { field, limit });

/** Nobody is logged in. */
export const notLoggedIn = (): FrontdeskError =>
  new FrontdeskError("not_logged_in", "not_logged_in", "no user is logged in: call a login function first");

/** The session forbids the call: `logout_required`, `unidentified_logout`, `superseded`. */
export const conflict = (code: string): FrontdeskError =>
  code === "not_logged_in"
    ? notLoggedIn()
    : new FrontdeskError("session_conflict", code, `the session forbids this call (${code})`);

/** The server could not be reached or could not answer. */
export const unreachable = (code: string, retryAfterMs?: number): FrontdeskError =>
  new FrontdeskError("unreachable", code, `the server could not be reached (${code}); what was told is kept`, {
    retryAfterMs,
  });

/** The server understood and said no. */
export const refused = (code: string, field?: string): FrontdeskError =>
  new FrontdeskError("refused", code, `the server refused the call (${code})`, { field });

/** The browser cannot store now. */
export const storage = (code: string, limit?: number): FrontdeskError =>
  new FrontdeskError("storage", code, `the browser could not store the operation (${code})`, { limit });

/** The client was shut down. */
export const shutDown = (): FrontdeskError => new FrontdeskError("shut_down", "shut_down", "the client was shut down");

/** A defect of the twin. */
export const internal = (room: string): FrontdeskError =>
  new FrontdeskError("internal", "internal", `an internal error in ${room}`);

/** Any failure as one of ours. */
export const asError = (error: unknown, room: string): FrontdeskError =>
  error instanceof FrontdeskError ? error : internal(room);
