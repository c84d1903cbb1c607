// The functions that a page gave us to call.
//
// Guarantees: the same function is called once however often it is given; they outlive `shutdown`, because wrappers
// give them once; one that throws is reported as the page's own defect and stops nobody else. Page thread.

/** One list. */
export class Hooks<A extends unknown[]> {
  readonly #calls = new Set<(...args: A) => void>();

  /** Adds one; anything but a function is left alone, as wrappers pass `undefined`. True when it is new. */
  add(call: unknown): boolean {
    if (typeof call !== "function" || this.#calls.has(call as never)) return false;
    this.#calls.add(call as never);
    return true;
  }

  tell(...args: A): void {
    for (const call of [...this.#calls]) safely(() => call(...args));
  }

  /** Tells and forgets all of them. */
  once(...args: A): void {
    const calls = [...this.#calls];
    this.#calls.clear();
    for (const call of calls) safely(() => call(...args));
  }
}

/** The page hears of its own defect as of any other. */
export function safely(call: () => void): void {
  try {
    call();
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}
