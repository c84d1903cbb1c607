// The store in IndexedDB.
//
// Guarantees: transactions that may write take turns across all tabs of the origin; a database that was closed under us
// (a newer page, a person who clears their data) is opened again at the next transaction; whatever fails is a storage
// error with a stable code. A newer schema is refused and not touched.

import { FrontdeskError, storage } from "../error";
import { KEYS, type Tables } from "./rows";
import type { Key, Store, Tx } from "./store";

const VERSION = 1;
const NAMES = Object.keys(KEYS) as (keyof Tables)[];

/** What a request says. */
function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Opens the database of a workspace; rejects with a storage error. */
export async function openIndexed(factory: IDBFactory, name: string, patience: Promise<unknown>): Promise<Store> {
  let db: IDBDatabase | undefined;
  let opening: Promise<IDBDatabase> | undefined;
  let closed = false;

  const open = async (): Promise<IDBDatabase> => {
    const request = factory.open(name, VERSION);
    request.onupgradeneeded = () => {
      for (const table of NAMES) request.result.createObjectStore(table, { keyPath: KEYS[table] });
    };
    const opened = await answered(request);
    // A newer page wants to change it, or a person removed what sites keep.
    opened.onversionchange = opened.onclose = () => forget(opened);
    if (closed) opened.close();
    return opened;
  };
  const forget = (old = db): void => {
    old?.close();
    if (db === old) db = undefined;
  };

  const refuse = patience.then(() => Promise.reject(storage("storage_unavailable")));
  refuse.catch(() => undefined);
  try {
    db = await Promise.race([open(), refuse]);
  } catch (error) {
    closed = true;
    throw translated(error);
  }

  const once = async <R>(mode: "readonly" | "readwrite", work: (tx: Tx) => Promise<R>): Promise<R> => {
    // Turns that come at once open it once.
    if (!db) opening ??= open().finally(() => (opening = undefined));
    db ??= await opening;
    const tx = (db as IDBDatabase).transaction(NAMES, mode);
    const table = (named: keyof Tables): IDBObjectStore => tx.objectStore(named);
    const done = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error ?? new DOMException("", "AbortError"));
    });
    // Rejected when it was aborted, which whoever awaits it below hears in better words.
    done.catch(() => undefined);
    try {
      const result = await work({
        get: (named, key) => answered(table(named).get(key)),
        all: (named, from, to, most) => answered(table(named).getAll(range(from, to), most)),
        keys: (named) => answered(table(named).getAllKeys()) as Promise<Key[]>,
        count: (named, from, to) => answered(table(named).count(range(from, to))),
        put: async (named, row) => void (await answered(table(named).put(row))),
        delete: (named, from, to) => answered(table(named).delete(range(from, to) ?? from)),
      });
      await done;
      return result;
    } catch (error) {
      try {
        tx.abort();
      } catch {
        // It is over already.
      }
      await done.catch(() => undefined);
      throw error;
    }
  };

  return {
    run: async (mode, work) => {
      if (closed) throw storage("storage_unavailable");
      try {
        return await once(mode, work);
      } catch (error) {
        if (!(error instanceof DOMException) || error.name !== "InvalidStateError") throw translated(error);
        // Closed between two transactions; nothing of this one happened.
        forget();
        return once(mode, work).catch((again: unknown) => Promise.reject(translated(again)));
      }
    },
    close: () => {
      closed = true;
      forget();
    },
  };
}

function range(from?: Key, to?: Key): IDBKeyRange | undefined {
  if (from === undefined) return undefined;
  return to === undefined ? IDBKeyRange.only(from) : IDBKeyRange.bound(from, to, false, true);
}

function translated(error: unknown): unknown {
  if (error instanceof FrontdeskError || !(error instanceof DOMException)) return error;
  if (error.name === "QuotaExceededError") return storage("storage_full");
  return storage(error.name === "VersionError" ? "storage_newer_schema" : "storage_unavailable");
}
