// The twin in one tab: what is told is kept, sent once and as its own user.

import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { refusal } from "../../support/server";
import { Browser, until } from "./stage";

let browser: Browser;
beforeEach(() => void (browser = new Browser()));
afterEach(() => browser.close());

const down = (): "lost" => "lost";

describe("logging in", () => {
  test("a login is tried again before its error is reported, and an equal one is joined", async () => {
    let tries = 0;
    browser.server.plan = ({ path }) => (path === "/sessions" && ++tries < 3 ? "lost" : undefined);
    const { desk } = await browser.tab();
    const both = await Promise.all([desk.loginUserWithUserAttributes({ userId: "ada" }), desk.loginUserWithUserAttributes({ user_id: "ada" })]);
    expect(both.map((login) => login.contactId)).toEqual(["contact-ada", "contact-ada"]);
    expect(tries).toBe(3);
    expect(desk.isUserLoggedIn()).toBe(true);
  });

  test("who is logged in already is answered from the store, also in the next page and without a network", async () => {
    const first = await browser.tab();
    await first.desk.loginUserWithUserAttributes({ userId: "ada" });
    await first.desk.shutdown();
    browser.server.plan = down;
    const { desk } = await browser.tab();
    expect(desk.isUserLoggedIn()).toBe(true);
    expect(await desk.loginUserWithUserAttributes({ userId: "ada" })).toMatchObject({ contactId: "contact-ada", fromStoredSession: true });
    await expect(desk.loginUserWithUserAttributes({ userId: "bob" })).rejects.toMatchObject({ code: "logout_required" });
    await expect(desk.loginUnidentifiedUser()).rejects.toMatchObject({ code: "logout_required" });
  });

  test("after five tries the login stays wanted and the next call tries it first", async () => {
    browser.server.plan = down;
    const { desk } = await browser.tab();
    await expect(desk.loginUserWithUserAttributes({ userId: "ada" })).rejects.toMatchObject({ code: "network_unavailable" });
    expect(desk.sessionState()).toBe("login_pending");
    await desk.logEvent("later");
    browser.server.plan = () => undefined;
    expect(await desk.flush(10_000)).toMatchObject({ queued: 0 });
    expect(browser.server.events).toMatchObject([{ contact: "ada", name: "later" }]);
  });

  test("a refused login leaves nobody logged in, and a refused change of a lead leaves the lead", async () => {
    browser.server.plan = ({ path, body }) => (path === "/sessions" && body.identity ? refusal(401, "identity_verification_failed") : undefined);
    const { desk } = await browser.tab();
    await expect(desk.loginUserWithUserAttributes({ userId: "ada" })).rejects.toMatchObject({ code: "identity_verification_failed" });
    expect(desk.sessionState()).toBe("logged_out");
    await desk.loginUnidentifiedUser();
    await expect(desk.loginUserWithUserAttributes({ userId: "ada" })).rejects.toMatchObject({ kind: "refused" });
    expect(desk.fetchLoggedInUserAttributes()).toMatchObject({ role: "lead" });
    expect(desk.isUserLoggedIn()).toBe(true);
  });

  test("attributes travel with the login, and with a change when the login was answered from the store", async () => {
    const { desk } = await browser.tab();
    await desk.loginUserWithUserAttributes({ userId: "ada", name: "Ada" });
    expect(browser.server.to("/sessions")[0]?.body).toMatchObject({ identity: { user_id: "ada" }, attributes: { name: "Ada" } });
    await desk.loginUserWithUserAttributes({ userId: "ada", email: "ada@example.org" });
    await desk.flush(10_000);
    expect(browser.server.to("/me")[0]?.body).toMatchObject({ user_id: "ada", email: "ada@example.org" });
  });
});

