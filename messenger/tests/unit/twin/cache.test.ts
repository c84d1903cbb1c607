// The bound of the cache, whose it is, and the way to the frame's page.

import { expect, test } from "vitest";
import { webPort } from "../../../src/host/web";
import { Cache } from "../../../src/twin/desk/cache/cache";
import { putConversation } from "../../../src/twin/desk/far/keep";
import { readConversation } from "../../../src/twin/desk/far/wire";
import { openDesk, type Desk } from "../../../src/twin/desk";
import { Browser } from "./stage";

test("the cache stays below its bound: the oldest goes, drafts and the place in the feed stay, and no conversation loses its parts alone", async () => {
  const browser = new Browser();
  const tab = await browser.tab({ limits: { cacheBytes: 500_000 } }, undefined, openDesk);
  await tab.desk.loginUserWithUserAttributes({ user_id: "ada" });
  const { house } = tab.desk.rooms as Desk;
  const owner = house.session?.deviceId ?? "";
  const cache = new Cache(house);
  await cache.write(owner, async (shelf) => {
    await shelf.put("half a thought", ["draft", "new"]);
    await shelf.put(7, ["feed", "seq"]);
    await shelf.put(true, ["shown", "survey", "1"]);
  });
  const words = "x".repeat(10_000);
  for (let n = 0; n < 128; n += 1) {
    const told = readConversation({ id: String(n), updated_at: n, parts: [{ id: `p${n}`, seq: 1, body_text: words }], previous: null });
    await cache.write(owner, (shelf) => putConversation(shelf, told!, null));
  }
  const rows = await house.store.run("readonly", (tx) => tx.all("cache"));
  const size = rows.reduce((sum, row) => sum + JSON.stringify(row.value).length, 0);
  expect(size).toBeLessThan(600_000);
  const ids = (kind: string): unknown[] => rows.filter(({ key }) => key[1] === kind).map(({ key }) => key[2]).sort();
  expect(ids("conversation")).toEqual(ids("parts"));
  expect(ids("conversation")).toContain("127");
  expect(ids("conversation")).not.toContain("0");
  expect([ids("draft"), ids("feed"), ids("shown")]).toEqual([["new"], ["seq"], ["survey"]]);
  expect(await cache.write("somebody else", async () => "written"), "nobody else's are written").toBeUndefined();
  await tab.desk.logout();
  expect(await house.store.run("readonly", (tx) => tx.all("cache"))).toEqual([]);
  await browser.close();
});

test("the frame's page takes the port from the page around it and from nobody else", async () => {
  const around = {} as Window;
  const heard: ((event: Event) => void)[] = [];
  const page = { parent: around, location: { ancestorOrigins: ["https://shop.example"] }, addEventListener: (_: string, hear: (event: Event) => void) => heard.push(hear) };
  const taken = webPort(page as unknown as Window);
  const say = (source: unknown, origin: string, port: MessagePort): void => {
    for (const hear of heard) hear(Object.assign(new Event("message"), { data: "frontdesk.port", ports: [port], source, origin }));
  };
  const [wrong, foreign, right] = [new MessageChannel(), new MessageChannel(), new MessageChannel()];
  say({}, "https://shop.example", wrong.port2);
  say(around, "https://evil.example", foreign.port2);
  say(around, "https://shop.example", right.port2);
  const arrived = new Promise((done) => {
    right.port1.onmessage = ({ data }) => done(data);
  });
  (await taken).send("hello");
  expect(await arrived).toBe("hello");
  for (const { port1, port2 } of [wrong, foreign, right]) for (const end of [port1, port2]) end.close();
});
