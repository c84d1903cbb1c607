// @frontdesk/ionic on the plugin's own calls: promises, observables inside the zone, and what happens without a plugin.

import { afterEach, beforeEach, expect, test } from "vitest";
import { Frontdesk, frontdeskProvider, type Zone } from "../../ionic/src/index";
import { Bridge, type Loose, settled } from "./bridge";
import { CURRENT, OURS } from "./documented";

const page = globalThis as { intercom?: unknown; cordova?: unknown; document?: unknown };
let bridge: Bridge;
let inside = 0;
const zone: Zone = {
  run: (work) => {
    inside += 1;
    try {
      return work();
    } finally {
      inside -= 1;
    }
  },
};
beforeEach(() => {
  bridge = new Bridge();
  page.intercom = bridge.intercom;
  inside = 0;
});
afterEach(() => {
  for (const name of ["intercom", "cordova", "document"] as const) delete page[name];
});

test("every call of the plugin but the old names is there, and leaves as documented", async () => {
  const frontdesk = new Frontdesk(zone) as unknown as Loose;
  const rows = [...CURRENT, ...OURS].filter(([name]) => name !== "hideMessenger");
  for (const [name, args, action, wire] of rows) {
    void frontdesk[name]?.(...args);
    await settled();
    expect([bridge.last.action, bridge.last.args]).toEqual([action, wire]);
  }
});

test("a call gives what the plugin promises, and rejects as it does", async () => {
  const frontdesk = new Frontdesk(zone);
  bridge.answers = ({ done }) => done('[{"collectionId":"1","title":"T"}]');
  expect(await frontdesk.fetchHelpCenterCollections()).toEqual([{ collectionId: "1", title: "T" }]);
  bridge.answers = ({ failed }) => failed({ code: "not_logged_in", message: "log in first" });
  await expect(frontdesk.present()).rejects.toMatchObject({ code: "not_logged_in" });
});

test("observables tell inside the zone, the unread count first as it is, and stop with the subscription", async () => {
  const frontdesk = new Frontdesk(zone);
  const heard: unknown[] = [];
  bridge.tell("unreadCountChanged", { count: 3 });
  const unread = frontdesk.unreadCount$.subscribe((count) => heard.push([count, inside]));
  const session = frontdesk.session$.subscribe((state) => heard.push([state, inside]));
  const shown = frontdesk.shown$.subscribe(() => heard.push(["shown", inside]));
  await settled();
  bridge.tell("sessionChanged", { state: "logged_in" });
  bridge.tell("shown");
  for (const one of [unread, session, shown]) one.unsubscribe();
  bridge.tell("unreadCountChanged", { count: 4 });
  bridge.tell("shown");
  expect(heard).toEqual([[3, 1], ["logged_in", 1], ["shown", 1]]);
});

test("who leaves before the plugin is there is never told, and each subscriber hears once", async () => {
  const frontdesk = new Frontdesk();
  const heard: string[] = [];
  frontdesk.on("delivery").subscribe(() => heard.push("left")).unsubscribe();
  frontdesk.deliveries$.subscribe(({ outcome }) => heard.push(`first ${outcome}`));
  frontdesk.deliveries$.subscribe(({ outcome }) => heard.push(`second ${outcome}`));
  await settled();
  bridge.tell("delivery", { operation: "1", outcome: "delivered" });
  expect(heard).toEqual(["first delivered", "second delivered"]);
});

test("before `deviceready` calls wait; without Cordova, or without the plugin, they reject with a code", async () => {
  const frontdesk = new Frontdesk();
  delete page.intercom;
  await expect(frontdesk.present()).rejects.toMatchObject({ code: "plugin_not_installed" });
  const ready: (() => void)[] = [];
  page.cordova = {};
  page.document = { addEventListener: (_name: string, heard: () => void) => ready.push(heard) };
  const present = frontdesk.present();
  await settled();
  expect(bridge.made).toEqual([]);
  page.intercom = bridge.intercom;
  bridge.answers = ({ done }) => done();
  for (const heard of ready) heard();
  await present;
  expect(bridge.last.action).toBe("present");
  delete page.intercom;
  await expect(frontdesk.present()).rejects.toMatchObject({ code: "plugin_not_installed" });
});

test("the provider hands Angular's zone over", async () => {
  class NgZone implements Zone {
    run<T>(work: () => T): T {
      return zone.run(work);
    }
  }
  const { provide, useFactory, deps } = frontdeskProvider(NgZone);
  expect([provide, deps]).toEqual([Frontdesk, [NgZone]]);
  const heard: number[] = [];
  useFactory(new NgZone()).hidden$.subscribe(() => heard.push(inside));
  await settled();
  bridge.tell("hidden");
  expect(heard).toEqual([1]);
});
