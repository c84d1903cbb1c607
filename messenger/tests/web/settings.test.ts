// Every setting that shows in a page or arrives at the server, in Chromium, on the real server.

import { createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { plain, Town, type Visitor } from "./town";

let town: Town;
beforeAll(async () => {
  town = await Town.open();
  for (const name of ["seats", "utm_source", "utm_campaign"]) {
    await town.operator("POST", "/data_attributes", { name, model: "contact", messenger_writable: true, data_type: name === "seats" ? "integer" : "string" });
  }
});
afterEach(() => town.leave());
afterAll(() => town?.close());

let pages = 0;
/** A page that boots by itself with these settings. */
async function shop(settings: string, more = "", search = ""): Promise<Visitor> {
  const path = `/shop-${(pages += 1)}`;
  town.page(path, plain(`{ app_id: '$APP', ${settings} }`, more));
  const visitor = await town.visit(path + search);
  await visitor.page.waitForFunction(() => (window as { Intercom?: { frontdesk?: string } }).Intercom?.frontdesk);
  return visitor;
}
/** Where the launcher is: distances from the right, the left and the bottom. */
const place = (visitor: Visitor): Promise<{ right: number; left: number; bottom: number }> =>
  visitor.launcher.evaluate((one) => {
    const box = one.getBoundingClientRect();
    return { right: innerWidth - box.right, left: box.left, bottom: innerHeight - box.bottom };
  });
const contact = async (userId: string): Promise<Record<string, unknown>> => {
  const found = await town.operator("POST", "/contacts/search", { query: { field: "external_id", operator: "=", value: userId } });
  return (found["data"] as Record<string, unknown>[])[0] ?? {};
};

test("`app_id` in the page's settings boots by itself; the launcher is where it is by default", async () => {
  const visitor = await shop("");
  await visitor.launcher.waitFor();
  expect(await place(visitor)).toMatchObject({ right: 20, bottom: 20 });
  expect(await visitor.page.locator("#frontdesk-messenger").evaluate((one) => getComputedStyle(one).zIndex)).toBe("2147483001");
  expect(visitor.errors).toEqual([]);
});

test("`alignment`, `horizontal_padding`, `vertical_padding` and `z_index` say where the launcher is", async () => {
  const visitor = await shop("alignment: 'left', horizontal_padding: 44, vertical_padding: 3, z_index: 12");
  await visitor.launcher.waitFor();
  expect(await place(visitor)).toMatchObject({ left: 44, bottom: 20 });
  expect(await visitor.page.locator("#frontdesk-messenger").evaluate((one) => getComputedStyle(one).zIndex)).toBe("12");
  await visitor.call("update", { alignment: "right", vertical_padding: 60 });
  expect(await place(visitor)).toMatchObject({ right: 44, bottom: 60 });
  await visitor.page.setViewportSize({ width: 400, height: 700 });
  await visitor.call("update", {});
  expect(await place(visitor)).toMatchObject({ right: 20, bottom: 20 });
});

test("`hide_default_launcher` takes the launcher away, and false brings it back", async () => {
  const visitor = await shop("hide_default_launcher: true");
  await visitor.ready();
  expect(await visitor.launcher.isVisible()).toBe(false);
  await visitor.call("update", { hide_default_launcher: false });
  expect(await visitor.launcher.isVisible()).toBe(true);
});

test("`custom_launcher_selector` opens the messenger from any element, also one that comes later", async () => {
  const visitor = await shop("custom_launcher_selector: '.help'", "<a class='help' href='mailto:a@b.c'><b>Help</b></a>");
  await visitor.ready();
  await visitor.page.locator(".help b").click();
  await visitor.messenger.getByRole("heading", { level: 1 }).first().waitFor();
  await visitor.call("hide");
  await visitor.page.evaluate(() => document.body.insertAdjacentHTML("beforeend", "<button class=help id=late>More</button>"));
  await visitor.page.locator("#late").click();
  await visitor.page.waitForFunction(() => document.querySelector("#frontdesk-messenger")?.shadowRoot?.querySelector("[aria-expanded=true]"));
  await visitor.call("update", { custom_launcher_selector: "((" });
  await visitor.page.locator("#late").click();
  expect(visitor.errors).toEqual([]);
});

test("`link_color` colours links as far as they can be read, and no longer when it is taken back", async () => {
  const visitor = await shop("link_color: 'yellow', theme_mode: 'light'");
  await visitor.call("showArticle", 1001);
  const link = async (): Promise<string> => visitor.messenger.locator("html").evaluate((one) => getComputedStyle(one).getPropertyValue("--link"));
  await visitor.messenger.locator(".messenger").waitFor();
  // Yellow of its own cannot be read on white: its hue at a lightness that can.
  const yellow = await link();
  expect(yellow).toMatch(/^#[0-9a-f]{6}$/);
  expect(yellow).not.toBe("#ffff00");
  await visitor.call("update", { link_color: "no colour" });
  await expect.poll(link, { timeout: 100_000 }).not.toBe(yellow);
  expect([visitor.errors, visitor.warnings]).toEqual([[], []]);
});

test("`action_color` and `background_color` colour launcher and messenger; `installation_type` is taken and changes nothing", async () => {
  const visitor = await shop("action_color: 'rebeccapurple', background_color: '#ff0000', installation_type: 'npm-package'");
  await visitor.launcher.waitFor();
  expect(await visitor.launcher.evaluate((one) => getComputedStyle(one).backgroundColor)).toBe("rgb(102, 51, 153)");
  await visitor.call("show");
  await visitor.messenger.locator(".messenger").waitFor();
  const brand = await visitor.messenger.locator("html").evaluate((one) => one.style.getPropertyValue("--brand"));
  expect(brand).toMatch(/^#/);
  await visitor.call("update", { action_color: "no colour" });
  expect(await visitor.launcher.evaluate((one) => getComputedStyle(one).backgroundColor)).toBe("rgb(255, 0, 0)");
  expect([visitor.errors, visitor.warnings]).toEqual([[], []]);
});

test("`messenger_style_id` gives a look that an operator made; one that there is not gives the workspace's own and is named", async () => {
  await town.operator("PUT", "/x/messenger_styles/shop", { settings: { colors: { primary: "#7c2d12" }, greeting: "Hello, shopper" } });
  const colour = (one: Visitor): Promise<string> => one.launcher.evaluate((button) => getComputedStyle(button).backgroundColor);
  const visitor = await shop("messenger_style_id: 'shop', user_id: 'styled'");
  await visitor.launcher.waitFor();
  await expect.poll(() => colour(visitor), { timeout: 100_000 }).toBe("rgb(124, 45, 18)");
  await visitor.call("show");
  await visitor.messenger.getByText("Hello, shopper").first().waitFor();
  await visitor.call("hide");
  expect(visitor.warnings).toEqual([]);
  // Who comes next on this device does not inherit it.
  await visitor.call("shutdown");
  await visitor.call("boot", { app_id: town.workspace.app_id, user_id: "plain", messenger_style_id: undefined });
  await expect.poll(() => colour(visitor), { timeout: 100_000 }).toBe("rgb(37, 99, 235)");
  await visitor.call("update", { messenger_style_id: "canary" });
  await expect.poll(() => visitor.warnings, { timeout: 100_000 }).toEqual(["Frontdesk: messenger_style_id was not taken (not_found)."]);
  expect(await colour(visitor)).toBe("rgb(37, 99, 235)");
  await visitor.call("update", { messenger_style_id: "shop" });
  await expect.poll(() => colour(visitor), { timeout: 100_000 }).toBe("rgb(124, 45, 18)");
  expect(visitor.errors).toEqual([]);
});

test("`theme_mode` is light, dark or the system's, and another page does not inherit it", async () => {
  const visitor = await shop("theme_mode: 'dark'");
  await visitor.call("show");
  await visitor.messenger.locator("html[data-theme=dark]").waitFor();
  await visitor.call("update", { theme_mode: "light" });
  await visitor.messenger.locator("html[data-theme=light]").waitFor();
});

test("`hide_notifications` keeps what comes by itself away", async () => {
  const body = { display: "banner", body_html: "<p>Closed on Monday</p>" };
  await town.operator("PUT", "/x/content/in_app_message/7002", { status: "live", title: "Closed", body });
  const visitor = await shop("hide_notifications: true, user_id: 'quiet'");
  await visitor.ready();
  expect(await visitor.page.locator("#frontdesk-messenger iframe").count()).toBe(0);
  await visitor.call("hideNotifications", false);
  await visitor.messenger.getByText("Closed on Monday").waitFor();
  await town.operator("PUT", "/x/content/in_app_message/7002", { status: "paused", title: "Closed", body });
});

test("`user_id`, `email`, `name`, `phone`, `created_at`, `unsubscribed_from_emails`, `language_override` and any other key arrive", async () => {
  const visitor = await shop("user_id: 'ada', email: 'ada@example.com', name: 'Ada', phone: '+43 1', created_at: 1700000000, unsubscribed_from_emails: true, language_override: 'de', seats: 5, company: { id: 'c9', name: 'Corp', plan: 'gold' }");
  await visitor.ready();
  expect(await contact("ada")).toMatchObject({
    email: "ada@example.com",
    name: "Ada",
    phone: "+43 1",
    signed_up_at: 1_700_000_000,
    unsubscribed_from_emails: true,
    custom_attributes: { seats: 5 },
  });
  await visitor.page.locator("#frontdesk-messenger [lang=de]").waitFor({ state: "attached" });
  expect(await visitor.launcher.getAttribute("aria-label")).toBe("Messenger öffnen");
});

test("`avatar` is the person's picture, of which a page is told in words when it cannot be one", async () => {
  const visitor = await shop("user_id: 'face', avatar: { type: 'avatar', image_url: 'https://example.com/face.png' }");
  await visitor.ready();
  expect((await contact("face"))["avatar"]).toEqual({ type: "avatar", image_url: "https://example.com/face.png" });
  await visitor.call("update", { avatar: { type: "avatar", image_url: "http://canary.example/face.png" }, name: "Face" });
  await expect.poll(async () => (await contact("face"))["name"], { timeout: 100_000 }).toBe("Face");
  expect(visitor.warnings).toEqual(["Frontdesk: avatar.image_url was not taken (invalid_url)."]);
  await visitor.call("update", { avatar: null });
  await expect.poll(async () => (await contact("face"))["avatar"], { timeout: 100_000 }).toBeNull();
});

test("a key that the workspace does not know is named in a warning, without its value", async () => {
  const visitor = await shop("user_id: 'unknown', shoe_size: 'canary'");
  await visitor.ready();
  await expect.poll(() => visitor.warnings).toEqual(["Frontdesk: custom_attributes.shoe_size was not taken (attribute_not_found)."]);
});

test("`companies` arrive, and where a visitor came from is read from the address", async () => {
  const visitor = await shop("user_id: 'eve', companies: [{ company_id: 'c1', name: 'One' }, { id: 'c2', name: 'Two' }]", "", "?utm_source=mail&utm_campaign=may");
  await visitor.ready();
  const eve = await contact("eve");
  expect(eve["custom_attributes"]).toEqual({ utm_source: "mail", utm_campaign: "may" });
  const companies = await town.operator("GET", `/contacts/${String(eve["id"])}/companies`);
  expect((companies["data"] as { company_id: string }[]).map((one) => one.company_id).sort()).toEqual(["c1", "c2"]);
});

test("`user_hash` and `intercom_user_jwt` prove who somebody is where the workspace wants it; without proof nobody is let in", async () => {
  await town.operator("PUT", "/x/identity_verification/web", { mode: "on" });
  const secret = town.workspace.identity_secrets.web;
  const hash = createHmac("sha256", secret).update("proven").digest("hex");
  const good = await shop(`user_id: 'proven', user_hash: '${hash}'`);
  await good.ready();
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const head = `${part({ alg: "HS256", typ: "JWT" })}.${part({ user_id: "signed", exp: Math.floor(Date.now() / 1000) + 600 })}`;
  const token = `${head}.${createHmac("sha256", secret).update(head).digest("base64url")}`;
  const signed = await shop(`intercom_user_jwt: '${token}'`);
  await signed.ready();
  expect(await signed.call("whoami")).toMatchObject({ type: "user", user_id: "signed" });
  const bad = await shop("user_id: 'forged', user_hash: 'abc'");
  await expect.poll(() => bad.warnings.length, { timeout: 100_000 }).toBeGreaterThan(0);
  expect(bad.warnings[0]).toMatch(/^Frontdesk: boot was not done \(/);
  expect(bad.warnings.join()).not.toContain("abc");
  await town.operator("PUT", "/x/identity_verification/web", { mode: "off" });
});

test("`auth_tokens` are taken with `boot`", async () => {
  const visitor = await shop("user_id: 'tokens', auth_tokens: { orders: 'a.b.c' }");
  await visitor.ready();
  expect(visitor.warnings).toEqual([]);
});

test("`last_request_at` is what single-page apps send to ask for news", async () => {
  const visitor = await shop("user_id: 'spa'");
  await visitor.ready();
  const before = visitor.asked.filter((one) => one === "POST /sdk/v1/ping").length;
  await visitor.call("update", { last_request_at: 1_700_000_000 });
  await expect.poll(() => visitor.asked.filter((one) => one === "POST /sdk/v1/ping").length, { timeout: 100_000 }).toBeGreaterThan(before);
  expect(visitor.asked).not.toContain("PATCH /sdk/v1/me");
});

test("a change of route asks for news by itself, unless the page follows its routes alone", async () => {
  const pings = (visitor: Visitor): number => visitor.asked.filter((one) => one === "POST /sdk/v1/ping").length;
  const visitor = await shop("user_id: 'routes'");
  await visitor.ready();
  const before = pings(visitor);
  await visitor.page.evaluate(() => history.pushState(null, "", "/elsewhere"));
  await expect.poll(() => pings(visitor), { timeout: 100_000 }).toBeGreaterThan(before);
  const alone = await shop("user_id: 'alone', follow_routes: false");
  await alone.ready();
  expect(await alone.page.evaluate(() => Object.hasOwn(history, "pushState"))).toBe(false);
});

test("teammates see the page that somebody is on, by its address and its `page_title`, and each one they go to", async () => {
  const visitor = await shop("user_id: 'walker'", "", "?token=canary#canary");
  const last = async (): Promise<unknown> => ((await contact("walker"))["last_page"] ?? {}) as object;
  const url = (await visitor.page.evaluate(() => location.origin + location.pathname));
  await expect.poll(last, { timeout: 100_000 }).toMatchObject({ url, title: "Shop" });
  await visitor.page.evaluate(() => ((document.title = "Stoves"), history.pushState(null, "", "/stoves?token=canary")));
  await expect.poll(last, { timeout: 100_000 }).toMatchObject({ url: `${new URL(url).origin}/stoves`, title: "Stoves" });
  await visitor.call("update", { page_title: "Named by the page" });
  await expect.poll(last, { timeout: 100_000 }).toMatchObject({ title: "Named by the page" });
  await visitor.call("startConversation", "Is it in stock?");
  const source = async (): Promise<unknown> => ((await town.operator("POST", "/conversations/search", { query: { field: "source.body", operator: "~", value: "stock" } }))["conversations"] as { source: { url: string } }[])[0]?.source.url;
  await expect.poll(source, { timeout: 100_000 }).toBe(`${new URL(url).origin}/stoves`);
  // From then on nothing is told.
  await visitor.call("update", { tell_page: false });
  await visitor.page.evaluate(() => history.pushState(null, "", "/private"));
  const pings = visitor.asked.filter((one) => one === "POST /sdk/v1/ping").length;
  await expect.poll(() => visitor.asked.filter((one) => one === "POST /sdk/v1/ping").length, { timeout: 100_000 }).toBeGreaterThan(pings);
  expect(JSON.stringify(await last())).not.toMatch(/private|canary/);
});

test("`api_base` names another server than the script's, but Intercom's own is not believed", async () => {
  const visitor = await shop("user_id: 'base', api_base: 'https://api-iam.eu.intercom.io'");
  await visitor.ready();
  const local = town.workspace.url.replace("127.0.0.1", "localhost");
  const other = await shop(`user_id: 'base2', api_base: '${local}'`);
  await other.ready();
  const hosts = await other.page.evaluate(() => performance.getEntriesByType("resource").map((one) => one.name).filter((one) => one.includes("/sdk/")));
  expect(hosts.length).toBeGreaterThan(0);
  expect(hosts.every((one) => one.startsWith(local))).toBe(true);
});

test("`session_duration` ends the session of who does not come again; without its cookie the next `boot` shows nobody", async () => {
  const visitor = await shop("user_id: 'short', session_duration: 3600000");
  await visitor.ready();
  const context = visitor.page.context();
  const session = async () => (await context.cookies()).find((one) => one.name === `intercom-session-${town.workspace.app_id}`);
  await expect.poll(async () => Math.round(((await session())?.expires ?? 0) - Date.now() / 1000), { timeout: 100_000 }).toBeLessThanOrEqual(3600);
  await context.clearCookies({ name: `intercom-session-${town.workspace.app_id}` });
  town.page("/later", plain());
  const later = await town.visit("/later", context);
  await later.ready();
  expect(await later.call("whoami")).toMatchObject({ type: "lead" });
});
