// What the policy judges by: the facts about a request and what came back for it. Plain values, filled in by
// `transport.ts`, read by `classify.ts` alone.

/** What the request was for; see `core/src/retry/answer.rs`. */
export type Purpose = "login" | "upload" | "item" | "lookup" | "close" | "stream";

/** The facts that an answer is judged by. */
export interface Request {
  purpose: Purpose;
  /** How many stored items it carried. */
  items: number;
  /** Its session was created anew because of a 401 to this very request. */
  freshSession: boolean;
}

/** Why no usable answer arrived. */
export type TransportFailure =
  | "connect"
  | "timeout"
  | "reset"
  | "tls"
  | "tls_not_valid_now"
  | "redirect"
  | "body_too_large"
  | "decode";

/** One answer, before anyone judged it. */
export interface Reply {
  status: number;
  contentType: string | undefined;
  retryAfter: string | undefined;
  date: string | undefined;
  etag: string | undefined;
  /** Every answer of a Frontdesk server has an id; a proxy's has none. */
  hasRequestId: boolean;
  text: string;
}

/** What the body turned out to be. */
export type Body = "valid" | "envelope" | "other_json" | "html" | "empty" | "truncated" | "other";

/** Why sending stands still. */
export type PauseReason = "auth_required" | "forbidden" | "misconfigured_endpoint" | "tls_untrusted" | "tls_not_valid_now";

/** What to do next; no action deletes. */
export type Action =
  | { do: "ack" }
  | { do: "retry"; after?: number }
  | { do: "refresh_session" }
  | { do: "pause"; reason: PauseReason; recheck: number }
  | { do: "split"; by: "items" | "bytes" }
  | { do: "quarantine"; code: string }
  | { do: "refuse"; code: string };

/** What to do with one item of a batch. */
export type ItemAction = { do: "ack" } | { do: "retry" } | { do: "quarantine"; code: string };
