// Carrying out a change.
//
// Guarantees: a change is applied once and in order, and announced after it was kept with the place it had; a change
// of somebody who is not logged in any more changes nothing; one that makes no sense is never skipped in silence: what
// is known is then asked for anew. Kinds of changes this version does not know are passed over.

import { isObject, readAuthor, readInApp, readUnread, type Told, type Unread } from "../wire";
import { keepUnread } from "../unread";
import type { InApp } from "../../../contract/types";
import type { Event } from "../../events";
import type { Shelf } from "../cache/cache";
import type { Feed } from "./feed";
import { CONTACT, notShown, SEQ } from "./keep";
import type { Who } from "./known";

/** What became of a change; `later`: what is needed to keep it could not be loaded. */
export type Applied = "done" | "known" | "resync" | "gone" | "later";

/** What is to be done about a change. */
interface News {
  keep?: (shelf: Shelf) => Promise<unknown>;
  event?: Event;
  conversation?: boolean;
  unread?: Unread;
  due?: InApp;
  then?: "ping" | "resync";
}

/** Applies one change of `who`. */
export async function apply(feed: Feed, who: Who, told: unknown): Promise<Applied> {
  const { desk, known } = feed;
  if (!isObject(told) || typeof told["seq"] !== "number" || typeof told["type"] !== "string") return "resync";
  const seq = told["seq"];
  if (!known.isFor(who) || desk.house.session?.epoch !== who.epoch) return "gone";
  if (!known.isNew(seq)) return "known";
  let news: News | undefined;
  try {
    news = await read(feed, told["type"], isObject(told["data"]) ? told["data"] : {});
  } catch {
    return "later";
  }
  if (!news || news.then === "resync") return "resync";
  const unread = news.unread && known.unreadIsNew(seq) ? news.unread : undefined;
  const { keep, due, event } = news;
  const kept = await desk.cache.write(who.device, async (shelf, writer) => {
    await keep?.(shelf);
    await shelf.put(known.contact ?? null, CONTACT);
    await shelf.put(seq, SEQ);
    return { unread: unread && (await keepUnread(writer, unread, true)), due: due && (await notShown(shelf, [due])) };
  });
  if (desk.house.session?.deviceId !== who.device || !known.isFor(who)) return "gone";
  known.seq = seq;
  if (news.conversation) desk.presence.conversationKnown();
  const shown = kept?.due ?? (due ? [due] : undefined);
  const count = kept?.unread ?? unread;
  if (shown || count) desk.tell({ device: who.device, ...(shown ? { due: shown } : {}), ...(count ? { unread: count } : {}) });
  if (event) desk.house.announce(event, true);
  if (news.then === "ping") known.wantPing();
  return "done";
}

/** Undefined when it is not what its type promises. */
async function read(feed: Feed, type: string, data: Told): Promise<News | undefined> {
  switch (type) {
    case "part.created": {
      const { keepPart } = await feed.desk.farKeep();
      const id = data["conversation_id"];
      if (typeof id !== "string" || !isObject(data["part"])) return undefined;
      return { keep: (shelf) => keepPart(shelf, id, data["part"]), event: { event: "conversation_changed", id }, conversation: true };
    }
    case "conversation.updated": {
      const { keepTold } = await feed.desk.farKeep();
      const told = data["conversation"];
      if (!isObject(told) || typeof told["id"] !== "string") return undefined;
      return { keep: (shelf) => keepTold(shelf, told), event: { event: "conversation_changed", id: told["id"] }, conversation: true };
    }
    case "ticket.updated": {
      const { keepTicket } = await feed.desk.farKeep();
      const told = data["ticket"];
      if (!isObject(told) || typeof told["id"] !== "string") return undefined;
      return { keep: (shelf) => keepTicket(shelf, told), event: { event: "ticket_changed", id: told["id"] } };
    }
    case "unread.changed":
      return { unread: readUnread(data) };
    case "content.show": {
      const due = readInApp(data);
      return due ? { due } : {};
    }
    // A session that was revoked finds out by asking; this may be an earlier one's end.
    case "settings.changed":
    case "session.revoked":
      return { then: "ping" };
    case "contact.merged":
      return { then: "resync" };
    default:
      return {};
  }
}

/** Somebody is writing. Not a change: it is over when it is told. */
export function typing(feed: Feed, who: Who, told: unknown): void {
  const data = isObject(told) && isObject(told["data"]) ? told["data"] : {};
  const id = data["conversation_id"];
  if (typeof id !== "string" || feed.desk.house.session?.epoch !== who.epoch) return;
  feed.desk.house.announce({ event: "typing", conversation_id: id, author: readAuthor(data["author"]) }, true);
}
