// A lane: plan a step, take it, wait as long as the policy says.
//
// Guarantees: one request under way at a time; every wait is the policy's, the server's wish or a pause with a reason,
// and each of them is announced; a call by the app shortens the policy's waits, never the server's. One lane for the
// present user, one for closing sessions, so that one user's trouble never holds up another. Runs in the leading tab.

import type { FrontdeskError } from "../error";
import { asError, conflict, unreachable } from "../error";
import type { House } from "../house";
import type { PauseReason } from "../retry/answer";
import { Policy } from "../retry/policy";
import { failed as loginFailed } from "./answers";
import { Segments } from "./batch";
import { closeSession, forget, giveUp } from "./close";
import { login } from "./login";
import { planClosing, planCurrent } from "./plan";
import type { UnderWay } from "./under_way";
import { upload } from "./upload";

/** Until a store that cannot be written is tried again. */
const STORAGE_RETRY = 5_000;
/** Callers that wait for a delivery are answered `queued` when the next try is further away than this. */
const WORTH_WAITING = 2_000;

/** How a step ended: plan again, nothing to do, or try again later. */
export type Outcome = "progress" | "idle" | { wait: number; code: string };

/** See the module. */
export class Lane {
  policy: Policy;
  segments: Segments;
  /** The policy of the login someone waits for, and its epoch. */
  loginTry: { epoch: number; policy: Policy } | undefined;
  /** The epoch whose session was created anew because a request found it refused. */
  refreshed: number | undefined;
  /** The app was asked for a token instead of this one. */
  tokenAsked: { epoch: number; jwt: string } | undefined;
  /** The operation that was turned to another conversation, and from which ones. */
  moved: { id: string; from: Set<string> } | undefined;
  /** Ends requests under way when another tab leads now. */
  readonly ended = new AbortController();
  readonly #paused = new Map<string, { until: number; reason: PauseReason }>();
  #poked = true;
  #urgent = true;
  #hurried = false;
  #wake: (() => void) | undefined;

  constructor(
    readonly house: House,
    readonly kind: "current" | "closing",
    readonly underWay: UnderWay,
  ) {
    this.policy = new Policy("upload", house.config.retry);
    this.segments = new Segments(house.config.limits);
  }

  get isCurrent(): boolean {
    return this.kind === "current";
  }

