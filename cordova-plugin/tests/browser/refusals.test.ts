// What cannot be done is one error with a code, on Cordova's browser platform: wrong arguments, calls that there are not,
// and an app that says nowhere with what to start.

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import REFUSALS from "../refusals.json" with { type: "json" };
import { App, type Visitor } from "./app";

let app: App;
beforeAll(async () => {
  app = await App.open();
});
afterEach(() => app.leave());
afterAll(() => app?.close());

/** Calls the exec surface itself: what each callback heard until a later call was answered. */
const exec = (visitor: Visitor, action: string, args: unknown): Promise<[string, { code?: string; field?: string }][]> =>
  visitor.page.evaluate(
    ([name, given]) =>
      new Promise<[string, { code?: string }][]>((done) => {
        const { cordova } = window as never as { cordova: { exec: (...args: unknown[]) => void } };
        const heard: [string, { code?: string }][] = [];
        const hear = (outcome: string) => (value: unknown): void => {
          heard.push([outcome, value as { code?: string }]);
          // A second answer would come before that of a call made after the first one.
          const after = (): void => done(heard);
          cordova.exec(after, after, "Intercom", "isUserLoggedIn", []);
        };
        cordova.exec(hear("success"), hear("error"), "Intercom", name, given);
      }),
    [action, args] as const,
  );

test("every refusal has the code and the field that it has on Android and iOS", async () => {
  const visitor = await app.visit();
  await visitor.call("loginUserWithUserAttributes", { userId: "refused" });
  const rows = REFUSALS.rows.filter((row) => !("phones" in row));
  const line = ({ action, args }: { action: string; args: unknown }, code?: string, field?: string): string => `${action} ${JSON.stringify(args)}: ${code} ${field ?? ""}`;
  const told: string[] = [];
  for (const row of rows) {
    const heard = await exec(visitor, row.action, row.args);
    const [outcome, error] = heard[0] ?? [];
    told.push(heard.length === 1 && outcome === "error" ? line(row, error?.code, error?.field) : `${line(row)} ${JSON.stringify(heard)}`);
  }
  expect(told.join("\n")).toBe(rows.map((row) => line(row, row.code, row.field)).join("\n"));
  expect(await visitor.call("isUserLoggedIn")).toBe(true);
});

test("B5: options that are nothing, null, a list or nobody are an error with a code, once", async () => {
  const visitor = await app.visit();
  const cases: [unknown, object][] = [
    [[], { code: "missing_identity" }],
    [[null], { code: "missing_identity" }],
    [[[]], { code: "wrong_type", field: "attributes" }],
    [["a@example.com"], { code: "wrong_type", field: "attributes" }],
    [[{}], { code: "missing_identity" }],
    [[{ name: "Nobody" }], { code: "missing_identity" }],
    [[{ userId: null, email: null }], { code: "missing_identity" }],
    [[{ email: "nobody" }], { code: "invalid_email", field: "email" }],
    [[{ userId: 1.5 }], { code: "wrong_type", field: "user_id" }],
    [[{ userId: "1", user_id: "2" }], { code: "conflicting_keys", field: "user_id" }],
  ];
  for (const action of ["loginUserWithUserAttributes", "registerIdentifiedUser"]) {
    for (const [args, error] of cases) expect([args, await exec(visitor, action, args)]).toMatchObject([args, [["error", error]]]);
  }
  expect(await visitor.call("isUserLoggedIn")).toBe(false);
});

test("B5: an unknown action, an unknown space and an unknown kind of content are errors with a code, once", async () => {
  const visitor = await app.visit();
  await visitor.call("loginUserWithUserAttributes", { userId: "b5" });
  for (const action of ["noSuchCall", "", "constructor", "__proto__", "toString", "hasOwnProperty", "then"]) {
    expect([action, await exec(visitor, action, [])]).toMatchObject([action, [["error", { code: "unknown_action" }]]]);
  }
  expect(await exec(visitor, "presentIntercomSpace", ["LOBBY"])).toMatchObject([["error", { code: "unknown_space", field: "space" }]]);
  expect(await exec(visitor, "presentContent", [{ type: "POSTER", id: "1" }])).toMatchObject([["error", { code: "unknown_content_type", field: "type" }]]);
  expect(await exec(visitor, "presentContent", [{ id: "1" }])).toMatchObject([["error", { code: "missing", field: "type" }]]);
  expect(await exec(visitor, "presentContent", [{ type: "ARTICLE" }])).toMatchObject([["error", { code: "missing", field: "id" }]]);
  expect(await exec(visitor, "presentMessageComposer", [null])).toMatchObject([["success", undefined]]);
});

