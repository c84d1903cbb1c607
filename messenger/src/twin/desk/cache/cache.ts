// What the server said, kept in the browser so that it can be read again without the server.
//
// Guarantees: an entry belongs to one device id, that is to one user, and is neither written nor read for anybody
// else; `logout` removes all of them in its own turn (`outbox.ts`); a store that cannot be used is an empty cache. The
// bound is `Limits.cacheBytes`: what the server said longest ago goes first, drafts, the place in the feed and what was
// shown never. Used by the feed and by the requests of the pages.

import type { Writer } from "../../outbox";
import type { House } from "../../rooms";
import type { CacheRow } from "../../storage/rows";
import type { Key, Tx } from "../../storage/store";

/** Writes between two looks at the bound. */
const EVERY = 64;
/** What is left of the bound after an eviction, so that evictions are rare. */
const KEPT = 0.9;
/** What is never evicted. */
const LASTING = ["draft", "feed", "shown"];

/** A kept document with its version on the server. */
export interface Kept<T> {
  value: T;
  etag?: string;
}

/** What an entry is called: its kind, then its id. */
export type Name = (string | number)[];

/** The entries of one device inside one transaction. */
export class Shelf {
  readonly #tx: Tx;
  readonly #owner: string;
  readonly #now: number;

  constructor(tx: Tx, owner: string, now: number) {
    this.#tx = tx;
    this.#owner = owner;
    this.#now = now;
  }

  async get<T>(...name: Name): Promise<Kept<T> | undefined> {
    return (await this.#tx.get("cache", [this.#owner, ...name]))?.value as Kept<T> | undefined;
  }

  async put(value: unknown, name: Name, etag?: string): Promise<void> {
    const kept: Kept<unknown> = etag === undefined ? { value } : { value, etag };
    await this.#tx.put("cache", { key: [this.#owner, ...name], value: kept, usedAt: this.#now });
  }

  /** All entries whose names begin so; the rest of each name comes along. */
  async all<T>(...name: Name): Promise<{ name: Name; kept: Kept<T> }[]> {
    const from: Key[] = [this.#owner, ...name];
    const rows = await this.#tx.all("cache", from, [...from, []]);
    return rows.map(({ key, value }) => ({ name: key.slice(from.length), kept: value as Kept<T> }));
  }

  async delete(...name: Name): Promise<void> {
    await this.#tx.delete("cache", [this.#owner, ...name]);
  }
}

/** See the module. */
export class Cache {
  readonly #house: House;
  #writes = 0;

  constructor(house: House) {
    this.#house = house;
  }

  /** Reads entries of `owner`; undefined when the store cannot be read. */
  async read<R>(owner: string, work: (shelf: Shelf, tx: Tx) => Promise<R>): Promise<R | undefined> {
    try {
      return await this.#house.store.run("readonly", (tx) => work(new Shelf(tx, owner, this.#house.platform.now()), tx));
    } catch {
      return undefined;
    }
  }

  /** Changes entries of `owner` in one turn; undefined when somebody else is logged in or the store refuses. */
  async write<R>(owner: string, work: (shelf: Shelf, writer: Writer) => Promise<R>): Promise<R | undefined> {
    try {
      return await this.#house.turn(async (writer) => {
        if (writer.current?.deviceId !== owner) return undefined;
        this.#writes += 1;
        const done = await work(new Shelf(writer.tx, owner, this.#house.platform.now()), writer);
        if (this.#writes % EVERY === 0) await this.#evict(writer.tx);
        return done;
      });
    } catch {
      // What is not cached is asked for again.
      return undefined;
    }
  }

  async #evict(tx: Tx): Promise<void> {
    const most = this.#house.config.limits.cacheBytes;
    const rows = (await tx.all("cache")).filter(({ key }) => !LASTING.includes(String(key[1])));
    const sizes = rows.map((row) => ({ row, size: JSON.stringify(row.value).length }));
    let sum = sizes.reduce((bytes, { size }) => bytes + size, 0);
    if (sum <= most) return;
    for (const { row, size } of sizes.sort((a, b) => a.row.usedAt - b.row.usedAt)) {
      if (sum <= most * KEPT) return;
      await forget(tx, row);
      sum -= size;
    }
  }
}

/** Removes a row with what is nothing without it. */
async function forget(tx: Tx, { key }: CacheRow): Promise<void> {
  await tx.delete("cache", key);
  const [owner, kind, id] = key;
  if (owner === undefined || id === undefined) return;
  // Parts without their conversation are of no use, and a conversation without its parts would look empty.
  if (kind === "conversation") await tx.delete("cache", [owner, "parts", id]);
  if (kind === "parts") await tx.delete("cache", [owner, "conversation", id]);
}
