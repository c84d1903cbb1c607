// What a client waits for by the clock: a time that must pass, or the worker's next progress.
//
// Guarantees: every wait ends: by its time, by what it waits for, or with the client. The house has one. Page thread.

import { shutDown } from "./error";
import type { Platform } from "./platform";

/** See the module. */
export class Timers {
  readonly #platform: Platform;
  readonly #sleepers = new Set<() => void>();
  readonly #progress = new Set<() => void>();
  #closed = false;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** Waits; rejects with `shut_down` when the client ends. Milliseconds. */
  sleep(ms: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        cancel();
        this.#sleepers.delete(end);
        reject(shutDown());
      };
      const cancel = this.#platform.after(ms, () => {
        this.#sleepers.delete(end);
        resolve();
      });
      this.#sleepers.add(end);
      if (this.#closed) end();
    });
  }

  /** Ends at the next progress of the worker, or when the time is over; true for progress. */
  progress(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (moved: boolean) => (): void => {
        this.#progress.delete(step);
        cancel();
        resolve(moved);
      };
      const step = done(true);
      const cancel = this.#platform.after(ms, done(false));
      this.#progress.add(step);
    });
  }

  madeProgress(): void {
    for (const step of [...this.#progress]) step();
  }

  /** The client ends. */
  close(): void {
    this.#closed = true;
    for (const end of [...this.#sleepers]) end();
    this.madeProgress();
  }
}
