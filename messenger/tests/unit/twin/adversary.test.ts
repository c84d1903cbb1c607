// What goes wrong between tabs and at their ends: nothing is lost, nothing is anybody else's, nobody waits for ever.

import { afterEach, beforeEach, expect, test } from "vitest";
import { Browser, until } from "./stage";

let browser: Browser;
beforeEach(() => void (browser = new Browser()));
afterEach(() => browser.close());

test("a change that a following tab told beyond the quota travels when the window moved on", async () => {
  const limits = { limits: { updateQuota: 1, updateWindow: 1_000 } };
  const leading = await browser.tab(limits);
  await leading.desk.loginUserWithUserAttributes({ userId: "ada" });
  await leading.desk.flush(10_000);
  const { desk } = await browser.tab(limits);
  const changes = [desk.updateUser({ name: "first" }), desk.updateUser({ name: "second" })];
  expect((await Promise.all(changes)).map(({ delivery }) => delivery)).toEqual(["delivered", "queued"]);
  await until("the held change arrives", () => browser.server.to("/me").length === 2);
  expect(browser.server.to("/me")[1]?.body).toMatchObject({ name: "second" });
});

test("a tab that gets the lead twice while it loads sends once, and stops when it loses it", async () => {
  const first = await browser.tab();
  await first.desk.loginUserWithUserAttributes({ userId: "ada" });
  browser.server.plan = () => "lost";
  await first.desk.logEvent("a");
  await first.desk.shutdown();
  const before = browser.server.to("/events").length;
  browser.server.plan = ({ path }) => (path === "/events" ? new Promise((done) => setTimeout(() => done(undefined), 50)) : undefined);
  let asked = 0;
  const { desk } = await browser.tab({}, (platform) => {
    platform.locks = {
      request: (_name: string, _options: unknown, held: () => Promise<unknown>) => {
        const turn = held();
        return (asked += 1) === 1 ? Promise.reject(new DOMException("stolen", "AbortError")) : turn;
      },
    } as never;
  });
  expect(await desk.flush(10_000)).toMatchObject({ queued: 0 });
  expect(asked).toBe(2);
  expect(browser.server.to("/events").length - before).toBe(1);
});
