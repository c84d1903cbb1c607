// The driver's page for the twin: what the program at the other end asks of it.
//
// Guarantees: those of `in-page.ts`; events are the twin's own, but for the one that no other language has.

import { Frontdesk } from "../src/twin/client";
import { asError } from "../src/twin/error";
import type { Event } from "../src/twin/events";
import { openDesk } from "../src/twin/desk";
import { twinCalls } from "./calls";
import { deskCalls } from "./desk";
import { serve, settings, workspace } from "./in-page";

let desk: Frontdesk<ReturnType<typeof openDesk>> | undefined;

function faultOf(thrown: unknown): Record<string, unknown> {
  const { code, message, field, limit, temporary, kind, status, userMessage, retryAfterMs } = asError(thrown, "driver");
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

serve(async (given, protocol) => {
  const opened = await Frontdesk.open({ ...workspace(given), ...settings(given) }, openDesk);
  desk = opened;
  opened.listen((event: Event) => {
    if (event.event !== "email_supplied") protocol.tell(event);
  });
  return { calls: { ...twinCalls(opened), ...(opened.rooms ? deskCalls(opened.rooms) : {}) }, shutdown: () => opened.shutdown() };
}, faultOf);

// For tests that look into the twin itself.
Object.assign(globalThis, { twin: () => desk });
