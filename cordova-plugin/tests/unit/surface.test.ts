// The browser platform's side of the bridge before there is a client: what needs none is answered, what listens waits for
// the first client that opens, however many openings failed.

import { expect, test, vi } from "vitest";
import { surface } from "../../src/browser/actions";
import { Counter, type Open } from "../../src/browser/counter";
import { settled } from "./bridge";

const openings: (() => Open["twin"])[] = [];
vi.stubGlobal("navigator", { language: "en" });
vi.mock("../../src/browser/scene", () => ({ Scene: class {} }));
vi.mock("../../../messenger/src/twin/client", async (original) => ({
  ...(await original<object>()),
  Frontdesk: { open: async () => openings.shift()?.() },
}));

const OURS = { frontdesk: "1", conversation_id: "42" };

/** Everything that an action answers with, until nothing more is to come. */
async function told(table: ReturnType<typeof surface>, action: string, ...args: unknown[]): Promise<unknown[]> {
  const heard: unknown[] = [];
  table[action]?.(
    (value) => heard.push(["done", value]),
    (error) => heard.push(["failed", (error as { code: string }).code]),
    args,
  );
  await settled();
  return heard;
}

test("before `initialize` a payload is judged and a stranger's is left alone, and what a browser cannot do is said", async () => {
  const waits = { open: () => new Promise<Open>(() => undefined) } as unknown as Counter;
  const table = surface(waits);
  expect(await told(table, "isFrontdeskPush", OURS)).toEqual([["done", true]]);
  expect(await told(table, "isFrontdeskPush", null)).toEqual([["done", false]]);
  expect(await told(table, "handlePush", { from: "somebody" })).toEqual([["done", false]]);
  expect(await told(table, "registerForPush")).toEqual([["failed", "unsupported_platform"]]);
  expect(await told(table, "handlePush", OURS)).toEqual([]);
});

test("a payload that was on its way to somebody else is ours all the same, opens nothing and is not left to the app", async () => {
  const shown: unknown[] = [];
  const open = {
    twin: { handlePush: async ({ for: whom }: { for?: string }) => (whom === "me" ? { conversationId: "42" } : undefined) },
    desk: { show: { presentContent: async (content: unknown) => void shown.push(content) } },
  } as unknown as Open;
  const table = surface({ open: async () => open } as unknown as Counter);
  expect(await told(table, "handlePush", { ...OURS, for: "another", tap: "background" })).toEqual([["done", true]]);
  expect(shown).toEqual([]);
  expect(await told(table, "handlePush", { ...OURS, for: "me", tap: "foreground" })).toEqual([["done", true]]);
  expect(shown).toEqual([{ type: "CONVERSATION", id: "42" }]);
});

const page = { querySelector: () => null, baseURI: "http://localhost:1/" } as unknown as Document;
const works = (): Open["twin"] => ({ rooms: { ready: Promise.resolve() }, listen: () => undefined }) as unknown as Open["twin"];

test("settings that could not be opened give way to corrected ones, and those that work to none", async () => {
  const counter = new Counter(page);
  const settings = (serverUrl: string) => ({ serverUrl, appId: "a", apiKey: "web_k" });
  openings.push(() => {
    throw new Error("malformed");
  }, works);
  await expect(counter.initialize(settings("htp://typo"))).rejects.toThrow("malformed");
  await counter.initialize(settings("http://localhost:1"));
  await counter.open();
  await counter.initialize(settings("http://localhost:1"));
  await expect(counter.initialize(settings("http://localhost:2"))).rejects.toMatchObject({ code: "already_initialised", field: "settings" });
});

test("a config.xml that could not be read is read again by the next call", async () => {
  const answers = [new Error("the network is away"), { ok: false, status: 503 }, { ok: true, text: async () => "" }];
  const xml = { getElementsByTagName: () => [["frontdesk-server-url", "http://localhost:1"], ["intercom-app-id", "a"], ["frontdesk-web-api-key", "k"]].map(([name, value]) => ({ getAttribute: (key: string) => (key === "name" ? name : value) })) };
  vi.stubGlobal("DOMParser", class { parseFromString = () => xml; });
  vi.stubGlobal("fetch", async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  });
  const counter = new Counter(page);
  openings.push(works);
  for (let turn = 0; turn < 2; turn += 1) await expect(counter.open()).rejects.toMatchObject({ code: "not_initialized", message: expect.stringContaining("could not be read") });
  await counter.open();
  await counter.open();
  expect(answers).toEqual([]);
  vi.unstubAllGlobals();
  vi.stubGlobal("navigator", { language: "en" });
});

test("who listens hears the first client that opens, though the opening before it failed", async () => {
  const counter = new Counter(page);
  const table = surface(counter);
  const heard: unknown[] = [];
  table["listen"]?.((value) => heard.push(value), (error) => heard.push(error));
  openings.push(
    () => {
      throw new Error("the server is away");
    },
    () => ({ rooms: { ready: Promise.resolve() }, listen: (tell: (event: object) => void) => tell({ event: "shown" }) }) as unknown as Open["twin"],
  );
  const settings = { serverUrl: "http://localhost:1", appId: "a", apiKey: "web_k" };
  await expect(counter.initialize(settings)).rejects.toThrow("the server is away");
  await counter.initialize(settings);
  await settled();
  expect(heard).toEqual([{ name: "shown", data: undefined }]);
});
