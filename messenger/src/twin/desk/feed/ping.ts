// The ping: settings, unread count, what is due, and where the feed stands.
//
// Guarantees: sent when the page comes into sight, when another user logs in, when the server says that something
// changed, and otherwise no sooner than the server asked for; its answer is applied only for the user it was asked for,
// and never over something newer. In the leading tab.

import { conflict, FrontdeskError, refused, unreachable } from "../../error";
import { Policy } from "../../retry/policy";
import type { Judged } from "../../retry/classify";
import type { Session } from "../../storage/rows";
import type { Page } from "../index";
import { isObject, list, readInApp, readUnread, whole, type Told } from "../wire";
import { keepUnread } from "../unread";
import { CONTACT, notShown, place, SEQ, SETTINGS } from "./keep";
import type { Feed } from "./feed";
import type { Who } from "./known";
import { heal } from "./resync";
import { troubleOf, type Trouble } from "./trouble";

/** Bounds of what the server may ask for. */
const SOONEST = 30_000;
const LATEST = 24 * 3_600_000;

const readReply = (json: unknown): Told | undefined => (isObject(json) && isObject(json["unread"]) ? json : undefined);
const streamOn = (settings: Told): boolean => settings["stream"] === "on";

/** Pings while the page is in sight. */
export async function pingAgain(feed: Feed): Promise<void> {
  const { desk, known } = feed;
  const policy = new Policy("reconnect", desk.house.config.retry);
  let hurries = 0;
  // When the next ping is due, and when the last one was answered.
  let [due, answered] = [0, undefined as number | undefined];
  let fresh = false;
  // What the last ping said of where the person is.
  let said: Page | undefined;
  while (!feed.closed) {
    const now = desk.presence.now;
    const who = feed.wantedBy(now);
    if (!who) {
      known.rest();
      [due, answered] = [0, undefined];
      policy.succeeded();
      await feed.pause();
      continue;
    }
    if (!known.isFor(who)) {
      await begin(feed, who);
      [due, answered, fresh] = [0, undefined, false];
      policy.succeeded();
      continue;
    }
    const hurried = now.hurries !== hurries;
    hurries = now.hurries;
    const settled = answered !== undefined && feed.now() - answered < SOONEST;
    const moved = desk.page !== undefined && desk.page !== said;
    if (known.takePingWanted() || (hurried && !settled) || moved) due = 0;
    const wait = due - feed.now();
    if (wait > 0) {
      await feed.pause(wait);
      continue;
    }
    said = desk.page;
    const ended = await ping(feed, who, fresh, said);
    const at = feed.now();
    if (typeof ended === "number") {
      policy.succeeded();
      [due, answered, fresh] = [at + ended, at, false];
    } else if (ended.is === "later") due = at + policy.nextDelay(at, ended.after);
    else if (ended.is === "paused") due = at + ended.recheck;
    else if (ended.is === "lost") fresh = true;
    else due = at + policy.nextDelay(at);
  }
}

/** Begins with what is known of this user. */
async function begin(feed: Feed, who: Who): Promise<void> {
  const { desk, known } = feed;
  const contact = desk.house.session?.contactId;
  const kept = await desk.cache.read(who.device, async (shelf) => ({
    settings: (await shelf.get<Told>(...SETTINGS))?.value,
    seq: await place(shelf, contact),
    conversations: (await shelf.all("conversation")).length > 0,
  }));
  const conversations = kept?.conversations ?? false;
  known.enter(who, contact, kept?.seq, kept?.settings !== undefined && streamOn(kept.settings), conversations && kept?.seq === undefined);
  if (conversations) desk.presence.conversationKnown();
  if (kept?.settings && desk.stage.settings === null) desk.tell({ device: who.device, settings: kept.settings });
}

