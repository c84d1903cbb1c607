// Tours and checklists in the twin: what was ticked stays ticked, whatever the server knows of it yet.

import { afterEach, beforeEach, expect, test } from "vitest";
import type { ChecklistBody } from "../../../src/contract/types";
import { openDesk, type Desk } from "../../../src/twin/desk";
import type { Guides } from "../../../src/twin/desk/far/guides";
import { refusal } from "../../support/server";
import { Browser, until, type Tab } from "./stage";

let browser: Browser;
/** Receipts that the server took; what is done of the list as it says. */
let taken: { token: string | undefined; id: string; event: string; kind: string; answers?: { question_id: string; value: boolean }[]; step?: number }[];
let reachable: boolean;

const task = (id: string) => ({ id, title: id.toUpperCase(), body_html: "", ...(id === "b" ? { action: { type: "tour", id: "8001", label: "Show me" } } : {}) });
const isDone = (id: string, token: string | undefined): boolean => taken.filter((one) => one.token === token).flatMap((one) => one.answers ?? []).filter((one) => one.question_id === id).at(-1)?.value ?? false;
const content: Record<string, (token: string | undefined) => object> = {
  "/content/checklist/9001": (token) => ({ kind: "checklist", id: "9001", status: "live", title: "First", body: { intro: "Go.", tasks: ["a", "b", "c"].map((id) => ({ ...task(id), done: isDone(id, token) })) } }),
  "/content/tour/8001": () => ({ kind: "tour", id: "8001", status: "live", title: "Around", body: { steps: [{ title: "One", body_html: "<p>1</p>", placement: "diagonal", surprise: 1 }, 7, { title: "Two" }] } }),
};

beforeEach(() => {
  browser = new Browser();
  taken = [];
  reachable = true;
  browser.server.plan = ({ path, body, token }) => {
    if (path === "/ping") return { status: 200, json: { seq: 0, unread: { count: 0, conversation_ids: [] }, in_app: [{ kind: "tour", id: "8001", display: "full", priority: 9 }], settings: {}, settings_etag: "e", next_ping_s: 600 } };
    if (!reachable) return "lost";
    if (path === "/content/receipts") {
      const { receipts } = body as { receipts: typeof taken };
      taken.push(...receipts.filter(({ id }) => !taken.some((one) => one.id === id)).map((one) => ({ ...one, token })));
      return { status: 200, json: { results: receipts.map(({ id }) => ({ id, status: "accepted" })) } };
    }
    if (path === "/content/checklist/9002") return { ...refusal(422, "content_not_live"), json: { type: "error.list", request_id: "r", errors: [{ code: "content_not_live", message: "no", status: "paused" }] } };
    const told = content[path];
    return told && { status: 200, json: told(token) };
  };
});
afterEach(() => browser.close());

const open = async (): Promise<Tab & { rooms: Desk; guides: Guides }> => {
  const tab = await browser.tab({}, undefined, openDesk);
  await tab.desk.loginUserWithUserAttributes({ user_id: "ada" });
  const rooms = tab.desk.rooms as Desk;
  return { ...tab, rooms, guides: (await rooms.far()).guides };
};
const done = async (guides: Guides): Promise<string[]> => ((await guides.checklist("9001")).body as ChecklistBody).tasks.flatMap((one) => (one.done ? [one.id] : []));
const told = (): string[] => taken.map(({ event, answers }) => (answers ? answers.map((one) => `${one.question_id} ${one.value}`).join() : event));

test("a tick shows before the server has it, outlives a network that is gone, and arrives once", async () => {
  const { guides, desk } = await open();
  expect(await done(guides)).toEqual([]);
  reachable = false;
  await guides.tick("9001", "a", true);
  await guides.tick("9001", "b", true);
  await guides.tick("9001", "a", false);
  const kept = await guides.checklist("9001");
  expect(kept.from_cache).toBe(true);
  expect(await done(guides)).toEqual(["b"]);
  expect(taken).toEqual([]);
  reachable = true;
  await desk.flush(20_000);
  await until("all of it arrived", () => told().length === 3);
  expect(told()).toEqual(["a true", "b true", "a false"]);
  expect(await done(guides)).toEqual(["b"]);
});

test("what the server took is shown without a network, too", async () => {
  const { guides, desk } = await open();
  await guides.checklist("9001");
  await guides.tick("9001", "c", true);
  await desk.flush(20_000);
  await until("it arrived", () => told().length === 1);
  reachable = false;
  expect(await done(guides)).toEqual(["c"]);
});

test("that all of it is done is told by the tick that does it, and not by one more", async () => {
  const { guides, desk } = await open();
  await guides.checklist("9001");
  for (const id of ["a", "b", "c", "c"]) await guides.tick("9001", id, true);
  await desk.flush(20_000);
  await until("all of it arrived", () => told().length === 5);
  expect(told()).toEqual(["a true", "b true", "c true", "completed", "c true"]);
});

test("another tab, and the next person, see what is theirs", async () => {
  const first = await open();
  await first.guides.checklist("9001");
  reachable = false;
  await first.guides.tick("9001", "a", true);
  const second = await browser.tab({}, undefined, openDesk);
  const { guides } = await (second.desk.rooms as Desk).far();
  expect(await done(guides)).toEqual(["a"]);
  await first.desk.logout();
  reachable = true;
  await expect(guides.checklist("9001")).rejects.toMatchObject({ code: "not_logged_in" });
  await first.desk.loginUserWithUserAttributes({ user_id: "bob" });
  expect(await done(first.guides)).toEqual([]);
  await until("what Ada ticked is told as hers", () => taken.some(({ token }) => token === "token-of-ada"));
  expect(await done(first.guides)).toEqual([]);
});

test("a tour is read as far as it makes sense, and never shows itself", async () => {
  const { guides, rooms, desk } = await open();
  expect(await guides.tour(8001)).toEqual({ id: "8001", title: "Around", steps: [{ title: "One", body_html: "<p>1</p>", placement: "auto" }, { title: "Two", body_html: "", placement: "auto" }] });
  desk.setForeground(true);
  await until("a ping", () => browser.server.to("/ping").length > 0);
  expect(rooms.messengerState().in_app).toBeNull();
});

test("an id that is none, or is not live, says which, before anything is shown", async () => {
  const { guides, rooms } = await open();
  for (const [id, code, field] of [[undefined, "missing", "id"], [1.5, "wrong_type", "id"], [{}, "wrong_type", "id"], ["", "empty", "id"], ["..", "invalid_text", "id"], ["x".repeat(191), "too_long", "id"], ["9999", "not_found", undefined], ["9002", "content_not_live", undefined]] as const) {
    await expect(guides.present(id), String(id)).rejects.toMatchObject({ code, ...(field ? { field } : {}) });
  }
  await expect(guides.tick("9001", "", true)).rejects.toMatchObject({ code: "empty", field: "task_id" });
  await expect(guides.tick("9001", "x".repeat(65), true)).rejects.toMatchObject({ code: "too_long", limit: 64 });
  expect(rooms.messengerState().visible).toBe(false);
  await guides.present(9001);
  expect(rooms.messengerState()).toMatchObject({ visible: true, view: { name: "checklist", id: "9001" } });
});
