// What is shown, and the help center as data, on Cordova's browser platform and the real server.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { App, type Visitor } from "./app";

let app: App;
let visitor: Visitor;
let user: string;
let count = 0;
beforeAll(async () => {
  app = await App.open();
  await app.desk.operator("PUT", "/x/content/news/6001", { status: "live", title: "Autumn", body: { body_html: "<p>Leaves.</p>" } });
});
beforeEach(async () => {
  count += 1;
  user = `shown-${count}`;
  visitor = await app.visit();
  await visitor.call("loginUserWithUserAttributes", { userId: user, email: `${user}@example.com` });
});
afterEach(async () => {
  expect(visitor.errors).toEqual([]);
  await app.leave();
});
afterAll(() => app?.close());

const until = <T>(read: () => Promise<T> | T, wanted: T): Promise<void> => expect.poll(read, { timeout: 100_000 }).toEqual(wanted);
const contact = async (): Promise<string> => (await app.desk.operator("POST", "/contacts/search", { query: { field: "external_id", operator: "=", value: user } })).data[0].id;
const admin = async (): Promise<string> => (await app.desk.operator("GET", "/me")).id;
const told = (): Promise<unknown[]> => visitor.page.evaluate(() => (window as never as { told: unknown[] }).told);
const listen = (...names: string[]): Promise<void> =>
  visitor.page.evaluate((all) => {
    const page = window as never as { told: unknown[] };
    page.told = [];
    for (const name of all) intercom.addEventListener(name as "unreadCountChanged", (data) => page.told.push(data ? data.count : name));
  }, names);
const closed = async (): Promise<void> => {
  await visitor.call("hideIntercom");
  await until(() => visitor.launcher.getAttribute("aria-expanded"), "false");
};

describe("the messenger", () => {
  test("`present` opens it, `hideIntercom` and `hideMessenger` close it, and `shown` and `hidden` are told", async () => {
    await listen("shown", "hidden");
    expect(await visitor.call("present")).toBeUndefined();
    await visitor.messenger.getByRole("heading", { level: 1 }).first().waitFor();
    expect(await visitor.call("hideIntercom")).toBeUndefined();
    await visitor.call("present");
    await visitor.call("hideMessenger");
    expect(await visitor.call("hideIntercom")).toBeUndefined();
    await until(told, ["shown", "hidden", "shown", "hidden"]);
    });

  test("`presentSpace` opens each space, and an unknown one is an error", async () => {
    for (const [space, tab] of [["HOME", "Home"], ["HELP_CENTER", "Help"], ["MESSAGES", "Messages"], ["TICKETS", "Tickets"]] as const) {
      expect(await visitor.call("presentSpace", space)).toBeUndefined();
      await visitor.messenger.locator("[aria-current]", { hasText: tab }).waitFor();
    }
    expect(await visitor.call("presentSpace", "NEWS")).toBeUndefined();
    expect(await visitor.call("presentSpace", "LOBBY")).toEqual({ code: "unknown_space", field: "space" });
    expect(await visitor.call("presentSpace", null)).toEqual({ code: "missing", field: "space" });
  });

  test("`presentContent` opens content of every kind", async () => {
    const collections = await visitor.call<{ collectionId: string; title: string }[]>("fetchHelpCenterCollections");
    const { id: type } = await app.desk.operator("POST", "/x/ticket_types", { name: "Fault", status: "live", attributes: [{ name: "title", label: "What?", type: "text", required: true }] });
    const ticket = await app.desk.operator("POST", "/tickets", { ticket_type_id: type, contacts: [{ id: await contact() }], ticket_attributes: { title: "The lamp is dark" } });
    const conversation = await visitor.call<{ conversation_id: string }>("startConversation", "Is the desk open?");
    await closed();
    const shown: [object, () => Promise<unknown>][] = [
      [{ type: "ARTICLE", id: 1001 }, () => visitor.messenger.getByRole("heading", { name: "Getting started" }).waitFor()],
      [{ type: "HELP_CENTER_COLLECTIONS", ids: [collections[0]?.collectionId] }, () => visitor.messenger.getByText(collections[0]?.title ?? "").first().waitFor()],
      [{ type: "NEWS", id: "6001" }, () => visitor.messenger.getByText("Autumn").first().waitFor()],
      [{ type: "CONVERSATION", id: conversation.conversation_id }, () => visitor.messenger.getByText("Is the desk open?").first().waitFor()],
      [{ type: "TICKET", id: ticket.id }, () => visitor.messenger.getByText("The lamp is dark").first().waitFor()],
      [{ type: "SURVEY", id: "2001" }, () => visitor.messenger.locator(".survey").waitFor()],
      [{ type: "CAROUSEL", id: "3001" }, () => visitor.messenger.locator(".carousel").waitFor()],
    ];
    for (const [content, seen] of shown) {
      expect([content, await visitor.call("presentContent", content)]).toEqual([content, undefined]);
      await seen();
      await closed();
    }
  });

  test("`presentContent` says why something is not shown, and shows nothing", async () => {
    expect(await visitor.call("presentContent", { type: "ARTICLE", id: 1002 })).toMatchObject({ code: "content_not_live" });
    expect(await visitor.call("presentContent", { type: "ARTICLE", id: "none" })).toMatchObject({ code: "not_found" });
    expect(await visitor.call("presentContent", { type: "POSTER", id: "1" })).toEqual({ code: "unknown_content_type", field: "type" });
    expect(await visitor.page.locator("#frontdesk-messenger iframe").count()).toBe(0);
  });

  test("`presentMessageComposer` opens the composer, empty or with the text", async () => {
    await visitor.call("presentMessageComposer");
    expect(await visitor.messenger.getByRole("textbox").first().inputValue()).toBe("");
    await visitor.call("presentMessageComposer", "I have a question");
    await until(() => visitor.messenger.getByRole("textbox").first().inputValue(), "I have a question");
  });
});

