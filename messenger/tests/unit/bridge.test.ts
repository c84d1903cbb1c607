// The page's end of the bridge.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Bridge, BridgeError, type Port } from "../../src/contract/bridge";
import { hostPort } from "../../src/host/native";

class FakePort implements Port {
  readonly sent: { id: string; type: string; data: object }[] = [];
  hear: (text: string) => void = () => undefined;
  send(text: string): void {
    this.sent.push(JSON.parse(text) as never);
  }
  listen(heard: (text: string) => void): void {
    this.hear = heard;
  }
  answer(index: number, answer: object): void {
    this.hear(JSON.stringify({ id: this.sent[index]?.id, ...answer }));
  }
}

let port: FakePort;
let bridge: Bridge;
beforeEach(() => {
  vi.useFakeTimers();
  port = new FakePort();
  bridge = new Bridge(port, 1_000);
});
afterEach(() => vi.useRealTimers());

test("answers find their questions in any order", async () => {
  const one = bridge.ask("draft.get", { id: "1" });
  const two = bridge.ask("draft.get", { id: "2" });
  port.answer(1, { ok: true, result: { text: "two" } });
  port.answer(0, { ok: true, result: { text: "one" } });
  expect([(await one).text, (await two).text]).toEqual(["one", "two"]);
});

test("ids are never used twice, also not by another page", () => {
  for (let count = 0; count < 50; count += 1) void bridge.ask("back", {}).catch(() => undefined);
  const other = new FakePort();
  void new Bridge(other).ask("back", {}).catch(() => undefined);
  const ids = [...port.sent, ...other.sent].map((sent) => sent.id);
  expect(new Set(ids).size).toBe(51);
  for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9._:-]{1,64}$/);
});

test("a refusal is an error with the core's code", async () => {
  const asked = bridge.ask("upload.begin", { name: "a", content_type: "b", size: 9 });
  port.answer(0, { ok: false, error: { code: "attachment_too_large", message: "m", temporary: false, field: "size", limit: 5 } });
  const error: BridgeError = await asked.then(() => expect.unreachable(), (failure: BridgeError) => failure);
  expect([error.code, error.field, error.limit, error.temporary]).toEqual(["attachment_too_large", "size", 5, false]);
});

test("a host that is silent is an error after the deadline, and its late answer nothing", async () => {
  const asked = bridge.ask("back", {});
  const failed = expect(asked).rejects.toMatchObject({ code: "no_answer", temporary: true });
  await vi.advanceTimersByTimeAsync(1_000);
  await failed;
  port.answer(0, { ok: true, result: {} });
});

test("a request that came too fast is asked again, with a new id", async () => {
  const asked = bridge.ask("back", {});
  port.answer(0, { ok: false, error: { code: "too_many_requests", message: "m", temporary: true, retry_after_ms: 20 } });
  await vi.advanceTimersByTimeAsync(20);
  expect(port.sent).toHaveLength(2);
  expect(port.sent[1]?.id).not.toBe(port.sent[0]?.id);
  port.answer(1, { ok: true, result: {} });
  await expect(asked).resolves.toEqual({});
});

test("events reach their listeners until they leave, and noise reaches nobody", () => {
  const heard: number[] = [];
  const leave = bridge.on("unread.changed", ({ count }) => heard.push(count));
  port.hear('{"event":"unread.changed","data":{"count":3}}');
  for (const noise of ["", "null", "[]", "{", '"x"', '{"event":"unknown","data":{}}', '{"id":"nobody","ok":true,"result":{}}']) port.hear(noise);
  leave();
  port.hear('{"event":"unread.changed","data":{"count":4}}');
  expect(heard).toEqual([3]);
});

test("the first port counts, and only with the greeting", async () => {
  const page = new EventTarget() as Window;
  const taken = hostPort(page);
  const say = (data: unknown, ports: MessagePort[]): boolean => page.dispatchEvent(Object.assign(new Event("message"), { data, ports }));
  const [right, wrong] = [new MessageChannel(), new MessageChannel()];
  say("something else", [wrong.port2]);
  say("frontdesk.port", []);
  say("frontdesk.port", [right.port2]);
  say("frontdesk.port", [wrong.port2]);
  const way = await taken;
  const arrived = new Promise((done) => {
    right.port1.onmessage = (event) => done(event.data);
  });
  way.send("hello");
  expect(await Promise.race([arrived, vi.advanceTimersByTimeAsync(10).then(() => arrived)])).toBe("hello");
  for (const end of [right.port1, right.port2, wrong.port1]) end.close();
});
