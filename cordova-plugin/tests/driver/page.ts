// The scenario driver's page for the plugin: its own JavaScript on the browser platform's proxy, in Cordova's place a
// stand-in. The protocol is that of messenger/driver, whose program carries the lines.
//
// Guarantees: each call line ends in exactly one answer line; calls begin in the order of their lines; events are those
// that the plugin tells its listeners, under the core's names.

import { connect } from "./bridge";
import intercom from "../../www/intercom";
import { twinCalls, type Call } from "../../../messenger/driver/calls";
import { deskCalls } from "../../../messenger/driver/desk";
import { LineFault, readLine } from "../../../messenger/driver/line";
import { asError, invalid } from "../../../messenger/src/twin/error";
import { browser } from "../../../messenger/src/twin/platform";
import { surface, wireError } from "../../src/browser/actions";
import { Counter, type Open } from "../../src/browser/counter";
import { pluginCalls } from "./calls";

declare global {
  function driverSays(line: string): Promise<void>;
}

/** The settings of `--fast-retry`: short waits, and the default number of attempts. */
const FAST = { first: 20, max: 200, loginMax: 200, budgetRefill: 0 };
const EVENTS = [
  "unreadCountChanged", "shown", "hidden", "delivery", "sessionChanged", "conversationChanged", "ticketChanged", "tokenRequired", "waiting",
  "messengerStateChanged", "typing", "feedChanged", "storageUnavailable",
] as const;

let open: Open | undefined;
let calls: Record<string, Call> = {};
const outstanding = new Set<Promise<unknown>>();
let said: Promise<unknown> = Promise.resolve();

function say(line: string): void {
  said = Promise.all([said, driverSays(line)]);
}

/** An error of the plugin, or of the client beside it, in the protocol's words. */
function faultOf(error: unknown): object {
  const told = error instanceof intercom.FrontdeskError ? (error as unknown as Record<string, unknown>) : (wireError(asError(error, "driver")) as Record<string, unknown>);
  const { code, field, limit, temporary = false, status, user_message: words, retry_after_ms: later } = told;
  const message = (told as { message?: string }).message;
  return { code, message, field: field ?? null, ...(limit === undefined ? {} : { limit }), temporary, ...(words === undefined ? {} : { status: status ?? null, user_message: words }), ...(later === undefined ? {} : { retry_after_ms: later }) };
}

const answer = (id: string | undefined, body: object): void => say(`{"id":${id ?? "null"},${JSON.stringify(body).slice(1)}`);

function hear(name: string, data: unknown): void {
  const event = name === "unreadCountChanged" ? "unread_changed" : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const { operation, ...more } = (data ?? {}) as { operation?: string };
  say(JSON.stringify({ event, ...(operation === undefined ? {} : { id: operation }), ...more }));
}

const driver = {
  async open(given: Record<string, string | boolean | undefined>): Promise<boolean> {
    const number = (name: string): number | undefined => (given[name] === undefined ? undefined : Number(given[name]));
    const limits = { linger: number("linger-ms"), deliveryWait: number("delivery-wait-ms"), requestTimeout: number("request-timeout-ms"), maxOperations: number("max-operations") };
    const counter = new Counter(document, {
      platform: String(given["platform"] ?? "web"),
      limits: Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)),
      retry: given["fast-retry"] ? FAST : {},
      // Where the page stands is what the lines say, as for the other drivers, unless it is to be a page like any.
      on: given["page"] ? browser() : { ...browser(), watch: undefined, hidden: undefined },
    });
    for (const name of EVENTS) intercom.addEventListener(name, (data: unknown) => hear(name, data));
    connect(surface(counter));
    try {
      await intercom.initialize({ serverUrl: String(given["server"]), appId: String(given["app-id"]), apiKey: String(given["api-key"]) });
    } catch (error) {
      answer(undefined, { error: faultOf(error) });
      await said;
      return false;
    }
    open = await counter.open();
    calls = pluginCalls(intercom, open, { ...twinCalls(open.twin), ...deskCalls(open.desk) });
    return true;
  },

  fault(code: "malformed_line" | "line_too_long"): void {
    const limit = code === "line_too_long" ? 1024 * 1024 : undefined;
    answer(undefined, { error: faultOf(invalid(code, "", "must be one JSON object of at most 1 MiB", limit)) });
  },

  async begin(text: string): Promise<void> {
    try {
      const line = readLine(text);
      if (!line) return;
      const call = Object.hasOwn(calls, line.call) ? calls[line.call] : undefined;
      if (!call) throw new LineFault(line.id, invalid("unknown_call", "call", "is no call; see frontdesk drive --help"));
      const made = call(line.args).then(
        (ok) => answer(line.id, { ok: ok ?? null }),
        (error: unknown) => answer(line.id, { error: faultOf(error) }),
      );
      outstanding.add(made);
      void made.finally(() => outstanding.delete(made));
      if (line.wait) await made;
    } catch (fault) {
      if (!(fault instanceof LineFault)) throw fault;
      answer(fault.id, { error: faultOf(fault.error) });
    }
  },

  async end(): Promise<void> {
    await Promise.all(outstanding);
    await open?.twin.shutdown();
    // The last events are told in a microtask of their own.
    await new Promise((told) => setTimeout(told));
    await said;
  },
};

Object.assign(globalThis, { driver });
