// Listening: a stream, or long polls where streams do not get through.
//
// Guarantees: at most one connection, of who is logged in now, while a page is in sight, has a network and something
// to listen for; closed the moment one of these ends; begun from the last change that was applied, so that nothing is
// lost or told twice; every change is applied before the next one is looked at. In the leading tab.

import { judge } from "../../retry/classify";
import type { Session } from "../../storage/rows";
import { SseParser, type Item } from "../sse";
import { isObject } from "../wire";
import { apply, typing, type Applied } from "./apply";
import type { Feed } from "./feed";
import { isSame, type Who } from "./known";
import { Reconnect, troubleOf, type End } from "./trouble";

/** Until the first byte, which the server sends with the head. */
const FIRST_BYTE_WITHIN = 10_000;
/** Between two signs of life: the server gives one every 25 s. */
const LIFE_WITHIN = 40_000;
/** How long the server is asked to wait for news. */
const WAIT = 25_000;
/** An answer without news that comes sooner did not wait. */
const SUSPICIOUS = 1_000;

/** Listens for as long as the desk lives. */
export async function listen(feed: Feed): Promise<void> {
  const { desk, known } = feed;
  const reconnect = new Reconnect(desk.house.config.retry);
  let last: Who | undefined;
  let hurries = 0;
  let fresh = false;
  while (!feed.closed) {
    const place = desk.presence.now;
    if (hurries !== place.hurries) reconnect.hurry();
    hurries = place.hurries;
    const who = feed.wantedBy(place);
    if (who && !isSame(last, who)) {
      if (last?.device !== who.device) reconnect.forget();
      last = who;
      fresh = false;
    }
    if (!who || !known.mayListen(who, place)) {
      if (desk.house.leads) feed.setMode("off");
      await feed.pause();
      continue;
    }
    const wait = reconnect.notBefore - feed.now();
    if (wait > 0) {
      feed.setMode("waiting");
      await feed.pause(wait);
      continue;
    }
    const stop = new AbortController();
    const leave = desk.pulse.listen(() => {
      const now = desk.presence.now;
      if (now.networks !== place.networks || !isSame(feed.wantedBy(now), who) || !known.mayListen(who, now)) stop.abort();
    });
    let end: End;
    try {
      end = await attempt(feed, who, reconnect, fresh, stop.signal);
    } finally {
      leave();
    }
    // Closed because someone said so: what to do next is decided above.
    if (stop.signal.aborted) continue;
    fresh = end.is === "lost";
    // A new session is on its way; refused again it is no longer called lost.
    if (fresh) continue;
    if (end.is === "resync") known.resync();
    reconnect.ended(feed.now(), end);
  }
}

async function attempt(feed: Feed, who: Who, reconnect: Reconnect, fresh: boolean, signal: AbortSignal): Promise<End> {
  let session: Session | undefined;
  try {
    session = await feed.sessionOf(who);
  } catch {
    return { is: "later" };
  }
  if (!session || signal.aborted) return { is: "gone" };
  const end = await (reconnect.way === "stream" ? stream : poll)(feed, who, session, reconnect, fresh, signal);
  if (end.is === "lost") await feed.desk.house.lost(session);
  return end;
}

async function stream(feed: Feed, who: Who, session: Session, reconnect: Reconnect, fresh: boolean, signal: AbortSignal): Promise<End> {
  const { transport, platform } = feed.desk.house;
  const call = { method: "GET" as const, path: ["stream"], signal, ...(session.token === undefined ? {} : { token: session.token }) };
  const opened = await transport.open(call, feed.known.seq);
  if (!("stream" in opened)) {
    if (opened.answer === "timeout") return { is: "stalled" };
    return troubleOf(judge({ purpose: "stream", items: 1, freshSession: fresh }, opened.answer, platform.now(), () => undefined).action);
  }
  const reader = opened.stream.getReader();
  const parser = new SseParser();
  const items: Item[] = [];
  let alive = false;
  signal.addEventListener("abort", opened.close);
  try {
    for (;;) {
      const chunk = await within(feed, reader.read(), alive ? LIFE_WITHIN : FIRST_BYTE_WITHIN);
      if (chunk === "late") return { is: alive ? "stalled" : "held" };
      if (chunk === "broken" || signal.aborted) return { is: "later" };
      if (chunk.done) return { is: "ended" };
      // Bytes after the first ones: nobody collects them.
      if (alive) reconnect.works();
      else {
        feed.setMode("stream");
        feed.setOnline(true);
      }
      alive = true;
      const whole = parser.push(chunk.value, items);
      for (const item of items.splice(0)) {
        if ("retry_ms" in item) reconnect.wish(item.retry_ms);
        if (!("event" in item)) continue;
        const applied = await take(feed, who, item.event);
        if (applied === "done") reconnect.works();
        if (applied === "resync" || applied === "gone") return { is: applied };
        if (applied === "later") return { is: "later" };
      }
      if (!whole) return { is: "resync" };
    }
  } finally {
    signal.removeEventListener("abort", opened.close);
    opened.close();
  }
}

async function take(feed: Feed, who: Who, event: { type: string; data: string }): Promise<Applied> {
  let told: unknown;
  try {
    told = JSON.parse(event.data);
  } catch {
    return "resync";
  }
  if (event.type === "typing") {
    typing(feed, who, told);
    return "known";
  }
  return apply(feed, who, told);
}

/** What comes in time, or that nothing did. */
function within<T>(feed: Feed, coming: Promise<T>, ms: number): Promise<T | "late" | "broken"> {
  return new Promise((done) => {
    const cancel = feed.desk.house.platform.after(ms, () => done("late"));
    coming.then(
      (came) => {
        cancel();
        done(came);
      },
      () => {
        cancel();
        done("broken");
      },
    );
  });
}

async function poll(feed: Feed, who: Who, session: Session, reconnect: Reconnect, fresh: boolean, signal: AbortSignal): Promise<End> {
  // The answer must come within the time that every answer has.
  const wait = Math.floor(Math.min(WAIT, feed.desk.house.config.limits.requestTimeout * 0.8) / 1000);
  const query = { wait: String(wait), ...(feed.known.seq === undefined ? {} : { after: String(feed.known.seq) }) };
  feed.setMode("long_poll");
  const began = feed.now();
  const changes = (json: unknown): unknown[] | undefined =>
    json === null ? [] : isObject(json) && Array.isArray(json["changes"]) ? (json["changes"] as unknown[]) : undefined;
  const judged = await feed.ask("lookup", session, { method: "GET", path: ["changes"], query, signal }, fresh, changes);
  if (judged.action.do !== "ack" || !judged.value) return troubleOf(judged.action);
  feed.setOnline(true);
  let news = false;
  for (const change of judged.value) {
    const applied = await apply(feed, who, change);
    if (applied === "resync" || applied === "gone" || applied === "later") return { is: applied };
    news ||= applied === "done";
  }
  if (!news && feed.now() - began < SUSPICIOUS) return { is: "later" };
  reconnect.works();
  return { is: "polled" };
}
