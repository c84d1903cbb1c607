// The store where a browser keeps nothing: it lives as long as the page.
//
// Guarantees: the same order of keys, the same turns and the same "whole or not at all" as `indexed.ts`. Used when
// IndexedDB is refused, and by pages that ask for it.

import { KEYS, type Tables } from "./rows";
import type { Key, Store, Tx } from "./store";

type Row = Tables[keyof Tables];
/** Rows by key, sorted. */
type Shelf = [Key, Row][];

/** Makes an empty store. */
export function openMemory(): Store {
  const shelves = Object.fromEntries(Object.keys(KEYS).map((name) => [name, []])) as Record<string, Shelf>;
  let line: Promise<unknown> = Promise.resolve();

  const shelf = (name: keyof Tables): Shelf => shelves[name] ?? [];
  const between = (name: keyof Tables, from?: Key, to?: Key): [number, number] => {
    const all = shelf(name);
    const first = from === undefined ? 0 : place(all, from);
    if (from === undefined) return [0, all.length];
    if (to !== undefined) return [first, Math.max(first, place(all, to))];
    const row = all[first];
    return [first, row && compare(row[0], from) === 0 ? first + 1 : first];
  };

  const attempt = async <R>(work: (tx: Tx) => Promise<R>): Promise<R> => {
    const undo: (() => void)[] = [];
    const splice = (name: keyof Tables, at: number, count: number, ...rows: Shelf): void => {
      const gone = shelf(name).splice(at, count, ...rows);
      undo.push(() => shelf(name).splice(at, rows.length, ...gone));
    };
    const tx: Tx = {
      get: async (name, key) => {
        const [first, last] = between(name, key);
        return (first < last ? copy(shelf(name)[first]?.[1]) : undefined) as never;
      },
      all: async (name, from, to, most) => {
        const [first, last] = between(name, from, to);
        const rows = shelf(name).slice(first, most === undefined ? last : Math.min(last, first + most));
        return rows.map(([, row]) => copy(row)) as never;
      },
      keys: async (name) => shelf(name).map(([key]) => key),
      count: async (name, from, to) => {
        const [first, last] = between(name, from, to);
        return last - first;
      },
      put: async (name, row) => {
        const key = keyOf(name, row);
        const [first, last] = between(name, key);
        splice(name, first, last - first, [key, copy(row)]);
      },
      delete: async (name, from, to) => {
        const [first, last] = between(name, from, to);
        splice(name, first, last - first);
      },
    };
    try {
      return await work(tx);
    } catch (error) {
      for (const step of undo.reverse()) step();
      throw error;
    }
  };

  return {
    run: (_mode, work) => {
      const turn = line.then(() => attempt(work));
      line = turn.catch(() => undefined);
      return turn;
    },
    close: () => undefined,
  };
}

/** Rows are handed out and taken in as copies, as a database does; the bytes of a file stay where they are. */
function copy<T>(row: T): T {
  if (Array.isArray(row)) return row.map((one: unknown) => copy(one)) as T;
  if (typeof row !== "object" || row === null || Object.getPrototypeOf(row) !== Object.prototype) return row;
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, copy(value as unknown)])) as T;
}

function keyOf(name: keyof Tables, row: Row): Key {
  const members = row as never as Record<string, Key>;
  const path = KEYS[name];
  return typeof path === "string" ? (members[path] ?? "") : path.map((one) => members[one] ?? "");
}

/** Where `key` is or would be. */
function place(all: Shelf, key: Key): number {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = all[middle];
    if (row && compare(row[0], key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The order of IndexedDB: numbers, texts, arrays. */
function compare(a: Key, b: Key): number {
  const rank = (key: Key): number => (typeof key === "number" ? 0 : typeof key === "string" ? 1 : 2);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (Array.isArray(a) && Array.isArray(b)) {
    for (const [index, one] of a.entries()) {
      const other = b[index];
      if (other === undefined) return 1;
      const order = compare(one, other);
      if (order) return order;
    }
    return a.length - b.length;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}
