// Which of the given values are arguments and which are callbacks.
//
// Guarantees: documented calls are read as documented; calls of older wrappers, which put callbacks behind whatever was
// given, are read as they were meant: the first function is `success`, wherever it stands, unless it stands alone in
// `error`'s place. No function ever crosses as an argument. Pure.

/** A call's values, sorted. */
export interface Sorted {
  /** Exactly as many as the call takes; what is missing is undefined. */
  args: unknown[];
  success: ((value: unknown) => unknown) | undefined;
  failure: ((error: unknown) => unknown) | undefined;
  /** The caller uses callbacks, even if they are none: the call returns undefined. */
  byCallback: boolean;
}

type Call = (value: unknown) => unknown;
const isCall = (value: unknown): value is Call => typeof value === "function";

/** See the module. `takes` is the number of documented arguments before `success` and `error`. */
export function sorted(given: readonly unknown[], takes: number): Sorted {
  const at = given.findIndex(isCall);
  const args: unknown[] = [];
  const end = at < 0 ? takes : Math.min(at, takes);
  for (let index = 0; index < takes; index += 1) args.push(index < end ? given[index] : undefined);
  if (at < 0) {
    // Old samples pass `{}` for callbacks.
    const byCallback = given.slice(takes, takes + 2).some((value) => value !== undefined && value !== null);
    return { args, success: undefined, failure: undefined, byCallback };
  }
  const [first, second] = [given[at] as Call, given[at + 1]];
  if (!isCall(second) && at === takes + 1) return { args, success: undefined, failure: first, byCallback: true };
  return { args, success: first, failure: isCall(second) ? second : undefined, byCallback: true };
}
