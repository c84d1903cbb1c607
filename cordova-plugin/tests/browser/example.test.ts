// The example app on the browser platform: it has a button for every call, and each press is answered in its log.

import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { App } from "./app";

let app: App;
beforeAll(async () => {
  app = await App.open();
});
afterEach(() => app.leave());
afterAll(() => app?.close());

test("every call has a button, and every press is answered once", async () => {
  const { page, errors } = await app.visit({ www: fileURLToPath(new URL("../../../examples/cordova-app/www", import.meta.url)) });
  const names = await page.locator("#calls button").allTextContents();
  const old = /^(register(Identified|Unidentified)User|reset|setSecureMode|display\w+|hideMessenger|initialize|addEventListener|removeEventListener|FrontdeskError)$/;
  const functions = await page.evaluate(() => Object.keys(intercom).filter((name) => typeof (intercom as never)[name] === "function"));
  expect(functions.filter((name) => !old.test(name) && !names.includes(name))).toEqual([]);
  // The second way to log in would be refused: somebody is.
  for (const name of names.filter((one) => one !== "loginUnidentifiedUser")) {
    const answers = page.locator("#log li", { hasText: new RegExp(`^${name}: `) });
    await page.evaluate((label) => [...document.querySelectorAll<HTMLButtonElement>("#calls button")].find((one) => one.textContent === label)?.click(), name);
    await answers.first().waitFor();
    expect([name, await answers.count()]).toEqual([name, 1]);
  }
  const refused = (await page.locator("#log li.error").allTextContents()).map((line) => line.split(" : ")[0]?.trim());
  expect(refused.sort()).toEqual(["fetchHelpCenterCollection: not_found", "registerForPush: unsupported_platform"]);
  await expect.poll(() => page.locator("#session").textContent()).toBe("logged_out");
  expect(errors).toEqual([]);
});
