// The plugin's calls, for TypeScript. Globals: `intercom` and `intercomContent`, also as `cordova.plugins.…` and
// `plugin.…`, and `frontdesk`, which is `intercom` under our own name.
//
// Every call has two forms. With callbacks as its last arguments it returns nothing, and the callbacks get what the
// existing plugin documents (help center data is JSON text, Android says "true" for true). Without callbacks it returns
// a promise of a real value; a failure that nobody listens to is one warning, and never an unhandled rejection.
// Either way it settles exactly once. Calls before `deviceready` wait for it. All functions work without `this`.

/** Why a call was not done. As text: `code : message`. Since 0.1. */
export interface FrontdeskError extends Error {
  /** A stable word: see `docs/errors.md` of Frontdesk, and the plugin's troubleshooting page. */
  readonly code: string;
  /** The argument or setting at fault, as a path in the wire's spelling, for example `custom_attributes.plan`. */
  readonly field: string | undefined;
  /** The limit that was exceeded, in the unit that the message names. */
  readonly limit: number | undefined;
  /** The same call may succeed later without the app changing anything. */
  readonly temporary?: boolean;
  /** How long the server asked to be left alone, in milliseconds. */
  readonly retry_after_ms?: number;
  /** Of content that is not shown: `draft`, `paused`, `archived`, … */
  readonly status?: string;
  /** Of content that is not shown: a sentence for the person. */
  readonly user_message?: string;
}

/** Called once when the call was done. */
export type Success<Value = unknown> = (value: Value) => unknown;
/** Called once when it was not. */
export type Failure = (error: FrontdeskError) => unknown;
/** A callback, or nothing in its place. */
type Maybe<Callback> = Callback | null | undefined;

/** A call without arguments: a promise of `Value`, or callbacks with `Told`. */
export interface Call<Value, Told = unknown> {
  (): Promise<Value>;
  (success: Maybe<Success<Told>>, error?: Maybe<Failure>): void;
}
/** A call with one argument. */
export interface Call1<Arg, Value, Told = unknown> {
  (arg: Arg): Promise<Value>;
  (arg: Arg, success: Maybe<Success<Told>>, error?: Maybe<Failure>): void;
}
/** A call whose one argument may be left out. */
export interface CallOptional<Arg, Value, Told = unknown> {
  (arg?: Arg | null): Promise<Value>;
  (arg: Arg | null | undefined, success: Maybe<Success<Told>>, error?: Maybe<Failure>): void;
  (success: Success<Told>, error?: Maybe<Failure>): void;
}

/** An id. A number is taken as its text; beyond 2^53 it must be text already (`number_out_of_range`). */
export type Id = string | number;
/** A value of a custom attribute; `null` clears it. */
export type AttributeValue = string | number | boolean | null;

/** A company of the user. Each key in either spelling. */
export interface Company {
  /** Which company. Also `company_id`. */
  id?: Id;
  company_id?: Id;
  name?: string;
  plan?: string | null;
  /** An amount up to 2^31 - 1. */
  monthlySpend?: number | null;
  monthly_spend?: number | null;
  /** Unix seconds. */
  createdAt?: number | null;
  created_at?: number | null;
  customAttributes?: { [name: string]: AttributeValue };
  custom_attributes?: { [name: string]: AttributeValue };
}

/** What can be said about a user. Each key in either spelling; `null` clears a value; a missing key changes nothing. */
export interface UserAttributes {
  /** The app's own id of the user. */
  userId?: Id;
  user_id?: Id;
  email?: string | null;
  name?: string | null;
  phone?: string | null;
  /** The language of the messenger, for example `de` or `pt-BR`. */
  languageOverride?: string | null;
  language_override?: string | null;
  /** Unix seconds. */
  signedUpAt?: number | null;
  signed_up_at?: number | null;
  unsubscribedFromEmails?: boolean | null;
  unsubscribed_from_emails?: boolean | null;
  /** The user's picture: an `https` address of at most 2048 characters. */
  avatar?: { type: "avatar"; image_url: string } | string | null;
  /** At most 100; plain values only. */
  customAttributes?: { [name: string]: AttributeValue };
  custom_attributes?: { [name: string]: AttributeValue };
  /** At most 100. */
  companies?: Company[];
}

