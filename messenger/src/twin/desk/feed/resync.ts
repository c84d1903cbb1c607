// Asking anew for what changes can no longer tell.
//
// Guarantees: the place in the feed was taken before the list is asked for, so that nothing falls between; whoever
// shows a conversation is told to ask for it again.

import { FrontdeskError } from "../../error";
import { isObject, list } from "../wire";
import type { Feed } from "./feed";
import { SEQ } from "./keep";
import type { Who } from "./known";
import type { Trouble } from "./trouble";

/** What a list shows first. */
const NEWEST = "20";

/** Asks for the newest conversations and tells of each. */
export async function heal(feed: Feed, who: Who): Promise<Trouble | undefined> {
  const { desk, known } = feed;
  let told: unknown[] = [];
  try {
    const { cut, keepSummaries } = await desk.farKeep();
    await desk.cache.write(who.device, async (shelf) => {
      await shelf.delete(...SEQ);
      await cut(shelf);
    });
    const page = await desk.house.fetch({ path: ["conversations"], query: { limit: NEWEST } }, (json) => (isObject(json) && Array.isArray(json["data"]) ? json : undefined));
    told = "value" in page && Array.isArray(page.value["data"]) ? (page.value["data"] as unknown[]) : [];
    if (!known.isFor(who)) return { is: "gone" };
    await desk.cache.write(who.device, (shelf) => keepSummaries(shelf, told));
  } catch (error) {
    const { kind, retryAfterMs } = error instanceof FrontdeskError ? error : { kind: "internal", retryAfterMs: undefined };
    return kind === "not_logged_in" || kind === "session_conflict" ? { is: "gone" } : { is: "later", after: retryAfterMs };
  }
  known.resynced();
  for (const id of list(told, (one) => (isObject(one) && typeof one["id"] === "string" ? one["id"] : undefined))) {
    desk.presence.conversationKnown();
    desk.house.announce({ event: "conversation_changed", id }, true);
  }
  return undefined;
}
