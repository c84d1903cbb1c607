// What is dropped when somebody leaves, and who says what became of it.
//
// Guarantees: each dropped operation is announced once, in every tab, by the tab that knows: the one that sends, where
// it may be under way (`worker/under_way.ts`). When no such tab answers, the tab that dropped it says so itself; where
// both speak at last, each tab hears the first word.

import type { Event } from "./events";
import type { House } from "./house";
import type { Dropped } from "./ledger";

/** How long the sending tab has to say what became of what another tab dropped; longer than it waits itself. Milliseconds. */
const SILENCE = 4_000;

/** See the module. */
export class Dropping {
  readonly #house: House;
  /** Dropped by this tab; the sending one has not said a word yet. */
  readonly #untold = new Map<string, Dropped>();
  /** Dropped operations whose end was announced in this tab. */
  readonly #said = new Set<string>();

  constructor(house: House) {
    this.#house = house;
  }

  /** These are not in the store any more. */
  letGo(dropped: Dropped[], mayLead: boolean): void {
    const house = this.#house;
    if (mayLead || !dropped.length) return this.heard(dropped);
    for (const one of dropped) this.#untold.set(one.id, one);
    house.tell({ dropped });
    house.platform.after(SILENCE, () => tellDropped(house, dropped.filter(({ id }) => this.#untold.delete(id))));
  }

  /** In the leading tab: these are dropped, here or in another one. */
  heard(dropped: Dropped[]): void {
    // Nothing is under way before there is a worker.
    if (this.#house.net) this.#house.net.worker.underWay.letGo(dropped);
    else tellDropped(this.#house, dropped);
  }

  /** Whether the end of this dropped operation is still to be announced here; it is from now on. */
  once(id: string): boolean {
    return !this.#said.has(id) && !!this.#said.add(id);
  }

  /** Another tab announced the end of an operation; false when this tab knows one already. */
  told({ id, outcome }: Extract<Event, { event: "delivery" }>): boolean {
    this.#house.net?.worker.underWay.told(id);
    const dropped = this.#untold.delete(id) || outcome === "purged" || this.#said.has(id);
    return !dropped || this.once(id);
  }
}

/** Announces what will not be delivered. */
export function tellDropped(house: House, dropped: Dropped[], code = "login_refused"): void {
  for (const { id, kind, purged } of dropped) {
    if (!house.once(id)) continue;
    house.announce({ event: "delivery", id, kind, ...(purged ? { outcome: "purged" } : { outcome: "rejected", code }) }, true);
  }
}
