// The feed of the twin: what comes by itself, in one tab and in several, and what is there without a server.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDesk, type Desk } from "../../../src/twin/desk";
import { Reconnect, troubleOf } from "../../../src/twin/desk/feed/trouble";
import { RETRY } from "../../../src/twin/config";
import { refusal, type Planned, type Seen } from "../../support/server";
import { Browser, until, type Tab } from "./stage";

let browser: Browser;
/** What the server of these tests tells: pings, and one stream after the other. */
let ping: object;
let streams: string[];
let more: (seen: Seen) => Planned | undefined;

const event = (seq: number, type: string, data: object): string => `id: ${seq}\nevent: ${type}\ndata: ${JSON.stringify({ seq, type, data })}\n\n`;
const unread = (seq: number, count: number): string => event(seq, "unread.changed", { count, conversation_ids: Array.from({ length: count }, (_, n) => String(n)) });
const part = (seq: number) => ({ id: `p${seq}`, seq, author: { type: "admin" }, body_text: `part ${seq}`, created_at: seq });

beforeEach(() => {
  browser = new Browser();
  ping = { seq: 0, unread: { count: 0, conversation_ids: [] }, in_app: [], settings: { stream: "on" }, settings_etag: "e1", next_ping_s: 600 };
  streams = [];
  more = () => undefined;
  browser.server.plan = (seen) => {
    const planned = more(seen);
    if (planned) return planned;
    if (seen.path === "/ping") return { status: 200, json: ping };
    if (seen.path === "/stream") return { status: 200, text: streams.shift() ?? ": open\n\n", headers: { "content-type": "text/event-stream" } };
    return undefined;
  };
});
afterEach(() => browser.close());

const open = async (): Promise<Tab & { rooms: Desk }> => {
  const tab = await browser.tab({}, undefined, openDesk);
  return { ...tab, rooms: tab.desk.rooms as Desk };
};
const counts = (tab: Tab): number[] => tab.heard.flatMap((one) => (one.event === "unread_changed" ? [one.count] : []));

describe("in one tab", () => {
  test("nothing is asked out of sight; in sight a ping comes first, then the stream from where it stands", async () => {
    const ticket = event(3, "ticket.updated", { ticket: { id: "9", title: "Broken" } });
    streams = [`: open\n\n${unread(1, 1)}${unread(2, 2)}${ticket}`, `: open\n\n${unread(2, 7)}${ticket}${unread(4, 3)}`];
    const tab = await open();
    await tab.desk.loginUserWithUserAttributes({ user_id: "ada" });
    expect(browser.server.to("/ping")).toHaveLength(0);
    expect(browser.server.to("/stream")).toHaveLength(0);
    tab.desk.setForeground(true);
    await until("the third count", () => tab.rooms.unreadConversationCount() === 3);
    // What came twice was applied once.
    expect(counts(tab).filter((count) => count > 0)).toEqual([1, 2, 3]);
    expect(tab.heard.filter((one) => one.event === "ticket_changed")).toEqual([{ event: "ticket_changed", id: "9" }]);
    const order = browser.server.seen.map(({ path }) => path);
    expect(order.indexOf("/ping")).toBeLessThan(order.indexOf("/stream"));
    tab.desk.setForeground(false);
    await until("the feed is off", () => tab.rooms.messengerState().feed === "off");
  });

  test("an event that makes no sense is not skipped: conversations are asked for anew", async () => {
    streams = [`: open\n\ndata: rubbish\n\n`];
    more = ({ path }) => (path === "/conversations" ? { status: 200, json: { data: [{ id: "42", last_part: part(3) }], next: null } } : undefined);
    const tab = await open();
    await tab.desk.loginUserWithUserAttributes({ user_id: "ada" });
    tab.desk.setForeground(true);
    await until("the list is asked for", () => browser.server.to("/conversations").length > 0);
    await until("its conversation is told of", () => tab.heard.some((one) => one.event === "conversation_changed" && one.id === "42"));
    expect(await (await tab.rooms.far()).conversations.cachedList(20)).toMatchObject({ data: [{ id: "42" }] });
  });

  test("what came is of who was logged in, and nothing of it is there for the next", async () => {
    streams = [`: open\n\n${unread(5, 4)}`];
    ping = { ...ping, in_app: [{ kind: "survey", id: "s", display: "card", priority: 1 }] };
    const tab = await open();
    await tab.desk.loginUserWithUserAttributes({ user_id: "ada" });
    tab.desk.setForeground(true);
    await until("the count", () => tab.rooms.unreadConversationCount() === 4);
    await until("the survey", () => tab.rooms.messengerState().in_app?.id === "s");
    ping = { ...ping, in_app: [] };
    await tab.desk.logout();
    expect(tab.rooms.messengerState()).toMatchObject({ unread_count: 0, in_app: null, settings: null, feed: "off" });
    await tab.desk.loginUserWithUserAttributes({ user_id: "bob" });
    await until("bob's settings", () => tab.rooms.messengerState().settings !== null);
    expect(tab.rooms.messengerState()).toMatchObject({ unread_count: 0, in_app: null });
    // Bob's stream begins where his ping stands, not where ada's ended.
    expect(await tab.rooms.cache.read((tab.rooms.house.session?.deviceId ?? ""), (shelf) => shelf.get("feed", "seq"))).toMatchObject({ value: 0 });
  });

  test("what was dismissed does not show itself again, also in the next page", async () => {
    ping = { ...ping, in_app: [{ kind: "survey", id: "s", display: "card", priority: 1 }] };
    const first = await open();
    await first.desk.loginUserWithUserAttributes({ user_id: "ada" });
    first.desk.setForeground(true);
    await until("the survey", () => first.rooms.messengerState().in_app?.id === "s");
    await (await first.rooms.far()).shelves.receipt("survey", "s", "dismissed");
    expect(first.rooms.messengerState().in_app).toBeNull();
    await first.desk.shutdown();
    ping = { ...ping, seq: 1, unread: { count: 5, conversation_ids: ["1"] } };
    const second = await open();
    second.desk.setForeground(true);
    await until("another ping was answered", () => second.rooms.unreadConversationCount() === 5);
    expect(second.rooms.messengerState().in_app).toBeNull();
  });
});

