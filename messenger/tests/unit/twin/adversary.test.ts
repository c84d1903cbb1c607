// What goes wrong between tabs and at their ends: nothing is lost, nothing is anybody else's, nobody waits for ever.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Frontdesk } from "../../../src/twin/client";
import { type Desk, openDesk } from "../../../src/twin/desk";
import type { Platform } from "../../../src/twin/platform";
import { CommitLine } from "../../../src/twin/line";
import type { Operation } from "../../../src/twin/storage/rows";
import { Browser, until } from "./stage";

let browser: Browser;
beforeEach(() => void (browser = new Browser()));
afterEach(() => browser.close());

const NOT_VERIFIED = { type: "error.list", request_id: "r", errors: [{ code: "identity_verification_failed", message: "no" }] };

const withRooms = async (): Promise<{ desk: Frontdesk; rooms: Desk }> => {
  const { desk } = await browser.tab({}, undefined, openDesk as never);
  return { desk, rooms: desk.rooms as unknown as Desk };
};

const deaf = (platform: Platform): void => {
  const { channel } = platform;
  platform.channel = (name) => channel?.(name, () => undefined);
};

test("a change that a following tab told beyond the quota travels when the window moved on", async () => {
  const limits = { limits: { updateQuota: 1, updateWindow: 1_000 } };
  const leading = await browser.tab(limits);
  await leading.desk.loginUserWithUserAttributes({ userId: "ada" });
  await leading.desk.flush(10_000);
  const { desk } = await browser.tab(limits);
  const changes = [desk.updateUser({ name: "first" }), desk.updateUser({ name: "second" })];
  expect((await Promise.all(changes)).map(({ delivery }) => delivery)).toEqual(["delivered", "queued"]);
  await until("the held change arrives", () => browser.server.to("/me").length === 2);
  expect(browser.server.to("/me")[1]?.body).toMatchObject({ name: "second" });
});

describe.each([
  ["with Web Locks", false],
  ["without", true],
])("tabs that cannot tell each other anything, %s,", (_name, lockless) => {
  test("log in, deliver what they are told, and each thing counts once", async () => {
    const alone = (platform: Platform): void => {
      platform.channel = undefined;
      if (lockless) platform.locks = undefined;
    };
    const tabs = [await browser.tab({}, alone), await browser.tab({}, alone)];
    const logins = await Promise.all(tabs.map(({ desk }) => desk.loginUserWithUserAttributes({ userId: "ada" })));
    expect(logins.map(({ contactId }) => contactId)).toEqual(["contact-ada", "contact-ada"]);
    await Promise.all(tabs.flatMap(({ desk }, tab) => [desk.logEvent(`${tab}.0`), desk.logEvent(`${tab}.1`)]));
    for (const { desk } of tabs) expect(await desk.flush(10_000)).toMatchObject({ queued: 0 });
    expect(new Set(browser.server.events.map(({ name }) => name))).toEqual(new Set(["0.0", "0.1", "1.0", "1.1"]));
    expect(new Set(browser.server.events.map(({ id }) => id)).size).toBe(4);
  });
});

describe("a client that ends", () => {
  test("answers a login whose turn was under way", async () => {
    const { desk } = await browser.tab();
    const login = desk.loginUserWithUserAttributes({ userId: "ada" });
    const answer = login.catch((error: { code: string }) => error.code);
    await desk.shutdown();
    expect(await answer).toBe("shut_down");
  });

  test("answers a change whose turn was under way in a tab that does not lead", async () => {
    const leading = await browser.tab();
    await leading.desk.loginUserWithUserAttributes({ userId: "ada" });
    const { desk } = await browser.tab({}, (platform) => {
      const { channel } = platform;
      // As a browser's: a closed channel throws.
      platform.channel = (name, heard) => {
        const open = channel?.(name, heard);
        let closed = false;
        return {
          post: (message) => {
            if (closed) throw new DOMException("closed", "InvalidStateError");
            open?.post(message);
          },
          close: () => {
            closed = true;
            open?.close();
          },
        };
      };
    });
    const change = desk.updateUser({ name: "Ada" });
    await desk.shutdown();
    expect(await change).toMatchObject({ delivery: "queued" });
  });
});

test("a page that was put away while somebody else logged in keeps nothing of who was there", async () => {
  const other = await browser.tab();
  const asleep = await browser.tab({}, deaf);
  await other.desk.loginUserWithUserAttributes({ userId: "ada" });
  asleep.platform.see("show");
  await until("it knows the login", () => asleep.desk.isUserLoggedIn());
  await asleep.desk.setAuthTokens({ shop: "of-ada" });
  await other.desk.logout();
  await other.desk.loginUserWithUserAttributes({ userId: "bob" });
  asleep.heard.length = 0;
  asleep.platform.see("show");
  await until("it knows who is there", () => asleep.desk.fetchLoggedInUserAttributes().userId === "bob");
  await until("the app heard of it", () => asleep.heard.length > 1);
  const sessions = asleep.heard.flatMap((event) => (event.event === "session_changed" ? [event.state] : []));
  expect(sessions).toEqual(["logged_out", "logged_in"]);
  expect(asleep.desk.authToken("shop")).toBeUndefined();
});

