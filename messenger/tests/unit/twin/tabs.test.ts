// Several tabs of one origin: one uploads, all know.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Platform } from "../../../src/twin/platform";
import { Browser, until, type Tab } from "./stage";

let browser: Browser;
beforeEach(() => void (browser = new Browser()));
afterEach(() => browser.close());

const withoutLocks = (platform: Platform): void => void (platform.locks = undefined);
const withoutStore = (platform: Platform): void => void (platform.indexedDB = undefined);

describe.each([
  ["with Web Locks", () => undefined],
  ["with the lease", withoutLocks],
])("tabs %s", (_name, change) => {
  test("a login in one tab is known in all, and so is the logout", async () => {
    const [first, second] = [await browser.tab({}, change), await browser.tab({}, change)];
    await until("somebody leads", () => browser.server.seen.length === 0 && first.desk.sessionState() === "logged_out");
    await second.desk.loginUserWithUserAttributes({ userId: "ada" });
    await until("the first tab knows", () => first.desk.isUserLoggedIn());
    expect(first.desk.fetchLoggedInUserAttributes()).toMatchObject({ userId: "ada", contactId: "contact-ada" });
    await first.desk.logout();
    await until("the second tab knows", () => second.desk.sessionState() === "logged_out");
    expect(second.heard).toContainEqual({ event: "session_changed", state: "logged_out" });
  });

  test("what all tabs tell arrives once, in one line of requests, and each hears of its own", async () => {
    const tabs = [];
    for (let index = 0; index < 5; index += 1) tabs.push(await browser.tab({}, change));
    let underWay = 0;
    browser.server.plan = async ({ path }) => {
      if (path !== "/events") return undefined;
      expect((underWay += 1)).toBe(1);
      await new Promise((next) => setTimeout(next, 3));
      underWay -= 1;
      return undefined;
    };
    await tabs[0]?.desk.loginUserWithUserAttributes({ userId: "ada" });
    const ids = await Promise.all(tabs.flatMap(({ desk }, tab) => [0, 1, 2, 3].map((index) => desk.logEvent(`${tab}.${index}`))));
    const last = tabs[4];
    expect(await last?.desk.flush(10_000)).toMatchObject({ queued: 0 });
    expect(browser.server.events).toHaveLength(20);
    expect(new Set(browser.server.events.map((event) => event.id))).toEqual(new Set(ids));
    const heard = (): unknown[] => (last?.heard ?? []).filter((event) => event.event === "delivery");
    await until("all deliveries", () => heard().length === 20);
    expect(await last?.desk.updateUser({ name: "Ada" })).toMatchObject({ delivery: "delivered" });
  });

  test("when the uploading tab ends, another one goes on", async () => {
    const [first, second] = [await browser.tab({}, change), await browser.tab({}, change)];
    await first.desk.loginUserWithUserAttributes({ userId: "ada" });
    browser.server.plan = () => "lost";
    await second.desk.logEvent("a");
    await first.desk.shutdown();
    browser.server.plan = () => undefined;
    expect(await second.desk.flush(15_000)).toMatchObject({ queued: 0 });
    expect(browser.server.events).toMatchObject([{ name: "a" }]);
  });
});

test("W3: a tab that is frozen while it leads is relieved", async () => {
  const frozen = await browser.tab({}, (platform) => {
    // It holds the lock, hears nobody and does nothing.
    platform.channel = () => ({ post: () => undefined, close: () => undefined });
    platform.fetch = () => new Promise(() => undefined);
  });
  expect(frozen.desk.sessionState()).toBe("logged_out");
  const { desk } = await browser.tab();
  expect(await desk.loginUserWithUserAttributes({ userId: "ada" })).toMatchObject({ contactId: "contact-ada" });
});

test("a browser that refuses locks to this page goes by the lease", async () => {
  const refusing = (platform: Platform): void => {
    platform.locks = { request: () => Promise.reject(new DOMException("no", "SecurityError")) } as never;
  };
  const [first, second] = [await browser.tab({}, refusing), await browser.tab({}, refusing)];
  await second.desk.loginUserWithUserAttributes({ userId: "ada" });
  await until("the first tab knows", () => first.desk.isUserLoggedIn());
});

