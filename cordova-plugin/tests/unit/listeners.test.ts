// What happens by itself: one stream for all listeners, the unread count replayed, names of other libraries understood.

import { expect, test } from "vitest";
import { Bridge, settled } from "./bridge";

type Add = (name: string, heard: unknown) => () => void;

test("`unreadCountChanged` tells the present count first to whoever begins to listen, and then every change", async () => {
  const bridge = new Bridge();
  const heard: string[] = [];
  bridge.intercom.addEventListener("unreadCountChanged", ({ count }) => heard.push(`early ${count}`));
  expect(bridge.intercom.unreadCount).toBeUndefined();
  bridge.tell("unreadCountChanged", { count: 2 });
  expect(bridge.intercom.unreadCount).toBe(2);
  bridge.intercom.addEventListener("unreadCountChanged", ({ count }) => heard.push(`late ${count}`));
  expect(heard).toEqual(["early 2"]);
  await settled();
  bridge.tell("unreadCountChanged", { count: 0 });
  expect(heard).toEqual(["early 2", "late 2", "early 0", "late 0"]);
  expect(bridge.intercom.unreadCount).toBe(0);
});

test("who left before the replay hears nothing", async () => {
  const bridge = new Bridge();
  const heard: unknown[] = [];
  bridge.tell("unreadCountChanged", { count: 2 });
  bridge.intercom.addEventListener("unreadCountChanged", (told) => heard.push(told))();
  await settled();
  expect(heard).toEqual([]);
});

test("a listener that is given twice hears once, and one that is taken away nothing", () => {
  const bridge = new Bridge();
  let count = 0;
  const heard = (): number => (count += 1);
  bridge.intercom.addEventListener("shown", heard);
  const leave = bridge.intercom.addEventListener("shown", heard);
  bridge.tell("shown");
  expect(count).toBe(1);
  leave();
  bridge.tell("shown");
  bridge.intercom.addEventListener("shown", heard);
  bridge.intercom.removeEventListener("shown", heard);
  bridge.intercom.removeEventListener("hidden", heard);
  bridge.tell("shown");
  expect(count).toBe(1);
});

test("a listener that throws stops nobody else, and the next event comes", async () => {
  const bridge = new Bridge();
  const heard: unknown[] = [];
  const own = new Error("mine");
  bridge.intercom.addEventListener("delivery", () => {
    throw own;
  });
  bridge.intercom.addEventListener("delivery", (told) => heard.push(told));
  bridge.tell("delivery", { operation: "1", outcome: "delivered" });
  bridge.tell("delivery", { operation: "2", outcome: "rejected", code: "parameter_invalid" });
  await settled();
  expect(heard).toEqual([
    { operation: "1", outcome: "delivered" },
    { operation: "2", outcome: "rejected", code: "parameter_invalid" },
  ]);
  expect(bridge.defects).toEqual([own, own]);
});

test("a listener that leaves while events are told takes nobody else's place", () => {
  const bridge = new Bridge();
  const heard: string[] = [];
  const leave = bridge.intercom.addEventListener("hidden", () => {
    heard.push("first");
    leave();
  });
  bridge.intercom.addEventListener("hidden", () => heard.push("second"));
  bridge.tell("hidden");
  bridge.tell("hidden");
  expect(heard).toEqual(["first", "second", "second"]);
});

test("events are heard under the names that other libraries have for them", () => {
  const bridge = new Bridge();
  const heard: string[] = [];
  const add = bridge.intercom.addEventListener as unknown as Add;
  for (const name of ["windowDidShow", "windowDidHide", "IntercomWindowDidShowNotification", "IntercomWindowDidHideNotification", "IntercomUnreadConversationCountDidChangeNotification"]) {
    add(name, () => heard.push(name));
  }
  bridge.tell("shown");
  bridge.tell("hidden");
  bridge.tell("unreadCountChanged", { count: 1 });
  expect(heard).toEqual(["windowDidShow", "IntercomWindowDidShowNotification", "windowDidHide", "IntercomWindowDidHideNotification", "IntercomUnreadConversationCountDidChangeNotification"]);
  expect(bridge.warnings).toEqual([]);
});

test("names that there are not, and what is no function, are said once and change nothing", () => {
  const bridge = new Bridge();
  const add = bridge.intercom.addEventListener as unknown as Add;
  for (const name of ["opened", "__proto__", "constructor", null, undefined, Symbol("s")]) add(name as string, () => undefined)();
  for (const heard of [undefined, null, {}, "shown"]) add("shown", heard)();
  bridge.tell("__proto__");
  bridge.tell("constructor", { count: 1 });
  for (const told of [null, undefined, "text", 7, {}, { name: 7 }, { name: "unreadCountChanged" }, { name: "unreadCountChanged", data: { count: "2" } }]) bridge.stream?.done(told);
  expect(bridge.intercom.unreadCount).toBeUndefined();
  expect(bridge.warnings).toEqual(["Frontdesk: addEventListener was given the name of an event that there is not.", "Frontdesk: addEventListener was given no function."]);
});

test("a native side without events leaves the calls as they are", async () => {
  const bridge = new Bridge();
  bridge.stream?.failed("Invalid action");
  const present = bridge.intercom.present();
  bridge.last.done();
  await present;
  expect(bridge.warnings).toEqual([]);
});
