// The existing plugin's own JavaScript, of two generations, and Ionic's wrapper on our exec surface: what apps have goes
// on working when only the plugin's native side is another one.

import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { build } from "vite";
import { App, type Module, type Visitor } from "./app";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const clobbers = ["intercom", "cordova.plugins.intercom", "plugin.intercom"];
/** Unchanged from npm. */
const VERSION_12: Module = { name: "Intercom", source: here("../../node_modules/cordova-plugin-intercom/www/intercom.js"), clobbers };

const VERSION_16: Module = { name: "Intercom", source: here("./wrappers/version16.js"), clobbers };

let app: App;
let wrapper: string;
beforeAll(async () => {
  app = await App.open();
  const built = await build({
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: { write: false, lib: { entry: here("./wrappers/ionic.js"), formats: ["iife"], name: "ionic" } },
  });
  wrapper = (built as { output: { code: string }[] }[])[0]?.output[0]?.code ?? "";
});
afterEach(() => app.leave());
afterAll(() => app?.close());

/** Calls whatever is `intercom` in the page, and what of its callbacks was called until a later call was answered. */
const answered = (visitor: Visitor, name: string, args: unknown[]): Promise<[string, unknown][]> =>
  visitor.page.evaluate(
    ([called, given]) =>
      new Promise<[string, unknown][]>((done) => {
        const page = window as never as { intercom: Record<string, (...args: unknown[]) => unknown>; cordova: { exec: (...args: unknown[]) => void } };
        const heard: [string, unknown][] = [];
        const hear = (outcome: string) => (value: unknown): void => {
          heard.push([outcome, outcome === "error" ? (value as { code?: string }).code : value]);
          // A second answer would come before that of a call made after the first one.
          const after = (): void => done(heard);
          page.cordova.exec(after, after, "Intercom", "isUserLoggedIn", []);
        };
        page.intercom[called as string]?.(...(given as unknown[]), hear("success"), hear("error"));
      }),
    [name, args] as const,
  );

describe.each([
  ["12.1.0, from npm", VERSION_12],
  ["16.2.0, by its table", VERSION_16],
])("version %s", (_title, module) => {
  let visitor: Visitor;
  beforeEach(async () => {
    visitor = await app.visit({ calls: [module] });
  });

  test("every one of its functions is answered once, logged out and logged in", async () => {
    const names = await visitor.page.evaluate(() => Object.keys(intercom).filter((name) => typeof (intercom as never)[name] === "function"));
    const arguments_: Record<string, unknown[]> = {
      registerIdentifiedUser: [{ userId: 12, email: "twelve@example.com" }],
      loginUserWithUserAttributes: [{ userId: 12, email: "twelve@example.com" }],
      setSecureMode: ["h", "d"],
      setUserHash: ["h"],
      updateUser: [{ name: "Twelve", custom_attributes: { plan: "pro" } }],
      logEvent: ["ordered", { price: 3 }],
      displayMessageComposerWithInitialMessage: ["Hi"],
      searchHelpCenter: ["started"],
      fetchHelpCenterCollection: ["none"],
      displayHelpCenterCollections: [module === VERSION_12 ? { collectionIds: ["none"] } : ["none"]],
      setLauncherVisibility: ["VISIBLE"],
      setInAppMessageVisibility: ["GONE"],
      sendPushTokenToIntercom: ["t"],
      displayCarousel: ["3001"],
      displayArticle: ["1001"],
      displaySurvey: ["2001"],
      setBottomPadding: [40],
      presentSpace: ["HOME"],
      presentContent: [{ type: "ARTICLE", id: "1001" }],
      presentMessageComposer: ["Hi"],
      loginUnidentifiedUser: [{}],
    };
    const identity = /^(register(Identified|Unidentified)User|login\w+|logout|reset)$/;
    expect(names.length).toBeGreaterThanOrEqual(27);
    for (const name of names.filter((one) => !identity.test(one))) {
      expect([name, (await answered(visitor, name, arguments_[name] ?? [])).length]).toEqual([name, 1]);
    }
    expect(await answered(visitor, "registerIdentifiedUser", arguments_["registerIdentifiedUser"] ?? [])).toMatchObject([["success", expect.anything()]]);
    // No such collection; and a browser has no service of its own for pushes. A hash would be of the next login.
    const refused: Record<string, string> = { registerForPush: "unsupported_platform", fetchHelpCenterCollection: "not_found", displayHelpCenterCollections: "not_found", setSecureMode: "", setUserHash: "" };
    for (const name of names.filter((one) => !identity.test(one) && !(one in refused))) {
      expect([name, (await answered(visitor, name, arguments_[name] ?? [])).map(([outcome]) => outcome)]).toEqual([name, ["success"]]);
    }
    for (const [name, code] of Object.entries(refused).filter(([, one]) => one !== "")) {
      expect([name, await answered(visitor, name, arguments_[name] ?? [])]).toEqual([name, [["error", code]]]);
    }
    await expect.poll(async () => (await app.events("12")).length > 0, { timeout: 100_000 }).toBe(true);
    expect(await answered(visitor, "logout", [])).toEqual([["success", undefined]]);
    expect(visitor.errors).toEqual([]);
  });

  test("values have the documented shapes", async () => {
    await answered(visitor, "registerIdentifiedUser", [{ userId: `shapes-${module === VERSION_12}` }]);
    expect(await answered(visitor, "unreadConversationCount", [])).toEqual([["success", 0]]);
    const [[, collections] = []] = await answered(visitor, "fetchHelpCenterCollections", []);
    expect(JSON.parse(collections as string)).toMatchObject([{ collectionId: expect.any(String), title: expect.any(String) }]);
    const [[, found] = []] = await answered(visitor, "searchHelpCenter", ["started"]);
    expect(JSON.parse(found as string)).toMatchObject([{ articleId: "1001", title: "Getting started" }]);
  });
});

test("@ionic-native/intercom, unchanged from npm, works through our calls: its promises resolve, also without options", async () => {
  const visitor = await app.visit({ scripts: { "wrapper.js": wrapper } });
  const call = (name: string, ...args: unknown[]): Promise<unknown> =>
    visitor.page.evaluate(
      ([called, given]) => {
        const page = window as never as { wrapper: Record<string, (...args: unknown[]) => Promise<unknown>> };
        return (page.wrapper[called as string] as (...args: unknown[]) => Promise<unknown>)(...(given as unknown[])).catch(({ code }: { code: string }) => ({ code }));
      },
      [name, args] as const,
    );
  expect(await call("displayMessenger")).toEqual({ code: "not_logged_in" });
  await call("registerUnidentifiedUser");
  expect(await call("reset")).toEqual({ code: "unidentified_logout" });
  await call("registerIdentifiedUser", { userId: "ionic" });
  expect(await call("logEvent", "without metadata")).toEqual(expect.any(String));
  expect(await call("logEvent", "with metadata", { price: 1 })).toEqual(expect.any(String));
  expect(await call("unreadConversationCount")).toBe(0);
  await call("displayMessenger");
  await visitor.messenger.getByRole("heading", { level: 1 }).first().waitFor();
  expect(await call("hideMessenger")).toBeUndefined();
  await call("setBottomPadding", "40");
  await call("displayArticle", "1001");
  await visitor.messenger.getByRole("heading", { name: "Getting started" }).waitFor();
  await expect.poll(() => app.events("ionic"), { timeout: 100_000 }).toEqual(["without metadata", "with metadata"]);
  expect(await call("logout")).toBeUndefined();
  expect(visitor.errors).toEqual([]);
});
