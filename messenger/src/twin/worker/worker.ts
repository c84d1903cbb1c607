// The worker: what the leading tab does for all.
//
// Guarantees: two lanes side by side while this tab leads, none when it does not; a defect in a lane is contained and
// the lane starts again; the change that waits for the quota travels when the window moved on.

import type { House } from "../house";
import { release, standing } from "../throttle";
import { Lane } from "./lane";
import { UnderWay } from "./under_way";

/** Until a lane that ended by a defect starts again, and a store that cannot be used is tried again. */
const AGAIN = 1_000;
/** How long the end waits for the request under way. */
const LAST_REQUEST = 1_000;

/** See the module. */
export class Worker {
  /** What is on its way to the server. */
  readonly underWay: UnderWay;
  readonly #house: House;
  #lanes: Lane[] = [];
  #running: Promise<unknown> = Promise.resolve();
  #releasing = false;

  constructor(house: House) {
    this.#house = house;
    this.underWay = new UnderWay(house);
  }

  start(): void {
    // The lead may have come twice while this was loaded: one pair of lanes, and none that nobody can stop.
    if (this.#lanes.length) return;
    this.#lanes = (["current", "closing"] as const).map((kind) => new Lane(this.#house, kind, this.underWay));
    this.#running = Promise.all(this.#lanes.map((lane) => this.#supervise(lane)));
    this.releaseLater();
  }

  stop(): void {
    for (const lane of this.#lanes) lane.stop();
    this.#lanes = [];
  }

  poke(urgent: boolean): void {
    for (const lane of this.#lanes) lane.poke(urgent);
    // A change of the user is urgent, and another tab may have told one that is held.
    if (urgent) this.releaseLater();
  }

  hurry(): void {
    for (const lane of this.#lanes) lane.hurry();
  }

  /** Ends; the request under way has a moment to be answered. */
  async end(): Promise<void> {
    const running = this.#running;
    for (const lane of this.#lanes) lane.finish();
    let cancel: (() => void) | undefined;
    await Promise.race([running, new Promise<void>((done) => (cancel = this.#house.platform.after(LAST_REQUEST, done)))]);
    cancel?.();
    this.stop();
    this.underWay.close();
  }

  /** Waits until the held change may travel and queues it; one timer, whatever the number of changes. */
  releaseLater(): void {
    if (this.#releasing || !this.#lanes.length) return;
    this.#releasing = true;
    void this.#release()
      .catch(() => undefined)
      .finally(() => (this.#releasing = false));
  }

  async #release(): Promise<void> {
    const house = this.#house;
    const { limits } = house.config;
    while (this.#lanes.length) {
      const now = house.platform.now();
      const { held, nextIn } = await house.read((writer) => standing(writer, limits, now));
      if (!held) return;
      await house.sleep(nextIn);
      if (await house.turn((writer) => release(writer, limits, house.platform.now()))) this.poke(false);
      // The wall clock did not move with the waiting time: look again a little later.
      else await house.sleep(AGAIN);
    }
  }

  async #supervise(lane: Lane): Promise<void> {
    while (!lane.stopped) {
      try {
        return await lane.run();
      } catch {
        if (!lane.stopped) await this.#house.sleep(AGAIN).catch(() => undefined);
      }
    }
  }
}
