// How conversations are kept: without a hole, never older than what is known, found by both ids.

import { beforeEach, describe, expect, test } from "vitest";
import { Shelf } from "../../../src/twin/desk/cache/cache";
import { conversation, conversations, farKeep, putConversation, putConversations, setRead } from "../../../src/twin/desk/far/keep";
import { readConversation, readPart, readSummary } from "../../../src/twin/desk/far/wire";
import { openMemory } from "../../../src/twin/storage/memory";
import type { Store } from "../../../src/twin/storage/store";

let store: Store;
let now: number;
beforeEach(() => {
  store = openMemory();
  now = 1000;
});

const on = <R>(work: (shelf: Shelf) => Promise<R>, owner = "device"): Promise<R> => store.run("readwrite", (tx) => work(new Shelf(tx, owner, (now += 1))));
const part = (seq: number, type = "admin") => ({ id: `p${seq}`, seq, author: { type }, body_text: `part ${seq}`, created_at: seq });
const parts = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => part(from + n));
/** A page of a conversation with the parts `from` to `to`. */
const page = (from: number, to: number, more: object = {}) =>
  readConversation({ id: "42", updated_at: to, previous: from > 1 ? from : null, parts: parts(from, to), ...more })!;
const summary = (id: string, seq: number, more: object = {}) => readSummary({ id, updated_at: seq, last_part: part(seq), ...more })!;
const seqs = async (before: number | null = null): Promise<number[] | undefined> => (await on((shelf) => conversation(shelf, "42", before)))?.parts.map(({ seq }) => seq);
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);

describe("pages", () => {
  test("a newest page that joins what is kept adds to it, one that does not replaces it", async () => {
    await on((shelf) => putConversation(shelf, page(1, 50), null));
    await on((shelf) => putConversation(shelf, page(31, 80), null));
    expect(await seqs()).toEqual(range(31, 80));
    expect(await seqs(31)).toEqual(range(1, 30));
    await on((shelf) => putConversation(shelf, page(200, 249), null));
    expect(await seqs()).toEqual(range(200, 249));
    expect(await seqs(200), "what lies between is not known").toBeUndefined();
  });

  test("an older page is added below the oldest kept part and nowhere else", async () => {
    await on((shelf) => putConversation(shelf, page(101, 150), null));
    await on((shelf) => putConversation(shelf, page(11, 60), 61));
    expect(await seqs(101), "a page with a hole above it").toBeUndefined();
    await on((shelf) => putConversation(shelf, page(51, 100), 101));
    expect(await seqs(101)).toEqual(range(51, 100));
  });

  test("a single part comes on top of the newest, unless parts between may be missing", async () => {
    await on((shelf) => putConversation(shelf, page(1, 3), null));
    expect(await on((shelf) => farKeep.keepPart(shelf, "42", part(4)))).toBe(true);
    expect(await seqs()).toEqual([1, 2, 3, 4]);
    await on((shelf) => farKeep.cut(shelf));
    await on((shelf) => farKeep.keepPart(shelf, "42", part(9)));
    // Shown as the last one, and not taken for the one after the fourth.
    const seen = await on((shelf) => conversation(shelf, "42", null));
    expect(seen?.parts.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 9]);
    await on((shelf) => putConversation(shelf, page(1, 9), null));
    expect(await seqs()).toEqual(range(1, 9));
    expect(await on((shelf) => farKeep.keepPart(shelf, "unknown", part(1)))).toBe(false);
  });

  test("of ten thousand parts the newest thousand are kept, and the rest is asked for", async () => {
    await on((shelf) => putConversation(shelf, page(9001, 10_000), null));
    for (let seq = 10_001; seq <= 10_100; seq += 1) await on((shelf) => farKeep.keepPart(shelf, "42", part(seq)));
    expect((await seqs())?.length).toBe(50);
    const below = await on((shelf) => conversation(shelf, "42", 9_111));
    expect(below?.parts.map(({ seq }) => seq)).toEqual(range(9_101, 9_110));
    expect(below?.previous).toBe(9_101);
  });
});

