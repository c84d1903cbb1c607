// Parts in order, lines of a conversation, questions of a survey, fields of a form.

import { describe, expect, test, vi } from "vitest";
import type { Conversation, Part, SurveyBody } from "../../src/contract/types";
import { conversation, GRACE, YOU } from "../../src/host/demo/data";
import { entries } from "../../src/screens/conversation/entries";
import { asked, toSend } from "../../src/screens/survey/path";
import { attributes, faults, type Field } from "../../src/screens/tickets/form";
import { Pages } from "../../src/state/pages";
import { Query } from "../../src/state/query";
import { join, Thread } from "../../src/state/thread";

const part = (seq: number, own = false, at = seq * 10, more: Partial<Part> = {}): Part => ({
  id: `p${seq}-${at}`,
  seq,
  author: own ? YOU : GRACE,
  body_html: "<p>x</p>",
  body_text: "x",
  attachments: [],
  created_at: at,
  state: "sent",
  ...more,
});
const page = (seqs: number[], previous: number | null): Conversation => ({ ...conversation("1", null, 0, 0, [], seqs.map((seq) => part(seq))), previous });
const seqs = (parts: Part[]): number[] => parts.map((one) => one.seq);

describe("the parts of a conversation", () => {
  test("older pages stand before newer ones, nothing twice", () => {
    expect(seqs(join([part(1), part(2), part(3)], [part(3), part(4)]))).toEqual([1, 2, 3, 4]);
    expect(seqs(join([part(1), part(2)], [part(3), part(0)]))).toEqual([1, 2, 3, 0]);
  });

  test("a newest page that does not touch the old ones takes their place, so that there is no hole", () => {
    expect(seqs(join([part(1), part(2)], [part(60), part(61)]))).toEqual([60, 61]);
  });

  test("scrolling up loads page after page until the beginning", async () => {
    const load = vi.fn(async (before: number) => (before === 5 ? page([3, 4], 3) : page([1, 2], null)));
    const thread = new Thread({ fresh: async () => page([5, 6], 5) }, load);
    await thread.newest.open();
    await thread.loadOlder();
    await thread.loadOlder();
    await thread.loadOlder();
    expect(seqs(thread.parts.value)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(load.mock.calls).toEqual([[5], [3]]);
    expect(thread.previous.value).toBeNull();
  });
});

describe("what is loaded", () => {
  test("is shown from the device first and refreshed in place", async () => {
    const query = new Query({ fresh: async () => "new", cached: async () => "old" });
    const seen: unknown[] = [];
    query.data.subscribe((value) => seen.push(value));
    await query.open();
    expect(seen).toEqual([undefined, "old", "new"]);
  });

  test("stays on show when a refresh fails", async () => {
    let fails = false;
    const query = new Query({ fresh: async () => (fails ? Promise.reject(new Error()) : "shown") });
    await query.open();
    fails = true;
    await query.refresh();
    expect([query.data.value, query.error.value?.code]).toEqual(["shown", "internal"]);
  });

  test("is asked for once more, however often it changed meanwhile", async () => {
    const fresh = vi.fn(async () => 1);
    const query = new Query({ fresh });
    const first = query.refresh();
    void query.refresh();
    void query.refresh();
    await first;
    expect(fresh).toHaveBeenCalledTimes(2);
  });

  test("goes on page by page, and what moved up is listed once", async () => {
    const list = new Pages(
      { fresh: async () => ({ data: [{ id: "3" }, { id: "2" }], next: "c", from_cache: false }) },
      async () => ({ data: [{ id: "2" }, { id: "1" }], next: null, from_cache: false }),
    );
    await list.first.open();
    await list.loadMore();
    expect([list.items?.map((item) => item.id), list.next]).toEqual([["3", "2", "1"], null]);
  });
});

describe("the lines of a conversation", () => {
  test("days separate, runs of one author belong together", () => {
    const day = 86_400;
    const lines = entries([part(1, false, 100), part(2, false, 160), part(3, true, 170), part(4, true, 170 + day)], true, GRACE);
    expect(lines.map((line) => (line.kind === "part" ? `${line.first ? "[" : ""}${line.part.seq}${line.last ? "]" : ""}` : line.kind))).toEqual([
      "start",
      "day",
      "[1",
      "2]",
      "[3]",
      "day",
      "[4]",
      "typing",
    ]);
  });

  test("seen stands under the last own message, and not once it was answered", () => {
    const seen = (parts: Part[]): boolean => entries(parts, true, undefined).some((line) => line.kind === "part" && line.seen);
    expect(seen([part(1, true, 1, { state: "seen" })])).toBe(true);
    expect(seen([part(1, true, 1, { state: "seen" }), part(2, true, 2)])).toBe(false);
    expect(seen([part(1, true, 1, { state: "seen" }), part(2)])).toBe(false);
  });
});

describe("a survey", () => {
  const body: SurveyBody = {
    questions: [
      { id: "a", type: "single", label: "A", options: ["x", "y"] },
      { id: "b", type: "scale", label: "B", show_if: { question_id: "a", equals: "x" } },
      { id: "c", type: "text", label: "C", show_if: { question_id: "b", equals: 0 } },
    ],
  };

  test("asks what earlier answers call for", () => {
    const ids = (answers: Record<string, string | number>): string => asked(body, answers).map((one) => one.id).join("");
    expect([ids({}), ids({ a: "x" }), ids({ a: "y", b: 0 }), ids({ a: "x", b: 0 })]).toEqual(["a", "ab", "a", "abc"]);
  });

  test("sends nothing for questions that were taken back", () => {
    expect(toSend(body, { a: "y", b: 0, c: "no" })).toEqual([{ question_id: "a", value: "y" }]);
    expect(toSend(body, { a: "x", b: 0, c: "  " })).toEqual([
      { question_id: "a", value: "x" },
      { question_id: "b", value: 0 },
    ]);
  });
});

test("a form says what is missing and sends values of their kind", () => {
  const field = (name: string, type: Field["type"], required = false): Field => ({ name, type, required, label: name, description: null });
  const fields = [field("title", "text", true), field("people", "number"), field("blocked", "boolean", true), field("since", "date")];
  expect(faults(fields, { title: "  ", people: "many" })).toEqual({ title: "required", people: "number" });
  expect(faults(fields, { title: "x" })).toEqual({});
  expect(attributes(fields, { title: " x ", people: "1,5", since: "" })).toEqual({ title: "x", people: 1.5, blocked: false });
});
