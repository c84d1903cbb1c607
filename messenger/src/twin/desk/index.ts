// The messenger's rooms in one tab: what is shown, what is unread, what comes by itself; and the way to the rest, which
// is loaded with the pages that need it (`far/`).
//
// Guarantees: what one tab learns every tab shows; nothing of one person is told to a tab of the next (a message names
// the device it is about); what the app decided is kept over restarts and log-outs and is the same in every tab; the
// pages' requests are answered exactly once each. Opened by `client.ts` once for each client.

import type { InApp, State } from "../../contract/types";
import { shutDown, unreachable } from "../error";
import type { Event } from "../events";
import type { House, Rooms } from "../rooms";
import { personOf } from "../session";
import type { Session, StoredOperation } from "../storage/rows";
import type { Cache } from "./cache/cache";
import type { Far } from "./far";
import type { FarKeep } from "./far/keep";
import type { Feed } from "./feed/feed";
import { Presence, Pulse, type TabPlace } from "./presence";
import { Decisions } from "./decide";
import { written } from "./language";
import { Show, type Presenter } from "./show";
import { readPreferences, Stage, type Preferences } from "./stage";
import { isObject, type Told, type Unread } from "./wire";
import { storedUnread } from "./unread";

/** How often other tabs are asked whether they are there, and how long an answer may take. Milliseconds. */
const ASKED_EVERY = 60_000;
const ANSWERED_WITHIN = 10_000;

/** The page of a web site that the person is on, and the look it wants, as a ping tells them. */
export interface Page {
  url?: string;
  title?: string;
  messenger_style_id?: string;
}

/** What a tab tells the others, and itself. Only what is about a person names its device. What is in the store is not
 * told but looked up there: words of several tabs may overtake each other. */
export interface Word {
  /** The unread count, the preferences or the language in the store changed. */
  stored?: true;
  device?: string;
  settings?: Told;
  unread?: Unread;
  due?: InApp[];
  done?: [kind: string, id: string];
  renamed?: [was: string, is: string];
  feed?: State["feed"];
  online?: boolean;
  preferences?: Preferences;
  language?: string | null;
  /** The server is asked where things stand. */
  ping?: true;
  /** Where the person went, which is told the server at once; belongs to whoever is logged in then. */
  page?: Page;
  tab?: { id: string; place?: TabPlace; ask?: boolean };
}

/** See the module. */
export class Desk implements Rooms {
  readonly house: House;
  readonly pulse = new Pulse();
  readonly presence = new Presence(this.pulse);
  /** What the server said; made by the first part that is loaded and needs it. */
  cache!: Cache;
  readonly stage: Stage;
  /** What the app decides. */
  readonly decisions: Decisions;
  /** What is shown and hidden. */
  readonly show: Show;
  /** Draws; set by the page that has a place for the messenger. */
  presenter: Presenter | undefined;
  /** The server answered a ping of who is logged in, `lookless` when it has no look by the id that was asked for; told
   * in the tab that asked. Set by the page. */
  pinged: ((lookless: boolean) => void) | undefined;
  /** Where the person went last, in any tab; nothing of who was here before. */
  page: Page | undefined;
  /** Resolves when what was stored is on the stage. */
  readonly ready: Promise<void>;
  readonly #tab: string;
  /** Rises with what this tab stored: what was read before is not shown after it. */
  #told = 0;
  #far: Promise<Far> | undefined;
  #feed: Promise<Feed> | undefined;
  /** A session without a token is to be logged in, so that the feed can listen. */
  #wantsLogin = false;
  #closed = false;
  #asking: (() => void) | undefined;

