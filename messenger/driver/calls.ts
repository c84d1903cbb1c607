// The calls there are, one per public function of the twin, with their arguments and answers in the protocol's words.
//
// Guarantees: an argument that a call does not know, or of another type, is a coded error and nothing was done.

import type { Frontdesk } from "../src/twin/client";
import { invalid } from "../src/twin/error";
import type { Delivery } from "../src/twin/rooms";

/** Makes a call. */
export type Call = (args: Record<string, any>) => Promise<unknown>;

type Kind = "text" | "flag" | "number" | "any" | "object";
type Shape = Record<string, Kind | `${Kind}!`>;

const FLUSH_WAIT_MS = 10_000;

/** Checks arguments against what a call takes; `!`: it must be given. */
export function checked(args: unknown, shape: Shape): Record<string, any> {
  if (typeof args !== "object" || args === null || Array.isArray(args)) throw invalid("wrong_type", "args", "must be an object");
  for (const name of Object.keys(args)) {
    if (!Object.hasOwn(shape, name)) throw invalid("unknown_argument", name, "is no argument of this call");
  }
  const given = args as Record<string, unknown>;
  for (const [name, kind] of Object.entries(shape)) {
    const value = given[name];
    if (value == null) {
      if (kind.endsWith("!")) throw invalid("missing", name, "must be given");
      continue;
    }
    const types: Record<string, string> = { text: "string", flag: "boolean", number: "number", object: "object", any: typeof value };
    if (typeof value !== types[kind.replace("!", "")]) throw invalid("wrong_type", name, `must be ${kind}`);
  }
  return given;
}

/** A call with its arguments checked. */
export const call = (shape: Shape, make: Call): Call => async (args) => make(checked(args, shape));

/** Keys that were no attribute, when there were any. */
const ignoring = (shown: object, ignored: string[]): object => (ignored.length ? { ...shown, ignored } : shown);

export const delivered = (delivery: Delivery): object =>
  delivery.delivery === "delivered" ? { delivery: "delivered", rejected: delivery.rejected } : { delivery: "queued" };

/** The twin's own calls. */
export function twinCalls(desk: Frontdesk): Record<string, Call> {
  const login = async (answer: ReturnType<Frontdesk["loginUnidentifiedUser"]>): Promise<object> => {
    const { contactId, merged, fromStoredSession, rejected, ignored } = await answer;
    return ignoring({ contact_id: contactId ?? null, merged, from_stored_session: fromStoredSession, rejected }, ignored);
  };
  const pending = async (answer: ReturnType<Frontdesk["pending"]>): Promise<object> => {
    const { queued, oldestMs, waitingFor, rejected, rejectedCount } = await answer;
    const shown = rejected.map(({ id, kind, code, field, createdMs, rejectedMs, body }) => {
      return { id, kind, code, field: field ?? null, created_ms: createdMs, rejected_ms: rejectedMs, body: body ? JSON.parse(body) : "" };
    });
    return { queued, oldest_ms: oldestMs ?? null, waiting_for: waitingFor ?? null, rejected: shown, rejected_count: rejectedCount };
  };
  return {
    login_unidentified_user: call({}, () => login(desk.loginUnidentifiedUser())),
    login_user_with_user_attributes: (args) => login(desk.loginUserWithUserAttributes(args)),
    update_user: async (args) => {
      const { ignored, ...delivery } = await desk.updateUser(args);
      return ignoring(delivered(delivery), ignored);
    },
    logout: call({ force: "flag", unsent: "text" }, ({ force, unsent }) => {
      if (unsent != null && unsent !== "deliver" && unsent !== "purge") throw invalid("unknown_value", "unsent", "must be deliver or purge");
      return desk.logout({ force: force ?? false, unsent });
    }),
    set_user_hash: call({ hash: "text!" }, ({ hash }) => desk.setUserHash(hash)),
    set_user_jwt: call({ jwt: "text!" }, ({ jwt }) => desk.setUserJwt(jwt)),
    set_push_token: call({ provider: "text!", token: "text!", sandbox: "flag" }, ({ provider, token, sandbox }) => {
      if (!["apns", "fcm", "webpush"].includes(provider)) throw invalid("unknown_value", "provider", "must be one of: apns, fcm, webpush");
      return desk.setPushToken({ provider, token, environment: sandbox ? "sandbox" : "production" });
    }),
    handle_push: async (args) => {
      const message = await desk.handlePush(args);
      if (!message) return null;
      const { conversationId, partId, seq, unread } = message;
      return { conversation_id: conversationId, part_id: partId ?? null, seq: seq ?? null, unread: unread ?? null };
    },
    clear_push_token: call({}, () => desk.clearPushToken()),
    set_auth_tokens: call({ tokens: "object!" }, ({ tokens }) => desk.setAuthTokens(tokens)),
    auth_token: call({ name: "text!" }, async ({ name }) => desk.authToken(name)),
    is_user_logged_in: call({}, async () => desk.isUserLoggedIn()),
    session_state: call({}, async () => desk.sessionState()),
    fetch_logged_in_user_attributes: call({}, async () => {
      const { role, userId, email } = desk.fetchLoggedInUserAttributes();
      return { role, user_id: userId ?? null, email: email ?? null };
    }),
    log_event: call({ name: "text!", metadata: "any" }, async ({ name, metadata }) => ({ id: await desk.logEvent(name, metadata) })),
    update_quota: call({}, async () => {
      const { limit, remaining, nextInMs, resetsInMs, held } = await desk.updateQuota();
      return { limit, remaining, next_in_ms: nextInMs, resets_in_ms: resetsInMs, held };
    }),
    pending: call({}, () => pending(desk.pending())),
    flush: call({ timeout_ms: "number" }, ({ timeout_ms }) => pending(desk.flush(timeout_ms ?? FLUSH_WAIT_MS))),
    dismiss: call({ id: "text!" }, ({ id }) => desk.dismiss(id)),
    retry_operation: call({ id: "text!" }, ({ id }) => desk.retryOperation(id)),
    set_foreground: call({ foreground: "flag!" }, async ({ foreground }) => desk.setForeground(foreground)),
    network_changed: call({ available: "flag!" }, async ({ available }) => desk.networkChanged(available)),
    // Events are written from the start anyway.
    listen: call({}, async () => undefined),
    shutdown: call({}, () => desk.shutdown()),
  };
}
