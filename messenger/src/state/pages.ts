// A list that comes in pages: conversations, tickets, news.
//
// Guarantees: the first page is refreshed in place and keeps what was loaded behind it; nothing is listed twice.

import { type Signal, signal } from "@preact/signals";
import { asBridgeError, type BridgeError } from "../contract/bridge";
import { Query, type Source } from "./query";

interface Page<T> {
  data: T[];
  next: string | null;
  from_cache: boolean;
}

/** See the module. */
export class Pages<T extends { id: string }> {
  readonly first: Query<Page<T>>;
  readonly rest: Signal<T[]> = signal([]);
  readonly more: Signal<{ busy: boolean; error: BridgeError | null }> = signal({ busy: false, error: null });
  readonly #load: (cursor: string) => Promise<Page<T>>;
  /** Undefined until a second page was loaded: the first page says where it begins. */
  #next: string | null | undefined;

  constructor(first: Source<Page<T>>, load: (cursor: string) => Promise<Page<T>>) {
    this.first = new Query(first);
    this.#load = load;
  }

  /** Everything loaded; undefined while nothing is known. */
  get items(): T[] | undefined {
    const page = this.first.data.value;
    if (!page) return undefined;
    const seen = new Set(page.data.map((item) => item.id));
    return [...page.data, ...this.rest.value.filter((item) => !seen.has(item.id))];
  }

  /** Where the next page begins; null when there is none. */
  get next(): string | null {
    const first = this.first.data.value;
    return this.#next === undefined ? (first?.next ?? null) : this.#next;
  }

  /** Loads the next page. */
  async loadMore(): Promise<void> {
    const cursor = this.next;
    if (cursor === null || this.more.value.busy) return;
    this.more.value = { busy: true, error: null };
    try {
      const page = await this.#load(cursor);
      const known = new Set(this.items?.map((item) => item.id));
      this.#next = page.next;
      this.rest.value = [...this.rest.value, ...page.data.filter((item) => !known.has(item.id))];
      this.more.value = { busy: false, error: null };
    } catch (error) {
      this.more.value = { busy: false, error: asBridgeError(error) };
    }
  }
}