  get #over(): boolean {
    return this.stopped || this.#finishing;
  }

  get stopped(): boolean {
    return this.ended.signal.aborted;
  }

  /** There is work. */
  poke(urgent: boolean): void {
    this.#poked = true;
    this.#urgent ||= urgent;
    if (this.#idle) this.#wake?.();
  }

  /** Someone waits: tries now. */
  hurry(): void {
    [this.#poked, this.#urgent, this.#hurried] = [true, true, true];
    this.#wake?.();
  }

  /** Ends at once, also what is under way. */
  stop(): void {
    this.ended.abort();
    this.#wake?.();
  }

  /** Ends after the request under way. */
  finish(): void {
    this.#finishing = true;
    this.#wake?.();
  }

  #idle = false;
  #finishing = false;

  async run(): Promise<void> {
    const { house } = this;
    while (!this.#over) {
      // A hurry during the last step counts, too: whoever waits must not wait out a pause.
      if (this.#hurried) this.#paused.clear();
      [this.#hurried, this.#poked] = [false, false];
      let outcome: Outcome;
      try {
        const asked = house.askedWait;
        if (asked > 0) {
          if (asked > house.config.retry.loginMax) await this.giveAnswers(unreachable("rate_limited", asked));
          outcome = { wait: asked, code: "server_unavailable" };
        } else outcome = await this.#step();
      } catch (error) {
        if (this.#over) return;
        await this.giveAnswers(asError(error, "worker"));
        const wait = Math.max(this.policy.nextDelay(house.platform.monotonic()), STORAGE_RETRY);
        outcome = { wait, code: "storage_unavailable" };
      }
      if (this.#over) return;
      if (outcome === "progress") this.#say(undefined);
      else if (outcome === "idle") await this.#rest();
      else {
        this.#announce(outcome);
        if (!this.#hurried) await this.#sleep(outcome.wait);
      }
    }
  }

  async #step(): Promise<Outcome> {
    const { house } = this;
    const now = house.platform.monotonic();
    for (const [device, { until }] of this.#paused) if (until <= now) this.#paused.delete(device);
    const isPaused = (device: string): boolean => this.#paused.has(device);
    // Before the look: whoever waits entered after their login was stored.
    const awaited = this.isCurrent ? house.waiters.awaited : [];
    const { step, over } = await house.read(async (writer) => {
      const step = this.isCurrent
        ? await planCurrent(writer, isPaused, (epoch) => house.waiters.isAwaited(epoch), house.rooms?.wantsLogin?.() ?? false)
        : await planClosing(writer, isPaused);
      return { step, over: awaited.filter((epoch) => !writer.sessions.some((one) => one.epoch === epoch && one.state !== "closing")) };
    });
    // A tab that logged out and was killed before it could say so.
    for (const epoch of over) house.waiters.answerLogin(epoch, conflict("superseded"));
    switch (step.do) {
      case "login":
        return login(this, step.session);
      case "upload":
        return upload(this, step.session);
      case "close":
        return closeSession(this, step.session);
      case "give_up":
        return giveUp(this, step.session);
      case "forget":
        return forget(this, step.epoch);
      default: {
        const [nearest] = [...this.#paused.values()].sort((a, b) => a.until - b.until);
        return nearest ? { wait: nearest.until - now, code: nearest.reason } : "idle";
      }
    }
  }

  /** Stops sending for one device, for a reason the app is told. */
  pause(device: string, reason: PauseReason, recheck: number): Outcome {
    this.#paused.set(device, { until: this.house.platform.monotonic() + recheck, reason });
    this.answerQueued();
    return "progress";
  }

  /** Waits by the policy, not before what the server asked for. */
  async wait(after: number | undefined, code: string): Promise<Outcome> {
    const wait = this.policy.nextDelay(this.house.platform.monotonic(), after);
    if (after !== undefined) await this.house.keepAskedWait(after);
    if (wait > WORTH_WAITING || code === "network_unavailable") this.answerQueued();
    return { wait, code };
  }

  /** The server answered as it should: waits start small again. */
  async served(): Promise<void> {
    this.policy.succeeded();
    await this.house.forgetAskedWait();
  }

  /** The login stays wanted; whoever waits for it is told, and whoever waits for a delivery. */
  async giveAnswers(error: FrontdeskError): Promise<void> {
    // The present user's callers are nothing to the lane of closing sessions.
    if (!this.isCurrent) return;
    this.loginTry = undefined;
    const { house } = this;
    const failed = house.turn((writer) => {
      if (writer.current) loginFailed(writer, writer.current.epoch);
      return writer.lastEpoch;
    });
    // Whatever the store says, nobody is kept waiting.
    house.waiters.answerLoginsUpTo(await failed.catch(() => Infinity), error);
    house.waiters.answerAllQueued();
  }

  /** Callers that wait for a delivery learn that it is queued. */
  answerQueued(): void {
    if (this.isCurrent) this.house.waiters.answerAllQueued();
  }

  async #rest(): Promise<void> {
    this.#say(undefined);
    this.house.madeProgress();
    this.#idle = true;
    if (!this.#poked) await this.#sleep(undefined);
    this.#idle = false;
    // What comes in a moment travels in the same request. Timers of a page out of sight may come a minute late, and the
    // tab that told may be another one.
    const linger = this.house.platform.hidden?.() ? 0 : this.house.config.limits.linger;
    if (this.isCurrent && linger > 0 && !this.#urgent && !this.#over) await this.#sleep(linger);
    this.#urgent = false;
  }

  #sleep(ms: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const cancel = ms === undefined ? undefined : this.house.platform.after(ms, () => this.#wake?.());
      this.#wake = () => {
        this.#wake = undefined;
        cancel?.();
        resolve();
      };
      if (this.#over) this.#wake();
    });
  }

  #announce({ wait, code }: { wait: number; code: string }): void {
    if (!this.isCurrent) return;
    this.#say(code);
    this.house.announce({ event: "waiting", code, retry_in_ms: Math.round(wait) }, true);
    this.house.madeProgress();
  }

  #say(code: string | undefined): void {
    if (this.isCurrent) this.house.waitingFor = code;
  }
}
