// How fast a page may ask, and that it asks each thing once.
//
// Guarantees: at most 100 requests at once and 50 a second after that, however they are spread over the pages of one
// client; an id is answered once among the last 1,024. Times are monotonic milliseconds.

import { Refusal } from "./refusal";

const BURST = 100;
/** One more every so many milliseconds. */
const REFILL = 20;
const MOST_IDS = 1024;

/** See the module. */
export class Gate {
  /** When the bucket will be full again. */
  #fullAt = 0;
  /** In the order of their coming. */
  readonly #ids = new Set<string>();

  /** A message arrives, readable or not. Gives the refusal. */
  admit(now: number): Refusal | undefined {
    const fullAt = Math.max(this.#fullAt, now) + REFILL;
    const wait = fullAt - now - REFILL * BURST;
    if (wait > 1e-6) {
      const wished = { temporary: true, retry_after_ms: Math.max(1, Math.ceil(wait - 1e-6)) };
      return new Refusal("too_many_requests", "the page asks faster than it may", wished);
    }
    this.#fullAt = fullAt;
    return undefined;
  }

  /** An id is used. Throws when it was used before. */
  once(id: string): void {
    if (this.#ids.has(id)) throw new Refusal("repeated_request", "this id was used for another request", { field: "id" });
    this.#ids.add(id);
    if (this.#ids.size <= MOST_IDS) return;
    for (const oldest of this.#ids) {
      this.#ids.delete(oldest);
      return;
    }
  }
}
