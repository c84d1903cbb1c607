// Where the pages stand: in front of a person or not, with a network or not, in this tab and in the others.
//
// Guarantees: what was told last is what counts; signals that ask for an attempt are counted, so that none is lost
// between two looks. Told by the house and by the other tabs, followed by the feed of the leading tab.

/** See the module; all tabs together. */
export interface Place {
  /** Some tab is in sight. */
  foreground: boolean;
  network: boolean;
  /** Some tab shows the messenger. */
  open: boolean;
  /** The present user has a conversation, as far as this tab knows. */
  conversation: boolean;
  /** Rises when a connection that is missing is to be tried now. */
  hurries: number;
  /** Rises when connections of before cannot be trusted any more. */
  networks: number;
}

/** What a tab says of itself. */
export interface TabPlace {
  foreground: boolean;
  open: boolean;
}

/** Wakes who waits for something to change. */
export class Pulse {
  readonly #heard = new Set<() => void>();

  tell(): void {
    for (const hear of [...this.#heard]) hear();
  }

  /** Calls at every change until the answer is called. */
  listen(hear: () => void): () => void {
    this.#heard.add(hear);
    return () => this.#heard.delete(hear);
  }

  /** Waits for the next change, or with `after` no longer than `ms`. */
  next(ms?: number, after?: (ms: number, call: () => void) => () => void): Promise<void> {
    return new Promise((done) => {
      let cancel = (): void => undefined;
      const leave = this.listen(() => {
        leave();
        cancel();
        done();
      });
      if (ms !== undefined && after) {
        cancel = after(ms, () => {
          leave();
          done();
        });
      }
    });
  }
}

/** See the module. */
export class Presence {
  readonly #pulse: Pulse;
  readonly #others = new Map<string, TabPlace>();
  /** Tabs that have said nothing since they were asked. */
  #silent = new Set<string>();
  here: TabPlace = { foreground: false, open: false };
  #network = true;
  #conversation = false;
  #hurries = 0;
  #networks = 0;

  constructor(pulse: Pulse) {
    this.#pulse = pulse;
  }

  get now(): Place {
    const all = [this.here, ...this.#others.values()];
    return {
      foreground: all.some((tab) => tab.foreground),
      network: this.#network,
      open: all.some((tab) => tab.open),
      conversation: this.#conversation,
      hurries: this.#hurries,
      networks: this.#networks,
    };
  }

  /** Another tab, not this one, keeps all that needs somebody's eyes going. */
  get relies(): boolean {
    return !this.here.foreground && this.now.foreground;
  }

  /** All other tabs are about to be asked whether they are there. */
  asked(): void {
    this.#silent = new Set(this.#others.keys());
  }

  /** Those that did not answer are gone: a tab that was killed said nothing. */
  answered(): void {
    for (const tab of this.#silent) this.set(undefined, tab);
  }

  /** This tab, or another one, stands so; undefined when it is gone. True when that changed what this tab says. */
  set(place: TabPlace | undefined, tab?: string): void {
    const before = this.now;
    if (tab !== undefined) this.#silent.delete(tab);
    if (tab === undefined) this.here = place ?? this.here;
    else if (place) this.#others.set(tab, place);
    else this.#others.delete(tab);
    const { foreground, open } = this.now;
    if (foreground && !before.foreground) this.#hurries += 1;
    if (foreground !== before.foreground || open !== before.open) this.#pulse.tell();
  }

  /** The network came, changed or went. */
  network(available: boolean): void {
    if (available === this.#network) return;
    this.#network = available;
    this.#networks += 1;
    if (available) this.#hurries += 1;
    this.#pulse.tell();
  }

  /** There is a conversation: something may come. */
  conversationKnown(): void {
    if (this.#conversation) return;
    this.#conversation = true;
    this.#pulse.tell();
  }

  /** The app says that it is looked at, or that something came: tries now. */
  hurry(): void {
    this.#hurries += 1;
    this.#pulse.tell();
  }

  /** Who is logged in changed. */
  sessionChanged(loggedIn: boolean): void {
    this.#conversation &&= loggedIn;
    this.#pulse.tell();
  }
}