describe("telling", () => {
  test("events told without a network are sent in order, once, after the page was closed", async () => {
    const first = await browser.tab();
    await first.desk.loginUserWithUserAttributes({ userId: "ada" });
    browser.server.plan = down;
    for (let index = 0; index < 30; index += 1) await first.desk.logEvent(`event ${index}`);
    await first.desk.shutdown();
    browser.server.plan = () => undefined;
    const { desk } = await browser.tab();
    expect(await desk.flush(10_000)).toMatchObject({ queued: 0 });
    expect(browser.server.events.map((event) => event.name)).toEqual(Array.from({ length: 30 }, (_, index) => `event ${index}`));
  });

  test("calls take effect in the order in which they are made, also when nobody waits for their answers", async () => {
    const { desk } = await browser.tab();
    const all = [
      desk.loginUserWithUserAttributes({ userId: "ada" }),
      desk.logEvent("1"),
      desk.updateUser({ name: "Ada" }),
      desk.logEvent("2"),
      desk.logEvent("3"),
      desk.logout(),
      desk.loginUserWithUserAttributes({ userId: "bob" }),
      desk.logEvent("4"),
    ];
    expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(["rejected", ...Array(7).fill("fulfilled")]);
    await until("everything is sent", async () => (await desk.flush(1_000)).queued === 0);
    const of = (contact: string): string[] => browser.server.events.filter((event) => event.contact === contact).map((event) => event.name);
    expect([of("ada"), of("bob")]).toEqual([["1", "2", "3"], ["4"]]);
    const paths = browser.server.seen.filter(({ token }) => token === "token-of-ada").map(({ path }) => path);
    expect(paths).toEqual(["/events", "/me", "/events", "/sessions/current"]);
  });

  test("a lost answer makes the same bytes travel again, and one effect", async () => {
    const { desk } = await browser.tab();
    await desk.loginUserWithUserAttributes({ userId: "ada" });
    let lost = 0;
    browser.server.loses = ({ path }) => path === "/events" && ++lost < 3;
    await desk.logEvent("bought", { price: 4900 });
    expect(await desk.flush(10_000)).toMatchObject({ queued: 0 });
    expect(browser.server.events).toHaveLength(1);
    const texts = browser.server.to("/events").map((seen) => seen.text);
    expect(new Set(texts).size).toBe(1);
    expect(texts.length).toBe(3);
  });

  test("one event among many that is refused is set aside alone, and the others arrive", async () => {
    const { desk, heard } = await browser.tab({ limits: { linger: 30 } });
    await desk.loginUserWithUserAttributes({ userId: "ada" });
    browser.server.plan = ({ path, text }) => (path === "/events" && text.includes("poison") ? refusal(400, "invalid") : undefined);
    await Promise.all(Array.from({ length: 100 }, (_, index) => desk.logEvent(index === 61 ? "poison" : `fine ${index}`)));
    expect(await desk.flush(10_000)).toMatchObject({ queued: 0, rejectedCount: 1, rejected: [{ kind: "event", code: "invalid" }] });
    expect(browser.server.events).toHaveLength(99);
    expect(browser.server.to("/events").length).toBeLessThanOrEqual(2 * Math.log2(100) + 2);
    expect(heard.filter((event) => event.event === "delivery" && event.outcome === "rejected")).toHaveLength(1);
  });

  test("a change says whether the server has it or whether it is queued", async () => {
    const { desk } = await browser.tab();
    await desk.loginUserWithUserAttributes({ userId: "ada" });
    expect(await desk.updateUser({ name: "Ada", nmae: 1 })).toEqual({ delivery: "delivered", rejected: [], ignored: ["nmae"] });
    browser.server.plan = down;
    expect(await desk.updateUser({ name: "Ada L." })).toMatchObject({ delivery: "queued" });
  });

  test("more changes than the quota allows are joined, and the last value wins", async () => {
    const { desk } = await browser.tab({ limits: { updateQuota: 2, updateWindow: 3_000 } });
    await desk.loginUserWithUserAttributes({ userId: "ada" });
    for (let index = 0; index < 6; index += 1) await desk.updateUser({ custom_attributes: { last: index, [`of${index}`]: true } });
    expect(await desk.updateQuota()).toMatchObject({ limit: 2, remaining: 0, held: true });
    await until("the held change", () => browser.server.to("/me").length === 3);
    expect(browser.server.to("/me")[2]?.body.custom_attributes).toEqual({ last: 5, of2: true, of3: true, of4: true, of5: true });
  });

  test("nobody is logged in: nothing is stored; too much is told: nothing is stored", async () => {
    const { desk } = await browser.tab({ limits: { maxOperations: 2 } });
    await expect(desk.logEvent("a")).rejects.toMatchObject({ code: "not_logged_in" });
    await expect(desk.updateUser({ name: "a" })).rejects.toMatchObject({ code: "not_logged_in" });
    browser.server.plan = down;
    await desk.loginUserWithUserAttributes({ userId: "ada" }).catch(() => undefined);
    await desk.logEvent("a");
    await desk.logEvent("b");
    await expect(desk.logEvent("c")).rejects.toMatchObject({ code: "queue_full", limit: 2 });
    expect(await desk.pending()).toMatchObject({ queued: 2 });
  });

  test("a server that asks for patience is left alone, also by the next page", async () => {
    const first = await browser.tab();
    await first.desk.loginUserWithUserAttributes({ userId: "ada" });
    browser.server.plan = ({ path }) => (path === "/events" ? { status: 429, headers: { "retry-after": "3600" } } : undefined);
    await first.desk.logEvent("a");
    await until("a wait", () => first.heard.some((event) => event.event === "waiting" && event.retry_in_ms >= 3_600_000));
    await first.desk.shutdown();
    browser.server.plan = () => undefined;
    const { desk } = await browser.tab();
    expect(await desk.flush(200)).toMatchObject({ queued: 1, waitingFor: "server_unavailable" });
    expect(browser.server.to("/events")).toHaveLength(1);
  });
});

