// The plugin on Cordova's browser platform, in Chromium, on the real server: what happens in the page, and what arrives.

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { App } from "./app";

let app: App;
beforeAll(async () => {
  app = await App.open();
});
afterEach(() => app.leave());
afterAll(() => app?.close());

test("a user logs in, opens the messenger and closes it", async () => {
  const visitor = await app.visit();
  expect(await visitor.call("isUserLoggedIn")).toBe(false);
  expect(await visitor.call("loginUserWithUserAttributes", { userId: 7, email: "seven@example.com", name: "Seven" })).toMatchObject({ merged: false, ignored: [] });
  expect(await visitor.call("isUserLoggedIn")).toBe(true);
  expect(await visitor.call("fetchLoggedInUserAttributes")).toEqual({ userId: "7", email: "seven@example.com" });
  await visitor.call("present");
  await visitor.messenger.getByRole("heading", { level: 1 }).first().waitFor();
  await visitor.page.screenshot({ path: "/tmp/cordjs-1.png" });
  await visitor.call("hideIntercom");
  expect(visitor.errors).toEqual([]);
});
