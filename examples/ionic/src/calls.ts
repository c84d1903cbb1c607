// What each button calls. A function, because content and words are made when the button is pressed.

import type { Frontdesk } from "@frontdesk/ionic";

/** A button: its label, and what it does. */
export interface Button {
  label: string;
  press: (frontdesk: Frontdesk) => Promise<unknown>;
}

/** Every call that an app makes. */
export const BUTTONS: Button[] = [
  { label: "loginUserWithUserAttributes", press: (one) => one.loginUserWithUserAttributes({ userId: "demo", email: "demo@example.com", name: "Demo Person" }) },
  { label: "loginUnidentifiedUser", press: (one) => one.loginUnidentifiedUser() },
  { label: "isUserLoggedIn", press: (one) => one.isUserLoggedIn() },
  { label: "fetchLoggedInUserAttributes", press: (one) => one.fetchLoggedInUserAttributes() },
  { label: "updateUser", press: (one) => one.updateUser({ customAttributes: { plan: "pro" } }) },
  { label: "setUserHash", press: (one) => one.setUserHash("made-on-your-own-server") },
  { label: "setUserJwt", press: (one) => one.setUserJwt("made.on.your-own-server") },
  { label: "setAuthTokens", press: (one) => one.setAuthTokens({ shop: "a-token-of-your-own-service" }) },
  { label: "logEvent", press: (one) => one.logEvent("ordered_item", { price: 9.5 }) },
  { label: "pending", press: (one) => one.pending() },
  { label: "flush", press: (one) => one.flush(5000) },
  { label: "diagnostics", press: (one) => one.diagnostics() },
  { label: "present", press: (one) => one.present() },
  { label: "presentSpace", press: (one) => one.presentSpace("HELP_CENTER") },
  { label: "presentContent", press: (one) => one.presentContent({ type: "ARTICLE", id: "1001" }) },
  { label: "presentMessageComposer", press: (one) => one.presentMessageComposer("I have a question") },
  { label: "startConversation", press: (one) => one.startConversation("Hello from the app") },
  { label: "hideIntercom", press: (one) => one.hideIntercom() },
  { label: "setLauncherVisibility", press: (one) => one.setLauncherVisibility("VISIBLE") },
  { label: "setInAppMessageVisibility", press: (one) => one.setInAppMessageVisibility("VISIBLE") },
  { label: "suppressProactiveContent", press: (one) => one.suppressProactiveContent(["CAROUSEL"]) },
  { label: "setBottomPadding", press: (one) => one.setBottomPadding(40) },
  { label: "setThemeMode", press: (one) => one.setThemeMode("dark") },
  { label: "fetchHelpCenterCollections", press: (one) => one.fetchHelpCenterCollections() },
  { label: "fetchHelpCenterCollection", press: (one) => one.fetchHelpCenterCollection("1") },
  { label: "searchHelpCenter", press: (one) => one.searchHelpCenter("started") },
  { label: "registerForPush", press: (one) => one.registerForPush() },
  { label: "sendPushTokenToIntercom", press: (one) => one.sendPushTokenToIntercom("a-token-of-your-push-plugin") },
  { label: "isFrontdeskPush", press: (one) => one.isFrontdeskPush({ frontdesk: "1", conversation_id: "1" }) },
  { label: "logout", press: (one) => one.logout() },
];
