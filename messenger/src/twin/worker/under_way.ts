// Which operations are on their way to the server, and what becomes of those that are dropped meanwhile.
//
// Guarantees: an operation is marked in the transaction in which it was seen in the store, so that whoever drops it
// later finds the mark, and what was dropped before is not sent. What is dropped while its request is under way is not
// called purged before that request ended: one that did not leave is stopped at once, one that did has a moment to be
// answered and is then broken off. An answer that came in time is what is told. Runs in the leading tab.

import { tellDropped } from "../dropped";
import type { House } from "../house";
import type { Dropped } from "../ledger";

/** How long the answer to what was dropped is waited for, and how long an answer waits for the word that it was. Milliseconds. */
const MOMENT = 2_000;

/** One request and the operations in it. */
export class Sending {
  /** Ends the request. */
  readonly ended = new AbortController();
  /** It may have reached the server. */
  left = false;
  #cancel: (() => void) | undefined;

  constructor(
    readonly ids: readonly string[],
    readonly outer: AbortSignal,
  ) {
    outer.addEventListener("abort", this.stop);
    if (outer.aborted) this.stop();
  }

  readonly stop = (): void => this.ended.abort();

  /** What it carries was dropped. */
  letGo(house: House): void {
    if (this.left) this.#cancel ??= house.platform.after(MOMENT, this.stop);
    else this.stop();
  }

  /** Nothing of it is left. */
  close(): void {
    this.#cancel?.();
    this.outer.removeEventListener("abort", this.stop);
  }
}

/** See the module. */
export class UnderWay {
  readonly #house: House;
  readonly #sending = new Map<string, Sending>();
  /** Dropped while under way; nobody was told yet. */
  readonly #dropped = new Map<string, Dropped>();
  /** What the server said of operations that were gone by then, until it is heard that they were dropped. */
  readonly #answers = new Map<string, () => void>();

  constructor(house: House) {
    this.#house = house;
  }

  /** Marks what is seen in the store now; `until` ends the request, too. */
  begin(ids: readonly string[], until: AbortSignal): Sending {
    const sending = new Sending(ids, until);
    for (const id of ids) this.#sending.set(id, sending);
    return sending;
  }

  /** The request is over; what was dropped and not answered is told. */
  end(sending: Sending): void {
    sending.close();
    const gone: Dropped[] = [];
    for (const id of sending.ids) {
      if (this.#sending.get(id) === sending) this.#sending.delete(id);
      const dropped = this.#dropped.get(id);
      if (this.#dropped.delete(id) && dropped) gone.push(dropped);
    }
    tellDropped(this.#house, gone);
  }

  /** These were dropped, in this tab or another one. */
  letGo(dropped: Dropped[]): void {
    for (const one of dropped) {
      const [sending, tell] = [this.#sending.get(one.id), this.#answers.get(one.id)];
      if (tell) {
        this.#answers.delete(one.id);
        if (this.#house.once(one.id)) tell();
      } else if (sending) {
        this.#dropped.set(one.id, one);
        sending.letGo(this.#house);
      } else tellDropped(this.#house, [one]);
    }
  }

  /** The server said what became of an operation that is gone: `tell` says it, if somebody dropped it. */
  answered(id: string, tell: () => void): void {
    if (this.#dropped.delete(id)) return void (this.#house.once(id) && tell());
    // The word of another tab may be on its way.
    this.#answers.set(id, tell);
    this.#house.platform.after(MOMENT, () => this.#answers.delete(id));
  }

  /** Another tab announced the end of this operation. */
  told(id: string): void {
    this.#dropped.delete(id);
    this.#answers.delete(id);
  }

  /** The client ends. */
  close(): void {
    for (const sending of [...this.#sending.values()]) this.end(sending);
  }
}