/** Who is logged in, as the app named them. */
export interface LoggedInUser {
  userId?: string;
  email?: string;
  /** `user` was logged in by an id or an address; `lead` is a visitor. */
  role: "user" | "lead";
}

/** A single attribute that the server would not take; the rest took effect. */
export interface RejectedField {
  field: string;
  code: string;
}

/** A login that the server accepted, or that was answered from the stored session. */
export interface LoginResult {
  /** The contact on the server. */
  contact_id?: string;
  /** What the visitor of before had done is this user's now. */
  merged: boolean;
  /** The same user was logged in already; the server hears of it in the background. */
  from_stored_session: boolean;
  rejected: RejectedField[];
  /** Keys that are no attribute. */
  ignored: string[];
}

/** How to log out; ours. */
export interface LogoutOptions {
  /** Log out even a visitor: what they wrote can be reached by nobody any more. */
  force?: boolean;
  /** What happens to what was not sent yet: delivered as theirs (as without options), or thrown away. */
  unsent?: "deliver" | "purge";
}

/** An update that is safely stored. */
export interface UpdateResult {
  /** `delivered`: the server took it already. `queued`: it goes out when it can. */
  delivery: "delivered" | "queued";
  rejected: RejectedField[];
  /** Keys that are no attribute. */
  ignored: string[];
  /** Its id in the event `delivery`, where the native side tells it. */
  operation?: string;
}

/** A conversation that was begun. */
export interface StartedConversation {
  conversation_id: string;
  part_id: string;
  delivery: "delivered" | "queued";
  /** What the server would not take of it; the rest took effect. */
  rejected: RejectedField[];
}

/** What an event carries besides its name. */
export type MetaData = { [key: string]: unknown };

/** How the native side starts when the preference `frontdesk-initialize` is `manual`. */
export interface Initialization {
  /** The server: `https://host` or `https://host:port`. */
  serverUrl: string;
  /** The workspace. */
  appId: string;
  /** The workspace's publishable key for this platform. */
  apiKey?: string;
  /** The key on iOS, when one call serves both platforms. */
  iosApiKey?: string;
  /** The key on Android. */
  androidApiKey?: string;
  /** The key in the browser; asked from the server when absent. */
  webApiKey?: string;
}

/** A space of the messenger. */
export type Space = "HOME" | "HELP_CENTER" | "MESSAGES" | "TICKETS" | "NEWS";

/** The words for `presentSpace`. */
export interface IntercomSpace {
  readonly Home: "HOME";
  readonly HelpCenter: "HELP_CENTER";
  readonly Messages: "MESSAGES";
  readonly Tickets: "TICKETS";
  /** Ours. */
  readonly News: "NEWS";
}

/** A piece of content, as `intercomContent` makes it. */
export type Content =
  | { type: "ARTICLE" | "CAROUSEL" | "SURVEY" | "CONVERSATION" | "TICKET" | "NEWS"; id: Id }
  | { type: "HELP_CENTER_COLLECTIONS"; ids: Id[] };

/** Visible or not. */
export type Visibility = "VISIBLE" | "GONE";
/** How light the messenger is; `system` follows the device. */
export type ThemeMode = "light" | "dark" | "system" | "LIGHT" | "DARK" | "SYSTEM";
/** Content that shows itself. */
export type ProactiveContent = "CAROUSEL" | "SURVEY";

/** A collection of the help center. */
export interface HelpCenterCollection {
  collectionId: string;
  title: string;
  /** Left out when empty. */
  summary?: string;
}
/** An article's name. */
export interface HelpCenterArticle {
  articleId: string;
  title: string;
}
/** What is in a collection. */
export interface HelpCenterCollectionContent extends HelpCenterCollection {
  articles: HelpCenterArticle[];
  sections: { title: string; articles: HelpCenterArticle[] }[];
}
/** One result of a search. */
export interface HelpCenterSearchResult extends HelpCenterArticle {
  summary?: string;
  /** Where the term was found. */
  matchingSnippet?: string;
}

