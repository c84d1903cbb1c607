// A logout that purges, while requests are on their way: what is called purged does not arrive, what arrived is not
// called purged, and each operation has one end, in every tab.

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Platform } from "../../../src/twin/platform";
import { Browser, until, type Tab } from "./stage";

let browser: Browser;
beforeEach(() => void (browser = new Browser()));
afterEach(async () => {
  vi.unstubAllGlobals();
  await browser.close();
});

/** A door that a test opens. */
function gate(): { open: () => void; passed: Promise<void> } {
  let open = (): void => undefined;
  const passed = new Promise<void>((done) => (open = done));
  return { open, passed };
}

const fatesOf = ({ heard }: Tab, id: string): string[] => heard.flatMap((event) => (event.event === "delivery" && event.id === id ? [event.outcome] : []));

/** The seconds that an answer has do not pass, however busy this machine is. */
const patient = (platform: Platform): void => {
  const { after } = platform;
  platform.after = (ms, call) => after(ms >= 2_000 && ms < 10_000 ? 100_000 : ms, call);
};

/** A tab that leads, one that follows, and ada. */
async function two(change?: (platform: Platform) => void, both: (platform: Platform) => void = () => undefined): Promise<[Tab, Tab]> {
  const leading = (platform: Platform): void => (both(platform), change?.(platform));
  const tabs: [Tab, Tab] = [await browser.tab({}, leading), await browser.tab({}, both)];
  await tabs[0].desk.loginUserWithUserAttributes({ userId: "ada" });
  await until("the other tab knows", () => tabs[1].desk.isUserLoggedIn());
  return tabs;
}

describe.each([
  ["the tab that sends", 0],
  ["another tab", 1],
] as const)("what %s purges", (_name, who) => {
  test("before its request left is not sent, however far it was prepared", async () => {
    const held = gate();
    let packing = false;
    // Packing is the last thing before a request leaves.
    const Packing = CompressionStream;
    vi.stubGlobal("CompressionStream", function () {
      packing = true;
      const { readable, writable } = new TransformStream({ transform: async (chunk, to) => (await held.passed, to.enqueue(chunk)) });
      return { readable: readable.pipeThrough(new Packing("gzip")), writable };
    });
    const tabs = await two();
    const id = await tabs[0].desk.logEvent("secret", { long: "x".repeat(2_000) });
    await until("it is being packed", () => packing);
    await tabs[who].desk.logout({ unsent: "purge" });
    for (const tab of tabs) await until("it is told", () => fatesOf(tab, id).length > 0);
    held.open();
    vi.unstubAllGlobals();
    await tabs[1].desk.loginUserWithUserAttributes({ userId: "bob" });
    await tabs[1].desk.flush(10_000);
    expect(tabs.map((tab) => fatesOf(tab, id))).toEqual([["purged"], ["purged"]]);
    expect(browser.server.to("/events")).toEqual([]);
  });

  test("while the server has it is told as the server answers", async () => {
    const held = gate();
    browser.server.plan = async ({ path }) => (path === "/events" ? void (await held.passed) : undefined);
    const tabs = await two(undefined, patient);
    const id = await tabs[0].desk.logEvent("on its way");
    await until("the server has it", () => browser.server.to("/events").length === 1);
    await tabs[who].desk.logout({ unsent: "purge" });
    held.open();
    for (const tab of tabs) await until("it is told", () => fatesOf(tab, id).length > 0);
    await tabs[1].desk.loginUserWithUserAttributes({ userId: "bob" });
    await tabs[1].desk.flush(10_000);
    expect(tabs.map((tab) => fatesOf(tab, id))).toEqual([["delivered"], ["delivered"]]);
    expect(browser.server.events).toMatchObject([{ contact: "ada", name: "on its way" }]);
  });

  test("while nothing answers is broken off, told once, and holds nobody up", async () => {
    browser.server.plan = ({ path }) => (path === "/events" ? new Promise(() => undefined) : undefined);
    let signal: AbortSignal | null | undefined;
    const tabs = await two((platform) => {
      const { fetch } = platform;
      platform.fetch = (url, init) => {
        if (url.endsWith("/events")) signal = init.signal;
        return fetch(url, init);
      };
    });
    const id = await tabs[0].desk.logEvent("into the void");
    const behind = await tabs[0].desk.logEvent("behind it");
    await until("it is under way", () => browser.server.to("/events").length === 1);
    await tabs[who].desk.logout({ unsent: "purge" });
    await tabs[1].desk.loginUserWithUserAttributes({ userId: "bob" });
    for (const tab of tabs) await until("both are told", () => fatesOf(tab, id).length * fatesOf(tab, behind).length > 0);
    expect(signal?.aborted).toBe(true);
    expect(await tabs[1].desk.flush(10_000)).toMatchObject({ queued: 0 });
    expect(tabs.flatMap((tab) => [fatesOf(tab, id), fatesOf(tab, behind)])).toEqual(Array(4).fill(["purged"]));
    expect(browser.server.to("/events")).toHaveLength(1);
  });
});