test("what is told after a logout and a login that are not stored yet is not sent as who left", async () => {
  const { desk, platform } = await browser.tab();
  await desk.loginUserWithUserAttributes({ userId: "ada" });
  await desk.flush(10_000);
  const told = [desk.logout(), desk.loginUserWithUserAttributes({ userId: "bob" }), desk.logEvent("of bob")];
  platform.see("hide");
  await Promise.all(told);
  expect(await desk.flush(10_000)).toMatchObject({ queued: 0 });
  expect(browser.server.events).toMatchObject([{ contact: "bob", name: "of bob" }]);
});

test("a tab that gets the lead twice while it loads sends once, and stops when it loses it", async () => {
  const first = await browser.tab();
  await first.desk.loginUserWithUserAttributes({ userId: "ada" });
  browser.server.plan = () => "lost";
  await first.desk.logEvent("a");
  await first.desk.shutdown();
  const before = browser.server.to("/events").length;
  browser.server.plan = ({ path }) => (path === "/events" ? new Promise((done) => setTimeout(() => done(undefined), 50)) : undefined);
  let asked = 0;
  const { desk } = await browser.tab({}, (platform) => {
    platform.locks = {
      request: (_name: string, _options: unknown, held: () => Promise<unknown>) => {
        const turn = held();
        return (asked += 1) === 1 ? Promise.reject(new DOMException("stolen", "AbortError")) : turn;
      },
    } as never;
  });
  expect(await desk.flush(10_000)).toMatchObject({ queued: 0 });
  expect(asked).toBe(2);
  expect(browser.server.to("/events").length - before).toBe(1);
});

describe("what a page does that has not heard yet that its person left", () => {
  test.each([
    ["receipt.send", { kind: "survey", id: "1", event: "answered", answers: [{ question_id: "q", value: "of ada" }] }],
    ["article.react", { id: "1", reaction: "sad" }],
    ["ticket.create", { ticket_type_id: "1", attributes: { text: "of ada" } }],
  ])("is not stored for the next one: %s", async (type, data) => {
    const other = await browser.tab();
    await other.desk.loginUserWithUserAttributes({ userId: "ada" });
    const asleep = await browser.tab({}, deaf, openDesk as never);
    const rooms = asleep.desk.rooms as unknown as ReturnType<typeof openDesk>;
    await rooms.request(JSON.stringify({ id: "1", type: "state", data: {} }));
    await other.desk.logout();
    await other.desk.loginUserWithUserAttributes({ userId: "bob" });
    const answer = JSON.parse(await rooms.request(JSON.stringify({ id: "2", type, data }))) as unknown;
    expect(answer).toMatchObject({ ok: false, error: { code: "superseded" } });
    expect(await other.desk.pending()).toMatchObject({ queued: 0 });
  });
});

describe("what an app tells on a page that has not heard yet that its person left", () => {
  test.each([
    ["logEvent", ["bought"]],
    ["updateUser", [{ email: "ada@example.com" }]],
  ] as const)("is not told of the next one: %s", async (call, given) => {
    const other = await browser.tab();
    await other.desk.loginUserWithUserAttributes({ userId: "ada" });
    const asleep = await browser.tab({}, deaf);
    await other.desk.logout();
    const tell = (): Promise<unknown> => (asleep.desk[call] as (...given: readonly unknown[]) => Promise<unknown>)(...given);
    await expect(tell()).rejects.toMatchObject({ code: "not_logged_in" });
    await other.desk.loginUserWithUserAttributes({ userId: "bob" });
    const late = await browser.tab({}, deaf);
    await other.desk.logout();
    await other.desk.loginUserWithUserAttributes({ userId: "cy" });
    const bobs = (): Promise<unknown> => (late.desk[call] as (...given: readonly unknown[]) => Promise<unknown>)(...given);
    await expect(bobs()).rejects.toMatchObject({ code: "superseded" });
    expect(await other.desk.flush(10_000)).toMatchObject({ queued: 0 });
    expect([browser.server.events, browser.server.to("/me")]).toEqual([[], []]);
  });

  test("is told of the next one when the page itself logs them in", async () => {
    const { desk } = await browser.tab();
    await desk.loginUserWithUserAttributes({ userId: "ada" });
    await Promise.all([desk.logout(), desk.loginUserWithUserAttributes({ userId: "bob" }), desk.logEvent("of bob"), desk.updateUser({ name: "Bob" })]);
    expect(await desk.flush(10_000)).toMatchObject({ queued: 0 });
    expect(browser.server.events).toMatchObject([{ contact: "bob", name: "of bob" }]);
    expect(browser.server.to("/me")).toMatchObject([{ token: "token-of-bob" }]);
  });
});

