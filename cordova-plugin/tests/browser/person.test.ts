// Who the user is and what the app tells, on Cordova's browser platform and the real server.

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { App, type Visitor } from "./app";

let app: App;
beforeAll(async () => {
  app = await App.open();
});
afterEach(() => app.leave());
afterAll(() => app?.close());

const until = <T>(read: () => Promise<T> | T, wanted: T): Promise<void> => expect.poll(read, { timeout: 100_000 }).toEqual(wanted);
/** Keeps what the plugin tells by itself. */
const listen = (visitor: Visitor, ...names: string[]): Promise<void> =>
  visitor.page.evaluate((all) => {
    const page = window as never as { told: unknown[] };
    page.told = [];
    for (const name of all) intercom.addEventListener(name as "delivery", (data: unknown) => page.told.push([name, data]));
  }, names);
const told = (visitor: Visitor): Promise<[string, Record<string, unknown>][]> => visitor.page.evaluate(() => (window as never as { told: [string, Record<string, unknown>][] }).told);
const found = async (userId: string): Promise<Record<string, unknown> | undefined> =>
  (await app.desk.operator("POST", "/contacts/search", { query: { field: "external_id", operator: "=", value: userId } })).data[0];

test("a user logs in with every attribute, is known after a reload, and logs out without a trace", async () => {
  const visitor = await app.visit();
  await listen(visitor, "sessionChanged");
  expect(await visitor.call("isUserLoggedIn")).toBe(false);
  expect(await visitor.call("fetchLoggedInUserAttributes")).toMatchObject({ code: "not_logged_in" });
  const login = await visitor.call("loginUserWithUserAttributes", { userId: 7, email: "seven@example.com", name: "Seven", customAttributes: { plan: "pro" }, companies: [{ company_id: 3, name: "Corp" }] });
  expect(login).toMatchObject({ merged: false, from_stored_session: false, ignored: [] });
  expect(await visitor.call("isUserLoggedIn")).toBe(true);
  expect(await visitor.call("fetchLoggedInUserAttributes")).toEqual({ userId: "7", role: "user", email: "seven@example.com" });
  expect(await found("7")).toMatchObject({ name: "Seven", email: "seven@example.com" });
  expect((await told(visitor)).map(([, data]) => data["state"])).toEqual(["logging_in", "logged_in"]);
  await visitor.begin();
  expect(await visitor.call("loginUserWithUserAttributes", { user_id: "7" })).toMatchObject({ from_stored_session: true });
  expect(await visitor.call("loginUserWithUserAttributes", { userId: "8" })).toEqual({ code: "logout_required" });
  expect(await visitor.call("logout")).toBeUndefined();
  expect(await visitor.call("isUserLoggedIn")).toBe(false);
  await visitor.begin();
  expect(await visitor.call("fetchLoggedInUserAttributes")).toMatchObject({ code: "not_logged_in" });
  expect(visitor.errors).toEqual([]);
});

test("a visitor becomes a user, and cannot be logged out before", async () => {
  const visitor = await app.visit();
  await visitor.call("loginUnidentifiedUser", {});
  expect(await visitor.call("logout")).toEqual({ code: "unidentified_logout" });
  await visitor.call("logEvent", "seen as a visitor");
  expect(await visitor.call("loginUserWithUserAttributes", { userId: "grown" })).toMatchObject({ from_stored_session: false });
  await until(() => app.events("grown"), ["seen as a visitor"]);
  await visitor.call("logout");
  await visitor.call("loginUnidentifiedUser");
  expect(await visitor.call("logout", { force: "yes" })).toEqual({ code: "wrong_type", field: "force" });
  expect(await visitor.call("logout", { force: true, unsent: "purge" })).toBeUndefined();
  expect(await visitor.call("isUserLoggedIn")).toBe(false);
});

test("calls right after a login wait for it, and nothing is told of somebody else", async () => {
  const visitor = await app.visit();
  await visitor.page.evaluate(() => {
    void intercom.loginUserWithUserAttributes({ userId: "first" });
    void intercom.logEvent("one");
    void intercom.updateUser({ name: "First" });
    void intercom.logEvent("two");
    void intercom.logout();
    void intercom.loginUserWithUserAttributes({ userId: "second" });
    void intercom.logEvent("three");
  });
  await until(() => app.events("second"), ["three"]);
  await until(async () => (await app.events("first")).length, 2);
  expect(await app.events("first")).toEqual(["one", "two"]);
  expect(await found("first")).toMatchObject({ name: "First" });
});

