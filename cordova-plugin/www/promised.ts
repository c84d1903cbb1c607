// The promise that a call without callbacks returns.
//
// Guarantees: a failure that nobody listens to is told to whoever made the promise, and is no unhandled rejection; one that
// somebody listens to (`then`, `catch`, `await`, `Promise.all`) is theirs alone. What `then` gives is an ordinary promise.

/** See the module. */
export class Promised<T> extends Promise<T> {
  /** What `then` and the like make: an app's own chain, with the engine's own rules. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  #heard = false;

  // An engine that awaits one of its own promises asks no `then`; one that awaits another class's does.
  override then<Done = T, Failed = never>(done?: ((value: T) => Done | PromiseLike<Done>) | null, failed?: ((reason: unknown) => Failed | PromiseLike<Failed>) | null): Promise<Done | Failed> {
    this.#heard = true;
    return super.then(done, failed);
  }

  /** Calls `tell` with the reason of a failure that nobody has listened to by then. */
  unheard(tell: (reason: unknown) => void): this {
    void super.then(undefined, (reason: unknown) => {
      if (!this.#heard) tell(reason);
    });
    return this;
  }
}
