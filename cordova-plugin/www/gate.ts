// The one place where calls leave for the native side.
//
// Guarantees: a call that is made before `deviceready` waits for it, and all leave in the order in which they were
// made; each is answered exactly once, however often the native side answers and whatever is thrown on the way; a
// callback of the app that throws is reported as the app's own defect and nothing else happens. Page thread.

import { errorOf, type FrontdeskError } from "./errors";

/** Calls the native side. Each callback may be called several times, while the native side keeps it. */
type Exec = (success: (value?: unknown) => void, failure: (reason?: unknown) => void, service: string, action: string, args: unknown[]) => void;

/** Cordova's own, by which a plugin's module gets at its bridge. */
declare const require: (name: "cordova/exec") => Exec;

const exec = require("cordova/exec");
const SERVICE = "Intercom";

/** Calls that wait for `deviceready`; undefined since it came. */
let waiting: (() => void)[] | undefined = [];

// Cordova calls listeners that come late as well.
if (typeof document !== "undefined") document.addEventListener("deviceready", release, false);

function release(): void {
  const calls = waiting || [];
  // What an answer makes the app call joins the line: those that wait were made before.
  for (let call = calls.shift(); call; call = calls.shift()) call();
  waiting = undefined;
}

function whenReady(call: () => void): void {
  if (waiting) waiting.push(call);
  else call();
}

/** Makes one call; `args` are JSON already. */
export function send(action: string, args: unknown[], done: (value: unknown) => void, failed: (error: FrontdeskError) => void): void {
  let open = true;
  const once = <T>(answer: (value: T) => void) => (value: T): void => {
    if (!open) return;
    open = false;
    answer(value);
  };
  const refuse = once((reason: unknown) => failed(errorOf(reason)));
  leave(action, args, once(done), refuse);
}

/** Opens a stream: `heard` is called for each result until `ended`. */
export function follow(action: string, heard: (value: unknown) => void, ended: (error: FrontdeskError) => void): void {
  leave(action, [], heard, (reason) => ended(errorOf(reason)));
}

function leave(action: string, args: unknown[], done: (value: unknown) => void, failed: (reason: unknown) => void): void {
  whenReady(() => {
    try {
      exec(done, failed, SERVICE, action, args);
    } catch (error) {
      failed(error);
    }
  });
}

/** Calls a function of the app; what it throws the page hears of as of any other defect of its own. */
export function safely<T extends unknown[]>(call: ((...args: T) => unknown) | undefined, ...args: T): void {
  try {
    if (call) call(...args);
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}
