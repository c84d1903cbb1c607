// Why a request of a page is not carried out.
//
// Guarantees: a stable code, the field at fault where one can be named, and never a value: what a hostile page sent
// does not come back. Plain values.

import type { Error as Refused } from "../../../contract/types";
import { FrontdeskError } from "../../error";

/** A refusal of the bridge itself. */
export class Refusal extends Error {
  readonly refused: Refused;

  constructor(code: string, message: string, more: Partial<Refused> = {}) {
    super(message);
    this.refused = { code, message, temporary: false, ...more };
  }
}

/** The message, or the named member of it, is not what the schema says. */
export const malformed = (field?: string): Refusal =>
  new Refusal("invalid_request", "the message is not what the schema says", field === undefined ? {} : { field });

export const tooLarge = (limit: number): Refusal => new Refusal("message_too_large", "the message is too large", { limit });

/** Any failure as it travels in `error`. */
export function refusedOf(error: unknown): Refused {
  if (error instanceof Refusal) return error.refused;
  if (!(error instanceof FrontdeskError)) return { code: "internal", message: "an internal error in the bridge", temporary: false };
  const { code, message, temporary, field, limit, status, userMessage, retryAfterMs } = error;
  return {
    code,
    message,
    temporary,
    ...(field === undefined ? {} : { field }),
    ...(limit === undefined ? {} : { limit }),
    ...(status === "draft" || status === "paused" || status === "archived" ? { status } : {}),
    ...(userMessage === undefined ? {} : { user_message: userMessage }),
    ...(retryAfterMs === undefined ? {} : { retry_after_ms: Math.max(0, Math.round(retryAfterMs)) }),
  };
}