describe("logging out", () => {
  test("what three users told without a network arrives as whose it was", async () => {
    const { desk } = await browser.tab();
    for (const user of ["ada", "bob", "cy"]) {
      browser.server.plan = () => undefined;
      await desk.loginUserWithUserAttributes({ userId: user });
      browser.server.plan = down;
      await desk.logEvent(`of ${user}`);
      await desk.logout();
      expect(desk.sessionState()).toBe("logged_out");
    }
    browser.server.plan = () => undefined;
    expect(await desk.flush(10_000)).toMatchObject({ queued: 0 });
    await until("three closed sessions", () => browser.server.to("/sessions/current").length >= 3);
    expect(browser.server.events.map(({ contact, name }) => [contact, name]).sort()).toEqual([
      ["ada", "of ada"],
      ["bob", "of bob"],
      ["cy", "of cy"],
    ]);
  });

  test("purged operations are never sent and each is announced", async () => {
    const { desk, heard } = await browser.tab();
    await desk.loginUserWithUserAttributes({ userId: "ada" });
    browser.server.plan = down;
    await desk.logEvent("secret");
    await desk.logout({ unsent: "purge" });
    browser.server.plan = () => undefined;
    await desk.loginUserWithUserAttributes({ userId: "bob" });
    await desk.flush(10_000);
    expect(browser.server.events).toEqual([]);
    expect(heard.filter((event) => event.event === "delivery" && event.outcome === "purged")).toHaveLength(1);
  });

  test("an unidentified user is not logged out by accident", async () => {
    const { desk } = await browser.tab();
    await desk.loginUnidentifiedUser();
    await expect(desk.logout()).rejects.toMatchObject({ code: "unidentified_logout" });
    await desk.logout({ force: true });
    expect(desk.sessionState()).toBe("logged_out");
  });

  test("a login under way is answered, and its late answer logs nobody in", async () => {
    let answer: () => void = () => undefined;
    browser.server.plan = ({ path }) => (path === "/sessions" ? new Promise((done) => (answer = () => done(undefined))) : undefined);
    const { desk } = await browser.tab();
    const login = desk.loginUserWithUserAttributes({ userId: "ada" });
    login.catch(() => undefined);
    await until("the request", () => browser.server.to("/sessions").length === 1);
    await desk.logout();
    await expect(login).rejects.toMatchObject({ code: "superseded" });
    answer();
    await until("the session is closed", () => browser.server.to("/sessions/current").length === 1);
    expect(desk.sessionState()).toBe("logged_out");
  });
});

describe("a session that the server forgot", () => {
  test("is created anew, once, and nothing is lost", async () => {
    const { desk } = await browser.tab();
    await desk.loginUserWithUserAttributes({ userId: "ada" });
    let refused = false;
    browser.server.plan = ({ path }) => {
      if (path !== "/events" || refused) return undefined;
      refused = true;
      return refusal(401, "session_expired");
    };
    await desk.logEvent("a");
    expect(await desk.flush(10_000)).toMatchObject({ queued: 0 });
    expect(browser.server.to("/sessions")).toHaveLength(2);
    expect(browser.server.events).toMatchObject([{ contact: "ada", name: "a" }]);
  });
});

describe("the end", () => {
  test("calls after it are answered, and those that wait", async () => {
    browser.server.plan = () => new Promise(() => undefined);
    const { desk } = await browser.tab();
    const login = desk.loginUserWithUserAttributes({ userId: "ada" });
    login.catch(() => undefined);
    await until("the request", () => browser.server.seen.length === 1);
    await desk.shutdown();
    await expect(login).rejects.toMatchObject({ code: "shut_down" });
    await expect(desk.logEvent("a")).rejects.toMatchObject({ code: "shut_down" });
    await expect(desk.pending()).rejects.toMatchObject({ code: "shut_down" });
    await desk.shutdown();
  });
});
