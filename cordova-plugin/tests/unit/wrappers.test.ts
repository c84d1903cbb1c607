// The wrapper that Ionic apps have, unchanged from npm, on our calls: its promises settle as they were meant, also where
// it puts its callbacks into the place of an argument.

import { beforeEach, expect, test } from "vitest";
import { Bridge, settled } from "./bridge";

type Wrapper = Record<string, (...args: unknown[]) => Promise<unknown>>;
interface Page {
  intercom?: unknown;
  cordova?: unknown;
}

let bridge: Bridge;
let wrapper: Wrapper;
beforeEach(async () => {
  bridge = new Bridge();
  const page: Page = ((globalThis as { window?: Page }).window ??= {});
  page.cordova = {};
  page.intercom = bridge.intercom;
  // @ts-expect-error It has no types for this way of loading.
  ({ Intercom: wrapper } = (await import("@ionic-native/intercom/index.js")) as { Intercom: Wrapper });
});

/** Each of its functions as its documentation calls it, and what must leave. */
const CALLS: [string, unknown[], string, unknown[]][] = [
  ["registerIdentifiedUser", [{ userId: "1" }], "loginUserWithUserAttributes", [{ userId: "1" }]],
  ["registerUnidentifiedUser", [{}], "loginUnidentifiedUser", []],
  ["registerUnidentifiedUser", [], "loginUnidentifiedUser", []],
  ["reset", [], "logout", []],
  ["logout", [], "logout", []],
  ["setSecureMode", ["h", "d"], "setUserHash", ["h"]],
  ["setSecureMode", ["h"], "setUserHash", ["h"]],
  ["setUserHash", ["h"], "setUserHash", ["h"]],
  ["updateUser", [{ name: "N" }], "updateUser", [{ name: "N" }]],
  ["logEvent", ["ordered", { price: 1 }], "logEvent", ["ordered", { price: 1 }]],
  ["logEvent", ["ordered"], "logEvent", ["ordered", null]],
  ["displayMessenger", [], "present", []],
  ["displayMessageComposer", [], "presentMessageComposer", []],
  ["displayMessageComposerWithInitialMessage", ["Hi"], "presentMessageComposer", ["Hi"]],
  ["displayConversationsList", [], "presentIntercomSpace", ["MESSAGES"]],
  ["displayHelpCenter", [], "presentIntercomSpace", ["HELP_CENTER"]],
  ["unreadConversationCount", [], "unreadConversationCount", []],
  ["setLauncherVisibility", ["VISIBLE"], "setLauncherVisibility", ["VISIBLE"]],
  ["setInAppMessageVisibility", ["GONE"], "setInAppMessageVisibility", ["GONE"]],
  ["hideMessenger", [], "hideIntercom", []],
  ["registerForPush", [], "registerForPush", []],
  ["sendPushTokenToIntercom", ["t"], "sendPushTokenToIntercom", ["t"]],
  ["displayCarousel", ["5"], "presentContent", [{ type: "CAROUSEL", id: "5" }]],
  ["displayArticle", ["5"], "presentContent", [{ type: "ARTICLE", id: "5" }]],
  ["setBottomPadding", ["40"], "setBottomPadding", ["40"]],
];

test.each(CALLS.map((row) => [`${row[0]}(${JSON.stringify(row[1]).slice(1, -1)})`, ...row] as const))("`%s` of @ionic-native/intercom settles with what came", async (_title, name, args, action, wire) => {
  const answer = wrapper[name]?.(...args);
  expect([bridge.last.action, bridge.last.args]).toEqual([action, wire]);
  bridge.last.done("value");
  expect(await answer).toBe("value");
  const refused = wrapper[name]?.(...args);
  bridge.last.failed({ code: "not_logged_in", message: "log in first" });
  await expect(refused).rejects.toMatchObject({ code: "not_logged_in" });
  await settled();
});

test("every function of @ionic-native/intercom is tried", () => {
  const all = Object.getOwnPropertyNames(Object.getPrototypeOf(wrapper)).filter((name) => name !== "constructor");
  const known = new Set(CALLS.map(([name]) => name));
  expect(all.length).toBe(22);
  expect(all.filter((name) => !known.has(name))).toEqual([]);
});
