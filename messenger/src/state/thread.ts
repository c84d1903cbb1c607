// The parts of one conversation, newest page first, older ones as the person scrolls up.
//
// Guarantees: parts stand in the order of the server, own ones that it does not have yet at the end; a page that
// does not touch what was loaded before takes its place, so that there is never a hole; nothing stands twice.

import { computed, type Signal, signal } from "@preact/signals";
import type { Conversation, Part } from "../contract/types";
import { asBridgeError, type BridgeError } from "../contract/bridge";
import { Query, type Source } from "./query";
import { last } from "./last";

let threads = 0;

/** See the module. */
export class Thread {
  /** Which thread of the page it is: its name while ids change. */
  readonly number: number;
  readonly newest: Query<Conversation>;
  readonly older: Signal<Part[]> = signal([]);
  readonly loadingOlder = signal(false);
  readonly olderError: Signal<BridgeError | null> = signal(null);
  readonly #previous: Signal<number | null | undefined> = signal(undefined);
  readonly #load: (before: number) => Promise<Conversation | null>;

  /** Everything known, oldest first. */
  readonly parts = computed<Part[]>(() => join(this.older.value, this.newest.data.value?.parts ?? []));
  /** Where older parts begin; null at the beginning of the conversation. */
  readonly previous = computed<number | null>(() => {
    const own = this.#previous.value;
    const newest = this.newest.data.value;
    if (own === undefined || !newest) return newest?.previous ?? null;
    return touches(this.older.value, newest.parts) ? own : newest.previous;
  });

  constructor(newest: Source<Conversation>, load: (before: number) => Promise<Conversation | null>) {
    threads += 1;
    this.number = threads;
    this.newest = new Query(newest);
    this.#load = load;
  }

  /** Loads the page before the oldest part. */
  async loadOlder(): Promise<void> {
    const before = this.previous.value;
    if (before === null || this.loadingOlder.value) return;
    this.loadingOlder.value = true;
    this.olderError.value = null;
    try {
      const page = await this.#load(before);
      if (page) {
        this.older.value = join(page.parts, this.parts.value).filter((part) => part.seq > 0);
        this.#previous.value = page.previous;
      }
    } catch (error) {
      this.olderError.value = asBridgeError(error);
    } finally {
      this.loadingOlder.value = false;
    }
  }
}

/** Older parts in front of newer ones; what the newer page covers is taken from it alone. */
export function join(older: Part[], newer: Part[]): Part[] {
  if (older.length === 0 || !touches(older, newer)) return newer;
  const first = newer.find((part) => part.seq > 0)?.seq ?? Number.POSITIVE_INFINITY;
  return [...older.filter((part) => part.seq < first), ...newer];
}

/** Whether there can be no unknown part between the two. */
function touches(older: Part[], newer: Part[]): boolean {
  const first = newer.find((part) => part.seq > 0);
  const end = last(older);
  return !first || !end || end.seq >= first.seq - 1;
}
