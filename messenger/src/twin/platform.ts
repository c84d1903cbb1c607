// The seam to the browser: everything the twin needs of a page, in one place.
//
// Guarantees: no other room of the twin touches a global of the page, so that all of it runs in Node with another
// platform. `browser()` reads the globals once, when it is called: what a page patches later does not reach the twin.

/** A message to the other tabs. */
export interface Channel {
  post(message: unknown): void;
  close(): void;
}

/** What the twin needs. */
export interface Platform {
  /** Unix milliseconds. */
  now(): number;
  /** Milliseconds since some start; never goes back. */
  monotonic(): number;
  random(bytes: number): Uint8Array;
  /** Calls back later; the answer cancels. */
  after(ms: number, call: () => void): () => void;
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Absent where the browser refuses. */
  indexedDB?: IDBFactory;
  locks?: Pick<LockManager, "request">;
  /** Opens the way to the other tabs; absent: there is none. */
  channel?(name: string, heard: (message: unknown) => void): Channel | undefined;
  /** Hears `hide` when the page goes out of sight or away, `show` when it is seen, `online` and `offline`. */
  watch?(heard: (what: "hide" | "show" | "online" | "offline") => void): () => void;
  /** The page is out of sight: what is sent must survive its end. */
  hidden?(): boolean;
}

/** The page we are in. */
export function browser(): Platform {
  const { crypto, performance } = globalThis;
  const [fetch, wait, cancel] = [globalThis.fetch.bind(globalThis), setTimeout.bind(globalThis), clearTimeout.bind(globalThis)];
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    after: (ms, call) => {
      // Longer than 2^31 - 1 would fire at once.
      const timer = wait(call, Math.min(ms, 2 ** 31 - 1));
      return () => cancel(timer);
    },
    fetch,
    indexedDB: attempt(() => globalThis.indexedDB),
    locks: attempt(() => globalThis.navigator?.locks),
    channel:
      typeof BroadcastChannel === "function"
        ? (name, heard) => {
            const channel = attempt(() => new BroadcastChannel(name));
            if (!channel) return undefined;
            channel.onmessage = (message) => heard(message.data);
            return { post: (message) => channel.postMessage(message), close: () => channel.close() };
          }
        : undefined,
    watch: typeof addEventListener === "function" ? watch : undefined,
    hidden: () => leaving || globalThis.document?.visibilityState === "hidden",
  };
}

/** Some browsers throw where others have nothing. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read() ?? undefined;
  } catch {
    return undefined;
  }
}

/** A page that is left is still called visible while it hears of that. */
let leaving = false;

function watch(heard: (what: "hide" | "show" | "online" | "offline") => void): () => void {
  const seen = (): void => heard(document.visibilityState === "hidden" ? "hide" : "show");
  const table: [EventTarget, string, () => void][] = [
    [document, "visibilitychange", seen],
    [globalThis, "pagehide", () => ((leaving = true), heard("hide"))],
    [globalThis, "pageshow", () => ((leaving = false), heard("show"))],
    [globalThis, "online", () => heard("online")],
    [globalThis, "offline", () => heard("offline")],
  ];
  for (const [target, name, call] of table) target.addEventListener(name, call);
  return () => {
    for (const [target, name, call] of table) target.removeEventListener(name, call);
  };
}
