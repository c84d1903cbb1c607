// Arguments as they cross to the native side: plain JSON, read at the moment of the call.
//
// Guarantees: what comes out is JSON and shares nothing with what the app goes on changing; what cannot be written
// (a cycle, a getter that throws, infinity, a big integer) is a coded error that names the argument, on every platform
// alike. What a value may say is for the core to judge. Pure but for the app's own getters. Page thread.

import { FrontdeskError, ownError } from "./errors";

/** See the module. `names` are those of the documented arguments, for the error's field. */
export function onWire(args: readonly unknown[], names: readonly string[]): unknown[] {
  return args.map((arg, at) => plain(arg, names[at] ?? "argument"));
}

function plain(value: unknown, name: string): unknown {
  // JSON has no word for it; natives know null.
  if (value === undefined || typeof value === "function" || typeof value === "symbol") return null;
  try {
    const text = JSON.stringify(value, (_key, one: unknown) => {
      if (typeof one === "number" && !isFinite(one)) throw ownError("not_finite", name);
      return one;
    });
    return text === undefined ? null : JSON.parse(text);
  } catch (error) {
    if (error instanceof FrontdeskError) throw error;
    throw ownError(error instanceof RangeError ? "too_deep" : "invalid_json", name);
  }
}
