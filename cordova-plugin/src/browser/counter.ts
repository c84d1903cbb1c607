// Where the messenger stands in this page: the client, opened once, and what it draws.
//
// Guarantees: calls before the start wait for it and run in their order; the client is opened once, and again after an
// opening that failed; starting again with the same settings does nothing, with others it is refused, unless those of
// before could not be opened; a config.xml that could not be read is read again by the next call. Page thread.

import { Frontdesk, FrontdeskError } from "../../../messenger/src/twin/client";
import type { Options } from "../../../messenger/src/twin/config";
import { type Desk, openDesk } from "../../../messenger/src/twin/desk";
import { keyOf } from "../../../messenger/src/web/client/key";
import { Scene } from "./scene";
import { type Preferences, readPreferences, type Settings } from "./settings";

/** An open client. */
export interface Open {
  twin: Frontdesk<Desk>;
  desk: Desk;
}

const same = (a: Settings, b: Settings): boolean => a.serverUrl === b.serverUrl && a.appId === b.appId && a.apiKey === b.apiKey;

/** See the module. */
export class Counter {
  readonly #page: Document;
  readonly #more: Partial<Options>;
  #settings: Settings | undefined;
  #opening: Promise<Open> | undefined;
  #preferences: Promise<Preferences> | undefined;
  #start!: (settings: Settings) => void;
  #opens!: (open: Open) => void;
  /** Resolves with the first client that opens, however many openings failed before. */
  readonly #first = new Promise<Open>((opens) => {
    this.#opens = opens;
  });
  /** Resolves with the settings, whoever gives them. */
  readonly #started = new Promise<Settings>((start) => {
    this.#start = (settings) => {
      this.#settings = settings;
      start(settings);
    };
  });

  /** `more`: what tests change of the client. */
  constructor(page: Document, more: Partial<Options> = {}) {
    this.#page = page;
    this.#more = more;
  }

  /** Reads the preferences and, unless the app starts it itself, opens the client. */
  async begin(): Promise<Preferences> {
    const told = await this.#told();
    if (this.#settings) this.#open().catch(() => undefined);
    return told;
  }

  #told(): Promise<Preferences> {
    this.#preferences ??= readPreferences(this.#page).then((told) => {
      if (told.unread) this.#preferences = undefined;
      if (told.settings && !this.#settings) this.#start(told.settings);
      return told;
    });
    return this.#preferences;
  }

  /** Starts with these settings. Rejects with `already_initialised` when others are in use. */
  async initialize(settings: Settings): Promise<void> {
    await this.#told();
    if (this.#settings && !same(this.#settings, settings) && (await this.#works())) {
      throw new FrontdeskError("session_conflict", "already_initialised", "it runs with another server, workspace or key already", { field: "settings" });
    }
    this.#start(settings);
    await this.#open();
  }

  /** The client, when it is open. Waits for `initialize` where the app starts it; rejects when nothing says with what. */
  async open(): Promise<Open> {
    const { missing } = await this.begin();
    if (missing && !this.#settings) throw missing;
    await this.#started;
    return this.#open();
  }

  /** The same, for who can wait until somebody calls `initialize` after all, and until an opening succeeds. */
  openAtLast(): Promise<Open> {
    return this.#first;
  }

  /** Whether the client is open, or will be. */
  async #works(): Promise<boolean> {
    return this.#opening !== undefined && this.#opening.then(() => true, () => false);
  }

  #open(): Promise<Open> {
    this.#opening ??= this.#opened().then(
      (open) => {
        this.#opens(open);
        return open;
      },
      (error: unknown) => {
        this.#opening = undefined;
        throw error;
      },
    );
    return this.#opening;
  }

  async #opened(): Promise<Open> {
    const { serverUrl, appId, apiKey } = this.#settings as Settings;
    const server = serverUrl.replace(/\/+$/, "");
    const key = apiKey ?? (await remembered(`frontdesk-key-${server}-${appId}`, () => keyOf(server, appId)).catch(unknownApp));
    const twin = (await Frontdesk.open({ serverUrl, appId, apiKey: key, locale: navigator.language, ...this.#more }, openDesk)) as Frontdesk<Desk>;
    const desk = twin.rooms;
    new Scene(this.#page, twin, desk);
    await desk.ready;
    return { twin, desk };
  }
}

/** The server that was asked says that there is no such workspace; nothing else ends the asking. */
function unknownApp(): never {
  throw new FrontdeskError("refused", "app_unknown", "the server has no such workspace: check intercom-app-id and frontdesk-server-url");
}

/** The publishable key of an earlier visit, so that a page that starts without a network can work; a new one counts
 * from the next start on. */
async function remembered(name: string, ask: () => Promise<string>): Promise<string> {
  const kept = quietly(() => localStorage.getItem(name));
  const asked = ask().then((key) => {
    quietly(() => localStorage.setItem(name, key));
    return key;
  });
  if (!kept) return asked;
  asked.catch(() => undefined);
  return kept;
}

/** A browser that refuses to store is asked the server again next time. */
function quietly<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