describe("in several tabs", () => {
  test("one listens and all hear; a new tab knows what is known; all forget together", async () => {
    streams = [`: open\n\n${unread(1, 1)}`];
    const first = await open();
    await first.desk.loginUserWithUserAttributes({ user_id: "ada" });
    first.desk.setForeground(true);
    const second = await open();
    second.desk.setForeground(true);
    for (const tab of [first, second]) await until("the count", () => tab.rooms.unreadConversationCount() === 1);
    const third = await open();
    await until("a new tab knows", () => third.rooms.unreadConversationCount() === 1 && third.rooms.messengerState().settings !== null);
    const tokens = new Set(browser.server.to("/stream").map(({ token }) => token));
    expect(tokens.size).toBe(1);
    await third.desk.logout();
    for (const tab of [first, second, third]) await until("nothing is left", () => tab.rooms.unreadConversationCount() === 0 && tab.rooms.messengerState().settings === null);
  });

  test("a decision in one is made in all", async () => {
    const [first, second] = [await open(), await open()];
    await first.rooms.decisions.setLauncherVisibility(true);
    await second.rooms.decisions.setBottomPadding(40);
    for (const tab of [first, second]) {
      await until("both decisions", () => tab.rooms.messengerState().launcher_visible && tab.rooms.messengerState().bottom_padding === 40);
    }
    await expect(first.rooms.decisions.setBottomPadding(10_001)).rejects.toMatchObject({ code: "out_of_range", limit: 10_000 });
  });

  test("what is about another person is not shown, however late it is told", async () => {
    const tab = await open();
    await tab.desk.loginUserWithUserAttributes({ user_id: "ada" });
    const due = [{ kind: "survey", id: "s", display: "card", priority: 1 }];
    tab.rooms.heard({ device: "of somebody else", settings: { brand: { name: "Other" } }, due });
    expect(tab.rooms.messengerState()).toMatchObject({ settings: null, in_app: null });
    tab.rooms.heard({ device: tab.rooms.house.session?.deviceId, due });
    expect(tab.rooms.messengerState().in_app?.id).toBe("s");
    for (const noise of [null, "x", [], 7]) tab.rooms.heard(noise);
  });

  test("a tab that is looked at keeps the feed of another one open", async () => {
    const first = await open();
    await first.desk.loginUserWithUserAttributes({ user_id: "ada" });
    const second = await open();
    expect(browser.server.to("/ping")).toHaveLength(0);
    second.desk.setForeground(true);
    await until("the ping of the leading tab", () => browser.server.to("/ping").length > 0);
  });
});

