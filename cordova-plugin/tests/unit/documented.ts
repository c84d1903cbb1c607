// Every documented call with what it sends: the tables of the two generations of the existing plugin, and ours.

/** A call, its arguments, the action, and its arguments on the wire. */
export type Row = [name: string, args: unknown[], action: string, wire: unknown[]];

/** What the current plugin sends (version 16). */
export const CURRENT: Row[] = [
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
export const OLD: Row[] = [
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
export const OURS: Row[] = [
  ["hideMessenger", [], "hideIntercom", []],
  ["logout", [{ force: true, unsent: "purge" }], "logout", [{ force: true, unsent: "purge" }]],
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
