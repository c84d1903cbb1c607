// Makes a public function of its description: which action, which arguments, what a promise gives.
//
// Guarantees: with callbacks the function returns undefined and the callbacks get the documented values; without, it
// returns a promise of real values; a failure that nobody listens to is one warning and no unhandled rejection. Either
// way it settles exactly once and never throws. The functions need no `this`. Page thread.

import { sorted } from "./arguments";
import { errorOf, type FrontdeskError } from "./errors";
import { safely, send } from "./gate";
import { Promised } from "./promised";
import { nothing, type Read } from "./values";
import { warn, warnOnce } from "./warnings";
import { onWire } from "./wire";

/** See the module. */
export interface Description {
  /** The native side's word; the function's own name when it is not said. */
  action?: string;
  /** How many arguments are documented, by the names that errors have for them on every platform. */
  takes?: readonly string[];
  /** Keys of an object that may come before everything else, which the existing plugin does not have. */
  option?: readonly string[];
  /** What crosses, when it is something else than these arguments. */
  sends?: (args: unknown[]) => unknown[];
  /** What a promise gives; nothing when it is not said. */
  gives?: Read;
  /** This is an old name of that one: said once. */
  now?: string;
  /** What follows from its success, before anybody hears of it. */
  after?: () => void;
}

/** The function named `name`. */
export function call<F>(name: string, { action = name, takes = [], option, sends, gives = nothing, now, after }: Description = {}): F {
  const made = (...given: unknown[]): unknown => {
    if (now !== undefined) warnOnce(`${name} is an old name of ${now}.`);
    const ours = option !== undefined && hasOne(given[0], option) ? given.shift() : undefined;
    const { args, success, failure, byCallback } = sorted(given, takes.length);
    if (ours !== undefined) args.unshift(ours);
    if (byCallback) {
      make(action, args, (value) => safely(success, value), (error) => safely(failure, error));
      return undefined;
    }
    const answer = new Promised<unknown>((done, failed) => {
      make(
        action,
        args,
        (value) => {
          try {
            done(gives(value));
          } catch (error) {
            failed(errorOf(error));
          }
        },
        failed,
      );
    });
    return answer.unheard((error) => warn(`${name} was not done (${errorOf(error).code}).`));
  };
  const make = (word: string, args: unknown[], done: (value: unknown) => void, failed: (error: FrontdeskError) => void): void => {
    let wire: unknown[];
    try {
      wire = onWire(sends ? sends(args) : args, option ? ["options", ...takes] : takes);
    } catch (error) {
      // Never before the caller has the promise, or went on.
      void Promise.resolve().then(() => failed(errorOf(error)));
      return;
    }
    send(
      word,
      wire,
      (value) => {
        if (after) after();
        done(value);
      },
      failed,
    );
  };
  return made as unknown as F;
}

/** Whether it is an object with one of these keys; one that cannot be looked at is not. */
function hasOne(value: unknown, keys: readonly string[]): boolean {
  try {
    return typeof value === "object" && value !== null && keys.some((key) => key in value);
  } catch {
    return false;
  }
}