describe("the page that the person is on", () => {
  /** What pings said of it, one after the other; what several of them said alike once. */
  const told = (): string[] => browser.server.to("/ping").map(({ body: { url, title } }) => `${url} ${title}`).filter((one, n, all) => one !== all[n - 1]);
  const pings = (): number => browser.server.to("/ping").length;

  test("each ping says where the person went last, in any tab, and a new place is told at once", async () => {
    const first = await open();
    // Told before somebody is there, it is in the first ping.
    first.rooms.ping({ url: "https://a.b/1", title: "One" });
    await first.desk.loginUserWithUserAttributes({ user_id: "ada" });
    first.desk.setForeground(true);
    await until("the first place", () => told().length > 0);
    const second = await open();
    second.rooms.ping({ url: "https://a.b/2" });
    await until("the leading tab tells of the other one", () => told().includes("https://a.b/2 undefined"));
    second.rooms.ping({ title: "Three" });
    await until("the last place", () => told().length > 2);
    // Also a ping for another reason.
    const before = pings();
    expect(await first.rooms.fetchUnreadConversationCount()).toBe(0);
    expect(pings()).toBeGreaterThan(before);
    expect(told()).toEqual(["https://a.b/1 One", "https://a.b/2 undefined", "undefined Three"]);
  });

  test("where one person was is not told of the next", async () => {
    const tab = await open();
    const other = await open();
    await tab.desk.loginUserWithUserAttributes({ user_id: "ada" });
    tab.rooms.ping({ url: "https://a.b/secret" });
    tab.desk.setForeground(true);
    await until("ada's ping", () => pings() > 0);
    await tab.desk.logout();
    await until("both tabs forgot", () => !tab.rooms.page && !other.rooms.page);
    const before = pings();
    await tab.desk.loginUserWithUserAttributes({ user_id: "bob" });
    await until("bob's ping", () => pings() > before);
    expect(told().at(-1)).toBe("undefined undefined");
  });
});

describe("a look that the page wants", () => {
  const looks = (): unknown[] => browser.server.to("/ping").map(({ body }) => body.messenger_style_id);
  const named = (name: string): object => ({ brand: { name }, stream: "off" });

  test("is asked for with each ping and kept; the login's default look is not seen before it", async () => {
    const shown: string[] = [];
    more = ({ path, body }) => {
      if (path === "/ping") return { status: 200, json: { ...ping, settings: named("Shop"), messenger_style_id: body.messenger_style_id } };
      return undefined;
    };
    const tab = await open();
    tab.desk.listen(() => {
      const brand = (tab.rooms.messengerState().settings as { brand?: { name: string } } | null)?.brand?.name;
      if (brand && brand !== shown.at(-1)) shown.push(brand);
    });
    tab.rooms.ping({ messenger_style_id: "shop" });
    await tab.desk.loginUserWithUserAttributes({ user_id: "ada" });
    const feed = await tab.rooms.feed();
    const session = tab.rooms.house.session;
    if (session) await feed.told(session, { ...ping, settings: named("Default") });
    tab.desk.setForeground(true);
    await until("the look", () => shown.length > 0);
    expect(shown).toEqual(["Shop"]);
    expect(looks()).toContain("shop");
    await tab.desk.shutdown();
    // The next page shows it before anybody is asked.
    more = ({ path }) => (path === "/ping" ? { status: 503 } : undefined);
    const next = await open();
    next.desk.setForeground(true);
    await until("what was kept", () => next.rooms.messengerState().settings !== null);
    expect(next.rooms.messengerState().settings).toMatchObject({ brand: { name: "Shop" } });
    // Another person begins without it.
    await next.desk.logout();
    expect(next.rooms.messengerState().settings).toBeNull();
    expect(next.rooms.page).toBeUndefined();
  });

  test("that the workspace does not have is said, and one that it has is not", async () => {
    const tab = await open();
    const said: boolean[] = [];
    tab.rooms.pinged = (lookless) => void said.push(lookless);
    tab.rooms.ping({ messenger_style_id: "nope" });
    await tab.desk.loginUserWithUserAttributes({ user_id: "ada" });
    tab.desk.setForeground(true);
    await until("that there is none", () => said.includes(true));
    more = ({ path, body }) => (path === "/ping" ? { status: 200, json: { ...ping, messenger_style_id: body.messenger_style_id } } : undefined);
    tab.rooms.ping({ messenger_style_id: "shop" });
    await until("that there is one", () => looks().includes("shop") && said.at(-1) === false);
    const before = said.length;
    tab.rooms.ping({});
    await until("none wanted is none missed", () => said.length > before);
    expect(said.slice(before)).not.toContain(true);
  });
});