test("B5: every action answers exactly once, whatever is passed", async () => {
  const visitor = await app.visit();
  await visitor.call("loginUserWithUserAttributes", { userId: "hostile" });
  const actions = [
    "updateUser", "logEvent", "setUserHash", "setSecureMode", "setUserJwt", "setAuthTokens", "isUserLoggedIn", "fetchLoggedInUserAttributes",
    "presentIntercomSpace", "presentContent", "presentMessageComposer", "displayHelpCenterCollections", "displayArticle", "displayCarousel", "displaySurvey",
    "fetchHelpCenterCollection", "searchHelpCenter", "unreadConversationCount", "setLauncherVisibility", "setInAppMessageVisibility", "suppressProactiveContent",
    "setBottomPadding", "setThemeMode", "dismiss", "retryOperation", "isFrontdeskPush", "handlePush", "pending", "diagnostics", "startConversation",
    "sendPushTokenToIntercom", "registerForPush", "initialize", "hideIntercom",
  ];
  const odd: unknown[] = [null, [], [null], [[]], [{}], [{ type: {}, id: [], ids: {} }], [""], [" "], [-1], [1e308], [true], ["\u0000"], ["\ud800"], [{ companies: [null, 7, []], customAttributes: { a: [] } }], ["x".repeat(70_000)]];
  for (const action of actions) {
    const answers = await Promise.all(odd.map((args) => exec(visitor, action, args)));
    for (const heard of answers) {
      expect([action, heard.length]).toEqual([action, 1]);
      const [outcome, value] = heard[0] ?? [];
      if (outcome === "error") expect([action, value?.code]).toEqual([action, expect.stringMatching(/^[a-z_]+$/)]);
      expect([action, value?.code]).not.toEqual([action, "internal"]);
    }
  }
  expect(visitor.errors).toEqual([]);
});

test("without preferences every call says which one is missing, and `initialize` starts it after all", async () => {
  const visitor = await app.visit({ preferences: { "intercom-app-id": app.desk.appId } });
  expect(await visitor.call("present")).toEqual({ code: "not_initialized", field: "frontdesk-server-url" });
  expect(await visitor.call("initialize", { serverUrl: app.desk.url })).toEqual({ code: "missing", field: "app_id" });
  expect(await visitor.call("initialize", null)).toEqual({ code: "missing", field: "settings" });
  expect(await visitor.call("initialize", { serverUrl: app.desk.url, appId: app.desk.appId, apiKey: app.desk.apiKey })).toBeUndefined();
  expect(await visitor.call("loginUserWithUserAttributes", { userId: "late" })).toMatchObject({ merged: false });
});

test("with `frontdesk-initialize` manual calls wait for `initialize`, which counts once", async () => {
  const visitor = await app.visit({ preferences: { "Frontdesk-Initialize": "Manual" } });
  const settings = { serverUrl: app.desk.url, appId: app.desk.appId, webApiKey: app.desk.apiKey };
  const heard = await visitor.page.evaluate(async (given) => {
    const order: string[] = [];
    const login = intercom.loginUserWithUserAttributes({ userId: "manual" }).then(() => order.push("login"));
    const event = intercom.logEvent("early").then(() => order.push("event"));
    // What needs no client is answered, so the two before it have left and wait.
    await intercom.isFrontdeskPush({});
    order.push("initialize");
    await intercom.initialize(given);
    await Promise.all([login, event]);
    return order;
  }, settings);
  expect(heard[0]).toBe("initialize");
  expect(heard.slice(1).sort()).toEqual(["event", "login"]);
  expect(await visitor.call("initialize", settings)).toBeUndefined();
  expect(await visitor.call("initialize", { ...settings, appId: "another" })).toEqual({ code: "already_initialised", field: "settings" });
  await expect.poll(() => app.events("manual"), { timeout: 100_000 }).toEqual(["early"]);
});

test("a server's address that is none, and a workspace that there is not, are said by every call", async () => {
  const wrong = await app.visit({ preferences: { "frontdesk-server-url": "http://desk.example.com", "intercom-app-id": "a", "frontdesk-web-api-key": "web_x" } });
  expect(await wrong.call("present")).toEqual({ code: "malformed_url", field: "server_url" });
  const unknown = await app.visit({ preferences: { "frontdesk-server-url": app.desk.url, "intercom-app-id": "nowhere" } });
  expect(await unknown.call("loginUnidentifiedUser")).toMatchObject({ code: "app_unknown" });
});