describe("what another tab purged", () => {
  test("and the server answered before the sending tab heard of it, is told as answered", async () => {
    const [held, heard] = [gate(), gate()];
    browser.server.plan = async ({ path }) => (path === "/events" ? void (await held.passed) : undefined);
    const tabs = await two((platform) => {
      const { channel } = platform;
      platform.channel = (name, hear) =>
        channel?.(name, (message) => {
          const isLate = "dropped" in ((message as { told?: object }).told ?? {});
          void (isLate ? heard.passed : Promise.resolve()).then(() => hear(message));
        });
    }, patient);
    const id = await tabs[0].desk.logEvent("on its way");
    await until("the server has it", () => browser.server.to("/events").length === 1);
    await tabs[1].desk.logout({ unsent: "purge" });
    held.open();
    // Its request comes after the answer was dealt with.
    await tabs[1].desk.loginUserWithUserAttributes({ userId: "bob" });
    heard.open();
    for (const tab of tabs) await until("it is told", () => fatesOf(tab, id).length > 0);
    expect(tabs.map((tab) => fatesOf(tab, id))).toEqual([["delivered"], ["delivered"]]);
  });

  test("is told by the tab that sends when that one ends", async () => {
    browser.server.plan = ({ path }) => (path === "/events" ? new Promise(() => undefined) : undefined);
    const tabs = await two();
    const id = await tabs[0].desk.logEvent("on its way");
    await until("the server has it", () => browser.server.to("/events").length === 1);
    await tabs[1].desk.logout({ unsent: "purge" });
    await until("the sending tab knows", () => !tabs[0].desk.isUserLoggedIn());
    await tabs[0].desk.shutdown();
    await until("it is told", () => fatesOf(tabs[1], id).length > 0);
    expect(fatesOf(tabs[1], id)).toEqual(["purged"]);
  });

  test("is heard once in each tab, also when both speak at last", async () => {
    browser.server.plan = ({ path }) => (path === "/events" ? new Promise(() => undefined) : undefined);
    const heard = gate();
    let late = 0;
    const tabs = await two((platform) => {
      const { channel } = platform;
      // What it says of the end of operations comes when the other one has lost its patience.
      platform.channel = (name, hear) => {
        const open = channel?.(name, hear);
        const isEnd = (message: unknown): boolean => JSON.stringify(message).includes('"outcome"');
        return open && { ...open, post: (message) => void (isEnd(message) ? heard.passed.then(() => ((late += 1), open.post(message))) : open.post(message)) };
      };
    });
    const third = await browser.tab();
    const id = await tabs[0].desk.logEvent("on its way");
    await until("the server has it", () => browser.server.to("/events").length === 1);
    await tabs[1].desk.logout({ unsent: "purge" });
    await until("both have spoken", () => tabs.every((tab) => fatesOf(tab, id).length > 0));
    heard.open();
    await tabs[1].desk.loginUserWithUserAttributes({ userId: "bob" });
    await until("all know bob", () => [...tabs, third].every(({ desk }) => desk.isUserLoggedIn()));
    expect(late).toBe(1);
    expect([...tabs, third].map((tab) => fatesOf(tab, id))).toEqual(Array(3).fill(["purged"]));
  });

  test("is told by the tab that purged when no other one says a word", async () => {
    browser.server.plan = ({ path }) => (path === "/events" ? new Promise(() => undefined) : undefined);
    let mute = false;
    const tabs = await two((platform) => {
      const { channel } = platform;
      platform.channel = (name, hear) => {
        const open = channel?.(name, (message) => mute || hear(message));
        return open && { ...open, post: (message) => mute || open.post(message) };
      };
    });
    const id = await tabs[0].desk.logEvent("on its way");
    await until("the server has it", () => browser.server.to("/events").length === 1);
    mute = true;
    await tabs[1].desk.logout({ unsent: "purge" });
    await until("it is told", () => fatesOf(tabs[1], id).length > 0);
    expect(fatesOf(tabs[1], id)).toEqual(["purged"]);
  });
});