/** One ping with everything that follows from it; gives when the next one is due. */
async function ping(feed: Feed, who: Who, fresh: boolean, page: Page | undefined): Promise<number | Trouble> {
  const { desk } = feed;
  let session: Session | undefined;
  try {
    session = await feed.sessionOf(who);
  } catch (error) {
    return { is: "later", after: error instanceof FrontdeskError ? error.retryAfterMs : undefined };
  }
  if (!session) return { is: "gone" };
  const judged = await ask(feed, session, true, fresh, page);
  feed.setOnline(!(judged.action.do === "retry" && judged.code === "network_unavailable"));
  if (judged.action.do !== "ack" || !judged.value) {
    if (judged.action.do === "refresh_session") await desk.house.lost(session);
    return troubleOf(judged.action);
  }
  if (!(await take(feed, desk.house.session ?? session, who, judged.value, true))) return { is: "gone" };
  const wanted = page?.messenger_style_id;
  desk.pinged?.(wanted !== undefined && wanted !== judged.value["messenger_style_id"]);
  if (feed.known.needsResync) {
    const trouble = await heal(feed, who);
    if (trouble) return trouble;
  }
  return Math.min(Math.max(whole(judged.value["next_ping_s"]) * 1000, SOONEST), LATEST);
}

async function ask(feed: Feed, session: Session, foreground: boolean, fresh: boolean, page: Page | undefined): Promise<Judged<Told>> {
  const kept = await feed.desk.cache.read(session.deviceId, (shelf) => shelf.get(...SETTINGS));
  const body = JSON.stringify({ foreground, ...page, ...(kept?.etag === undefined ? {} : { etag: kept.etag }) });
  return feed.ask("lookup", session, { method: "POST", path: ["ping"], body }, fresh, readReply);
}

/** Applies an answer: for this user or not at all. `pinged`: it answers a ping in sight, after which the feed may
 * listen. False when somebody else is logged in. */
export async function take(feed: Feed, session: Session, who: Who, reply: Told, pinged: boolean): Promise<boolean> {
  const { desk, known } = feed;
  if (desk.house.session?.deviceId !== who.device) return false;
  if (desk.house.leads && !known.isFor(who)) await begin(feed, who);
  const contact = session.contactId;
  if (known.movesTo(contact)) {
    known.resync();
    known.takePingWanted();
  }
  const settings = isObject(reply["settings"]) ? reply["settings"] : undefined;
  const seq = whole(reply["seq"]);
  const news = known.standsAt(seq, settings && streamOn(settings), pinged);
  const due = list(reply["in_app"], readInApp);
  const kept = await desk.cache.write(who.device, async (shelf, writer) => {
    if (settings) await shelf.put(settings, SETTINGS, typeof reply["settings_etag"] === "string" ? reply["settings_etag"] : undefined);
    if (known.seq !== undefined) {
      await shelf.put(contact ?? null, CONTACT);
      await shelf.put(known.seq, SEQ);
    }
    const unread = news ? await keepUnread(writer, readUnread(reply["unread"]), true) : undefined;
    return { unread, due: await notShown(shelf, due) };
  });
  if (desk.house.session?.deviceId !== who.device) return false;
  const unread = news ? (kept?.unread ?? readUnread(reply["unread"])) : undefined;
  desk.tell({ device: who.device, due: kept?.due ?? due, ...(settings ? { settings } : {}), ...(unread ? { unread } : {}) });
  return true;
}

/** One ping for a caller who waits for the unread count. */
export async function fetchUnread(feed: Feed): Promise<number> {
  const { house, presence } = feed.desk;
  const policy = new Policy("login", house.config.retry);
  const device = house.session?.deviceId;
  let fresh = false;
  for (;;) {
    const session = await house.loggedIn();
    if (session.deviceId !== device) throw conflict("superseded");
    const judged = await ask(feed, session, presence.now.foreground, fresh, feed.desk.page);
    const { action } = judged;
    if (house.session?.deviceId !== device) throw conflict("superseded");
    if (action.do === "ack" && judged.value) {
      if (!(await take(feed, session, { device, epoch: session.epoch }, judged.value, false))) throw conflict("superseded");
      return feed.desk.stage.unread;
    }
    if (action.do === "refuse" || action.do === "quarantine") throw refused(action.code, judged.details.field);
    if (action.do === "pause") throw unreachable(action.reason);
    if (action.do === "refresh_session") {
      await house.lost(session);
      fresh = true;
      continue;
    }
    const after = action.do === "retry" ? action.after : undefined;
    const next = policy.nextTry(feed.now(), after);
    if (next === undefined) throw unreachable(judged.code, after);
    await house.sleep(next);
  }
}
