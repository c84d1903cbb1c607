// Where the tabs stand: one that is in sight keeps the feed going for all, and one that was killed does not.

import { afterEach, beforeEach, expect, test } from "vitest";
import { type Desk, openDesk } from "../../../src/twin/desk";
import { Presence, Pulse } from "../../../src/twin/desk/presence";
import { Browser, until } from "./stage";

let browser: Browser;
beforeEach(() => void (browser = new Browser()));
afterEach(() => browser.close());

test("a tab that does not answer any more is not relied on, and one that answers is", () => {
  const presence = new Presence(new Pulse());
  presence.set({ foreground: true, open: false }, "killed");
  presence.set({ foreground: true, open: true }, "there");
  presence.asked();
  presence.set({ foreground: true, open: true }, "there");
  presence.answered();
  expect([presence.relies, presence.now.open]).toEqual([true, true]);
  presence.asked();
  presence.answered();
  expect([presence.relies, presence.now.foreground, presence.now.open]).toEqual([false, false, false]);
});

test("a leading tab out of sight listens for one in sight as long as that one answers, and no longer once it was killed", async () => {
  browser.server.plan = ({ path }) => {
    if (path === "/ping") return { status: 200, json: { seq: 0, unread: { count: 0, conversation_ids: [] }, in_app: [], settings: { stream: "on" }, next_ping_s: 600 } };
    return path === "/stream" ? { status: 200, text: ": open\n\n", headers: { "content-type": "text/event-stream" } } : undefined;
  };
  // Time passes when the test says so.
  const waits = new Set<{ ms: number; call: () => void }>();
  const pass = (ms: number): void => {
    for (const one of [...waits].filter((wait) => wait.ms === ms)) if (waits.delete(one)) one.call();
  };
  const leading = await browser.tab(
    {},
    (platform) => {
      const { after } = platform;
      platform.after = (ms, call) => {
        if (ms !== 60_000 && ms !== 10_000) return after(ms, call);
        const wait = { ms, call };
        waits.add(wait);
        return () => void waits.delete(wait);
      };
      platform.hidden = () => true;
    },
    openDesk as never,
  );
  const desk = leading.desk.rooms as unknown as Desk;
  await leading.desk.loginUserWithUserAttributes({ userId: "ada" });
  let [killed, answered] = [false, 0];
  const seen = await browser.tab(
    {},
    (platform) => {
      const { channel } = platform;
      platform.channel = (name, heard) => {
        const open = channel?.(name, (message) => killed || heard(message));
        const post = (message: unknown): void => {
          if (killed) return;
          open?.post(message);
          // Messages of one tab come in their order.
          if (JSON.stringify(message).includes('"place"')) setTimeout(() => (answered += 1));
        };
        return { post, close: () => open?.close() };
      };
    },
    openDesk as never,
  );
  seen.desk.setForeground(true);
  await until("it listens", () => leading.heard.some((event) => event.event === "feed_changed" && event.mode === "stream"));
  await until("it asks around after a while", () => [...waits].some(({ ms }) => ms === 60_000));
  const before = answered;
  pass(60_000);
  await until("the other one answered", () => answered > before);
  pass(10_000);
  expect(desk.presence.now.foreground).toBe(true);
  killed = true;
  await until("it asks again", () => [...waits].some(({ ms }) => ms === 60_000));
  pass(60_000);
  pass(10_000);
  await until("it listens no more", () => desk.messengerState().feed === "off");
});