/** What is not delivered yet, and what was refused. Times are milliseconds. */
export interface Pending {
  /** Operations that wait. */
  queued: number;
  /** Age of the oldest one. */
  oldest_ms?: number | null;
  /** Why nothing is sent at the moment, as a code. */
  waiting_for?: string | null;
  /** What the server refused for good, newest first, at most 100. */
  rejected: RejectedOperation[];
  /** How many there are altogether. */
  rejected_count: number;
}
/** An operation that the server refused. It stays until it is tried again or dismissed. */
export interface RejectedOperation {
  id: string;
  kind: string;
  code: string;
  field?: string | null;
  /** Unix milliseconds. */
  created_ms: number;
  rejected_ms: number;
}

/** What listeners hear, by the event's name. */
export interface IntercomEvents {
  /** Another number of conversations holds something unread. Whoever begins to listen hears the present number first. */
  unreadCountChanged: { count: number };
  /** The messenger covers the app now. */
  shown: undefined;
  /** The messenger does not cover the app any more. */
  hidden: undefined;
  /** An operation reached its end: the id is what `logEvent` and `updateUser` gave. */
  delivery: {
    operation: string;
    kind?: string;
    outcome: "delivered" | "rejected" | "expired" | "damaged" | "coalesced" | "purged";
    code?: string;
    field?: string;
    /** With `coalesced`: the later operation whose fate is this one's. */
    into?: string;
  };
  /** Who is logged in changed. */
  sessionChanged: { state: "logged_out" | "logging_in" | "logged_in" | "login_pending" };
  /** A conversation holds something new. */
  conversationChanged: { id: string };
  /** A ticket changed. */
  ticketChanged: { id: string };
  /** The user's JWT expired: give a fresh one to `setUserJwt`. Everything is kept meanwhile. */
  tokenRequired: undefined;
  /** The server cannot be reached or asked for patience; everything is kept. */
  waiting: { code: string; retry_in_ms: number };
  /** Something on the messenger's screen changed. */
  messengerStateChanged: undefined;
  /** A visitor left an e-mail address in the messenger. */
  emailSupplied: undefined;
  /** Somebody is writing. */
  typing: { conversation_id: string; author?: unknown };
  /** News arrive in another way now. */
  feedChanged: { mode: string };
  /** The device's database could not be read; it was kept aside, and what was readable was saved. */
  storeRecovered: { salvaged: number };
  /** This browser refuses to store: what is told lives as long as the page. */
  storageUnavailable: undefined;
}
/** The name of an event. */
export type IntercomEvent = keyof IntercomEvents;

/** Names of earlier versions. Each does what it did and warns once. */
export interface OldNames {
  /** @deprecated Use `loginUserWithUserAttributes`. */
  registerIdentifiedUser: Call1<UserAttributes, void>;
  /** @deprecated Use `loginUnidentifiedUser`. */
  registerUnidentifiedUser: CallOptional<object, void>;
  /** @deprecated Use `logout`. */
  reset: Call<void>;
  /** @deprecated Use `setUserHash`. The second argument was never used. */
  setSecureMode: {
    (secureHash: string, secureData?: string | null): Promise<void>;
    (secureHash: string, secureData: string | null | undefined, success: Maybe<Success>, error?: Maybe<Failure>): void;
    (secureHash: string, success: Success, error?: Maybe<Failure>): void;
  };
  /** @deprecated Use `present`. */
  displayMessenger: Call<void>;
  /** @deprecated Use `presentMessageComposer`. */
  displayMessageComposer: Call<void>;
  /** @deprecated Use `presentMessageComposer`. */
  displayMessageComposerWithInitialMessage: CallOptional<string, void>;
  /** @deprecated Use `presentSpace(intercom.space.Messages)`. */
  displayConversationsList: Call<void>;
  /** @deprecated Use `presentSpace(intercom.space.HelpCenter)`. */
  displayHelpCenter: Call<void>;
  /** @deprecated Use `presentContent`. Takes a list, or the object of version 12. */
  displayHelpCenterCollections: Call1<Id[] | { collectionIds: Id[] } | Id, void>;
  /** @deprecated Use `presentContent`. */
  displayCarousel: Call1<Id, void>;
  /** @deprecated Use `presentContent`. */
  displayArticle: Call1<Id, void>;
  /** @deprecated Use `presentContent`. */
  displaySurvey: Call1<Id, void>;
}

