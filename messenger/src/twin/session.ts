// The states of a session and what moves between them.
//
// Guarantees: total (every input has an answer in every state), deterministic, no side effects; the same as the core's
// `session/transition.rs`, case by case in `contract/vectors/session.json`. The effects are orders for the caller, in
// the order in which they must be carried out.

import type { StateName } from "./events";
import type { Session } from "./storage/rows";

/** The identifiers of an identified user; at least one is there. */
export interface Identity {
  userId?: string;
  email?: string;
}

/** Who is or wants to be logged in: a lead, known by the device alone, or an identified user. */
export type Person = { role: "lead" } | ({ role: "user" } & Identity);

/** Where the session stands, and for whom. */
export type State = { name: "logged_out" } | { name: Exclude<StateName, "logged_out">; person: Person };

/** What happened. */
export type Input =
  | { login: Person }
  | { logout: { force: boolean } }
  | { refused: Person | undefined }
  | "accepted"
  | "failed"
  | "lost"
  | "call";

/** An order to the caller. */
export type Effect =
  | "begin_epoch"
  | "join_login"
  | "request_login"
  | "answer_from_stored"
  | "refresh"
  | "answer_accepted"
  | "answer_error"
  | "restore_earlier"
  | "close_session"
  | "answer_done";

/** The answer: go there and do this, or stay and answer with this code. */
export type Verdict = { state: State; effects: Effect[] } | { refuse: string };

/** Whether both are the same person: `user_id` decides, then the e-mail address without regard to ASCII case. */
export function samePerson(a: Person, b: Person): boolean {
  if (a.role === "lead" || b.role === "lead") return a.role === b.role;
  return sameIdentity(a, b);
}

/** As `samePerson`, for identified users. */
export function sameIdentity(a: Identity, b: Identity): boolean {
  if (a.userId !== undefined && b.userId !== undefined) return a.userId === b.userId;
  return a.email !== undefined && b.email !== undefined && lower(a.email) === lower(b.email);
}

const lower = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** Who a stored session is for. */
export function personOf(session: Pick<Session, "userId" | "email">): Person {
  const { userId, email } = session;
  return userId === undefined && email === undefined ? { role: "lead" } : { role: "user", userId, email };
}

/**
 * The epochs of the person of `present`, oldest first: what the unidentified user told belongs to the user it became, on
 * the same device in earlier epochs; what a logged-out person left does not, nor what somebody else told whose login was
 * refused.
 */
export function epochsOf(all: readonly Session[], present: Session): number[] {
  const person = personOf(present);
  const own = all.filter(
    (one) =>
      one.deviceId === present.deviceId &&
      one.epoch <= present.epoch &&
      one.state !== "closing" &&
      (one.state !== "refused" || samePerson(personOf(one), person)),
  );
  return own.map(({ epoch }) => epoch);
}

/** The whole session logic. */
export function transition(state: State, input: Input): Verdict {
  const stay = (...effects: Effect[]): Verdict => ({ state, effects });
  const out: State = { name: "logged_out" };
  const at = state.name;
  if (typeof input === "object" && "login" in input) {
    const wanted = input.login;
    const begin: Verdict = { state: { name: "logging_in", person: wanted }, effects: ["begin_epoch", "request_login"] };
    if (at === "logged_out") return begin;
    if (samePerson(state.person, wanted)) {
      if (at === "logging_in") return stay("join_login");
      if (at === "logged_in") return stay("answer_from_stored", "refresh");
      return { state: { name: "logging_in", person: state.person }, effects: ["join_login", "request_login"] };
    }
    // An unidentified user may become an identified one; nobody else changes without a logout.
    return state.person.role === "lead" ? begin : { refuse: "logout_required" };
  }
  if (typeof input === "object" && "logout" in input) {
    if (at === "logged_out") return stay("close_session", "answer_done");
    if (state.person.role === "lead" && !input.logout.force) return { refuse: "unidentified_logout" };
    return { state: out, effects: at === "logged_in" ? ["close_session", "answer_done"] : ["close_session", "answer_error", "answer_done"] };
  }
  if (input === "call") {
    if (at === "logged_out") return { refuse: "not_logged_in" };
    return at === "login_pending" ? stay("request_login") : stay();
  }
  // Late answers of a login that no longer matters change nothing.
  if (at === "logged_out") return stay();
  const { person } = state;
  if (input === "lost") {
    return at === "logged_in" ? { state: { name: "login_pending", person }, effects: ["request_login"] } : stay();
  }
  if (at === "logged_in") return stay();
  if (input === "accepted") return { state: { name: "logged_in", person }, effects: ["answer_accepted"] };
  if (input === "failed") {
    return at === "logging_in" ? { state: { name: "login_pending", person }, effects: ["answer_error"] } : stay();
  }
  return input.refused
    ? { state: { name: "logged_in", person: input.refused }, effects: ["restore_earlier", "answer_error"] }
    : { state: out, effects: ["answer_error"] };
}
