// A browser of tests: databases in memory, tabs that hear each other.
//
// Guarantees: tabs of one `Browser` share databases, locks and channels, as those of one origin do; time is the real one
// with short waits; nothing is left of one browser in the next.

import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { Frontdesk } from "../../../src/twin/client";
import type { Options } from "../../../src/twin/config";
import type { Event } from "../../../src/twin/events";
import { browser, type Platform } from "../../../src/twin/platform";
import type { OpenRooms, Rooms } from "../../../src/twin/rooms";
import { Server } from "../../support/server";

/** A client with what it announced. */
export interface Tab {
  desk: Frontdesk;
  heard: Event[];
  platform: Platform & { see(what: "hide" | "show" | "online" | "offline"): void };
}

const SHORT = { first: 5, max: 20, loginMax: 20, budgetRefill: 0 };

/** One browser with one origin. */
export class Browser {
  readonly server = new Server();
  readonly #databases = new IDBFactory();
  readonly #channels = new Set<{ name: string; heard: (message: unknown) => void }>();
  readonly #locks = new Locks();
  readonly #open: Frontdesk[] = [];

  async tab(options: Partial<Options> = {}, change: (platform: Platform) => void = () => undefined, rooms: OpenRooms = () => QUIET): Promise<Tab> {
    // idb reads the global factory; all tabs of a test have the same one.
    globalThis.indexedDB = this.#databases;
    let watching: ((what: "hide" | "show" | "online" | "offline") => void) | undefined;
    const platform: Tab["platform"] = {
      ...browser(),
      hidden: () => false,
      fetch: (url, init) => this.server.answer(url, init),
      indexedDB: this.#databases,
      locks: this.#locks,
      channel: (name, heard) => this.#channel(name, heard),
      watch: (heard) => {
        watching = heard;
        return () => (watching = undefined);
      },
      see: (what) => watching?.(what),
    };
    change(platform);
    const heard: Event[] = [];
    const desk = await Frontdesk.open(
      { serverUrl: "https://desk.example", appId: "app", apiKey: "key", retry: SHORT, ...options, on: platform },
      rooms,
    );
    desk.listen((event) => heard.push(event));
    this.#open.push(desk);
    return { desk, heard, platform };
  }

  /** Ends all tabs. */
  async close(): Promise<void> {
    for (const desk of this.#open) await desk.shutdown();
  }

  #channel(name: string, heard: (message: unknown) => void) {
    const own = { name, heard };
    this.#channels.add(own);
    return {
      post: (message: unknown) => {
        const copy = structuredClone(message);
        for (const other of this.#channels) if (other !== own && other.name === name) setTimeout(() => other.heard(copy));
      },
      close: () => this.#channels.delete(own),
    };
  }
}

/** Rooms without a messenger. */
const QUIET: Rooms = {
  request: async () => "{}",
  landed: async () => undefined,
  loggedIn: () => undefined,
  forgetPerson: () => undefined,
  heard: () => undefined,
  placed: () => undefined,
  close: () => undefined,
};

/** Web Locks, as far as the twin uses them. */
class Locks {
  #line: Promise<unknown> = Promise.resolve();
  #robbed: (() => void) | undefined;

  request(_name: string, ...rest: any[]): Promise<any> {
    const [options, held] = rest as [LockOptions, () => Promise<unknown>];
    return new Promise((resolve, reject) => {
      options.signal?.addEventListener("abort", () => reject(new DOMException("ended", "AbortError")));
      if (options.steal) {
        this.#robbed?.();
        this.#line = Promise.resolve();
      }
      const turn = this.#line.then(() => {
        if (options.signal?.aborted) return undefined;
        this.#robbed = () => reject(new DOMException("stolen", "AbortError"));
        return held();
      });
      this.#line = turn.catch(() => undefined);
      turn.then(resolve, reject);
    });
  }
}

/** Waits for something to be so; the deadline only ends a hang. */
export async function until(what: string, so: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (!(await so())) {
    if (Date.now() > end) throw new Error(`it never came: ${what}`);
    await new Promise((next) => setTimeout(next, 2));
  }
}
