// The status policy: one answer in, one action out. No other code looks at a status.
//
// Guarantees: only a complete, valid body of the promised kind acknowledges anything; what a proxy, a captive portal or
// a broken server says never costs data: such answers repeat or pause; only the server's own refusal of one single item
// sets that item aside. The same table as the core's, case by case in `contract/vectors/retry.json`.

import type { Action, Body, ItemAction, PauseReason, Purpose, Reply, Request, TransportFailure } from "./answer";
import { MAX_RETRY_AFTER, RECHECK_INTERCEPTED, RECHECK_MISCONFIGURED, RECHECK_REFUSED } from "./limits";

/** A response as the policy sees it. */
export interface Heard {
  status: number;
  contentType: string | undefined;
  body: Body;
  /** The server's code, with an envelope. */
  code?: string;
  retryAfter?: number;
}

/** Decides what an answer means for the request it belongs to. */
export function classify(request: Request, answer: Heard | TransportFailure): Action {
  if (typeof answer === "string") return afterFailure(answer);
  const { status } = answer;
  const retry: Action = { do: "retry", after: answer.retryAfter };
  if (status >= 200 && status < 300) {
    // The only answer without a body that is whole: a closed session has nothing to say.
    const closed = request.purpose === "close" && answer.body === "empty";
    const promised = request.purpose === "stream" ? isEventStream(answer.contentType) : isJson(answer.contentType);
    return closed || (promised && answer.body === "valid") ? { do: "ack" } : retry;
  }
  if (status >= 300 && status < 400) return pause("misconfigured_endpoint", RECHECK_INTERCEPTED, answer);
  // Asking for patience is never a verdict on what was sent, whoever says it.
  if (status < 400 || status >= 500 || [408, 421, 425, 429, 511].includes(status)) return retry;
  return afterRefusal(request, answer, retry);
}

function afterFailure(failure: TransportFailure): Action {
  const reason: PauseReason | undefined =
    failure === "redirect"
      ? "misconfigured_endpoint"
      : failure === "tls"
        ? "tls_untrusted"
        : failure === "tls_not_valid_now"
          ? failure
          : undefined;
  return reason ? { do: "pause", reason, recheck: RECHECK_INTERCEPTED } : { do: "retry" };
}

function afterRefusal(request: Request, heard: Heard, retry: Action): Action {
  const { status, body } = heard;
  const { purpose, items } = request;
  const code = body === "envelope" ? heard.code : undefined;
  const named = cleanCode(code) ?? `http_${status}`;
  const misconfigured = (): Action => pause("misconfigured_endpoint", RECHECK_MISCONFIGURED, heard);
  const html = body === "html";
  const gone = status === 404 || status === 405 || status === 410;
  const blocked = status === 403 && ["app_disabled", "api_key_disabled", "contact_blocked"].includes(code ?? "");
  const hasSession = purpose !== "login" && purpose !== "close";

  if (status === 401 && hasSession) return unauthorized(request, heard, code, retry);
  if (purpose === "upload") {
    if (status === 403) return html ? retry : pause("forbidden", RECHECK_REFUSED, heard);
    if ([400, 409, 422].includes(status)) {
      // A page is a web server's complaint about the connection, not a verdict on any item.
      if (html) return retry;
      return items > 1 ? { do: "split", by: "items" } : { do: "quarantine", code: named };
    }
    if (status === 413) {
      if (items > 1) return { do: "split", by: code === "batch_too_large" ? "items" : "bytes" };
      return { do: "quarantine", code: named };
    }
    return misconfigured();
  }
  if (blocked && hasSession) return pause("forbidden", RECHECK_REFUSED, heard);
  if (purpose === "item") {
    // Too large stays too large, whoever says it: a proxy's limit must not hold up everything behind one file.
    if (code !== undefined || status === 413) return { do: "quarantine", code: named };
    return gone && !html ? misconfigured() : retry;
  }
  // A session the server does not know is as closed as one it just closed.
  if (purpose === "close" && status === 401 && code !== undefined) return { do: "ack" };
  if (code !== undefined) return { do: "refuse", code: named };
  return gone ? misconfigured() : retry;
}

