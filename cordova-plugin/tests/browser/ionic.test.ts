// examples/ionic on the browser platform: compiled by Angular's own compiler, with the real Angular and Ionic. The step
// `cordova` builds it and says where in FRONTDESK_IONIC_APP; without that nothing of it runs.

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { App } from "./app";

const WWW = process.env["FRONTDESK_IONIC_APP"];

let app: App;
beforeAll(async () => {
  app = await App.open();
});
afterEach(() => app.leave());
afterAll(() => app?.close());

test.skipIf(!WWW)("a press is answered on the screen, and the badge follows the unread count by itself", async () => {
  const { page, errors } = await app.visit({ www: WWW as string });
  const badge = page.locator("ion-badge");
  await expect.poll(() => badge.textContent()).toBe("0");
  const press = async (name: string, answer: RegExp): Promise<void> => {
    await page.locator("ion-button", { hasText: new RegExp(`^\\s*${name}\\s*$`) }).click();
    await page.locator("ion-item", { hasText: answer }).first().waitFor();
  };
  await press("present", /present: "not_logged_in :/);
  await press("loginUserWithUserAttributes", /loginUserWithUserAttributes: \{/);
  await press("startConversation", /startConversation: \{/);
  await page.evaluate(() => intercom.hideIntercom());
  const { conversations } = await app.desk.operator("GET", "/conversations");
  const { admins } = await app.desk.operator("GET", "/admins");
  const reply = { message_type: "comment", type: "admin", admin_id: admins[0].id, body: "<p>Hello</p>" };
  await app.desk.operator("POST", `/conversations/${conversations[0].id}/reply`, reply);
  await expect.poll(() => badge.textContent()).toBe("1");
  await press("logEvent", /event delivery: .*"delivered"/s);
  expect(errors).toEqual([]);
});