describe("without a server", () => {
  test("what was read is read again, says so, and a language given to the user is spoken at once", async () => {
    more = ({ path }) => {
      if (path === "/conversations/42") return { status: 200, json: { id: "42", updated_at: 2, parts: [part(1), part(2)], previous: null } };
      if (path === "/help/articles/1") return { status: 200, json: { id: "1", title: "Refunds", body_text: "Money back.", locale: "en" } };
      return undefined;
    };
    const tab = await open();
    await tab.desk.loginUserWithUserAttributes({ user_id: "ada" });
    const far = await tab.rooms.far();
    expect(await far.conversations.open("42", null)).toMatchObject({ from_cache: false, parts: [{ seq: 1 }, { seq: 2 }] });
    expect((await far.help.article("1")).from_cache).toBeUndefined();
    more = () => "lost";
    tab.desk.networkChanged(false);
    expect(await far.conversations.open("42", null)).toMatchObject({ from_cache: true, parts: [{ seq: 1 }, { seq: 2 }] });
    expect(await far.help.article("1")).toMatchObject({ title: "Refunds", from_cache: true });
    expect(await far.help.search("money")).toEqual({ data: [{ articleId: "1", title: "Refunds", matchingSnippet: "<em>Money</em> back." }] });
    await expect(far.conversations.open("43", null)).rejects.toMatchObject({ kind: "unreachable" });
    void tab.desk.updateUser({ language_override: "pt_br" }).catch(() => undefined);
    await until("the language", () => tab.rooms.messengerState().languages[0] === "pt-BR");
  });

  test("what the server says is gone is gone, and each reason has words for the person", async () => {
    const tab = await open();
    more = ({ path }) => (path === "/content/survey/1" ? { status: 200, json: { kind: "survey", id: "1", status: "live", title: "How was it?", body: {} } } : undefined);
    await tab.desk.loginUserWithUserAttributes({ user_id: "ada" });
    const { shelves } = await tab.rooms.far();
    expect(await shelves.content("survey", "1")).toMatchObject({ title: "How was it?" });
    more = ({ path }) => (path === "/content/survey/1" ? refusal(404, "not_found") : undefined);
    await expect(shelves.content("survey", "1")).rejects.toMatchObject({ code: "not_found", userMessage: "This could not be found." });
    more = () => "lost";
    await expect(shelves.content("survey", "1")).rejects.toMatchObject({ kind: "unreachable" });
  });
});

describe("when the feed is opened again", () => {
  test("somebody who collects the bytes is asked with long polls, until another user comes", () => {
    const reconnect = new Reconnect(RETRY);
    reconnect.ended(0, { is: "held" });
    expect([reconnect.way, reconnect.notBefore]).toEqual(["long_poll", 0]);
    reconnect.forget();
    expect(reconnect.way).toBe("stream");
    reconnect.ended(0, { is: "stalled" });
    expect(reconnect.way).toBe("stream");
    reconnect.ended(0, { is: "stalled" });
    expect(reconnect.way).toBe("long_poll");
  });

  test("what the server asked for is kept even when the page hurries", () => {
    const reconnect = new Reconnect(RETRY);
    reconnect.ended(100, { is: "later", after: 5000 });
    reconnect.hurry();
    expect(reconnect.notBefore).toBe(5100);
    reconnect.ended(6000, { is: "paused", recheck: 60_000 });
    expect(reconnect.notBefore).toBe(66_000);
    reconnect.hurry();
    expect(reconnect.notBefore).toBe(5100);
  });

  test("an action is read once for ping, stream and long poll", () => {
    expect(troubleOf({ do: "refuse", code: "resync_required" })).toEqual({ is: "resync" });
    expect(troubleOf({ do: "refresh_session" })).toEqual({ is: "lost" });
    expect(troubleOf({ do: "retry", after: 7 })).toEqual({ is: "later", after: 7 });
    expect(troubleOf({ do: "pause", reason: "forbidden", recheck: 9 })).toEqual({ is: "paused", recheck: 9 });
  });
});