/** The plugin. Since 0.1. */
export interface Intercom extends OldNames {
  /** For `setLauncherVisibility` and `setInAppMessageVisibility`. */
  readonly VISIBLE: "VISIBLE";
  /** For `setLauncherVisibility` and `setInAppMessageVisibility`. */
  readonly GONE: "GONE";
  /** The words for `presentSpace`. */
  readonly space: IntercomSpace;
  /** The same, as the existing plugin's change log spells it. */
  readonly Space: IntercomSpace;
  /** For `error instanceof intercom.FrontdeskError`. */
  readonly FrontdeskError: new (code: string, message: string) => FrontdeskError;

  /** Conversations with something unread, as last heard, at once; undefined until the native side has said it. */
  readonly unreadCount: number | undefined;

  /**
   * Starts the native side, when the preference `frontdesk-initialize` is `manual`. Calls before it wait for it. Again
   * with the same settings it does nothing; with others it fails with `already_initialised`, unless those of before could
   * not be opened (`malformed_url`, say).
   */
  initialize: Call1<Initialization, void>;

  /**
   * Logs a user in by `userId`, `email` or both; the other attributes are kept, too. Done when the server accepted it, or
   * at once when the same user is logged in already. Fails with a code when it was refused or the server could not be
   * reached; in the latter case the next call tries again first.
   */
  loginUserWithUserAttributes: Call1<UserAttributes, LoginResult | undefined>;
  /** Logs a visitor in. Options are taken and ignored. */
  loginUnidentifiedUser: CallOptional<object, LoginResult | undefined>;
  /**
   * Logs out and takes everything of the user off the device. What was not sent yet is still delivered as theirs. Fails
   * with `unidentified_logout` for a visitor, whose conversations nobody could reach any more, unless it is forced.
   */
  logout: Call<void> & Call1<LogoutOptions, void>;
  /** Whether somebody is logged in. Callbacks get `"true"` or `"false"` on Android, as documented. */
  isUserLoggedIn: Call<boolean, boolean | "true" | "false">;
  /** Who is logged in. Callbacks get JSON text. Fails with `not_logged_in`. */
  fetchLoggedInUserAttributes: Call<LoggedInUser, string>;
  /** The HMAC of the user's id (or address), made on your own server. Before or after the login. */
  setUserHash: Call1<string, void>;
  /** A JWT for the user, made on your own server. Before or after the login. */
  setUserJwt: Call1<string, void>;
  /** Tokens of your own services, by name; kept in memory, gone with the user. At most ten. */
  setAuthTokens: Call1<{ [name: string]: string }, void>;
  /** Tells what changed. Done when it is stored on the device; its fate is told by the event `delivery`. */
  updateUser: Call1<UserAttributes, UpdateResult | undefined>;

  /** Tells that something happened. Done when it is stored on the device; the value is the operation's id. */
  logEvent: {
    (name: string, metaData?: MetaData | null): Promise<string | undefined>;
    (name: string, metaData: MetaData | null | undefined, success: Maybe<Success>, error?: Maybe<Failure>): void;
    (name: string, success: Success, error?: Maybe<Failure>): void;
  };
  /** What is not delivered yet, and what was refused. */
  pending: Call<Pending>;
  /** Sends what waits, now; done when nothing waits any more, or after `timeoutMs` (10,000) milliseconds. */
  flush: CallOptional<number, Pending>;
  /** Forgets a refused operation, or an unsent message. False when there is none with this id. */
  dismiss: Call1<string, boolean>;
  /** Sends a refused operation again. False when there is none with this id. */
  retryOperation: Call1<string, boolean>;
  /** A report to paste into a bug report; holds nothing of a person. */
  diagnostics: Call<{ [part: string]: unknown }>;

