// The driver's side in the page: the twin, and what the program at the other end asks of it.
//
// Guarantees: each call line ends in exactly one answer line, whatever the call does; calls begin in the order of their
// lines; at the end every answer was written, the client is shut down and the last events are out.

import { Frontdesk } from "../src/twin/client";
import { asError, FrontdeskError, invalid } from "../src/twin/error";
import type { Event } from "../src/twin/events";
import { browser } from "../src/twin/platform";
import { openDesk } from "../src/twin/desk";
import { twinCalls, type Call } from "./calls";
import { deskCalls } from "./desk";
import { LineFault, readLine } from "./line";

declare global {
  function driverSays(line: string): Promise<void>;
}

/** The settings of `--fast-retry`: short waits, and the default number of attempts. */
const FAST = { first: 20, max: 200, loginMax: 200, budgetRefill: 0 };

let desk: Frontdesk<ReturnType<typeof openDesk>> | undefined;
let calls: Record<string, Call> = {};
const outstanding = new Set<Promise<unknown>>();
let said: Promise<unknown> = Promise.resolve();

function say(line: string): void {
  said = Promise.all([said, driverSays(line)]);
}

function faultOf(error: FrontdeskError): Record<string, unknown> {
  const { code, message, field, limit, temporary, kind, status, userMessage, retryAfterMs } = error;
  return {
    code,
    message,
    field: field || null,
    ...(limit === undefined ? {} : { limit }),
    temporary,
    ...(kind === "content_unavailable" ? { status: status ?? null, user_message: userMessage } : {}),
    ...(retryAfterMs === undefined ? {} : { retry_after_ms: Math.round(retryAfterMs) }),
  };
}

const answer = (id: string | undefined, body: object): void => say(`{"id":${id ?? "null"},${JSON.stringify(body).slice(1)}`);

const driver = {
  async open(given: Record<string, string | boolean | undefined>): Promise<boolean> {
    const number = (name: string): number | undefined => (given[name] === undefined ? undefined : Number(given[name]));
    const limits = {
      linger: number("linger-ms"),
      deliveryWait: number("delivery-wait-ms"),
      requestTimeout: number("request-timeout-ms"),
      maxOperations: number("max-operations"),
    };
    const told = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
    try {
      desk = await Frontdesk.open(
        {
          serverUrl: String(given["server"]),
          appId: String(given["app-id"]),
          apiKey: String(given["api-key"]),
          platform: String(given["platform"] ?? "web"),
          limits: told,
          retry: given["fast-retry"] ? FAST : {},
          // Where the page stands is what the lines say, as for the other drivers, unless it is to be a page like any.
          on: given["page"] ? browser() : { ...browser(), watch: undefined, hidden: undefined },
        },
        openDesk,
      );
    } catch (error) {
      answer(undefined, { error: faultOf(asError(error, "driver")) });
      await said;
      return false;
    }
    desk.listen((event: Event) => {
      if (event.event !== "email_supplied") say(JSON.stringify(event));
    });
    calls = { ...twinCalls(desk), ...(desk.rooms ? deskCalls(desk.rooms) : {}) };
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
        (error: unknown) => answer(line.id, { error: faultOf(asError(error, "driver")) }),
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
    await desk?.shutdown();
    // The last events are told in a microtask of their own.
    await new Promise((told) => setTimeout(told));
    await said;
  },
};

Object.assign(globalThis, { driver, twin: () => desk });