test("a log-out that means who a page shows leaves alone who logged in elsewhere since", async () => {
  const other = await browser.tab();
  await other.desk.loginUserWithUserAttributes({ userId: "ada" });
  const asleep = await browser.tab({}, deaf);
  await other.desk.logout();
  await other.desk.loginUserWithUserAttributes({ userId: "bob" });
  await asleep.desk.logout({ force: true, asShown: true });
  expect(other.desk.isUserLoggedIn()).toBe(true);
  await until("the page knows who is there", () => asleep.desk.fetchLoggedInUserAttributes().userId === "bob");
  await asleep.desk.logout({ force: true, asShown: true });
  await until("it is logged out everywhere", () => other.desk.sessionState() === "logged_out");
});

test("what was written behind a log-in that was refused is shown to nobody else, and is nobody else's to take back", async () => {
  const { desk, rooms } = await withRooms();
  browser.server.plan = ({ path }) => (path === "/sessions" ? "lost" : undefined);
  await expect(desk.loginUserWithUserAttributes({ userId: "ada" })).rejects.toMatchObject({ kind: "unreachable" });
  const { conversations } = await rooms.far();
  const { conversationId, partId } = await conversations.start("canary", []);
  browser.server.plan = ({ path }) => (path === "/sessions" ? { status: 403, json: NOT_VERIFIED } : undefined);
  await expect(desk.loginUserWithUserAttributes({ userId: "ada" })).rejects.toMatchObject({ code: "identity_verification_failed" });
  browser.server.plan = ({ path }) => (path.startsWith("/conversations") ? "lost" : undefined);
  await desk.loginUserWithUserAttributes({ userId: "bob" });
  expect(await conversations.cachedList(20)).toMatchObject({ data: [] });
  expect(await conversations.cached(conversationId, null)).toBeNull();
  expect(await desk.dismiss(partId)).toBe(false);
  await desk.logout();
  expect(browser.server.seen.filter(({ path, text }) => path !== "/sessions" && text.includes("canary"))).toEqual([]);
});

test.each([".", ".."])("an id that would lead elsewhere in an address is refused: %s", async (id) => {
  const { desk, rooms } = await withRooms();
  await desk.loginUserWithUserAttributes({ userId: "ada" });
  const ask = async (type: string, data: object): Promise<unknown> => JSON.parse(await rooms.request(JSON.stringify({ id: type, type, data })));
  const before = browser.server.seen.length;
  for (const [type, data] of [
    ["conversation.reply", { id, body: "hello" }],
    ["conversation.read", { id }],
    ["article.react", { id, reaction: "sad" }],
    ["ticket.open", { id }],
    ["content.open", { kind: "survey", id }],
  ] as const) {
    expect(await ask(type, data)).toMatchObject({ ok: false, error: { code: "invalid_text" } });
  }
  expect(browser.server.seen.length).toBe(before);
  expect(await desk.pending()).toMatchObject({ queued: 0 });
});

test("a change that is held is joined with the next one, also where the clock stands before 1970", async () => {
  const { desk, heard } = await browser.tab({ limits: { updateQuota: 1 } }, (platform) => {
    const { now } = platform;
    const begun = now();
    platform.now = () => now() - begun - 3_600_000;
  });
  await desk.loginUserWithUserAttributes({ userId: "ada" });
  for (const name of ["first", "second", "third"]) await desk.updateUser({ name, ...(name === "second" ? { phone: "1" } : {}) });
  await until("the second is joined with the third", () => heard.some((event) => event.event === "delivery" && event.outcome === "coalesced"));
});

test.each([[{}], ["no"], [[null, 1, { field: "x" }, { field: "name", code: "invalid" }]]])("what the server says of attributes makes no difference to the log-in and the change, whatever it is: %j", async (rejected) => {
  const { desk } = await browser.tab();
  const token = "token-of-ada";
  browser.server.plan = ({ path, body }) => {
    if (path === "/sessions") return { status: 201, json: { token, contact: { id: "contact-ada" }, merged: false, rejected } };
    return path === "/me" ? { status: 200, json: { id: body.id, status: "accepted", rejected } } : undefined;
  };
  const told = Array.isArray(rejected) ? [{ field: "name", code: "invalid" }] : [];
  expect(await desk.loginUserWithUserAttributes({ userId: "ada" })).toMatchObject({ contactId: "contact-ada", rejected: told });
  expect(await desk.updateUser({ name: "Ada" })).toMatchObject({ delivery: "delivered", rejected: told });
});

