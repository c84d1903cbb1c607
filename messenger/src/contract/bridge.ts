// The page's end of the bridge: one promise for each request, one listener list for each event.
//
// Guarantees: an id is used once, also over reloads (a random beginning and a counter); every promise settles, at the
// latest after its deadline; a message that is no answer to anything is left alone; a request the core was too busy
// for is asked again when it said so. Everything runs on the page's only thread.

import type { Event as BridgeEvent, Error as Refused, Requests } from "./types";

/** A way to a host: texts there, texts back. */
export interface Port {
  send(text: string): void;
  listen(heard: (text: string) => void): void;
}

/** Names of the requests. */
export type RequestName = keyof Requests;
/** What is sent with a request. */
export type Data<K extends RequestName> = Requests[K]["data"];
/** What a request is answered with. */
export type Result<K extends RequestName> = Requests[K]["result"];
/** The data of an event, by its name. */
export type EventData<N extends BridgeEvent["event"]> = Extract<BridgeEvent, { event: N }>["data"];

/** Longer than the core's own patience: it answers after ten seconds at the latest, with a file after sixty. */
const DEADLINE_MS = 70_000;
/** How often a request is repeated that the core refused for its speed. */
const MOST_REPEATS = 5;

/** A refusal of the core, or `no_answer` when there was none. Holds nothing that was sent. */
export class BridgeError extends Error {
  readonly code: string;
  readonly temporary: boolean;
  readonly field: string | undefined;
  readonly limit: number | undefined;
  readonly userMessage: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(refused: Refused) {
    super(refused.message);
    this.name = "BridgeError";
    this.code = refused.code;
    this.temporary = refused.temporary;
    this.field = refused.field;
    this.limit = refused.limit;
    this.userMessage = refused.user_message;
    this.retryAfterMs = refused.retry_after_ms;
  }
}

/** Any failure as one of the bridge's, so that a screen has one kind to show. */
export function asBridgeError(error: unknown): BridgeError {
  if (error instanceof BridgeError) return error;
  return new BridgeError({ code: "internal", message: "the page failed", temporary: false });
}

interface Waiting {
  resolve(result: never): void;
  reject(error: BridgeError): void;
  deadline: ReturnType<typeof setTimeout>;
}

type Listener = (data: never) => void;

/** See the module. */
export class Bridge {
  readonly #port: Port;
  readonly #deadlineMs: number;
  readonly #beginning: string;
  readonly #waiting = new Map<string, Waiting>();
  readonly #listeners = new Map<string, Set<Listener>>();
  #count = 0;

  constructor(port: Port, deadlineMs = DEADLINE_MS) {
    this.#port = port;
    this.#deadlineMs = deadlineMs;
    this.#beginning = Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join("");
    port.listen((text) => this.#hear(text));
  }

  /** Asks the core. Rejects with a `BridgeError`, and with nothing else. */
  async ask<K extends RequestName>(type: K, data: Data<K>): Promise<Result<K>> {
    for (let repeats = 0; ; repeats += 1) {
      try {
        return await this.#once(type, data);
      } catch (error) {
        const refused = asBridgeError(error);
        if (refused.code !== "too_many_requests" || repeats === MOST_REPEATS) throw refused;
        // Refused before anything was done, so the repetition is the first time it happens.
        const wait = refused.retryAfterMs ?? 100;
        await new Promise((done) => setTimeout(done, wait * 2 ** repeats));
      }
    }
  }

  /** Listens to an event until the returned function is called. */
  on<N extends BridgeEvent["event"]>(name: N, listener: (data: EventData<N>) => void): () => void {
    const list = this.#listeners.get(name) ?? new Set<Listener>();
    this.#listeners.set(name, list);
    list.add(listener as Listener);
    return () => list.delete(listener as Listener);
  }

  #once<K extends RequestName>(type: K, data: Data<K>): Promise<Result<K>> {
    this.#count += 1;
    const id = `${this.#beginning}.${this.#count}`;
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new BridgeError({ code: "no_answer", message: "the host did not answer", temporary: true }));
      }, this.#deadlineMs);
      this.#waiting.set(id, { resolve: resolve as Waiting["resolve"], reject, deadline });
      this.#port.send(JSON.stringify({ id, type, data }));
    });
  }

  #hear(text: string): void {
    const message = read(text);
    if (!message) return;
    if (typeof message["event"] === "string") {
      for (const listener of this.#listeners.get(message["event"]) ?? []) listener(message["data"] as never);
      return;
    }
    const waiting = this.#waiting.get(String(message["id"]));
    if (!waiting) return;
    this.#waiting.delete(String(message["id"]));
    clearTimeout(waiting.deadline);
    if (message["ok"] === true) waiting.resolve(message["result"] as never);
    else waiting.reject(new BridgeError(message["error"] as Refused));
  }
}

function read(text: string): Record<string, unknown> | null {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === "object" && message !== null ? (message as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
