// What a driver's page has whatever client is in it: the client's settings out of the command line, and the functions that
// the program beside the browser calls.
//
// Guarantees: those of `protocol.ts`; at the end every answer was written, the client is shut down and its last events are
// out.

import type { Options } from "../src/twin/config";
import { browser } from "../src/twin/platform";
import type { Call } from "./calls";
import { inTable, Protocol } from "./protocol";

declare global {
  /** The program's: carries a line to its output. */
  function driverSays(line: string): Promise<void>;
}

/** Options of the command line. */
export type Given = Record<string, string | boolean | undefined>;

/** A client that was opened: its calls, and how it ends. */
export interface Opened {
  calls: Record<string, Call>;
  shutdown: () => Promise<unknown>;
}

/** The settings of `--fast-retry`: short waits, and the default number of attempts. */
const FAST = { first: 20, max: 200, loginMax: 200, budgetRefill: 0 };

/** The settings that every client takes as they are. */
export function settings(given: Given): Pick<Options, "platform" | "limits" | "retry" | "on"> {
  const number = (name: string): number | undefined => (given[name] === undefined ? undefined : Number(given[name]));
  const limits = {
    linger: number("linger-ms"),
    deliveryWait: number("delivery-wait-ms"),
    requestTimeout: number("request-timeout-ms"),
    maxOperations: number("max-operations"),
  };
  return {
    platform: String(given["platform"] ?? "web"),
    limits: Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)),
    retry: given["fast-retry"] ? FAST : {},
    // Where the page stands is what the lines say, as for the other drivers, unless it is to be a page like any.
    on: given["page"] ? browser() : { ...browser(), watch: undefined, hidden: undefined },
  };
}

/** Where the client is, and with which key. */
export const workspace = (given: Given): { serverUrl: string; appId: string; apiKey: string } => ({
  serverUrl: String(given["server"]),
  appId: String(given["app-id"]),
  apiKey: String(given["api-key"]),
});

/** Puts `driver` into the page. `open` opens the client and tells its events by the protocol it is given. */
export function serve(open: (given: Given, protocol: Protocol) => Promise<Opened>, shown: (error: unknown) => object): void {
  const protocol = new Protocol((line) => driverSays(line), shown);
  let opened: Opened | undefined;
  const driver = {
    async open(given: Given): Promise<boolean> {
      try {
        opened = await open(given, protocol);
        protocol.offer(inTable(opened.calls));
      } catch (error) {
        protocol.refuse(error);
      }
      await protocol.said();
      return opened !== undefined;
    },
    fault: (code: "malformed_line" | "line_too_long"): void => protocol.fault(code),
    begin: (text: string): Promise<void> => protocol.begin(text),
    async end(): Promise<void> {
      await protocol.answered();
      await opened?.shutdown();
      // The last events are told in a microtask of their own.
      await new Promise((told) => setTimeout(told));
      await protocol.said();
    },
  };
  Object.assign(globalThis, { driver });
}
