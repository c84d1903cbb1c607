// Why a question of the feed was not answered, and when the feed is opened again.
//
// Guarantees: one reading of the status policy for ping, stream and long poll; waits are drawn from a whole range, from
// a second to a minute; what the server asked for is kept even when the page hurries; who finds that somebody on the
// way collects the bytes asks with long polls from then on, as long as this user stays. As the core's
// `worker/feed/{trouble,reconnect}.rs`. Milliseconds of the monotonic clock.

import type { RetryConfig } from "../../config";
import type { Action } from "../../retry/answer";
import { MAX_RETRY_AFTER, RECHECK_MISCONFIGURED } from "../../retry/limits";
import { Policy } from "../../retry/policy";

/** Streams in a row that showed no sign of life after which no third one is opened. */
const SILENT_STREAMS = 2;
/** The longest wait that a stream's `retry:` can impose. */
const LONGEST_WISH = 300_000;

/** See the module. */
export type Trouble =
  /** Worth another try, not before `after`. */
  | { is: "later"; after?: number | undefined }
  /** No use before this, unless something changes. */
  | { is: "paused"; recheck: number }
  /** A new session is needed; it is under way. */
  | { is: "lost" }
  /** What came between cannot be told any more. */
  | { is: "resync" }
  /** Somebody else is logged in now, or nobody. */
  | { is: "gone" };

/** How an attempt to listen ended. */
export type End = Trouble | { is: "ended" | "held" | "stalled" | "polled" };

/** Reads an action that is no acknowledgement. */
export function troubleOf(action: Action): Trouble {
  switch (action.do) {
    case "retry":
      return { is: "later", after: action.after };
    case "pause":
      return { is: "paused", recheck: action.recheck };
    case "refuse":
    case "quarantine":
      // What makes no sense here comes from an older server, perhaps.
      return action.code === "resync_required" ? { is: "resync" } : { is: "paused", recheck: RECHECK_MISCONFIGURED };
    case "refresh_session":
      return { is: "lost" };
    default:
      return { is: "later" };
  }
}

/** See the module. */
export class Reconnect {
  readonly #policy: Policy;
  way: "stream" | "long_poll" = "stream";
  #silent = 0;
  /** What the last stream said about the time before the next. */
  #wish = 0;
  /** Not before, unless someone hurries. */
  #own = 0;
  /** Not before, whoever hurries. */
  #asked = 0;

  constructor(config: RetryConfig) {
    this.#policy = new Policy("reconnect", config);
  }

  /** The time of the next attempt. */
  get notBefore(): number {
    return Math.max(this.#own, this.#asked);
  }

  /** Now, but not against the server's wish. */
  hurry(): void {
    this.#own = 0;
  }

  /** Another user: whatever stood between the last one and the server may not be there any more. */
  forget(): void {
    this.way = "stream";
    this.#silent = 0;
    this.#wish = 0;
    this.#own = 0;
    this.#policy.succeeded();
  }

  /** The open stream said how long to wait before the next one. */
  wish(ms: number): void {
    this.#wish = Math.min(ms, LONGEST_WISH);
  }

  /** News came, or a heartbeat: this way works. */
  works(): void {
    this.#silent = 0;
    this.#policy.succeeded();
  }

  /** Learns how an attempt ended at `now`. */
  ended(now: number, end: End): void {
    this.#own = now + this.#wait(now, end);
  }

  #wait(now: number, end: End): number {
    switch (end.is) {
      case "polled":
        return 0;
      case "held":
        this.way = "long_poll";
        return 0;
      case "ended":
        return Math.max(this.#policy.nextDelay(now), this.#wish);
      case "stalled":
        this.#silent += 1;
        if (this.#silent >= SILENT_STREAMS) this.way = "long_poll";
        return this.#policy.nextDelay(now);
      case "paused":
        return end.recheck;
      case "later": {
        const after = Math.min(end.after ?? 0, MAX_RETRY_AFTER);
        this.#asked = now + after;
        return Math.max(this.#policy.nextDelay(now, after), this.#wish);
      }
      default:
        return Math.max(this.#policy.nextDelay(now), this.#wish);
    }
  }
}
