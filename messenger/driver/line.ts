// One line of input: the id to answer to, the call, its arguments, and whether to wait for it.
//
// Guarantees: whatever the text is, the result is a call or a coded fault, and the fault keeps the id when one could be
// read, as it was written. A member given twice counts as given last, which is all that JavaScript's parser says.

import { FrontdeskError, invalid } from "../src/twin/error";

/** A call to make. */
export interface Line {
  /** As it was written. */
  id: string;
  call: string;
  args: Record<string, unknown>;
  wait: boolean;
}

/** A fault, and the id to tell it to. */
export class LineFault extends Error {
  constructor(
    readonly id: string | undefined,
    readonly error: FrontdeskError,
  ) {
    super(error.message);
  }
}

const malformed = (): LineFault =>
  new LineFault(undefined, invalid("malformed_line", "", 'must be one JSON object of "id", "call", "args" and "wait"'));

/** Reads a line; nothing for a blank one. */
export function readLine(text: string): Line | undefined {
  if (!text.trim()) return undefined;
  const written = new Map<unknown, string>();
  function reviver(this: unknown, key: string, value: unknown, context?: { source?: string }): unknown {
    if (key === "id" && context?.source !== undefined) written.set(this, context.source);
    return value;
  }
  let given: Record<string, unknown>;
  try {
    given = JSON.parse(text, reviver as (key: string, value: unknown) => unknown);
  } catch {
    throw malformed();
  }
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw malformed();
  if (Object.keys(given).some((key) => !["id", "call", "args", "wait"].includes(key))) throw malformed();
  const { call, wait } = given;
  if (wait != null && typeof wait !== "boolean") throw malformed();
  const isId = typeof given["id"] === "number" || typeof given["id"] === "string";
  if (!isId) throw new LineFault(undefined, invalid("missing_id", "id", "must be given, as a number or a string"));
  const id = written.get(given) ?? JSON.stringify(given["id"]);
  const args = given["args"] ?? {};
  return { id, call: typeof call === "string" ? call : "", args: args as Record<string, unknown>, wait: wait === true };
}
