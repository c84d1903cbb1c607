// What the types say to an app: both forms of every call, values of promises, events, and what is no call.

import { expectAssignable, expectDeprecated, expectError, expectNotDeprecated, expectType } from "tsd";
import type {
  Content,
  FrontdeskError,
  HelpCenterCollection,
  HelpCenterCollectionContent,
  HelpCenterSearchResult,
  Intercom,
  IntercomContent,
  LoggedInUser,
  LoginResult,
  Pending,
  StartedConversation,
  UpdateResult,
} from "../..";

// The globals.
expectType<Intercom>(intercom);
expectType<Intercom>(frontdesk);
expectType<IntercomContent>(intercomContent);

// Promises of real values.
expectType<Promise<LoginResult | undefined>>(intercom.loginUserWithUserAttributes({ userId: 7, email: "a@example.com", customAttributes: { plan: "pro", old: null } }));
expectType<Promise<LoginResult | undefined>>(intercom.loginUnidentifiedUser());
expectType<Promise<LoginResult | undefined>>(intercom.loginUnidentifiedUser({}));
expectType<Promise<void>>(intercom.logout());
expectType<Promise<void>>(intercom.logout({ force: true, unsent: "purge" }));
expectType<Promise<boolean>>(intercom.isUserLoggedIn());
expectType<Promise<LoggedInUser>>(intercom.fetchLoggedInUserAttributes());
expectType<Promise<UpdateResult | undefined>>(intercom.updateUser({ companies: [{ company_id: 1, monthlySpend: 3 }], signed_up_at: 1 }));
expectType<Promise<string | undefined>>(intercom.logEvent("ordered"));
expectType<Promise<string | undefined>>(intercom.logEvent("ordered", { price: 1, deep: { list: [1] } }));
expectType<Promise<number>>(intercom.unreadConversationCount());
expectType<number | undefined>(intercom.unreadCount);
expectType<Promise<HelpCenterCollection[]>>(intercom.fetchHelpCenterCollections());
expectType<Promise<HelpCenterCollectionContent>>(intercom.fetchHelpCenterCollection("1"));
expectType<Promise<HelpCenterSearchResult[]>>(intercom.searchHelpCenter("refund"));
expectType<Promise<Pending>>(intercom.pending());
expectType<Promise<Pending>>(intercom.flush());
expectType<Promise<Pending>>(intercom.flush(500));
expectType<Promise<StartedConversation | undefined>>(intercom.startConversation("Help"));
expectType<Promise<boolean>>(intercom.handlePush({ frontdesk: 1 }));
expectType<Promise<void>>(intercom.presentMessageComposer());
expectType<Promise<void>>(intercom.presentSpace(intercom.space.HelpCenter));
expectType<Promise<void>>(intercom.presentSpace("HOME"));
expectType<Promise<void>>(intercom.presentContent(intercomContent.helpCenterCollectionsWithIds([1, "2"])));
expectType<Promise<void>>(intercom.setLauncherVisibility(intercom.VISIBLE));
expectType<Promise<void>>(intercom.setThemeMode("dark"));
expectType<Promise<void>>(intercom.suppressProactiveContent(["CAROUSEL"]));
expectType<Promise<void>>(intercom.initialize({ serverUrl: "https://desk.example.com", appId: "a" }));

// Callbacks: the call returns nothing, and they get the documented values.
expectType<void>(intercom.logout(() => undefined));
expectType<void>(intercom.logout(null, (error) => expectType<FrontdeskError>(error)));
expectType<void>(intercom.isUserLoggedIn((told) => expectType<boolean | "true" | "false">(told)));
expectType<void>(intercom.fetchHelpCenterCollections((text) => expectType<string>(text)));
expectType<void>(intercom.unreadConversationCount((count) => expectType<number>(count)));
expectType<void>(intercom.logEvent("ordered", null, () => undefined, () => undefined));
expectType<void>(intercom.logEvent("ordered", () => undefined));
expectType<void>(intercom.presentMessageComposer("Hi", () => undefined));
expectType<void>(intercom.presentMessageComposer(() => undefined));
expectType<void>(intercom.loginUserWithUserAttributes({ email: "a@example.com" }, () => undefined, (error) => console.warn(error.code, error.field)));

// Events.
expectType<() => void>(intercom.addEventListener("unreadCountChanged", ({ count }) => expectType<number>(count)));
intercom.addEventListener("delivery", ({ operation, outcome }) => {
  expectType<string>(operation);
  expectAssignable<string>(outcome);
});
intercom.addEventListener("shown", () => undefined);
intercom.removeEventListener("shown", () => undefined);
expectError(intercom.addEventListener("opened", () => undefined));

// Old names are there and say so.
expectDeprecated(intercom.displayMessenger);
expectDeprecated(intercom.registerIdentifiedUser);
expectDeprecated(intercom.reset);
expectNotDeprecated(intercom.present);
expectNotDeprecated(intercom.hideMessenger);
expectType<Promise<void>>(intercom.displayHelpCenterCollections({ collectionIds: [1] }));

// What is no call.
expectError(intercom.logEvent());
expectError(intercom.setUserHash());
expectError(intercom.setLauncherVisibility("MAYBE"));
expectError(intercom.presentContent({ type: "ARTICLE" }));
expectError(intercom.loginUserWithUserAttributes({ customAttributes: { nested: {} } }));
expectError((intercom.unreadCount = 3));
expectAssignable<Content>({ type: "ARTICLE", id: 7 });
