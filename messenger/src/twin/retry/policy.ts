// How long a repeated attempt waits.
//
// Guarantees: waits grow by doubling ceilings and never end (but for a login somebody waits for); the actual wait is
// drawn from the whole range below the ceiling, so that pages that failed together do not return together; a server's
// `Retry-After` is the earliest moment, with the jitter on top; a budget limits the rate of attempts while nothing
// succeeds. Case by case the core's, in `contract/vectors/retry.json`. Milliseconds.

import type { RetryConfig } from "../config";
import { MAX_RETRY_AFTER, RECONNECT_FIRST, RECONNECT_MAX } from "./limits";

/** A number of `0 <= n < 1`. */
export type Randomness = () => number;

/** The waits of one series of attempts. */
export class Policy {
  readonly #first: number;
  readonly #max: number;
  readonly #random: Randomness;
  readonly #tokens: number;
  readonly #refill: number;
  readonly #most: number | undefined;
  readonly #longest: number;
  #fullAt = 0;
  attempts = 0;

  constructor(series: "upload" | "login" | "reconnect", config: RetryConfig, random: Randomness = Math.random) {
    const login = series === "login";
    const reconnect = series === "reconnect";
    this.#first = reconnect ? Math.min(config.first * 2, RECONNECT_FIRST) : config.first;
    this.#max = reconnect ? Math.min(config.max, RECONNECT_MAX) : login ? config.loginMax : config.max;
    this.#random = random;
    this.#tokens = Math.max(config.budgetTokens, 1);
    this.#refill = series === "upload" ? config.budgetRefill : 0;
    this.#most = login ? config.loginAttempts : undefined;
    this.#longest = login ? config.loginMax : Infinity;
  }

  /** Records a failed attempt and gives the wait before the next one, counted from `now`. */
  nextDelay(now: number, retryAfter = 0): number {
    this.attempts += 1;
    const ceiling = Math.min(this.#first * 2 ** Math.min(this.attempts - 1, 60), this.#max);
    const delay = Math.min(retryAfter, MAX_RETRY_AFTER) + this.#random() * ceiling;
    if (!this.#refill) return delay;
    const wanted = now + delay;
    const start = Math.max(wanted, this.#fullAt - this.#refill * (this.#tokens - 1));
    this.#fullAt = Math.max(this.#fullAt, start) + this.#refill;
    return start - now;
  }

  /** As `nextDelay`; nothing when this series is over. */
  nextTry(now: number, retryAfter = 0): number | undefined {
    const delay = this.nextDelay(now, retryAfter);
    return this.attempts >= (this.#most ?? Infinity) || retryAfter > this.#longest ? undefined : delay;
  }

  /** Records a success: waits start small again and one attempt returns to the budget. */
  succeeded(): void {
    this.attempts = 0;
    this.#fullAt = Math.max(0, this.#fullAt - this.#refill);
  }
}
