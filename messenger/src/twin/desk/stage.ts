// What the messenger shows, and the one value that its screens render.
//
// Guarantees: as the core's `messenger/stage.rs`: every change is one step; a change that changes nothing is not
// announced; nothing of one person is there for the next, what the app decided stays. One stage in each tab. Pure but
// for what `change` announces.

import type { InApp, State, View } from "../../contract/types";
import type { StateName } from "../events";
import { chain } from "./language";

/** Screens to go back to; a page that navigates in circles costs no memory. */
const MOST_SCREENS = 32;
/** More would mean that an operator aims everything at one person; the least important are not kept. */
const MOST_WAITING = 50;
/** Largest bottom padding, in CSS pixels. */
export const MOST_PADDING = 10_000;

/** How news arrives. */
export type FeedMode = State["feed"];
/** Kinds that `suppressProactiveContent` holds back. */
export type ProactiveKind = "survey" | "carousel";
/** What an app decided about its own screens, kept over restarts and log-outs. */
export interface Preferences {
  launcher_visible: boolean;
  bottom_padding: number;
  in_app_messages_visible: boolean;
  suppressed: ProactiveKind[];
  theme_mode: State["theme_mode"];
}

const DEFAULTS: Preferences = { launcher_visible: false, bottom_padding: 0, in_app_messages_visible: true, suppressed: [], theme_mode: "system" };

/** Reads what is stored; what a newer version wrote costs only what is not understood. */
export function readPreferences(text: string | undefined): Preferences {
  let told: Partial<Record<keyof Preferences, unknown>> = {};
  try {
    told = (JSON.parse(text ?? "{}") as typeof told) ?? {};
  } catch {
    // The defaults.
  }
  const { launcher_visible: launcher, bottom_padding: padding, in_app_messages_visible: inApp, suppressed, theme_mode: theme } = told;
  return {
    launcher_visible: launcher === true,
    bottom_padding: typeof padding === "number" && Number.isInteger(padding) && padding >= 0 ? padding : 0,
    in_app_messages_visible: inApp !== false,
    suppressed: (["survey", "carousel"] as const).filter((kind) => Array.isArray(suppressed) && suppressed.includes(kind)),
    theme_mode: theme === "light" || theme === "dark" ? theme : "system",
  };
}

/** What a change changed. */
export interface Changed {
  /** Now visible, or now hidden. */
  visibility: boolean | undefined;
}

const SPACES = ["home", "help_center", "messages", "tickets", "news"];
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** See the module. */
export class Stage {
  preferences = DEFAULTS;
  languageOverride: string | null = null;
  /** Rises whenever a person leaves: what was begun for one is not shown to the next. */
  person = 0;
  visible = false;
  /** The screens, oldest first; never empty. */
  screens: View[] = [{ name: "home" }];
  unread = 0;
  settings: Record<string, unknown> | null = null;
  /** Content that is due to show itself, most important first. */
  waiting: InApp[] = [];
  online = true;
  feed: FeedMode = "off";
  readonly #locale: string | undefined;
  readonly #announce: (changed: Changed) => void;
  #depth = 0;

  constructor(locale: string | undefined, announce: (changed: Changed) => void) {
    this.#locale = locale;
    this.#announce = announce;
  }

  /** Changes the stage and announces what that changed; a change inside a change is part of it. */
  change<R>(work: (stage: Stage) => R): R {
    if (this.#depth > 0) return work(this);
    const [before, visible, settings] = [this.#print(), this.visible, this.settings];
    this.#depth += 1;
    let result: R;
    try {
      result = work(this);
    } finally {
      this.#depth -= 1;
    }
    if (before !== this.#print() || settings !== this.settings) {
      this.#announce({ visibility: visible === this.visible ? undefined : this.visible });
    }
    return result;
  }

  #print(): string {
    const { preferences, languageOverride, person, visible, screens, unread, waiting, online, feed } = this;
    return JSON.stringify([preferences, languageOverride, person, visible, screens, unread, waiting, online, feed]);
  }

  get view(): View {
    return this.screens[this.screens.length - 1] ?? { name: "home" };
  }

  /** Content to show by itself now; nothing while the messenger covers the page. */
  get inApp(): InApp | null {
    const { in_app_messages_visible: messages, suppressed } = this.preferences;
    const may = ({ kind }: InApp): boolean => (kind === "in_app_message" ? messages : !suppressed.includes(kind));
    return this.visible ? null : (this.waiting.find(may) ?? null);
  }

  /** Shows a screen: on top of the others when the messenger is open, alone otherwise. A space takes the place of
   * everything. */
  show(view: View): void {
    if (view.name === "survey" || view.name === "carousel") this.done(view.name, view.id);
    if (!this.visible || isSpace(view)) this.screens = [];
    if (!same(this.screens[this.screens.length - 1], view)) this.screens = [...this.screens, view].slice(-MOST_SCREENS);
    this.visible = true;
  }

  /** One screen back; from the last one, hides. True when it hid. */
  back(): boolean {
    if (this.visible && this.screens.length > 1) {
      this.screens = this.screens.slice(0, -1);
      return false;
    }
    const hid = this.visible;
    this.visible = false;
    return hid;
  }

  /** A conversation got its id on the server: the screens that show it follow. */
  conversationIs(was: string, is: string): void {
    this.screens = this.screens.map((view) => (view.name === "conversation" && view.id === was ? { name: "conversation", id: is } : view));
  }

  /** Adds what does not wait yet; kinds that cannot show themselves are left out. */
  offer(due: readonly InApp[]): void {
    const waiting = [...this.waiting];
    for (const piece of due) {
      const shows = ["in_app_message", "survey", "carousel"].includes(piece.kind);
      if (shows && !waiting.some((one) => one.kind === piece.kind && one.id === piece.id)) waiting.push(piece);
    }
    this.waiting = waiting.sort((a, b) => b.priority - a.priority).slice(0, MOST_WAITING);
  }

  /** It was dismissed, completed or presented. */
  done(kind: string, id: string): void {
    this.waiting = this.waiting.filter((piece) => piece.kind !== kind || piece.id !== id);
  }

  /** Nothing of the person is left; what the app decided stays. */
  forgetPerson(): void {
    this.person += 1;
    this.visible = false;
    this.screens = [{ name: "home" }];
    this.languageOverride = null;
    this.unread = 0;
    this.settings = null;
    this.waiting = [];
    this.feed = "off";
  }

  /** In which languages to speak, best first. */
  get languages(): string[] {
    const workspace = this.settings?.["locale"];
    return chain([this.languageOverride, this.#locale, typeof workspace === "string" ? workspace : null]);
  }

  /** Everything a screen must know besides the content itself. */
  state(session: StateName, role: "lead" | "user" | null): State {
    const { preferences } = this;
    return {
      visible: this.visible,
      view: this.view,
      can_go_back: this.screens.length > 1,
      launcher_visible: preferences.launcher_visible,
      bottom_padding: preferences.bottom_padding,
      in_app_messages_visible: preferences.in_app_messages_visible,
      suppressed_kinds: preferences.suppressed,
      theme_mode: preferences.theme_mode,
      language_override: this.languageOverride,
      languages: this.languages,
      unread_count: this.unread,
      session: { state: session, role },
      settings: this.settings,
      in_app: this.inApp,
      online: this.online,
      feed: this.feed,
    };
  }
}

/** The top of a space. */
export const isSpace = (view: View): boolean => SPACES.includes(view.name);