test("the unread count is live: event, call, cached getter and badge, up and down", async () => {
  await visitor.call("setLauncherVisibility", "VISIBLE");
  await listen("unreadCountChanged");
  await until(told, [0]);
  await visitor.call("startConversation", "Hello");
  await closed();
  const { conversations } = await app.desk.operator("POST", "/conversations/search", { query: { field: "contact_ids", operator: "=", value: await contact() } });
  await app.desk.operator("POST", `/conversations/${conversations[0].id}/reply`, { message_type: "comment", type: "admin", admin_id: await admin(), body: "<p>Welcome</p>" });
  await until(told, [0, 1]);
  expect(await visitor.call("unreadConversationCount")).toBe(1);
  expect(await visitor.page.evaluate(() => intercom.unreadCount)).toBe(1);
  await until(() => visitor.launcher.locator(".badge").textContent(), "1");
  await visitor.begin();
  expect(await visitor.call("unreadConversationCount")).toBe(1);
  await listen("unreadCountChanged");
  await until(told, [1]);
  await visitor.call("presentContent", { type: "CONVERSATION", id: conversations[0].id });
  await visitor.messenger.getByText("Welcome").first().waitFor();
  await until(told, [1, 0]);
  await visitor.call("logout");
  expect(await visitor.call("unreadConversationCount")).toBe(0);
});