test("B6: `logEvent` and `updateUser` succeed when they are stored; what became of them is told by `delivery`", async () => {
  const visitor = await app.visit();
  await visitor.call("loginUserWithUserAttributes", { userId: "b6" });
  await visitor.offline(true);
  await listen(visitor, "delivery");
  const first = await visitor.call<string>("logEvent", "offline one", { price: 2.5 });
  const update = await visitor.call<{ delivery: string; operation: string }>("updateUser", { name: "Written offline" });
  expect([first, update.operation].every((id) => /^[0-9a-f-]{36}$/.test(id))).toBe(true);
  expect(update.delivery).toBe("queued");
  expect(await visitor.call("pending")).toMatchObject({ queued: 2, rejected: [], rejected_count: 0 });
  expect(await told(visitor)).toEqual([]);
  await visitor.offline(false);
  const fates = async (): Promise<object> => Object.fromEntries((await told(visitor)).map(([, data]) => [data["operation"], data["outcome"]]));
  await until(fates, { [first]: "delivered", [update.operation]: "delivered" });
  expect(await app.events("b6")).toEqual(["offline one"]);
  expect(await visitor.call("flush", 60_000)).toMatchObject({ queued: 0 });
});

test("B6: the page is killed right after the success, and what was told arrives once", async () => {
  const visitor = await app.visit();
  await visitor.call("loginUserWithUserAttributes", { userId: "killed" });
  await visitor.offline(true);
  await visitor.call("logEvent", "before the kill");
  await visitor.page.close({ runBeforeUnload: false });
  await visitor.offline(false);
  const again = await app.again(visitor);
  await again.begin();
  await until(() => app.events("killed"), ["before the kill"]);
  expect(await again.call("flush", 60_000)).toMatchObject({ queued: 0 });
  expect(await app.events("killed")).toEqual(["before the kill"]);
});

test("what the server refuses is told with its code, kept, tried again and dismissed", async () => {
  const visitor = await app.visit();
  await visitor.call("loginUserWithUserAttributes", { userId: "other", email: "taken@example.com" });
  await visitor.call("logout");
  await visitor.call("loginUserWithUserAttributes", { userId: "refused" });
  await listen(visitor, "delivery");
  const { operation } = await visitor.call<{ operation: string }>("updateUser", { userId: "other" });
  await until(async () => (await told(visitor)).map(([, data]) => [data["operation"], data["outcome"]]), [[operation, "rejected"]]);
  const pending = await visitor.call<{ rejected: { id: string; code: string }[] }>("pending");
  expect(pending.rejected).toMatchObject([{ id: operation, code: expect.any(String) }]);
  expect(JSON.stringify(pending)).not.toContain("body");
  expect(await visitor.call("retryOperation", operation)).toBe(true);
  await until(async () => (await told(visitor)).length, 2);
  expect(await visitor.call("dismiss", operation)).toBe(true);
  expect(await visitor.call("dismiss", operation)).toBe(false);
  expect(await visitor.call("pending")).toMatchObject({ rejected_count: 0 });
});

test("attributes that the server refuses one by one are named in a warning, and the rest is taken", async () => {
  const visitor = await app.visit();
  await visitor.call("loginUserWithUserAttributes", { userId: "partly" });
  await visitor.call("updateUser", { name: "Partly", custom_attributes: { no_such: 1 } });
  await until(() => visitor.warnings, [expect.stringMatching(/^Frontdesk: custom_attributes\.no_such of updateUser was not taken \(\w+\)\.$/)] as string[]);
  expect(await found("partly")).toMatchObject({ name: "Partly" });
});

test("`setUserHash`, `setUserJwt` and `setAuthTokens` take what a server signed, and refuse what cannot be it", async () => {
  const visitor = await app.visit();
  expect(await visitor.call("setUserHash", "a".repeat(64))).toBeUndefined();
  expect(await visitor.call("setUserHash", "")).toEqual({ code: "empty", field: "hash" });
  expect(await visitor.call("setUserJwt", "two words")).toEqual({ code: "invalid_text", field: "jwt" });
  expect(await visitor.call("setAuthTokens", { shop: "t" })).toMatchObject({ code: "not_logged_in" });
  await visitor.call("loginUserWithUserAttributes", { userId: "signed" });
  expect(await visitor.call("setAuthTokens", { shop: "t" })).toBeUndefined();
  expect(await visitor.call("setAuthTokens", { shop: 7 })).toBeUndefined();
  expect(await visitor.call("setAuthTokens", ["t"])).toMatchObject({ code: "wrong_type" });
});

test("`diagnostics` holds nothing of the person", async () => {
  const visitor = await app.visit();
  await visitor.call("loginUserWithUserAttributes", { userId: "secret-id", email: "secret@example.com" });
  const report = await visitor.call("diagnostics");
  expect(report).toMatchObject({ server: app.desk.url, app_id: app.desk.appId, session: { state: "logged_in" }, queue: { queued: 0 } });
  expect(JSON.stringify(report)).not.toMatch(/secret/);
});
