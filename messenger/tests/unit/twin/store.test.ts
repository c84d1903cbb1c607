// The store, in IndexedDB and in memory: one order, one turn at a time, whole or not at all; and what happens when the
// browser takes it away.

import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openIndexed } from "../../../src/twin/storage/indexed";
import { openMemory } from "../../../src/twin/storage/memory";
import type { StoredOperation } from "../../../src/twin/storage/rows";
import type { Store } from "../../../src/twin/storage/store";
import { Browser, until } from "./stage";

const never = new Promise<never>(() => undefined);
const row = (epoch: number, seq: number): StoredOperation => ({ id: `${epoch}.${seq}`, kind: "event", createdAt: 0, body: "{}", epoch, seq });

describe.each<[string, () => Promise<Store>]>([
  ["IndexedDB", () => openIndexed(new IDBFactory(), "test", never)],
  ["memory", async () => openMemory()],
])("rows in %s", (_name, open) => {
  let store: Store;
  beforeEach(async () => void (store = await open()));
  afterEach(() => store.close());

  const ids = (from?: number[], to?: unknown[], most?: number): Promise<string[]> =>
    store.run("readonly", async (tx) => (await tx.all("operations", from, to as never, most)).map((one) => one.id));

  test("come in the order of their keys, as ranges, and are removed as ranges", async () => {
    await store.run("readwrite", async (tx) => {
      for (const [epoch, seq] of [[2, 10], [1, 2], [10, 1], [1, 11], [2, 9]]) await tx.put("operations", row(epoch ?? 0, seq ?? 0));
    });
    expect(await ids()).toEqual(["1.2", "1.11", "2.9", "2.10", "10.1"]);
    expect(await ids([2], [2, []])).toEqual(["2.9", "2.10"]);
    expect(await ids(undefined, undefined, 1)).toEqual(["1.2"]);
    await store.run("readwrite", (tx) => tx.delete("operations", [1], [1, []]));
    await store.run("readwrite", (tx) => tx.delete("operations", [2, 9]));
    expect(await ids()).toEqual(["2.10", "10.1"]);
    expect(await store.run("readonly", (tx) => tx.count("operations", [10], [10, []]))).toBe(1);
    expect(await store.run("readonly", (tx) => tx.keys("operations"))).toEqual([[2, 10], [10, 1]]);
  });

  test("of a turn that fails are not there, and the next turn is as if it never was", async () => {
    await store.run("readwrite", (tx) => tx.put("settings", { name: "a", value: "1" }));
    const failed = store.run("readwrite", async (tx) => {
      await tx.put("settings", { name: "a", value: "2" });
      await tx.put("settings", { name: "b", value: "2" });
      await tx.delete("settings", "a");
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    expect(await store.run("readonly", (tx) => tx.all("settings"))).toEqual([{ name: "a", value: "1" }]);
  });

  test("are copies all the way down: what a turn does to one counts when it is put", async () => {
    const kept = { key: ["a"], value: { list: [1] }, usedAt: 0 };
    const value = (): Promise<unknown> => store.run("readonly", async (tx) => (await tx.all("cache"))[0]?.value);
    await store.run("readwrite", (tx) => tx.put("cache", kept));
    kept.value.list.push(2);
    await store.run("readwrite", async (tx) => {
      const [row] = (await tx.all("cache")) as unknown as (typeof kept)[];
      row?.value.list.push(3);
    });
    expect(await value()).toEqual({ list: [1] });
  });

  test("are changed by one turn at a time", async () => {
    const add = (): Promise<void> =>
      store.run("readwrite", async (tx) => {
        const value = Number((await tx.get("settings", "count"))?.value ?? 0);
        await tx.put("settings", { name: "count", value: String(value + 1) });
      });
    await Promise.all(Array.from({ length: 20 }, add));
    expect((await store.run("readonly", (tx) => tx.get("settings", "count")))?.value).toBe("20");
  });
});

test("a database that was closed under us is opened once, however many turns wait for it", async () => {
  const factory = new IDBFactory();
  let opened = 0;
  const counting = { open: (name: string, version: number) => ((opened += 1), factory.open(name, version)) };
  const store = await openIndexed(counting as never, "test", never);
  await new Promise((done) => (factory.deleteDatabase("test").onsuccess = done));
  await Promise.all([1, 2, 3].map(() => store.run("readonly", (tx) => tx.all("settings"))));
  expect(opened).toBe(2);
  store.close();
});

describe("W2: a browser", () => {
  let browser: Browser;
  beforeEach(() => void (browser = new Browser()));
  afterEach(() => browser.close());

  test("whose database was removed by its person goes on with an empty one", async () => {
    const { desk, platform } = await browser.tab();
    await desk.loginUserWithUserAttributes({ userId: "ada" });
    await new Promise((done) => (platform.indexedDB!.deleteDatabase("frontdesk-app").onsuccess = done));
    await expect(desk.logEvent("a")).rejects.toMatchObject({ code: "not_logged_in" });
    await desk.loginUserWithUserAttributes({ userId: "ada" });
    await desk.logEvent("b");
    expect(await desk.flush(10_000)).toMatchObject({ queued: 0 });
    expect(browser.server.events).toMatchObject([{ name: "b" }]);
  });

  test("with the database of a newer release keeps nothing and leaves that database alone", async () => {
    const first = await browser.tab();
    await first.desk.shutdown();
    const factory = first.platform.indexedDB!;
    await new Promise<void>((done) => {
      const request = factory.open("frontdesk-app", 99);
      request.onsuccess = () => {
        request.result.close();
        done();
      };
    });
    const { desk, heard } = await browser.tab();
    await desk.loginUserWithUserAttributes({ userId: "ada" });
    await until("it is told", () => heard.some((event) => event.event === "storage_unavailable"));
    expect((await factory.databases()).find((one) => one.name === "frontdesk-app")?.version).toBe(99);
  });

  test("without room says so for each call, keeps what it has and recovers by itself", async () => {
    const { desk, platform } = await browser.tab();
    await desk.loginUserWithUserAttributes({ userId: "ada" });
    browser.server.plan = () => "lost";
    await desk.logEvent("kept");
    const store = IDBObjectStore.prototype;
    const { put } = store;
    store.put = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    try {
      await expect(desk.logEvent("too much")).rejects.toMatchObject({ code: "storage_full", temporary: true });
    } finally {
      store.put = put;
    }
    await desk.logEvent("fits again");
    browser.server.plan = () => undefined;
    platform.see("online");
    expect(await desk.flush(10_000)).toMatchObject({ queued: 0 });
    expect(browser.server.events.map((event) => event.name)).toEqual(["kept", "fits again"]);
  });

  test("that takes for ever to open its database keeps nothing", async () => {
    const { desk, heard } = await browser.tab({}, (platform) => {
      platform.indexedDB = { open: () => ({}) } as never;
    });
    await desk.loginUserWithUserAttributes({ userId: "ada" });
    expect(heard.filter((event) => event.event === "storage_unavailable")).toHaveLength(1);
  });
});
