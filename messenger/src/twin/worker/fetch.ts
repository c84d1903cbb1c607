// Asking the server a question somebody waits for.
//
// Guarantees: logs in first when a login is pending; repeats a few times like a login, because a person waits; creates
// a lost session anew once; the answer is for who was logged in at the call and for nobody else. Runs in every tab.

import { conflict, notLoggedIn, refused, unreachable, type FrontdeskError } from "../error";
import type { House } from "../house";
import { unavailable } from "../model/unavailable";
import { Policy } from "../retry/policy";
import type { Fetch, Fetched } from "../rooms";
import type { Session } from "../storage/rows";
import { ask as send } from "./ask";

/** How long a server is waited for when there is a copy to show instead. */
const PATIENCE = 3_000;

/** Asks; see the module. */
export async function fetchFor<T>(house: House, ask: Fetch, read: (json: unknown) => T | undefined): Promise<Fetched<T>> {
  if (!ask.hasCopy) return patiently(house, ask, read, new AbortController().signal);
  if (!house.online) throw unreachable("network_unavailable");
  const late = new AbortController();
  let cancel: (() => void) | undefined;
  const limit = new Promise<never>((_, reject) => {
    cancel = house.platform.after(PATIENCE, () => {
      late.abort();
      reject(unreachable("network_unavailable"));
    });
  });
  return Promise.race([patiently(house, { ...ask, once: true }, read, late.signal), limit]).finally(cancel);
}

async function patiently<T>(house: House, ask: Fetch, read: (json: unknown) => T | undefined, signal: AbortSignal): Promise<Fetched<T>> {
  // The device lives exactly as long as one user is logged in, unidentified or identified.
  const device = (await present(house))?.deviceId;
  if (!device) throw notLoggedIn();
  const check = async (): Promise<void> => {
    if ((await present(house))?.deviceId !== device) throw conflict("superseded");
  };
  const asked = house.askedWait;
  if (asked > house.config.retry.loginMax) throw unreachable("rate_limited", asked);
  if (asked > 0) await house.sleep(asked);
  const policy = new Policy("login", house.config.retry);
  let freshSession = false;
  for (;;) {
    const session = await loggedInSession(house);
    await check();
    const { path, query, etag, body } = ask;
    const call = { method: ask.method ?? ("GET" as const), path, query, etag, body, token: session.token, signal };
    const judged = await send(house, { purpose: "lookup", items: 1, freshSession }, call, read);
    await check();
    if (judged.notModified && etag !== undefined) return { notModified: true };
    const { action, value, details, code } = judged;
    if (action.do === "ack" && value !== undefined) return { value, etag: judged.etag };
    if (action.do === "refuse" || action.do === "quarantine") {
      if (action.code === "conversation_merged" && details.mergedInto) return { merged: details.mergedInto };
      throw refusal(action.code, details.field, details.status);
    }
    if (action.do === "pause") throw unreachable(action.reason);
    if (action.do === "refresh_session") {
      freshSession = true;
      await house.lost(session);
      continue;
    }
    const after = action.do === "retry" ? action.after : undefined;
    const wait = ask.once ? undefined : policy.nextTry(house.platform.monotonic(), after);
    if (wait === undefined) throw unreachable(code, after);
    await house.sleep(wait);
  }
}

/** The session of who is logged in or wants to be. */
const present = (house: House): Promise<Session | undefined> => house.read((writer) => writer.current);

/** The present user's session; logs it in first when needed. */
export async function loggedInSession(house: House): Promise<Session> {
  const session = await present(house);
  if (!session) throw notLoggedIn();
  if (session.token) return session;
  await house.awaitLogin(session.epoch, false);
  const now = await present(house);
  if (!now?.token) throw notLoggedIn();
  return now;
}

/** What an end user may see has words for them. */
function refusal(code: string, field: string | undefined, status: string | undefined): FrontdeskError {
  return code === "content_not_live" || code === "content_not_targeted" || code === "not_found" ? unavailable(code, status) : refused(code, field);
}