describe("what the app decides", () => {
  test("`setLauncherVisibility` and `setBottomPadding`: hidden until asked for, kept over a reload", async () => {
    await visitor.page.locator("#frontdesk-messenger").waitFor({ state: "attached" });
    expect(await visitor.launcher.isVisible()).toBe(false);
    await visitor.call("setLauncherVisibility", "VISIBLE");
    await visitor.launcher.waitFor();
    const low = (await visitor.launcher.boundingBox())?.y ?? 0;
    await visitor.call("setBottomPadding", 100);
    await until(async () => low - ((await visitor.launcher.boundingBox())?.y ?? 0), 100);
    await visitor.begin();
    await visitor.launcher.waitFor();
    expect(low - ((await visitor.launcher.boundingBox())?.y ?? 0)).toBe(100);
    await visitor.call("setLauncherVisibility", "GONE");
    await visitor.launcher.waitFor({ state: "hidden" });
    expect(await visitor.call("setLauncherVisibility", "MAYBE")).toEqual({ code: "unknown_value", field: "visibility" });
    expect(await visitor.call("setBottomPadding", "-1")).toEqual({ code: "out_of_range", field: "bottom_padding" });
    expect(await visitor.call("setBottomPadding", "40")).toBeUndefined();
  });

  test("`setThemeMode` darkens the messenger, in either case of its words", async () => {
    await visitor.call("setThemeMode", "DARK");
    await visitor.call("present");
    await until(() => visitor.messenger.locator("html").getAttribute("data-theme"), "dark");
    await visitor.call("setThemeMode", "light");
    await until(() => visitor.messenger.locator("html").getAttribute("data-theme"), "light");
    expect(await visitor.call("setThemeMode", "sepia")).toEqual({ code: "unknown_value", field: "theme_mode" });
  });

  test("`setInAppMessageVisibility` and `suppressProactiveContent` take the documented words alone", async () => {
    expect(await visitor.call("setInAppMessageVisibility", "GONE")).toBeUndefined();
    expect(await visitor.call("setInAppMessageVisibility", null)).toEqual({ code: "missing", field: "visibility" });
    expect(await visitor.call("suppressProactiveContent", ["CAROUSEL", "SURVEY"])).toBeUndefined();
    expect(await visitor.call("suppressProactiveContent", [])).toBeUndefined();
    expect(await visitor.call("suppressProactiveContent", "CAROUSEL")).toEqual({ code: "wrong_type", field: "kinds" });
    expect(await visitor.call("suppressProactiveContent", ["POSTER"])).toEqual({ code: "unknown_value", field: "kinds[0]" });
  });
});

test("help center data has the documented keys, as objects and as JSON text, offline too", async () => {
  const collections = await visitor.call<{ collectionId: string; title: string }[]>("fetchHelpCenterCollections");
  expect(collections[0]).toMatchObject({ collectionId: expect.any(String), title: expect.any(String) });
  const id = collections[0]?.collectionId ?? "";
  const content = await visitor.call<{ articles: object[]; sections: object[] }>("fetchHelpCenterCollection", Number(id));
  expect(content).toMatchObject({ collectionId: id, articles: expect.any(Array), sections: expect.any(Array) });
  const results = await visitor.call<object[]>("searchHelpCenter", "started");
  expect(results[0]).toMatchObject({ articleId: "1001", title: "Getting started" });
  const [outcome, text] = await visitor.heard("fetchHelpCenterCollections");
  expect([outcome, typeof text, JSON.parse(text as string)]).toEqual(["success", "string", collections]);
  await visitor.offline(true);
  expect(await visitor.call("fetchHelpCenterCollections")).toEqual(collections);
  expect(await visitor.call("searchHelpCenter", "started")).toMatchObject([{ articleId: "1001" }]);
  expect(await visitor.call("fetchHelpCenterCollection", "none")).toMatchObject({ code: expect.any(String) });
});

test("push: a payload of ours is known, and opens its conversation when it was tapped; a browser has no `registerForPush`", async () => {
  const { conversation_id: id } = await visitor.call<{ conversation_id: string }>("startConversation", "Push me");
  await closed();
  const payload = { frontdesk: "1", conversation_id: id };
  expect(await visitor.call("isFrontdeskPush", { data: payload })).toBe(true);
  expect(await visitor.call("isFrontdeskPush", { data: { from: "somebody" } })).toBe(false);
  expect(await visitor.call("handlePush", { from: "somebody" })).toBe(false);
  expect(await visitor.call("handlePush", payload)).toBe(true);
  expect(await visitor.launcher.getAttribute("aria-expanded")).toBe("false");
  expect(await visitor.call("handlePush", { ...payload, tap: "background" })).toBe(true);
  await visitor.messenger.getByText("Push me").first().waitFor();
  expect(await visitor.call("sendPushTokenToIntercom", "token")).toBeUndefined();
  expect(await visitor.call("clearPushToken")).toBeUndefined();
  expect(await visitor.call("registerForPush")).toEqual({ code: "unsupported_platform" });
});