describe("an answer that was on its way while something newer came", () => {
  test("replaces nothing", async () => {
    await on((shelf) => putConversation(shelf, page(1, 2), null));
    await on((shelf) => farKeep.keepPart(shelf, "42", part(3)));
    expect(await on((shelf) => putConversation(shelf, page(1, 2), null))).toBe(false);
    expect(await on((shelf) => putConversations(shelf, [summary("42", 2, { unread_count: 0 })]))).toMatchObject([{ last_part: { seq: 3 } }]);
    await on((shelf) => farKeep.keepTold(shelf, { id: "42", updated_at: 2, last_part: part(2), title: "old" }));
    expect(await seqs()).toEqual([1, 2, 3]);
    expect((await on((shelf) => conversation(shelf, "42", null)))?.title).toBeNull();
  });

  test("does not make unread what was read here", async () => {
    await on((shelf) => putConversation(shelf, page(1, 2, { unread_count: 2 }), null));
    await on((shelf) => setRead(shelf, "42", 2));
    await on((shelf) => putConversation(shelf, page(1, 2, { unread_count: 2 }), null));
    expect((await on((shelf) => conversation(shelf, "42", null)))?.unread_count).toBe(0);
    await on((shelf) => putConversation(shelf, page(1, 3, { unread_count: 1 }), null));
    expect((await on((shelf) => conversation(shelf, "42", null)))?.unread_count).toBe(1);
  });
});

test("a conversation is found by both ids, and its draft moves with it", async () => {
  await on((shelf) => shelf.put("half a thought", ["draft", "own"]));
  await on((shelf) => putConversation(shelf, page(1, 1, { client_id: "own" }), null));
  expect((await on((shelf) => conversation(shelf, "own", null)))?.id).toBe("42");
  expect(await on((shelf) => shelf.get("draft", "42"))).toMatchObject({ value: "half a thought" });
  // The server tells of it without the device's id later.
  await on((shelf) => putConversations(shelf, [summary("42", 5)]));
  expect((await on((shelf) => conversation(shelf, "own", null)))?.id).toBe("42");
});

test("the list is newest first and pages without gaps or repeats", async () => {
  await on((shelf) => putConversations(shelf, range(1, 45).map((n) => summary(String(n), Math.ceil(n / 2)))));
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const list = await on((shelf) => conversations(shelf, 10, cursor));
    seen.push(...list.data.map(({ id }) => id));
    cursor = list.next;
  } while (cursor !== null);
  expect(new Set(seen).size).toBe(45);
  expect(seen[0]).toBe("45");
  expect(seen.length).toBe(45);
});

test("one device's entries are nobody else's", async () => {
  await on((shelf) => putConversation(shelf, page(1, 1), null));
  expect(await on((shelf) => conversation(shelf, "42", null), "another")).toBeUndefined();
});

test("the sides of a picture are both read or neither", () => {
  const sides = (told: object): unknown => readPart({ id: "1", attachments: [{ id: "a", ...told }] })?.attachments[0];
  expect(sides({ width: 640, height: 480 })).toMatchObject({ width: 640, height: 480 });
  for (const odd of [{}, { width: 640 }, { height: 480 }, { width: 0, height: 480 }, { width: -1, height: 1 }, { width: "640", height: "480" }, { width: Infinity, height: 1 }]) {
    expect(sides(odd)).not.toHaveProperty("width");
    expect(sides(odd)).not.toHaveProperty("height");
  }
});

test("what the server says is read with defaults, and rubbish is left out", () => {
  expect(readPart({ id: "1" })).toMatchObject({ seq: 0, author: { type: "bot", name: null, avatar: null }, attachments: [], state: "sent" });
  for (const rubbish of [null, 1, "x", [], {}, { id: 7 }]) expect(readPart(rubbish)).toBeUndefined();
  const told = readConversation({ id: "1", state: "sleeping", parts: [{ id: "p" }, null, { id: 7 }], secret: "x", unread_count: -4 });
  expect(told).toEqual({ id: "1", client_id: null, title: null, state: "open", updated_at: 0, unread_count: 0, participants: [], parts: [readPart({ id: "p" })], previous: null, from_cache: false });
});