  constructor(house: House) {
    this.house = house;
    this.#tab = house.operationId();
    this.stage = new Stage(house.config.locale, ({ visibility }) => {
      this.#announce({ event: "messenger_state_changed" });
      if (visibility === undefined) return;
      this.presence.set({ ...this.presence.here, open: visibility });
      this.#placeChanged();
      this.#announce({ event: visibility ? "shown" : "hidden" });
    });
    this.decisions = new Decisions(this);
    this.show = new Show(this);
    this.ready = this.#load();
    this.placed();
    this.house.post({ tab: { id: this.#tab, place: this.presence.here, ask: true } } satisfies Word);
    this.pulse.listen(() => {
      this.#consider();
      this.#askAround();
    });
  }

  /** Everything a messenger's screen must know besides the content itself, at this moment. */
  messengerState(): State {
    const { session, state } = this.house;
    return this.stage.state(state, session && state !== "logged_out" ? personOf(session).role : null);
  }

  /** Conversations with something unread, as known now. */
  unreadConversationCount(): number {
    return this.stage.unread;
  }

  /** Conversations with something unread, as the server knows now. */
  async fetchUnreadConversationCount(): Promise<number> {
    return (await this.feed()).fetchUnread();
  }

  /** The feed, loaded when this tab is the one to listen. Rejects when it cannot be loaded. */
  feed(): Promise<Feed> {
    if (this.#closed) return Promise.reject(shutDown());
    this.#feed ??= import("./feed/feed").then(
      async ({ Feed }) => {
        await this.ready;
        const feed = new Feed(this, (wants) => {
          this.#wantsLogin = wants;
        });
        if (!this.#closed) feed.start();
        return feed;
      },
      () => {
        this.#feed = undefined;
        throw unreachable("network_unavailable");
      },
    );
    return this.#feed;
  }

  /** Loads the feed once there is something for it to do here. */
  #consider(): void {
    const { leads, session, online } = this.house;
    if (!this.#feed && leads && session && online && this.presence.now.foreground) void this.feed().catch(() => undefined);
  }

  /** While this tab listens for another one's sake, that one is asked now and then whether it is still there. */
  #askAround(): void {
    const { house, presence } = this;
    if (this.#asking || this.#closed || !house.leads || !presence.relies) return;
    this.#asking = house.platform.after(ASKED_EVERY, () => {
      presence.asked();
      this.house.post({ tab: { id: this.#tab, place: presence.here, ask: true } } satisfies Word);
      this.#asking = house.platform.after(ANSWERED_WITHIN, () => {
        this.#asking = undefined;
        presence.answered();
        this.#askAround();
      });
    });
  }

  /** Asks the server where things stand, soon and once for all who ask in the same moment; says on which page the
   * person is, when that is told. */
  ping(page?: Page): void {
    this.tell(page ? { page } : { ping: true });
  }

  refresh(): void {
    this.ping();
  }

  greeting(): Event[] {
    return [{ event: "unread_changed", count: this.stage.unread }];
  }

  wantsLogin(): boolean {
    return this.#wantsLogin;
  }

  /** The requests of the pages and what they need, loaded when first asked for. Rejects when it cannot be loaded. */
  far(): Promise<Far> {
    if (this.#closed) return Promise.reject(shutDown());
    this.#far ??= import("./far").then(
      ({ Far }) => new Far(this),
      () => {
        this.#far = undefined;
        throw unreachable("network_unavailable");
      },
    );
    return this.#far;
  }

  /** How the feed keeps conversations. */
  async farKeep(): Promise<FarKeep> {
    return (await this.far()).keep;
  }

  async request(text: string): Promise<string> {
    let failed = { code: "shut_down", message: "the client was shut down", temporary: false };
    try {
      await this.ready;
      return await (await this.far()).request(text);
    } catch (error) {
      const { code, message, temporary } = error as { code?: string; message: string; temporary?: boolean };
      failed = { code: code ?? "internal", message: code ? message : "an internal error in desk", temporary: temporary ?? false };
    }
    // Who cannot be served has an id all the same.
    const id = /"id"\s*:\s*"([\w.:-]{1,64})"/.exec(text.slice(0, 1000))?.[1] ?? null;
    return JSON.stringify({ id, ok: false, error: failed });
  }

  async landed(session: Session, operation: StoredOperation, answer: unknown): Promise<void> {
    // What has no answer to keep needs none of the rest.
    if (!["start_conversation", "reply", "read_mark"].includes(operation.kind)) return;
    const far = await this.far().catch(() => undefined);
    // What could not be kept is asked for when it is shown.
    await far?.landed(session, operation, answer);
  }

  loggedIn(session: Session, ping: unknown): void {
    this.presence.sessionChanged(true);
    if (isObject(ping)) void this.feed().then((feed) => feed.told(session, ping)).catch(() => undefined);
  }

  languageGiven(): void {
    void this.#settings().then((of) => this.tell({ language: written(of("language_override") ?? "") }), () => undefined);
  }

  forgetPerson(): void {
    this.#told += 1;
    const { visible, unread } = this.stage;
    this.page = undefined;
    this.stage.change((stage) => stage.forgetPerson());
    void this.#feed?.then((feed) => feed.known.leave()).catch(() => undefined);
    this.presence.sessionChanged(false);
    void this.#far?.then((far) => far.forgetPerson()).catch(() => undefined);
    if (unread > 0) this.#announce({ event: "unread_changed", count: 0 });
    if (visible) this.show.hideDrawn();
  }

  /** Says something here and in the other tabs. What it says of the store must be stored. */
  tell(word: Word): void {
    this.#hear(word);
    const { unread, preferences, language, ...rest } = word;
    const stored = unread !== undefined || preferences !== undefined || language !== undefined;
    if (stored) this.#told += 1;
    this.house.post({ ...rest, ...(stored ? { stored: true } : {}) } satisfies Word);
  }

  heard(message: unknown): void {
    if (isObject(message)) this.#hear(message as Word);
  }

  #hear({ stored, device, settings, unread, due, done, renamed, feed, online, preferences, language, ping, page, tab }: Word): void {
    if (tab) {
      this.presence.set(tab.place, tab.id);
      if (tab.ask) this.#introduce();
    }
    if (page) {
      this.page = page;
      this.pulse.tell();
    } else if (ping && this.house.leads && this.house.session) void this.feed().then((feed) => feed.known.wantPing()).catch(() => undefined);
    if (stored) void this.#load();
    const theirs = device !== undefined && device !== this.house.session?.deviceId;
    if (theirs || this.#closed) return;
    const before = this.stage.unread;
    this.stage.change((stage) => {
      if (settings) stage.settings = settings;
      if (unread) stage.unread = unread.count;
      if (due) stage.offer(due);
      if (done) stage.done(...done);
      if (renamed) stage.conversationIs(...renamed);
      if (feed) stage.feed = feed;
      if (online !== undefined) stage.online = online;
      if (preferences) stage.preferences = preferences;
      if (language !== undefined) stage.languageOverride = language;
    });
    if (before !== this.stage.unread) this.#announce({ event: "unread_changed", count: this.stage.unread });
  }

  placed(): void {
    this.presence.set({ ...this.presence.here, foreground: this.house.foreground });
    this.presence.network(this.house.online);
    this.stage.change((stage) => {
      stage.online = this.house.online;
    });
    this.#placeChanged();
    // Also when only the lead changed.
    this.pulse.tell();
  }

  /** Another tab opens: it learns what this one knows. */
  #introduce(): void {
    this.#placeChanged();
    const { leads, session } = this.house;
    if (!leads || !session) return;
    const { settings, waiting, feed, online } = this.stage;
    this.house.post({ device: session.deviceId, ...(settings ? { settings } : {}), due: waiting, feed, online } satisfies Word);
  }

  #placeChanged(): void {
    this.house.post({ tab: { id: this.#tab, place: this.presence.here } } satisfies Word);
  }

  close(): void {
    this.#closed = true;
    this.#asking?.();
    void this.#feed?.then((feed) => feed.close()).catch(() => undefined);
    this.house.post({ tab: { id: this.#tab } } satisfies Word);
  }

  #announce(event: Event): void {
    if (!this.#closed) this.house.announce(event);
  }

  async #settings(): Promise<(name: string) => string | undefined> {
    const rows = await this.house.store.run("readonly", (tx) => tx.all("settings"));
    return (name) => rows.find((row) => row.name === name)?.value;
  }

  async #load(): Promise<void> {
    try {
      const told = this.#told;
      const of = await this.#settings();
      if (told !== this.#told) return await this.#load();
      const unread = storedUnread(of("unread"));
      this.#hear({ preferences: readPreferences(of("preferences")), language: written(of("language_override") ?? ""), unread });
    } catch {
      // A store that cannot be read is empty.
    }
  }
}

/** Opens the rooms; see `rooms.ts`. */
export const openDesk = (house: House): Desk => new Desk(house);