  /** Opens the messenger. Fails with `not_logged_in` when nobody is logged in. */
  present: Call<void>;
  /** Opens a space of the messenger. Other words fail with `unknown_space`. */
  presentSpace: Call1<Space | (string & {}), void>;
  /** Opens a piece of content that is live. Fails with `unknown_content_type`, `content_not_live`, `not_found`, … */
  presentContent: Call1<Content, void>;
  /** Opens the composer of a new conversation, with a text in it if there is one. */
  presentMessageComposer: CallOptional<string, void>;
  /** Sends `text` as a new conversation at once, offline too, and opens it. */
  startConversation: Call1<string, StartedConversation | undefined>;
  /** Closes whatever the messenger shows. */
  hideIntercom: Call<void>;
  /** The same as `hideIntercom`, for older wrappers. */
  hideMessenger: Call<void>;
  /** Shows or hides the launcher; hidden until an app asks for it. */
  setLauncherVisibility: Call1<Visibility, void>;
  /** Allows or forbids in-app messages to show themselves; not carousels and surveys. */
  setInAppMessageVisibility: Call1<Visibility, void>;
  /** The kinds that may not show themselves from now on; an empty list allows all. */
  suppressProactiveContent: Call1<ProactiveContent[], void>;
  /** Keeps so much free below launcher and in-app messages: points on iOS, pixels on Android and in the browser. */
  setBottomPadding: Call1<number, void>;
  /** Light, dark, or as the device has it. */
  setThemeMode: Call1<ThemeMode, void>;

  /** The collections of the help center, offline too. Callbacks get JSON text. */
  fetchHelpCenterCollections: Call<HelpCenterCollection[], string>;
  /** What is in one of them. Callbacks get JSON text. */
  fetchHelpCenterCollection: Call1<Id, HelpCenterCollectionContent, string>;
  /** Articles in which the term stands, offline too. Callbacks get JSON text. */
  searchHelpCenter: Call1<string, HelpCenterSearchResult[], string>;

  /**
   * Asks the person for the permission, on iOS and from Android 13 on. On Android it hands on the token of the app's own
   * Firebase, and fails with `push_unavailable` where there is none that is set up, and with `push_token_failed` when Google
   * gives none now. On iOS it registers with Apple; the token comes to your push plugin, which hands it to
   * `sendPushTokenToIntercom`. Fails with `unsupported_platform` in a browser.
   */
  registerForPush: Call<void>;
  /** Hands on the token that your push plugin got. */
  sendPushTokenToIntercom: Call1<string, void>;
  /** Takes the token back: no pushes for this user on this device. */
  clearPushToken: Call<void>;
  /** Whether a payload that your push plugin handed over is Frontdesk's. Needs nobody logged in. */
  isFrontdeskPush: Call1<unknown, boolean>;
  /**
   * Fetches what a payload speaks of, and opens it when the person tapped. True for every payload of Frontdesk's, also one
   * that was on its way to somebody who is not logged in any more, which shows nothing; false for somebody else's.
   */
  handlePush: Call1<unknown, boolean>;

  /** Conversations with something unread, as known now. A number. */
  unreadConversationCount: Call<number, number>;
  /** Calls `listener` for each such event from now on; what is returned ends that. */
  addEventListener<Name extends IntercomEvent>(event: Name, listener: (data: IntercomEvents[Name]) => unknown): () => void;
  /** Ends what `addEventListener` began. */
  removeEventListener<Name extends IntercomEvent>(event: Name, listener: (data: IntercomEvents[Name]) => unknown): void;
}

/** Makes what `presentContent` takes. */
export interface IntercomContent {
  /** An article of the help center. */
  articleWithArticleId(id: Id): Content;
  /** A carousel. */
  carouselWithCarouselId(id: Id): Content;
  /** A survey. */
  surveyWithSurveyId(id: Id): Content;
  /** A conversation of the user. */
  conversationWithConversationId(id: Id): Content;
  /** Collections of the help center. */
  helpCenterCollectionsWithIds(ids: Id[]): Content;
  /** A ticket of the user. Ours. */
  ticketWithTicketId(id: Id): Content;
  /** A piece of news. Ours. */
  newsWithNewsId(id: Id): Content;
}

declare global {
  /** The plugin, after `deviceready`; calls before it wait. */
  const intercom: Intercom;
  /** Makes what `intercom.presentContent` takes. */
  const intercomContent: IntercomContent;
  /** The plugin under our own name. */
  const frontdesk: Intercom;
  interface CordovaPlugins {
    intercom: Intercom;
    intercomContent: IntercomContent;
  }
}
