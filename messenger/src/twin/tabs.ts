// One uploading tab among all that show the same workspace, and what they tell each other.
//
// Guarantees: at most one tab leads; when it ends or is killed, another leads at once (Web Locks), or after the lease
// ran out where a browser has no such locks. A tab that stopped answering while others wait for it is relieved. A tab
// that keeps nothing on the device leads itself, and so does one that has no way to tell the others: what two of them send
// counts once by its id.

import type { Channel, Platform } from "./platform";
import type { Writer } from "./outbox";

/** Where there are no locks: how long a lease holds, and how often it is renewed. Milliseconds. */
const LEASE = 6_000;
const RENEWAL = 2_000;
/** How long a leading tab may take to say that it is there. */
const SILENCE = 4_000;

/** What a tab hears from this room. */
export interface TabsHeard {
  lead(): void;
  follow(): void;
  heard(message: unknown): void;
}

type Turn = (work: (writer: Writer) => Promise<boolean>) => Promise<boolean>;

/** This tab among its likes. */
export class Tabs {
  leads = false;
  readonly #platform: Platform;
  readonly #name: string;
  readonly #own: string;
  readonly #heard: TabsHeard;
  readonly #channel: Channel | undefined;
  readonly #turn: Turn;
  readonly #shared: boolean;
  #locks: boolean;
  readonly #ended = new AbortController();
  /** The request for the lead that stands; there is one at most. */
  #request = new AbortController();
  #release: (() => void) | undefined;
  #silence: (() => void) | undefined;
  #timer: (() => void) | undefined;

  constructor(platform: Platform, name: string, own: string, shared: boolean, turn: Turn, heard: TabsHeard) {
    [this.#platform, this.#name, this.#own, this.#turn, this.#heard] = [platform, name, own, turn, heard];
    this.#channel = platform.channel?.(name, (message) => this.#hear(message));
    // Who cannot be told that something waits does not send it: a tab without a way to the others sends for itself.
    this.#shared = shared && this.#channel !== undefined;
    this.#locks = platform.locks !== undefined;
  }

  /** It hears nothing of the others, which share what is stored. */
  get deaf(): boolean {
    return this.#channel === undefined;
  }

  /** Lines up for the lead; what the others say is heard before. */
  join(): void {
    if (!this.#shared) this.#begin();
    else if (this.#locks) this.#queueUp(false);
    else void this.#rent();
  }

  /** Tells the other tabs. */
  post(message: unknown): void {
    try {
      this.#channel?.post({ told: message });
    } catch {
      // Something that cannot be copied, or a channel that is closed: nobody else needs it.
    }
  }

  /** This tab needs the leading one: is it there? Otherwise its place is taken. */
  needLeader(): void {
    if (this.leads || this.#ended.signal.aborted || this.#silence || !this.#shared || !this.#locks || !this.#channel) return;
    this.#channel.post({ ask: true });
    this.#silence = this.#platform.after(SILENCE, () => {
      this.#silence = undefined;
      if (!this.leads && !this.#ended.signal.aborted) this.#queueUp(true);
    });
  }

  close(): void {
    this.#ended.abort();
    this.#request.abort();
    this.#timer?.();
    this.#silence?.();
    this.#end();
    if (this.#shared && !this.#locks) void this.#turn(async (writer) => this.#give(writer)).catch(() => undefined);
    this.#channel?.close();
  }

  #hear(message: unknown): void {
    const { told, ask, here } = (message ?? {}) as { told?: unknown; ask?: boolean; here?: boolean };
    if (ask && this.leads) this.#channel?.post({ here: true });
    if (here) {
      this.#silence?.();
      this.#silence = undefined;
    }
    if (told !== undefined) this.#heard.heard(told);
  }

  #begin(): void {
    if (this.leads || this.#ended.signal.aborted) return;
    this.leads = true;
    this.#heard.lead();
  }

  #end(): void {
    this.#release?.();
    this.#release = undefined;
    if (!this.leads) return;
    this.leads = false;
    this.#heard.follow();
  }

  #queueUp(steal: boolean): void {
    // Who takes the place does not stand in line for it any more.
    this.#request.abort();
    const request = (this.#request = new AbortController());
    const held = (): Promise<void> => {
      this.#begin();
      return new Promise((release) => {
        if (this.#ended.signal.aborted) release();
        else this.#release = release;
      });
    };
    const locks = this.#platform.locks;
    locks?.request(this.#name, steal ? { steal } : { signal: request.signal }, held).catch((error: unknown) => {
      if (request.signal.aborted) return;
      this.#end();
      // Another tab took the place because this one was silent: it queues up behind it.
      if ((error as Error | undefined)?.name === "AbortError") return this.#queueUp(false);
      // Refused, as to a page without an origin of its own.
      this.#locks = false;
      void this.#rent();
    });
  }

  async #rent(): Promise<void> {
    const got = await this.#turn(async (writer) => {
      const [owner = "", until = "0"] = (writer.get("lease") ?? "").split(",");
      const now = this.#platform.now();
      // A lease from the future was written by another clock.
      const runs = owner !== this.#own && Number(until) > now && Number(until) <= now + LEASE;
      if (!runs) await writer.set("lease", `${this.#own},${now + LEASE}`);
      return !runs;
    }).catch(() => false);
    if (this.#ended.signal.aborted) return;
    if (got) this.#begin();
    else this.#end();
    this.#timer = this.#platform.after(RENEWAL, () => void this.#rent());
  }

  async #give(writer: Writer): Promise<boolean> {
    if (writer.get("lease")?.startsWith(`${this.#own},`)) await writer.set("lease", undefined);
    return true;
  }
}
