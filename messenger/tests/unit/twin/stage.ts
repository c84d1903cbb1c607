// A browser of tests: a server that answers as planned, databases in memory, tabs that hear each other.
//
// Guarantees: tabs of one `Browser` share databases, locks and channels, as those of one origin do; time is the real one
// with short waits; nothing is left of one browser in the next.

import { IDBFactory } from "fake-indexeddb";
import "fake-indexeddb/auto";
import { Frontdesk } from "../../../src/twin/client";
import type { Options } from "../../../src/twin/config";
import type { Event } from "../../../src/twin/events";
import { browser, type Platform } from "../../../src/twin/platform";
import type { Rooms } from "../../../src/twin/rooms";

/** A request as the server saw it. */
export interface Seen {
  method: string;
  path: string;
  token: string | undefined;
  body: any;
  text: string;
}

/** An answer: status and JSON, or `lost` for none at all. */
export type Planned = { status: number; json?: unknown; text?: string; headers?: Record<string, string> } | "lost";

/** What the server of a test knows and does. */
export class Server {
  readonly seen: Seen[] = [];
  readonly events: { contact: string; name: string; id: string }[] = [];
  readonly #contacts = new Map<string, string>();
  readonly #stored = new Set<string>();
  /** Answers before the server would; undefined: it answers by itself. */
  plan: (seen: Seen) => Planned | undefined | Promise<Planned | undefined> = () => undefined;
  /** The server does what it is asked and the answer goes astray. */
  loses: (seen: Seen) => boolean = () => false;

  async answer(url: string, init: RequestInit): Promise<Response> {
    const text = await bodyText(init);
    const headers = new Headers(init.headers);
    const seen: Seen = {
      method: init.method ?? "GET",
      path: new URL(url).pathname.replace("/sdk/v1", ""),
      token: headers.get("authorization")?.replace("Bearer ", ""),
      body: text ? JSON.parse(text) : undefined,
      text,
    };
    this.seen.push(seen);
    const planned = await this.plan(seen);
    const answer = planned ?? this.#own(seen);
    if (answer === "lost" || this.loses(seen)) throw new TypeError("Failed to fetch");
    const json = answer.text ?? (answer.json === undefined ? "" : JSON.stringify(answer.json));
    const type = { "content-type": "application/json", "x-request-id": "r" };
    return new Response(answer.status === 204 ? null : json, { status: answer.status, headers: { ...type, ...answer.headers } });
  }

  #own(seen: Seen): Exclude<Planned, "lost"> {
    if (seen.path === "/sessions") {
      const who = seen.body.identity?.user_id ?? seen.body.identity?.email ?? `lead:${seen.body.device.id}`;
      const token = `token-of-${who}`;
      this.#contacts.set(token, who);
      return { status: 201, json: { token, contact: { id: `contact-${who}` }, merged: false, rejected: [] } };
    }
    const contact = this.#contacts.get(seen.token ?? "");
    if (!contact) return refusal(401, "unauthorized");
    if (seen.path === "/sessions/current") return { status: 204 };
    if (seen.path === "/events") {
      const results = seen.body.events.map(({ id, name }: { id: string; name: string }) => {
        if (this.#stored.has(id)) return { id, status: "duplicate" };
        this.#stored.add(id);
        this.events.push({ contact, name, id });
        return { id, status: "accepted" };
      });
      return { status: 200, json: { results } };
    }
    if (seen.path === "/me") return { status: 200, json: { id: seen.body.id, status: "accepted", rejected: [] } };
    return refusal(404, "not_found");
  }

  /** Requests to a path. */
  to(path: string): Seen[] {
    return this.seen.filter((one) => one.path === path);
  }
}

/** The server's error envelope. */
export const refusal = (status: number, code: string): Exclude<Planned, "lost"> => ({
  status,
  json: { type: "error.list", request_id: "r", errors: [{ code, message: "no" }] },
});

async function bodyText(init: RequestInit): Promise<string> {
  if (init.body == null) return "";
  const packed = new Headers(init.headers).get("content-encoding") === "gzip";
  const stream = new Response(init.body).body;
  return new Response(packed ? stream?.pipeThrough(new DecompressionStream("gzip")) : stream).text();
}

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

  async tab(options: Partial<Options> = {}, change: (platform: Platform) => void = () => undefined): Promise<Tab> {
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
      () => QUIET,
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
  const end = Date.now() + 20_000;
  while (!(await so())) {
    if (Date.now() > end) throw new Error(`it never came: ${what}`);
    await new Promise((next) => setTimeout(next, 2));
  }
}
