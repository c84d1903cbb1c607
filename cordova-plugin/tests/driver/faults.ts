// Errors of the plugin, of the client beside it and of the driver itself, in the protocol's words.

import { asError, FrontdeskError } from "../../../messenger/src/twin/error";

/** What an error says in all of its members; the plugin's, and one that comes from a native side, has them flat. */
interface Told {
  code: string;
  message: string;
  field?: string;
  limit?: number;
  temporary?: boolean;
  status?: string;
  user_message?: string;
  retry_after_ms?: number;
}

const ofClient = ({ code, message, field, limit, temporary, status, userMessage, retryAfterMs, kind }: FrontdeskError): Told => ({
  code,
  message,
  field,
  limit,
  temporary,
  ...(kind === "content_unavailable" ? { status, user_message: userMessage } : {}),
  retry_after_ms: retryAfterMs,
});

/** See the module. */
export function faultOf(thrown: unknown): object {
  const ofNative = typeof (thrown as Told | undefined)?.code === "string" && !(thrown instanceof FrontdeskError);
  const told = ofNative ? (thrown as Told) : ofClient(asError(thrown, "driver"));
  const { code, message, field, limit, temporary = false, status, user_message: words, retry_after_ms: later } = told;
  return {
    code,
    message,
    field: field || null,
    ...(limit === undefined ? {} : { limit }),
    temporary,
    ...(words === undefined ? {} : { status: status ?? null, user_message: words }),
    ...(later === undefined ? {} : { retry_after_ms: Math.round(later) }),
  };
}