/** The session is over, unless the identity itself is refused or a brand-new session got the same answer. */
function unauthorized(request: Request, heard: Heard, code: string | undefined, retry: Action): Action {
  if (heard.body === "html") return retry;
  const identity = ["identity_verification_required", "identity_verification_failed", "jwt_expired"].includes(code ?? "");
  return identity || request.freshSession ? pause("auth_required", RECHECK_REFUSED, heard) : { do: "refresh_session" };
}

function pause(reason: PauseReason, recheck: number, heard: Heard): Action {
  return { do: "pause", reason, recheck: Math.max(recheck, heard.retryAfter ?? 0) };
}

/** A code that is safe to store, show and log; anything else did not come from a Frontdesk server. */
export function cleanCode(code: string | null | undefined): string | undefined {
  return code != null && /^[a-z0-9_]{1,64}$/.test(code) ? code : undefined;
}

/** The server's word on one item of a batch. */
export interface ItemResult {
  status: string;
  code?: string | null;
  retryable?: boolean;
}

/** Decides about one item; an item is only let go when the server named its id and said what became of it. */
export function classifyItem(result: ItemResult | undefined): ItemAction {
  if (result?.status === "accepted" || result?.status === "duplicate") return { do: "ack" };
  if (result?.status === "rejected" && !result.retryable) {
    return { do: "quarantine", code: cleanCode(result.code) ?? "rejected" };
  }
  return { do: "retry" };
}

const media = (contentType: string | undefined): string => (contentType ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

/** `application/json` or anything that ends in `+json`. */
export const isJson = (contentType: string | undefined): boolean => /^(application\/json|.*\/.*\+json)$/.test(media(contentType));

/** Whether a content type announces server-sent events. */
export const isEventStream = (contentType: string | undefined): boolean => media(contentType) === "text/event-stream";

/** Names a body that is not the promised one. */
export function describe(contentType: string | undefined, text: string): { body: Body; code?: string } {
  const trimmed = text.replace(/^[ \t\r\n\f]+|[ \t\r\n\f]+$/g, "");
  if (!trimmed) return { body: "empty" };
  if (/^(text\/html|application\/xhtml\+xml)$/.test(media(contentType)) || trimmed.startsWith("<")) return { body: "html" };
  try {
    const value = JSON.parse(trimmed) as { type?: unknown; errors?: { code?: unknown }[] } | null;
    const code = value?.type === "error.list" && Array.isArray(value.errors) ? value.errors[0]?.code : undefined;
    return typeof code === "string" ? { body: "envelope", code } : { body: "other_json" };
  } catch {
    return { body: stopsInTheMiddle(trimmed) ? "truncated" : "other" };
  }
}

/** Whether a text that is no JSON would be one if it went on: every error message says it in its own words. */
function stopsInTheMiddle(text: string): boolean {
  const open: string[] = [];
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const one = text.charAt(at);
    if (inText) {
      if (one === "\\") at += 1;
      else inText = one !== '"';
    } else if (one === '"') inText = true;
    else if (one === "{" || one === "[") open.push(one);
    else if ((one === "}" || one === "]") && open.pop() !== (one === "}" ? "{" : "[")) return false;
  }
  return (open.length > 0 || inText) && /^["{[]/.test(text);
}

/** The wait that a `Retry-After` asks for at `now`; `undefined` when it asks for nothing understandable. */
export function retryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.replace(/^[ \t]+|[ \t]+$/g, "") ?? "";
  if (/^[0-9]+$/.test(text)) return Math.min(Number(text) * 1000, MAX_RETRY_AFTER);
  const until = httpDate(text);
  return until === undefined ? undefined : Math.min(Math.max(until - now, 0), MAX_RETRY_AFTER);
}

const MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
const FORMS = [
  // Sun, 06 Nov 1994 08:49:37 GMT · Sunday, 06-Nov-94 08:49:37 GMT · Sun Nov  6 08:49:37 1994
  /^(\w{3}), (?<d>\d\d) (?<m>\w{3}) (?<y>\d{4}) (?<t>\d\d:\d\d:\d\d) GMT$/,
  /^(\w{3})\w*day, (?<d>\d\d)-(?<m>\w{3})-(?<y>\d\d) (?<t>\d\d:\d\d:\d\d) GMT$/,
  /^(\w{3}) (?<m>\w{3}) (?<d>[ \d]\d) (?<t>\d\d:\d\d:\d\d) (?<y>\d{4})$/,
];

/** An HTTP date in one of its three forms, as Unix milliseconds; the day of the week must be right. */
export function httpDate(text: string): number | undefined {
  for (const form of FORMS) {
    const found = form.exec(text);
    const { d, m, y, t } = found?.groups ?? {};
    if (!found || !d || !m || !y || !t) continue;
    const month = MONTHS.indexOf(m) / 3;
    const year = y.length === 2 ? Number(y) + (Number(y) < 70 ? 2000 : 1900) : Number(y);
    const [hour = 0, minute = 0, second = 0] = t.split(":").map(Number);
    const at = new Date(Date.UTC(year, month, Number(d), hour, minute, second));
    const right = at.getUTCDate() === Number(d) && at.getUTCMonth() === month && hour < 24 && minute < 60 && second < 61;
    const day = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][at.getUTCDay()];
    return right && day === found[1] ? at.getTime() : undefined;
  }
  return undefined;
}

/** What the first error of an envelope says beside its code. */
export interface Details {
  field?: string;
  status?: string;
  mergedInto?: string;
}

/** An answer with what to do about it. */
export interface Judged<T> {
  action: Action;
  value: T | undefined;
  /** The code for the app while this repeats. */
  code: string;
  details: Details;
  etag: string | undefined;
  notModified: boolean;
  /** The server's clock, Unix milliseconds. */
  serverTime: number | undefined;
}

/** Judges an answer; `read` finds the promised shape in the JSON of a success, or says that it is not there. */
export function judge<T>(
  request: Request,
  answer: Reply | TransportFailure,
  now: number,
  read: (json: unknown) => T | undefined,
): Judged<T> {
  const nothing = { value: undefined, details: {}, etag: undefined, notModified: false, serverTime: undefined };
  if (typeof answer === "string") {
    const action = classify(request, answer);
    return { ...nothing, action, code: action.do === "pause" ? action.reason : "network_unavailable" };
  }
  const { status, contentType, text } = answer;
  const serverTime = httpDate(answer.date ?? "");
  // Done, with nothing to say; only believed when a Frontdesk server says so.
  const done = status === 204 && answer.hasRequestId && text === "";
  let value: T | undefined;
  if (status >= 200 && status < 300) {
    try {
      value = read(done ? null : JSON.parse(text));
    } catch {
      value = undefined;
    }
  }
  const heard: Heard = {
    status,
    contentType: done ? "application/json" : contentType,
    ...(value === undefined ? describe(contentType, text) : { body: "valid" }),
    // A date is measured against the clock that wrote it, when the answer carries one.
    retryAfter: retryAfter(answer.retryAfter, serverTime ?? now),
  };
  return {
    action: classify(request, heard),
    value,
    code: status === 429 ? "rate_limited" : "server_unavailable",
    details: detailsOf(text),
    etag: answer.etag && answer.etag.length <= 255 ? answer.etag : undefined,
    notModified: status === 304,
    serverTime,
  };
}

function detailsOf(text: string): Details {
  try {
    const first = (JSON.parse(text) as { errors: Record<string, unknown>[] }).errors[0];
    const short = (name: string): string | undefined => {
      const word = first?.[name];
      return typeof word === "string" && word.length <= 200 ? word : undefined;
    };
    return { field: short("field"), status: short("status"), mergedInto: short("merged_into") };
  } catch {
    return {};
  }
}

/** Every purpose that sends stored operations. */
export const purposeOf = (kind: string): Purpose => (kind === "event" || kind === "receipt" || kind === "user_update" ? "upload" : "item");
