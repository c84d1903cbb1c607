// The store: the only place where state becomes true, shared by all tabs of an origin.
//
// Guarantees: a transaction is done whole or not at all; two that may write never overlap, also across tabs; work in a
// transaction waits for nothing but the transaction. `indexed.ts` keeps it, `memory.ts` stands in where a browser
// refuses.

import type { Tables } from "./rows";

/** What names a row. An array sorts after every number and text, as in IndexedDB. */
export type Key = string | number | Key[];

/** What can be done inside a transaction. Ranges are `from <= key < to`. */
export interface Tx {
  get<T extends keyof Tables>(table: T, key: Key): Promise<Tables[T] | undefined>;
  all<T extends keyof Tables>(table: T, from?: Key, to?: Key, most?: number): Promise<Tables[T][]>;
  keys(table: keyof Tables): Promise<Key[]>;
  count(table: keyof Tables, from?: Key, to?: Key): Promise<number>;
  put<T extends keyof Tables>(table: T, row: Tables[T]): Promise<void>;
  /** Removes one row, or with `to` a range. */
  delete(table: keyof Tables, from: Key, to?: Key): Promise<void>;
}

/** A place for rows. */
export interface Store {
  /** Runs `work` in one transaction; rejects with a `storage_…` error or with what `work` threw, and then nothing happened. */
  run<R>(mode: "readonly" | "readwrite", work: (tx: Tx) => Promise<R>): Promise<R>;
  close(): void;
}
