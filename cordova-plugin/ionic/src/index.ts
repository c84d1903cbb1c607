// `Frontdesk` for Ionic and Angular: the plugin's calls as promises, its events as observables.
//
// Guarantees: nothing happens when it is made; every call settles once (see the plugin's types for what each does); no
// dependency on Angular, whose `NgZone` is handed over. Since 0.1.

import type {
  Content,
  HelpCenterCollection,
  HelpCenterCollectionContent,
  HelpCenterSearchResult,
  Id,
  Initialization,
  Intercom,
  IntercomEvent,
  IntercomEvents,
  LoggedInUser,
  LoginResult,
  LogoutOptions,
  MetaData,
  Pending,
  ProactiveContent,
  Space,
  StartedConversation,
  ThemeMode,
  UpdateResult,
  UserAttributes,
  Visibility,
} from "cordova-plugin-frontdesk";
import type { Observable } from "rxjs";
import { told, type Zone } from "./events.js";
import { plugin } from "./plugin.js";

export type * from "cordova-plugin-frontdesk";
export type { Zone } from "./events.js";

/** Values arrive wherever the plugin tells them. */
const NO_ZONE: Zone = { run: (work) => work() };

/** See the module. */
export class Frontdesk {
  readonly #zone: Zone;
  /** Conversations with something unread: the present number first, then every change. */
  readonly unreadCount$: Observable<number>;
  /** The messenger covers the app. */
  readonly shown$: Observable<void>;
  /** The messenger does not cover the app any more. */
  readonly hidden$: Observable<void>;
  /** What became of events and updates. */
  readonly deliveries$: Observable<IntercomEvents["delivery"]>;
  /** Who is logged in changed. */
  readonly session$: Observable<IntercomEvents["sessionChanged"]["state"]>;

  /** `zone` is Angular's `NgZone`; see `frontdeskProvider`. */
  constructor(zone: Zone = NO_ZONE) {
    this.#zone = zone;
    this.unreadCount$ = told("unreadCountChanged", zone, ({ count }) => count);
    this.shown$ = this.on("shown");
    this.hidden$ = this.on("hidden");
    this.deliveries$ = this.on("delivery");
    this.session$ = told("sessionChanged", zone, ({ state }) => state);
  }

  /** Any event of the plugin. */
  on<Name extends IntercomEvent>(name: Name): Observable<IntercomEvents[Name]> {
    return told(name, this.#zone, (data) => data);
  }

  initialize = (settings: Initialization): Promise<void> => call("initialize", settings);
  loginUserWithUserAttributes = (attributes: UserAttributes): Promise<LoginResult | undefined> => call("loginUserWithUserAttributes", attributes);
  loginUnidentifiedUser = (): Promise<LoginResult | undefined> => call("loginUnidentifiedUser");
  logout = (options?: LogoutOptions): Promise<void> => (options ? call("logout", options) : call("logout"));
  isUserLoggedIn = (): Promise<boolean> => call("isUserLoggedIn");
  fetchLoggedInUserAttributes = (): Promise<LoggedInUser> => call("fetchLoggedInUserAttributes");
  setUserHash = (hash: string): Promise<void> => call("setUserHash", hash);
  setUserJwt = (jwt: string): Promise<void> => call("setUserJwt", jwt);
  setAuthTokens = (tokens: { [name: string]: string }): Promise<void> => call("setAuthTokens", tokens);
  updateUser = (attributes: UserAttributes): Promise<UpdateResult | undefined> => call("updateUser", attributes);

  logEvent = (name: string, metaData?: MetaData): Promise<string | undefined> => call("logEvent", name, metaData);
  pending = (): Promise<Pending> => call("pending");
  flush = (timeoutMs?: number): Promise<Pending> => call("flush", timeoutMs);
  dismiss = (operation: string): Promise<boolean> => call("dismiss", operation);
  retryOperation = (operation: string): Promise<boolean> => call("retryOperation", operation);
  diagnostics = (): Promise<{ [part: string]: unknown }> => call("diagnostics");

  present = (): Promise<void> => call("present");
  presentSpace = (space: Space): Promise<void> => call("presentSpace", space);
  presentContent = (content: Content): Promise<void> => call("presentContent", content);
  presentMessageComposer = (text?: string): Promise<void> => call("presentMessageComposer", text);
  startConversation = (text: string): Promise<StartedConversation | undefined> => call("startConversation", text);
  hideIntercom = (): Promise<void> => call("hideIntercom");
  setLauncherVisibility = (visibility: Visibility): Promise<void> => call("setLauncherVisibility", visibility);
  setInAppMessageVisibility = (visibility: Visibility): Promise<void> => call("setInAppMessageVisibility", visibility);
  suppressProactiveContent = (kinds: ProactiveContent[]): Promise<void> => call("suppressProactiveContent", kinds);
  setBottomPadding = (padding: number): Promise<void> => call("setBottomPadding", padding);
  setThemeMode = (mode: ThemeMode): Promise<void> => call("setThemeMode", mode);

  fetchHelpCenterCollections = (): Promise<HelpCenterCollection[]> => call("fetchHelpCenterCollections");
  fetchHelpCenterCollection = (id: Id): Promise<HelpCenterCollectionContent> => call("fetchHelpCenterCollection", id);
  searchHelpCenter = (term: string): Promise<HelpCenterSearchResult[]> => call("searchHelpCenter", term);

  registerForPush = (): Promise<void> => call("registerForPush");
  sendPushTokenToIntercom = (token: string): Promise<void> => call("sendPushTokenToIntercom", token);
  clearPushToken = (): Promise<void> => call("clearPushToken");
  isFrontdeskPush = (payload: unknown): Promise<boolean> => call("isFrontdeskPush", payload);
  handlePush = (payload: unknown): Promise<boolean> => call("handlePush", payload);
  unreadConversationCount = (): Promise<number> => call("unreadConversationCount");
}

async function call<T>(name: keyof Intercom, ...args: unknown[]): Promise<T> {
  const made = (await plugin())[name] as (...given: unknown[]) => Promise<T>;
  return made(...args);
}

/** For the `providers` of an app or module: `frontdeskProvider(NgZone)`. */
export function frontdeskProvider<Z extends abstract new (...args: never[]) => Zone>(zone: Z): { provide: typeof Frontdesk; useFactory: (zone: Zone) => Frontdesk; deps: [Z] } {
  return { provide: Frontdesk, useFactory: (one: Zone) => new Frontdesk(one), deps: [zone] };
}
