// Callers that wait for the network, in this tab and, as far as logins go, in the others.
//
// Guarantees: a waiter is answered exactly once, by whichever comes first. Answers are given in the uploading tab and
// heard in all; a login that another tab waits for is as awaited as one of this tab.

import { FrontdeskError, type ErrorDetails, type ErrorKind } from "./error";
import type { RejectedField } from "./events";
import type { Delivery } from "./rooms";

/** What the server says to a login. */
export interface LoginAnswer {
  contactId: string | undefined;
  merged: boolean;
  rejected: RejectedField[];
}

/** An answer as it crosses from tab to tab. */
type Sent<T> = { ok: T } | { error: [ErrorKind, string, string, ErrorDetails] };

/** What tabs tell each other about waiting. */
export type Waiting =
  | { about: "await"; epoch: number; called: boolean }
  | { about: "login"; epoch: number; all: boolean; answer: Sent<LoginAnswer> }
  | { about: "delivery"; id: string | undefined; answer: Sent<Delivery> };

interface Waiter<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

const QUEUED: Delivery = { delivery: "queued" };

/** Everyone who waits. */
export class Waiters {
  readonly #deliveries = new Map<string, Waiter<Delivery>>();
  readonly #logins = new Map<number, Waiter<LoginAnswer>[]>();
  /** Epochs whose login somebody waits for, in any tab; true when an app called for it. */
  readonly #awaited = new Map<number, boolean>();
  readonly #post: (message: Waiting) => void;
  /** What whoever comes after the end is told. */
  #ended: FrontdeskError | undefined;

  constructor(post: (message: Waiting) => void) {
    this.#post = post;
  }

  /** Waits for the fate of an operation; entered before the operation is stored. */
  delivery(id: string): Promise<Delivery> {
    if (this.#ended) return Promise.resolve(QUEUED);
    return new Promise((resolve, reject) => this.#deliveries.set(id, { resolve, reject }));
  }

  /** Waits for the login of an epoch; `called`: when it is refused, nobody is logged in. */
  login(epoch: number, called: boolean): Promise<LoginAnswer> {
    // Its turn was under way when the client ended.
    if (this.#ended) return Promise.reject(this.#ended);
    this.#note(epoch, called);
    this.#post({ about: "await", epoch, called });
    return new Promise((resolve, reject) => {
      this.#logins.set(epoch, [...(this.#logins.get(epoch) ?? []), { resolve, reject }]);
    });
  }

  isAwaited(epoch: number): boolean {
    return this.#awaited.has(epoch);
  }

  wasCalled(epoch: number): boolean {
    return this.#awaited.get(epoch) ?? false;
  }

  /** Epochs whose login somebody waits for. */
  get awaited(): number[] {
    return [...this.#awaited.keys()];
  }

  get anyLogin(): boolean {
    return this.#awaited.size > 0;
  }

  /** Answers one operation's waiter, or all of them. */
  answerDelivery(id: string | undefined, answer: Delivery | FrontdeskError): void {
    const sent = packed<Delivery>(answer);
    this.#delivered(id, sent);
    this.#post({ about: "delivery", id, answer: sent });
  }

  /** Whoever waits learns that the operation is queued. */
  answerAllQueued(): void {
    if (this.#deliveries.size) this.answerDelivery(undefined, QUEUED);
    else this.#post({ about: "delivery", id: undefined, answer: { ok: QUEUED } });
  }

  /** Answers everyone who waits for the login of this epoch. */
  answerLogin(epoch: number, answer: LoginAnswer | FrontdeskError): void {
    this.#answer(epoch, false, answer);
  }

  /** Answers everyone who waits for the login of this epoch or of an earlier one: a login that another tab began since is none of it. */
  answerLoginsUpTo(epoch: number, answer: FrontdeskError): void {
    this.#answer(epoch, true, answer);
  }

  #answer(epoch: number, all: boolean, answer: LoginAnswer | FrontdeskError): void {
    const sent = packed<LoginAnswer>(answer);
    this.#answered(epoch, all, sent);
    this.#post({ about: "login", epoch, all, answer: sent });
  }

  /** Another tab says so. True when a login is awaited now that was not. */
  heard(message: Waiting): boolean {
    if (message.about === "await") {
      this.#note(message.epoch, message.called);
      return true;
    }
    if (message.about === "login") this.#answered(message.epoch, message.all, message.answer);
    else this.#delivered(message.id, message.answer);
    return false;
  }

  /** A new uploading tab must know what this one waits for. */
  repeat(): void {
    for (const epoch of this.#logins.keys()) this.#post({ about: "await", epoch, called: this.wasCalled(epoch) });
  }

  /** This tab ends; nobody else is answered, and who comes later is answered at once. */
  close(error: FrontdeskError): void {
    this.#ended = error;
    this.#delivered(undefined, { ok: QUEUED });
    this.#answered(Infinity, true, packed<LoginAnswer>(error));
  }

  #note(epoch: number, called: boolean): void {
    this.#awaited.set(epoch, called || this.wasCalled(epoch));
  }

  #answered(epoch: number, all: boolean, answer: Sent<LoginAnswer>): void {
    for (const one of all ? [...this.#awaited.keys()].filter((one) => one <= epoch) : [epoch]) {
      this.#awaited.delete(one);
      const waiters = this.#logins.get(one) ?? [];
      this.#logins.delete(one);
      for (const waiter of waiters) settle(waiter, answer);
    }
  }

  #delivered(id: string | undefined, answer: Sent<Delivery>): void {
    for (const one of id === undefined ? [...this.#deliveries.keys()] : [id]) {
      const waiter = this.#deliveries.get(one);
      this.#deliveries.delete(one);
      if (waiter) settle(waiter, answer);
    }
  }
}

function packed<T>(answer: T | FrontdeskError): Sent<T> {
  if (!(answer instanceof FrontdeskError)) return { ok: answer };
  const { kind, code, message, field, limit, retryAfterMs, status, userMessage } = answer;
  const advice = field ? message.slice(field.length + 2) : message;
  return { error: [kind, code, advice, { field, limit, retryAfterMs, status, userMessage }] };
}

function settle<T>(waiter: Waiter<T>, answer: Sent<T>): void {
  if ("ok" in answer) waiter.resolve(answer.ok);
  else waiter.reject(new FrontdeskError(...answer.error));
}
