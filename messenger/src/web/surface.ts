// The public surface for web pages, as types: every setting and every call, under their documented names.
//
// Guarantees: nothing here runs. The loader, the client and the npm package share it, so a call that one of them
// forgets does not compile. Since 0.1.

/** What `boot` and `update` take. Unknown keys are custom attributes of the person. */
export interface Settings extends MessengerSettings, PersonSettings {
  [attribute: string]: unknown;
}

/** How the messenger behaves and looks on this page; tells nothing about the person. */
export interface MessengerSettings {
  /** The workspace. */
  app_id?: string;
  /** The server, when it is not the one that the script came from. */
  api_base?: string;
  /** The workspace's publishable key for web pages; asked from the server when absent. */
  api_key?: string;
  /** Elements that open the messenger when they are clicked. */
  custom_launcher_selector?: string;
  /** Which side the launcher is on; anything but `left` is right. */
  alignment?: "left" | "right" | (string & {});
  /** Distance from the side, in CSS pixels, 20 at least; not on phones. */
  horizontal_padding?: number;
  /** Distance from the bottom, in CSS pixels, 20 at least; not on phones. */
  vertical_padding?: number;
  /** Default 2147483001. */
  z_index?: number;
  hide_default_launcher?: boolean;
  hide_notifications?: boolean;
  /** Milliseconds without a visit after which the person is logged out; a week at most. */
  session_duration?: number;
  action_color?: string;
  background_color?: string;
  link_color?: string;
  theme_mode?: "light" | "dark" | "system";
  /** A look that the operator made; the workspace's own when there is none by this id. */
  messenger_style_id?: string;
  /** What teammates read of the page that the person is on; by default the document's title. */
  page_title?: string;
  /** `false`: teammates do not see which page the person is on. */
  tell_page?: boolean;
  installation_type?: string;
  /** Changes of the address within the page are noticed by themselves; `false` switches that off. */
  follow_routes?: boolean;
  /** Nothing is stored in the browser, no cookie either; what is told lives as long as the page. */
  cookieless?: boolean;
  /** The domain of the cookies; by default the widest one that this page may set. */
  cookie_domain?: string;
}

/** Who the person is. Without `user_id`, `email` and token: a visitor. */
export interface PersonSettings {
  user_id?: string | number;
  email?: string;
  name?: string;
  phone?: string;
  /** Unix seconds. */
  created_at?: number;
  /** Never stored: asks for news, as every `update` does. */
  last_request_at?: number;
  unsubscribed_from_emails?: boolean;
  language_override?: string;
  /** Their picture, by an `https` address of at most 2048 characters; `null` clears it. */
  avatar?: { type: "avatar"; image_url: string } | string | null;
  user_hash?: string;
  intercom_user_jwt?: string;
  auth_tokens?: Record<string, string>;
  company?: Company;
  companies?: Company[];
}

/** A company of the person; keys that are not listed are its custom attributes. */
export interface Company {
  company_id?: string | number;
  /** The same as `company_id`. */
  id?: string | number;
  name?: string;
  /** Unix seconds. */
  created_at?: number;
  /** The same as `created_at`. */
  remote_created_at?: number;
  plan?: string;
  monthly_spend?: number;
  size?: number;
  website?: string;
  industry?: string;
  [attribute: string]: unknown;
}

/** A space of the messenger. */
export type Space = "home" | "messages" | "help" | "news" | "tasks" | "tickets";

/** An id, as text or number. */
export type Id = string | number;

/** Who is logged in. */
export interface Whoami {
  type: "user" | "lead";
  user_id: string | undefined;
  email: string | undefined;
}

/** Every call: its arguments and what it returns. Promises settle once and need not be listened to. */
export interface Calls {
  boot(settings?: Settings): Promise<void>;
  shutdown(): Promise<void>;
  update(settings?: Settings): Promise<void>;
  show(): Promise<void>;
  hide(): Promise<void>;
  showSpace(space: Space): Promise<void>;
  showMessages(): Promise<void>;
  showNewMessage(text?: string): Promise<void>;
  startConversation(text: string): Promise<void>;
  showArticle(id: Id): Promise<void>;
  showNews(id: Id): Promise<void>;
  showTicket(id: Id): Promise<void>;
  showConversation(id: Id): Promise<void>;
  startTour(id: Id): Promise<void>;
  startSurvey(id: Id): Promise<void>;
  startChecklist(id: Id): Promise<void>;
  onShow(call: () => void): void;
  onHide(call: () => void): void;
  onUnreadCountChange(call: (count: number) => void): void;
  onUserEmailSupplied(call: () => void): void;
  trackEvent(name: string, metadata?: Record<string, unknown>): Promise<void>;
  getVisitorId(): string | undefined;
  whoami(): Whoami | undefined;
  hideNotifications(hidden: boolean): Promise<void>;
  setAuthTokens(tokens: Record<string, string>): Promise<void>;
  ready(call: () => void): void;
  reattach_activator(): void;
}

/** The name of a call. */
export type CallName = keyof Calls;

/** The global function. */
export interface Intercom {
  <K extends CallName>(name: K, ...args: Parameters<Calls[K]>): ReturnType<Calls[K]>;
  /** Calls that wait for the script, as snippets collect them. */
  q?: { push(args: ArrayLike<unknown>): unknown };
  c?: (args: ArrayLike<unknown>) => unknown;
  /** Set by the script: it is there, and does not start twice. */
  frontdesk?: string;
}