test("what a server turns from one conversation to the other and back is tried with waits between", async () => {
  const { desk, rooms, heard } = await (async () => {
    const tab = await browser.tab({ limits: { deliveryWait: 50 } }, undefined, openDesk as never);
    return { ...tab, rooms: tab.desk.rooms as unknown as Desk };
  })();
  await desk.loginUserWithUserAttributes({ userId: "ada" });
  const merged = (into: string) => ({ type: "error.list", request_id: "r", errors: [{ code: "conversation_merged", message: "no", merged_into: into }] });
  browser.server.plan = ({ method, path }) => {
    if (method !== "POST" || !path.startsWith("/conversations/")) return undefined;
    return { status: 409, json: merged(path.includes("/1/") ? "2" : "1") };
  };
  const { conversations } = await rooms.far();
  await conversations.reply("1", "hello", []);
  await until("it waits", () => heard.some((event) => event.event === "waiting" && event.code === "server_unavailable"));
  const targets = browser.server.seen.filter(({ path }) => path.endsWith("/parts")).map(({ path }) => path);
  expect(targets.slice(0, 2)).toEqual(["/conversations/1/parts", "/conversations/2/parts"]);
  browser.server.plan = ({ method, path, body }) => (method === "POST" && path.endsWith("/parts") ? { status: 200, json: { ...body, seq: 1 } } : undefined);
  expect(await desk.flush(10_000)).toMatchObject({ queued: 0 });
});

test("a tab that took the place of a silent one stands in line once, however often it is robbed", async () => {
  let standing = 0;
  const silent: string[] = [];
  const counted = (platform: Platform): void => {
    const { locks } = platform;
    platform.locks = {
      request: (...given: never[]) => {
        standing += 1;
        return (locks as unknown as { request(...given: never[]): Promise<unknown> }).request(...given).finally(() => (standing -= 1));
      },
    } as never;
    // Four seconds of silence are over at once.
    const { after } = platform;
    platform.after = (ms, call) => after(ms === 4_000 ? (silent.push("silence"), 1) : ms, call);
  };
  const mute = (platform: Platform): void => {
    platform.channel = () => ({ post: () => undefined, close: () => undefined });
    platform.fetch = () => new Promise(() => undefined);
  };
  await browser.tab({}, mute);
  const { desk } = await browser.tab({}, counted);
  await desk.loginUserWithUserAttributes({ userId: "ada" });
  expect(silent).not.toEqual([]);
  await until("the requests of before are given up", () => standing === 1);
});

test("a file for which there is no room is refused alone, not with what was told in the same moment", async () => {
  const stored: string[] = [];
  const writer = (names: string[]) => ({
    mustBeFor: () => undefined,
    append: async (operations: Operation[]) => void names.push(...operations.map(({ id }) => id)),
    tx: { put: async () => Promise.reject(new DOMException("full", "QuotaExceededError")) },
  });
  const line: CommitLine = new CommitLine(10, async (work) => {
    const names: string[] = [];
    await work(writer(names) as never);
    stored.push(...names);
  });
  const told = (id: string, files: unknown[] = []): Promise<void> =>
    line.add([{ id, kind: "event", createdAt: 0, body: "{}" }], { files } as never, () => void line.store());
  const fates = await Promise.allSettled([told("before"), told("large", [{}]), told("after")]);
  expect(fates.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(stored).toEqual(["before", "after"]);
});

test("a tab that hears nothing of the others learns of a log-out while it is looked at", async () => {
  const alone = (platform: Platform): void => void (platform.channel = undefined);
  const [here, other] = [await browser.tab({}, alone), await browser.tab({}, alone)];
  await other.desk.loginUserWithUserAttributes({ userId: "ada" });
  await until("this one knows who is there", () => here.desk.isUserLoggedIn());
  await other.desk.logout();
  await until("it knows that they left", () => here.desk.sessionState() === "logged_out");
});

test("a login is answered that a tab ended which was killed before it could say so", async () => {
  const leading = await browser.tab();
  let mute = false;
  const killed = await browser.tab({}, (platform) => {
    const { channel } = platform;
    platform.channel = (name, hear) => {
      const open = channel?.(name, hear);
      return open && { ...open, post: (message) => mute || open.post(message) };
    };
  });
  let answer = (): void => undefined;
  browser.server.plan = ({ path }) => (path === "/sessions" ? new Promise((done) => (answer = () => done(undefined))) : undefined);
  const login = leading.desk.loginUserWithUserAttributes({ userId: "ada" });
  const code = login.catch((error: { code: string }) => error.code);
  await until("the server has it", () => browser.server.to("/sessions").length === 1);
  mute = true;
  await killed.desk.logout();
  answer();
  expect(await code).toBe("superseded");
});
