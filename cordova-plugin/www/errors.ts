// The one error that every failed call ends in, whatever the native side answered with.
//
// Guarantees: `code` is a word of docs/errors.md, or one of the plugin's own in `OWN`; as text it reads "code : message",
// as the existing plugin's errors do; never throws, whatever is handed in. Pure. Page thread.

import type { FrontdeskError as Documented } from "../types/index";

/** Codes that only the plugin itself says, with their sentences. */
const OWN = {
  plugin_not_installed: "the native side of the plugin is missing: add the plugin to this platform and build again",
  unknown_action: "the native side does not know this call: plugin and native code are of different versions",
  invalid_json: "the value cannot be written as JSON",
  not_finite: "must be a number, not infinity",
  too_deep: "is nested too deeply",
  number_out_of_range: "must be given as text: JavaScript does not keep a number of this size",
  internal: "the native side gave no reason",
} as const;

/** What Cordova itself answers when there is nobody to call. */
const CORDOVA: Record<string, keyof typeof OWN> = {
  "Class not found": "plugin_not_installed",
  "Missing Command Error": "plugin_not_installed",
  "Invalid action": "unknown_action",
};

/** See the module. */
export class FrontdeskError extends Error implements Documented {
  readonly code: string;
  readonly field: string | undefined;
  readonly limit: number | undefined;

  constructor(code: string, message: string, more: { field?: unknown; limit?: unknown } = {}) {
    super(message);
    this.name = "FrontdeskError";
    this.code = code;
    this.field = typeof more.field === "string" && more.field !== "" ? more.field : undefined;
    this.limit = typeof more.limit === "number" ? more.limit : undefined;
  }

  override toString(): string {
    return `${this.code} : ${this.message}`;
  }
}

/** An error of the plugin's own. */
export const ownError = (code: keyof typeof OWN, field?: string): FrontdeskError =>
  new FrontdeskError(code, field === undefined ? OWN[code] : `${field}: ${OWN[code]}`, { field });

/** Whatever a native side gave as the reason, as our error. */
export function errorOf(reason: unknown): FrontdeskError {
  if (reason instanceof FrontdeskError) return reason;
  try {
    if (typeof reason === "string") return ofText(reason);
    if (typeof reason === "object" && reason !== null) {
      const { code, message, ...more } = reason as Record<string, unknown>;
      if (typeof code === "string" && code !== "") {
        const error = new FrontdeskError(code, typeof message === "string" ? message : code, more);
        // What else it says, such as `retry_after_ms` and `user_message`.
        for (const key of Object.keys(more)) if (!(key in error)) Object.assign(error, { [key]: more[key] });
        return error;
      }
      if (reason instanceof Error) return new FrontdeskError("internal", reason.message);
    }
    if (typeof reason === "number") return new FrontdeskError("internal", `${OWN.internal} but ${reason}`);
  } catch {
    // It cannot even be looked at.
  }
  return ownError("internal");
}

function ofText(reason: string): FrontdeskError {
  const known = Object.prototype.hasOwnProperty.call(CORDOVA, reason) ? CORDOVA[reason] : undefined;
  if (known) return ownError(known);
  if (reason.charAt(0) === "{") {
    try {
      return errorOf(JSON.parse(reason));
    } catch {
      // A text that only looks like it.
    }
  }
  const coded = /^([a-z][a-z0-9_]*) : ([^]*)$/.exec(reason);
  if (coded) return new FrontdeskError(coded[1] as string, coded[2] as string);
  return reason === "" ? ownError("internal") : new FrontdeskError("internal", reason);
}
