// Every documented call, in Chromium, on the real server: what happens in the page and what arrives.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Town, type Visitor } from "./town";

let town: Town;
let shop: Visitor;
let person = 0;
beforeAll(async () => {
  town = await Town.open();
  town.page("/", "<!doctype html><title>Shop</title><h1>Shop</h1>");
  await town.operator("PUT", "/x/content/news/6001", { status: "live", title: "Autumn", body: { body_html: "<p>Leaves.</p>" } });
});
afterEach(() => town.leave());
afterAll(() => town?.close());

/** A page on which nobody is yet. */
const nobody = async (): Promise<Visitor> => {
  const visitor = await town.visit("/");
  await visitor.page.addScriptTag({ url: town.script });
  return visitor;
};
const boot = (visitor: Visitor, more: object = {}): Promise<void> => visitor.call("boot", { app_id: town.workspace.app_id, ...more });
const said = (visitor: Visitor): Promise<string[]> => visitor.page.evaluate(() => (window as never as { said: string[] }).said);
const until = <T>(read: () => Promise<T> | T, wanted: T): Promise<void> => expect.poll(read, { timeout: 100_000 }).toEqual(wanted);
const events = async (userId: string): Promise<string[]> =>
  ((await town.operator("GET", `/events?type=user&user_id=${userId}`))["events"] as { event_name: string }[]).map((one) => one.event_name);

describe("without a person", () => {
  test("`boot` makes a visitor, `getVisitorId` names the contact that operators see", async () => {
    const visitor = await nobody();
    expect(await visitor.call("getVisitorId")).toBeUndefined();
    await boot(visitor);
    const id = await visitor.call<string>("getVisitorId");
    expect(await town.operator("GET", `/visitors?user_id=${id}`)).toMatchObject({ type: "visitor", user_id: id });
    expect(await visitor.call("whoami")).toMatchObject({ type: "lead" });
    await visitor.launcher.waitFor();
    expect([visitor.errors, visitor.warnings]).toEqual([[], []]);
  });

  test("`boot` without an app_id says so and changes nothing", async () => {
    const visitor = await nobody();
    await expect(visitor.call("boot")).resolves.toBeUndefined().catch(() => undefined);
    expect(visitor.asked.filter((one) => one.includes("/sdk/"))).toEqual([]);
    expect(await visitor.launcher.count()).toBe(0);
  });

  test("W4: calls before `boot` wait for it; `ready` runs once, when the server knows who is here", async () => {
    const visitor = await nobody();
    await visitor.page.evaluate((appId) => {
      const page = window as never as { Intercom: (...args: unknown[]) => void; said: string[] };
      page.said = [];
      page.Intercom("ready", () => page.said.push("ready"));
      page.Intercom("onUnreadCountChange", (count: number) => page.said.push(`unread ${count}`));
      page.Intercom("boot", { app_id: appId, user_id: "early" });
      page.Intercom("trackEvent", "first");
      page.Intercom("trackEvent", "second");
    }, town.workspace.app_id);
    await until(() => said(visitor), ["unread 0", "ready"]);
    await until(async () => (await events("early")).sort(), ["first", "second"]);
    await visitor.call("update", { name: "Ada" });
    expect(await said(visitor)).toEqual(["unread 0", "ready"]);
    await visitor.ready();
  });

  test("`update` with an id makes a user of the visitor, who keeps what was written", async () => {
    const visitor = await nobody();
    await boot(visitor);
    await visitor.call("startConversation", "From a visitor");
    await visitor.call("update", { user_id: "grown", name: "Grown Up", plan: "pro", company: { id: "c1", name: "Corp", seats: 5 } });
    const found = await town.operator("POST", "/contacts/search", { query: { field: "external_id", operator: "=", value: "grown" } });
    expect(found["data"]).toMatchObject([{ role: "user", name: "Grown Up", custom_attributes: { plan: "pro" } }]);
    await until(async () => ((await town.operator("GET", "/conversations"))["conversations"] as unknown[]).length > 0, true);
    expect(await visitor.call("whoami")).toMatchObject({ type: "user", user_id: "grown" });
  });

  test("`onUserEmailSupplied` is told when a visitor leaves an address", async () => {
    const visitor = await nobody();
    await boot(visitor);
    await visitor.page.evaluate(() => {
      const page = window as never as { Intercom: (...args: unknown[]) => void; said: string[] };
      page.said = [];
      page.Intercom("onUserEmailSupplied", undefined);
      page.Intercom("onUserEmailSupplied", () => page.said.push("email"));
    });
    await visitor.call("startConversation", "Please answer me");
    await visitor.messenger.getByRole("textbox", { name: /mail/i }).fill("ada@example.com");
    await visitor.messenger.getByRole("textbox", { name: /mail/i }).press("Enter");
    await until(() => said(visitor), ["email"]);
  });
});

