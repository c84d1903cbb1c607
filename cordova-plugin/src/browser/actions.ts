// The exec surface: every action of the service `Intercom`, answered exactly once.
//
// Guarantees: an action that there is not is an error, too; whatever is handed in or goes wrong ends in one object with
// a stable code, and no word of what was given. `listen` alone goes on answering. Page thread.

import { asError, FrontdeskError } from "../../../messenger/src/twin/error";
import type { Counter, Open } from "./counter";
import { told } from "./events";
import { person } from "./person";
import { atOnce, push } from "./push";
import { readInitialization } from "./settings";
import { shown } from "./shown";

/** Does one thing with the open client; what it throws is the error. */
export type Actions = Record<string, (open: Open, args: unknown[]) => Promise<unknown>>;

/** Does one thing that needs no client, or does not always need it. */
export type ActionsAtOnce = Record<string, (args: unknown[], open: () => Promise<Open>) => Promise<unknown>>;

/** How Cordova hands an action over. */
export type Exec = (
  success: (value?: unknown, options?: { keepCallback: boolean }) => void,
  failure: (error: unknown) => void,
  args?: unknown[],
) => void;

/** An error as it crosses. */
export function wireError(error: unknown): object {
  const { code, message, field, limit, temporary, status, userMessage, retryAfterMs } = asError(error, "browser");
  return {
    code,
    message,
    temporary,
    ...(field ? { field } : {}),
    ...(limit === undefined ? {} : { limit }),
    ...(status === undefined ? {} : { status }),
    ...(userMessage === undefined ? {} : { user_message: userMessage }),
    ...(retryAfterMs === undefined ? {} : { retry_after_ms: Math.round(retryAfterMs) }),
  };
}

/** The table that Cordova looks actions up in. */
export function surface(counter: Counter): Record<string, Exec> {
  const actions: Actions = { ...person, ...shown, ...push };
  const answered = (work: (args: unknown[]) => Promise<unknown>): Exec => (success, failure, args) => {
    const answer = (async () => work(Array.isArray(args) ? args : []))();
    // In a turn of its own: what a callback throws is not taken for a failure of the action.
    answer.then((value) => queueMicrotask(() => success(value)), (error: unknown) => queueMicrotask(() => failure(wireError(error))));
  };
  const table: Record<string, Exec> = Object.create(null);
  for (const [name, act] of Object.entries(actions)) table[name] = answered(async (args) => act(await counter.open(), args));
  table["initialize"] = answered(([settings]) => counter.initialize(readInitialization(settings)));
  for (const [name, act] of Object.entries(atOnce)) table[name] = answered((args) => act(args, () => counter.open()));
  // Never refused: who listens hears as soon as there is something to hear.
  table["listen"] = (success) => {
    void counter.openAtLast().then(({ twin }) => twin.listen((event) => success(told(event), { keepCallback: true })));
  };
  const unknown = answered(async () => {
    throw new FrontdeskError("invalid_input", "unknown_action", "there is no such call", { field: "action" });
  });
  return new Proxy(table, { get: (known, name) => (typeof name === "string" ? (known[name] ?? unknown) : undefined) });
}
