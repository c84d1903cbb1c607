// Content a screen shows: what is known at once, the newest as soon as it is there.
//
// Guarantees: what was shown stays until something newer arrived; refreshes that come while one is under way become
// one more; an error never takes away what is shown. Page thread.

import { type Signal, signal } from "@preact/signals";
import { asBridgeError, type BridgeError } from "../contract/bridge";

/** Ways to load a value. */
export interface Source<T> {
  /** The newest there is. */
  fresh: () => Promise<T>;
  /** What the device has, without the network; null when it has nothing. */
  cached?: () => Promise<T | null>;
}

/** See the module. */
export class Query<T> {
  readonly data: Signal<T | undefined> = signal(undefined);
  readonly error: Signal<BridgeError | null> = signal(null);
  readonly busy = signal(false);
  readonly #source: Source<T>;
  #again: "fresh" | "cached" | null = null;

  constructor(source: Source<T>) {
    this.#source = source;
  }

  /** Loads what the device has, if nothing is shown yet, and then the newest. */
  async open(): Promise<void> {
    if (this.data.value === undefined && this.#source.cached) await this.refresh("cached");
    await this.refresh("fresh");
  }

  /** Loads again, in place. */
  async refresh(from: "fresh" | "cached" = "fresh"): Promise<void> {
    if (this.busy.value) {
      this.#again = this.#again === "fresh" ? "fresh" : from;
      return;
    }
    this.busy.value = true;
    try {
      await this.#load(from);
    } finally {
      this.busy.value = false;
    }
    const again = this.#again;
    this.#again = null;
    if (again) await this.refresh(again);
  }

  async #load(from: "fresh" | "cached"): Promise<void> {
    try {
      const { fresh, cached } = this.#source;
      const value = from === "cached" && cached ? await cached() : await fresh();
      if (value !== null) this.data.value = value;
      if (from === "fresh") this.error.value = null;
    } catch (error) {
      // What the device does not have is not an error: the question to the server follows.
      if (from === "fresh") this.error.value = asBridgeError(error);
    }
  }
}
