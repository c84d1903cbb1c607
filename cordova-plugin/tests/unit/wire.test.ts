// Every documented call leaves with the documented action and arguments, to the letter, and settles exactly once.

import { describe, expect, test } from "vitest";
import { Bridge, type Loose, settled } from "./bridge";

/** What the current plugin sends (version 16): call, arguments, action, arguments on the wire. */
const CURRENT: [string, unknown[], string, unknown[]][] = [
  ["loginUserWithUserAttributes", [{ userId: "1", email: "a@example.com" }], "loginUserWithUserAttributes", [{ userId: "1", email: "a@example.com" }]],
  ["loginUnidentifiedUser", [{ any: 1 }], "loginUnidentifiedUser", []],
  ["logout", [], "logout", []],
  ["isUserLoggedIn", [], "isUserLoggedIn", []],
  ["fetchLoggedInUserAttributes", [], "fetchLoggedInUserAttributes", []],
  ["setUserHash", ["h"], "setUserHash", ["h"]],
  ["updateUser", [{ name: "N", custom_attributes: { plan: null } }], "updateUser", [{ name: "N", custom_attributes: { plan: null } }]],
  ["logEvent", ["ordered", { price: 1.5, deep: [1] }], "logEvent", ["ordered", { price: 1.5, deep: [1] }]],
  ["logEvent", ["ordered"], "logEvent", ["ordered", null]],
  ["present", [], "present", []],
  ["presentSpace", ["HELP_CENTER"], "presentIntercomSpace", ["HELP_CENTER"]],
  ["presentContent", [{ type: "ARTICLE", id: "7" }], "presentContent", [{ type: "ARTICLE", id: "7" }]],
  ["presentMessageComposer", ["Hi"], "presentMessageComposer", ["Hi"]],
  ["presentMessageComposer", [], "presentMessageComposer", [null]],
  ["fetchHelpCenterCollections", [], "fetchHelpCenterCollections", []],
  ["fetchHelpCenterCollection", ["3"], "fetchHelpCenterCollection", ["3"]],
  ["searchHelpCenter", ["refund"], "searchHelpCenter", ["refund"]],
  ["unreadConversationCount", [], "unreadConversationCount", []],
  ["setLauncherVisibility", ["VISIBLE"], "setLauncherVisibility", ["VISIBLE"]],
  ["setInAppMessageVisibility", ["GONE"], "setInAppMessageVisibility", ["GONE"]],
  ["hideIntercom", [], "hideIntercom", []],
  ["setBottomPadding", [40], "setBottomPadding", [40]],
  ["registerForPush", [], "registerForPush", []],
  ["sendPushTokenToIntercom", ["t"], "sendPushTokenToIntercom", ["t"]],
];

/** Its aliases, and the names that only version 12 has. */
const OLD: typeof CURRENT = [
  ["registerIdentifiedUser", [{ userId: 7 }], "loginUserWithUserAttributes", [{ userId: 7 }]],
  ["registerUnidentifiedUser", [], "loginUnidentifiedUser", []],
  ["reset", [], "logout", []],
  ["displayMessenger", [], "present", []],
  ["displayMessageComposer", [], "presentMessageComposer", []],
  ["displayMessageComposerWithInitialMessage", ["Hi"], "presentMessageComposer", ["Hi"]],
  ["displayHelpCenter", [], "presentIntercomSpace", ["HELP_CENTER"]],
  ["displayHelpCenterCollections", [["1", 2]], "presentContent", [{ type: "HELP_CENTER_COLLECTIONS", ids: ["1", 2] }]],
  ["displayHelpCenterCollections", [{ collectionIds: ["1"] }], "presentContent", [{ type: "HELP_CENTER_COLLECTIONS", ids: ["1"] }]],
  ["displayHelpCenterCollections", ["1"], "presentContent", [{ type: "HELP_CENTER_COLLECTIONS", ids: ["1"] }]],
  ["displayCarousel", ["5"], "presentContent", [{ type: "CAROUSEL", id: "5" }]],
  ["displayArticle", [5], "presentContent", [{ type: "ARTICLE", id: 5 }]],
  ["displaySurvey", ["5"], "presentContent", [{ type: "SURVEY", id: "5" }]],
  ["displayConversationsList", [], "presentIntercomSpace", ["MESSAGES"]],
  ["setSecureMode", ["h", { any: 1 }], "setUserHash", ["h"]],
];

/** Ours, and the name that only wrappers know. */
const OURS: typeof CURRENT = [
  ["hideMessenger", [], "hideIntercom", []],
  ["initialize", [{ serverUrl: "https://desk.example.com", appId: "a" }], "initialize", [{ serverUrl: "https://desk.example.com", appId: "a" }]],
  ["setUserJwt", ["j"], "setUserJwt", ["j"]],
  ["setAuthTokens", [{ shop: "t" }], "setAuthTokens", [{ shop: "t" }]],
  ["setThemeMode", ["dark"], "setThemeMode", ["dark"]],
  ["suppressProactiveContent", [["CAROUSEL"]], "suppressProactiveContent", [["CAROUSEL"]]],
  ["startConversation", ["Help"], "startConversation", ["Help"]],
  ["pending", [], "pending", []],
  ["flush", [500], "flush", [500]],
  ["diagnostics", [], "diagnostics", []],
  ["dismiss", ["o"], "dismiss", ["o"]],
  ["retryOperation", ["o"], "retryOperation", ["o"]],
  ["isFrontdeskPush", [{ frontdesk: 1 }], "isFrontdeskPush", [{ frontdesk: 1 }]],
  ["handlePush", [{ frontdesk: 1 }], "handlePush", [{ frontdesk: 1 }]],
  ["clearPushToken", [], "clearPushToken", []],
];

export const ALL = [...CURRENT, ...OLD, ...OURS];
const titled = ALL.map((row) => [`${row[0]}(${row[1].map((one) => JSON.stringify(one)).join(", ")})`, ...row] as const);

describe("the wire", () => {
  test.each(titled)("`%s` leaves as documented, with callbacks and without", (_title, name, args, action, wire) => {
    const bridge = new Bridge();
    expect(bridge.calls[name]?.(...args, () => undefined, () => undefined)).toBeUndefined();
    const promise = bridge.calls[name]?.(...args);
    expect(promise).toBeInstanceOf(Promise);
    expect(bridge.made.map((one) => [one.service, one.action, one.args])).toEqual([
      ["Intercom", action, wire],
      ["Intercom", action, wire],
    ]);
  });

  test.each(titled)("`%s` settles once, whatever the native side does", async (_title, name, args) => {
    for (const first of ["done", "failed"] as const) {
      const bridge = new Bridge();
      const heard: string[] = [];
      bridge.calls[name]?.(...args, () => heard.push("done"), () => heard.push("failed"));
      const { last } = bridge;
      last[first](first === "failed" ? { code: "not_found", message: "no" } : undefined);
      last.failed("again");
      last.done("again");
      await settled();
      expect(heard).toEqual([first]);
    }
  });
});

test("no documented name is missing, and there is none that no test knows", () => {
  const { intercom } = new Bridge();
  const known = new Set([...ALL.map(([name]) => name), "addEventListener", "removeEventListener", "FrontdeskError"]);
  const functions = Object.entries(intercom).filter(([, value]) => typeof value === "function").map(([name]) => name);
  expect(functions.filter((name) => !known.has(name))).toEqual([]);
  expect([...known].filter((name) => typeof (intercom as unknown as Loose)[name] !== "function")).toEqual([]);
});