describe("a browser that keeps nothing", () => {
  test("says so once and works as long as the page", async () => {
    const { desk, heard } = await browser.tab({}, withoutStore);
    await desk.loginUserWithUserAttributes({ userId: "ada" });
    await desk.logEvent("a");
    expect(await desk.flush(10_000)).toMatchObject({ queued: 0 });
    expect(heard.filter((event) => event.event === "storage_unavailable")).toHaveLength(1);
  });

  test("a page that wants it so hears nothing, and its logout reaches the other tabs", async () => {
    const [first, second] = [await browser.tab({ memoryOnly: true }), await browser.tab({ memoryOnly: true })];
    await first.desk.loginUserWithUserAttributes({ userId: "ada" });
    await second.desk.loginUserWithUserAttributes({ userId: "ada" });
    await first.desk.logout();
    await until("the second tab knows", () => second.desk.sessionState() === "logged_out");
    expect(first.heard.some((event) => event.event === "storage_unavailable")).toBe(false);
    // Nothing goes back and forth afterwards: who logs in stays logged in.
    await first.desk.loginUserWithUserAttributes({ userId: "bob" });
    await second.desk.loginUserWithUserAttributes({ userId: "cy" });
    await second.desk.flush(1_000);
    expect([first.desk.isUserLoggedIn(), second.desk.isUserLoggedIn()]).toEqual([true, true]);
  });
});

test("W8: a page that goes out of sight sends at once what waits and what is not stored yet", async () => {
  const { desk, platform } = await browser.tab({ limits: { linger: 60_000 } });
  await desk.loginUserWithUserAttributes({ userId: "ada" });
  const stored = desk.logEvent("last words");
  platform.see("hide");
  await stored;
  await until("they arrive", () => browser.server.events.length === 1);
  expect(await desk.flush(10_000)).toMatchObject({ queued: 0 });
  expect(browser.server.events).toHaveLength(1);
});

test("a leading tab out of sight sends what another tab tells without waiting for more", async () => {
  const limits = { limits: { linger: 60_000 } };
  const leading = await browser.tab(limits, (platform) => void (platform.hidden = () => true));
  await leading.desk.loginUserWithUserAttributes({ userId: "ada" });
  const { desk } = await browser.tab(limits);
  await desk.logEvent("a");
  await until("it arrives", () => browser.server.events.length === 1);
});

test("W7: a page that comes back from the cache knows who logged out meanwhile", async () => {
  const asleep = await browser.tab({}, (platform) => {
    const { channel } = platform;
    platform.channel = (name) => channel?.(name, () => undefined) ?? { post: () => undefined, close: () => undefined };
  });
  const other = await browser.tab();
  await other.desk.loginUserWithUserAttributes({ userId: "ada" });
  asleep.platform.see("show");
  await until("it knows the login", () => asleep.desk.isUserLoggedIn());
  await other.desk.logout();
  asleep.platform.see("show");
  await until("it knows the logout", () => asleep.desk.sessionState() === "logged_out");
});

test("a token that has to be renewed is asked for once, in one of the tabs", async () => {
  let [asked, jwt] = [0, "old"];
  const options = { tokenRefresh: async () => ((asked += 1), (jwt = "new")) };
  const tabs = [await browser.tab(options), await browser.tab(options), await browser.tab(options)];
  const [first, , last] = tabs as [Tab, Tab, Tab];
  browser.server.plan = ({ path, body }) =>
    path === "/sessions" && body.identity.jwt !== "new" ? { status: 401, json: { type: "error.list", request_id: "r", errors: [{ code: "jwt_expired", message: "no" }] } } : undefined;
  await last.desk.loginUserWithUserAttributes({ userId: "ada" }, { jwt });
  await until("all tabs heard of it", () => tabs.every(({ heard }) => heard.some(({ event }) => event === "token_required")));
  await first.desk.flush(10_000);
  expect(asked).toBe(1);
});
