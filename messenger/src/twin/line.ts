// The commit line: operations that wait to be stored.
//
// Guarantees: those that are told in the same moment are stored in one transaction; each is stored whole, with its
// files, or refused alone; they have the order in which they were told; what is told of one person is never stored for
// another. The house has one and stores what waits before every other turn. Page thread.

import { FrontdeskError } from "./error";
import type { Operation } from "./storage/rows";
import type { Beside } from "./rooms";
import type { Writer } from "./outbox";

interface Waiting {
  operations: Operation[];
  beside: Beside;
  resolve(): void;
  reject(error: unknown): void;
}

/** See the module. */
export class CommitLine {
  readonly #turn: (work: (writer: Writer) => Promise<void>) => Promise<void>;
  readonly #most: number;
  #waiting: Waiting[] = [];
  readonly #storing = new Set<Waiting[]>();

  /** `most`: operations that the queue may hold. */
  constructor(most: number, turn: (work: (writer: Writer) => Promise<void>) => Promise<void>) {
    [this.#most, this.#turn] = [most, turn];
  }

  /** Puts operations in the line; `begun` is called once for all that come in the same moment, and stores them. */
  add(operations: Operation[], beside: Beside, begun: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.push({ operations, beside, resolve, reject }) === 1) queueMicrotask(begun);
    });
  }

  /** What was told and is not stored yet: a page that ends may lose it. */
  get unstored(): Operation[] {
    return [...this.#storing, this.#waiting].flat().flatMap((one) => one.operations);
  }

  /** Stores all that wait; true when there was something. */
  async store(): Promise<boolean> {
    const together = this.#waiting;
    if (!together.length) return false;
    this.#waiting = [];
    this.#storing.add(together);
    const refusals = new Map<Waiting, unknown>();
    const whole = await this.#attempt(together, refusals);
    // One that has no room (a large file) is refused alone.
    if (!whole) for (const one of together) await this.#attempt([one], refusals);
    this.#storing.delete(together);
    for (const one of together) {
      if (refusals.has(one)) one.reject(refusals.get(one));
      else one.resolve();
    }
    return true;
  }

  /** One turn; false when nothing of it was stored. */
  async #attempt(some: Waiting[], refusals: Map<Waiting, unknown>): Promise<boolean> {
    try {
      await this.#turn(async (writer) => {
        for (const one of some) {
          const { operations, beside } = one;
          refusals.delete(one);
          try {
            writer.mustBeFor(beside.device);
            await writer.append(operations, this.#most);
          } catch (error) {
            if (!(error instanceof FrontdeskError)) throw error;
            refusals.set(one, error);
            continue;
          }
          for (const file of beside.files ?? []) await writer.tx.put("files", file);
        }
      });
      return true;
    } catch (error) {
      for (const one of some) refusals.set(one, error);
      return false;
    }
  }
}
