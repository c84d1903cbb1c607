// The stream of events comes back: a native side that refused or cut it is asked anew as soon as that can help, and no
// event is heard twice.

import { expect, test } from "vitest";
import { Bridge } from "./bridge";

const NOT_INITIALIZED = { code: "not_initialized", message: "set this preference", field: "frontdesk-server-url" };

test("a stream that was refused because config.xml lacks something begins with `initialize`", async () => {
  const bridge = new Bridge();
  const heard: unknown[] = [];
  bridge.intercom.addEventListener("delivery", (told) => heard.push(told));
  const refused = bridge.stream;
  refused?.failed(NOT_INITIALIZED);
  const started = bridge.intercom.initialize({ serverUrl: "https://desk.example.com", appId: "a" });
  expect(bridge.stream).toBe(refused);
  bridge.last.done(null);
  await started;
  expect(bridge.stream).not.toBe(refused);
  bridge.tell("delivery", { operation: "1", outcome: "delivered" });
  expect(heard).toEqual([{ operation: "1", outcome: "delivered" }]);
});

test("an `initialize` that failed begins no stream, nor does one while a stream is open", async () => {
  const bridge = new Bridge();
  const open = bridge.stream;
  const again = bridge.intercom.initialize({ serverUrl: "https://desk.example.com", appId: "a" });
  bridge.last.done(null);
  await again;
  expect(bridge.stream).toBe(open);
  open?.failed(NOT_INITIALIZED);
  const failed = bridge.intercom.initialize({ serverUrl: "nowhere", appId: "a" });
  bridge.last.failed({ code: "malformed_url", message: "no address" });
  await expect(failed).rejects.toMatchObject({ code: "malformed_url" });
  expect(bridge.stream).toBe(open);
});

test("who begins to listen asks again for a stream that was refused", () => {
  const bridge = new Bridge();
  const refused = bridge.stream;
  refused?.failed(NOT_INITIALIZED);
  const heard: unknown[] = [];
  bridge.intercom.addEventListener("unreadCountChanged", ({ count }) => heard.push(count));
  expect(bridge.stream).not.toBe(refused);
  bridge.tell("unreadCountChanged", { count: 2 });
  expect(heard).toEqual([2]);
});

test("a page that was to go and stayed goes on hearing, each event once", () => {
  const bridge = new Bridge();
  const heard: string[] = [];
  bridge.intercom.addEventListener("shown", () => heard.push("shown"));
  const cut = bridge.stream;
  cut?.failed({ code: "bridge_reset", message: "the page that made this call is gone" });
  cut?.failed({ code: "bridge_reset", message: "again" });
  expect(bridge.streams).toBe(2);
  bridge.tell("shown");
  expect(heard).toEqual(["shown"]);
});
