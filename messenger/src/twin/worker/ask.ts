// Sends a request of a lane and judges its answer.

import type { House } from "../house";
import { judge, type Judged } from "../retry/classify";
import type { Request } from "../retry/answer";
import type { Call } from "../transport";

/** Sends, judges, and learns the server's clock. */
export async function ask<T>(house: House, request: Request, call: Call, read: (json: unknown) => T | undefined): Promise<Judged<T>> {
  const answer = await house.transport.request(call);
  const judged = judge(request, answer, house.platform.now(), read);
  if (judged.serverTime !== undefined) house.heardServerTime(judged.serverTime);
  return judged;
}

/** Any JSON will do, null included. */
export const anything = (json: unknown): { json: unknown } => ({ json });