describe("with a user", () => {
  let id: string;
  beforeEach(async () => {
    person += 1;
    id = `user-${person}`;
    shop = await nobody();
    await boot(shop, { user_id: id, email: `${id}@example.com` });
  });

  test("`show` opens and `hide` closes, `onShow` and `onHide` are told, and the launcher toggles", async () => {
    await shop.page.evaluate(() => {
      const page = window as never as { Intercom: (...args: unknown[]) => void; said: string[] };
      page.said = [];
      page.Intercom("onShow", () => page.said.push("shown"));
      page.Intercom("onHide", () => page.said.push("hidden"));
    });
    expect(shop.asked.some((one) => one.includes("/frame/"))).toBe(false);
    await shop.call("show");
    await shop.messenger.getByRole("heading", { level: 1 }).first().waitFor();
    expect(await said(shop)).toEqual(["shown"]);
    await shop.call("hide");
    await until(() => said(shop), ["shown", "hidden"]);
    expect(await shop.launcher.getAttribute("aria-expanded")).toBe("false");
    await shop.launcher.click();
    await until(() => said(shop), ["shown", "hidden", "shown"]);
    await shop.launcher.click();
    await until(() => said(shop), ["shown", "hidden", "shown", "hidden"]);
  });

  test("`showSpace` opens each space, `showMessages` the messages; another word does nothing", async () => {
    await shop.call("showSpace", "nonsense");
    expect(await shop.page.locator("#frontdesk-messenger iframe").count()).toBe(0);
    for (const [space, tab] of [["home", "Home"], ["help", "Help"], ["tickets", "Tickets"], ["tasks", "Tickets"], ["messages", "Messages"]] as const) {
      await shop.call("showSpace", space);
      await shop.messenger.locator("[aria-current]", { hasText: tab }).waitFor();
    }
    await shop.call("showSpace", "home");
    await shop.call("showMessages");
    await shop.messenger.locator("[aria-current]", { hasText: "Messages" }).waitFor();
  });

  test("`showNewMessage` opens the composer, empty or with the text", async () => {
    await shop.call("showNewMessage", undefined);
    expect(await shop.messenger.getByRole("textbox").first().inputValue()).toBe("");
    await shop.call("showNewMessage", "I have a question");
    await expect.poll(() => shop.messenger.getByRole("textbox").first().inputValue()).toBe("I have a question");
  });

  test("`startConversation` sends at once; the answer raises `onUnreadCountChange` and the badge, and `showConversation` shows it", async () => {
    await shop.page.evaluate(() => {
      const page = window as never as { Intercom: (...args: unknown[]) => void; said: string[] };
      page.said = [];
      page.Intercom("onUnreadCountChange", (count: number) => page.said.push(String(count)));
    });
    expect(await said(shop)).toEqual(["0"]);
    await shop.call("startConversation", "Hello from the shop");
    await shop.messenger.getByText("Hello from the shop").first().waitFor();
    await shop.call("hide");
    const contact = ((await town.operator("POST", "/contacts/search", { query: { field: "external_id", operator: "=", value: id } }))["data"] as { id: string }[])[0]?.id;
    const list = await town.operator("POST", "/conversations/search", { query: { field: "contact_ids", operator: "=", value: contact } });
    const conversation = (list["conversations"] as { id: string }[])[0]?.id;
    const admin = (await town.operator("GET", "/me"))["id"];
    await town.operator("POST", `/conversations/${conversation}/reply`, { message_type: "comment", type: "admin", admin_id: admin, body: "<p>Welcome</p>" });
    await until(() => said(shop), ["0", "1"]);
    expect(await shop.launcher.locator(".badge").textContent()).toBe("1");
    expect(await shop.launcher.getAttribute("aria-label")).toBe("Open messenger, 1 unread");
    await shop.call("showConversation", Number(conversation));
    await shop.messenger.getByText("Welcome").first().waitFor();
    await until(() => said(shop), ["0", "1", "0"]);
  });

  test("`show` opens the messages when something is unread", async () => {
    const admin = (await town.operator("GET", "/me"))["id"];
    const contact = ((await town.operator("POST", "/contacts/search", { query: { field: "external_id", operator: "=", value: id } }))["data"] as { id: string }[])[0]?.id;
    await town.operator("POST", "/messages", { message_type: "inapp", body: "News for you", from: { type: "admin", id: admin }, to: { type: "user", id: contact } });
    await shop.call("update");
    await until(() => shop.launcher.locator(".badge").textContent(), "1");
    await shop.call("show");
    await shop.messenger.locator("[aria-current]", { hasText: "Messages" }).waitFor();
  });

  test("`showArticle` takes a number or a text; one that is not live or not there changes nothing", async () => {
    await shop.call("showArticle", 1002).catch(() => undefined);
    await shop.call("showArticle", "none").catch(() => undefined);
    expect(await shop.page.locator("#frontdesk-messenger iframe").count()).toBe(0);
    expect(shop.warnings.every((one) => one.startsWith("Frontdesk: showArticle was not done"))).toBe(true);
    await shop.call("showArticle", 1001);
    await shop.messenger.getByRole("heading", { name: "Getting started" }).waitFor();
    await shop.call("hide");
    await shop.call("showArticle", "1001");
    await shop.messenger.getByRole("heading", { name: "Getting started" }).waitFor();
  });

  test("`showNews` and `showTicket` open what is there", async () => {
    await shop.call("showNews", 6001);
    await shop.messenger.getByText("Autumn").first().waitFor();
    await shop.call("showTicket", "999999").catch(() => undefined);
    expect(shop.warnings.at(-1)).toContain("showTicket was not done");
  });

  test("`startSurvey` shows a live survey and nothing else", async () => {
    await shop.call("startSurvey", 2002).catch(() => undefined);
    expect(await shop.page.locator("#frontdesk-messenger iframe").count()).toBe(0);
    await shop.call("startSurvey", 2001);
    await shop.messenger.locator(".survey").waitFor();
  });

  test("`startTour` and `startChecklist` show what is live", async () => {
    await shop.call("startChecklist", 9001);
    await shop.messenger.locator(".checklist").waitFor();
    await shop.call("startTour", 8001);
    await shop.page.getByRole("dialog").getByRole("heading", { name: "Welcome" }).waitFor();
    // The page is what a tour is about.
    await shop.page.locator("#frontdesk-messenger .open").waitFor({ state: "detached" });
    await shop.page.keyboard.press("Escape");
    await shop.page.locator("#frontdesk-tour").waitFor({ state: "detached" });
    expect([shop.errors, shop.warnings]).toEqual([[], []]);
  });

  test("`trackEvent` arrives with its metadata, once", async () => {
    await shop.call("trackEvent", "bought", { price: 3, currency: "eur" });
    await until(() => events(id), ["bought"]);
    const told = await town.operator("GET", `/events?type=user&user_id=${id}`);
    expect((told["events"] as { metadata: object }[])[0]?.metadata).toEqual({ price: 3, currency: "eur" });
    await shop.call("trackEvent", "").catch(() => undefined);
    expect(shop.warnings.at(-1)).toBe("Frontdesk: trackEvent was not done (empty).");
  });

  test("`whoami` says who is here, `update` without arguments asks for news", async () => {
    expect(await shop.call("whoami")).toEqual({ type: "user", user_id: id, email: `${id}@example.com` });
    const before = shop.asked.filter((one) => one === "POST /sdk/v1/ping").length;
    await shop.call("update");
    await until(() => shop.asked.filter((one) => one === "POST /sdk/v1/ping").length > before, true);
  });

  test("W4: `update` beyond 20 in half an hour is joined into one that waits, and none is refused", async () => {
    await shop.page.evaluate(() => {
      const page = window as never as { Intercom: (...args: unknown[]) => Promise<void> };
      return Promise.all(Array.from({ length: 25 }, (_, step) => page.Intercom("update", { plan: `plan ${step}` })));
    });
    expect(shop.asked.filter((one) => one === "PATCH /sdk/v1/me").length).toBeLessThanOrEqual(20);
    expect(shop.warnings).toEqual([]);
  });

  test("`update` with another person's id is not written to this one", async () => {
    await shop.call("update", { user_id: "somebody-else", name: "Wrong" });
    expect(shop.warnings.at(-1)).toContain("call shutdown, then boot");
    const found = await town.operator("POST", "/contacts/search", { query: { field: "external_id", operator: "=", value: id } });
    expect((found["data"] as { name: string | null }[])[0]?.name).toBeNull();
  });

  test("`setAuthTokens` takes tokens and refuses what is none", async () => {
    await shop.call("setAuthTokens", { orders: "aaa.bbb.ccc" });
    expect(shop.warnings).toEqual([]);
    await shop.call("setAuthTokens", { orders: "no token at all" }).catch(() => undefined);
    expect(shop.warnings).toHaveLength(1);
  });

  test("`hideNotifications` keeps messages that come by themselves away, and lets them come again", async () => {
    const body = { display: "banner", body_html: "<p>We are open on Sunday</p>" };
    await shop.call("hideNotifications", true);
    await town.operator("PUT", "/x/content/in_app_message/7001", { status: "live", title: "Open", body });
    await shop.call("update");
    await until(() => shop.asked.includes("POST /sdk/v1/ping"), true);
    expect(await shop.page.locator("#frontdesk-messenger iframe").count()).toBe(0);
    await shop.call("hideNotifications", false);
    await shop.messenger.getByText("We are open on Sunday").waitFor();
    await town.operator("PUT", "/x/content/in_app_message/7001", { status: "paused", title: "Open", body });
  });

  test("`shutdown` leaves nothing on the page, and `boot` begins anew as nobody", async () => {
    await shop.call("startConversation", "My secret");
    await shop.messenger.getByText("My secret").first().waitFor();
    await shop.call("shutdown");
    expect(await shop.page.locator("#frontdesk-messenger").count()).toBe(0);
    expect(await shop.call("whoami")).toBeUndefined();
    expect(await shop.call("getVisitorId")).toBeUndefined();
    await shop.call("show");
    expect(await shop.page.locator("#frontdesk-messenger").count()).toBe(0);
    await boot(shop);
    await shop.call("showMessages");
    await shop.messenger.locator("[aria-current]", { hasText: "Messages" }).waitFor();
    expect(await shop.messenger.getByText("My secret").count()).toBe(0);
    expect(await shop.call("whoami")).toMatchObject({ type: "lead" });
  });

  test("`boot` as another user logs the one before out first", async () => {
    await shop.call("startConversation", "Of the first");
    await boot(shop, { user_id: `${id}-next` });
    expect(await shop.call("whoami")).toMatchObject({ user_id: `${id}-next` });
    await shop.call("showMessages");
    await shop.messenger.locator("[aria-current]", { hasText: "Messages" }).waitFor();
    expect(await shop.messenger.getByText("Of the first").count()).toBe(0);
  });

  test("`reattach_activator` and a call that there is not break nothing", async () => {
    expect(await shop.call("reattach_activator")).toBeUndefined();
    await shop.call("dance");
    expect(shop.warnings.at(-1)).toContain('there is no call "dance"');
    expect(shop.errors).toEqual([]);
  });
});
