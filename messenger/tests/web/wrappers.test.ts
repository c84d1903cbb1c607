// The wrappers that people use already, unchanged, on the real server: each documented call and hook.

import { fileURLToPath } from "node:url";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { Town, type Visitor } from "./town";

let town: Town;
let scripts: { sdk: string; react: string };
beforeAll(async () => {
  const bundled = async (name: string): Promise<string> => {
    const made = await build({
      configFile: false,
      logLevel: "error",
      define: { "process.env.NODE_ENV": '"production"' },
      build: { write: false, lib: { entry: fileURLToPath(new URL(`./wrappers/${name}`, import.meta.url)), formats: ["iife"], name: "wrapper" } },
    });
    return (made as { output: { code: string }[] }[])[0]?.output[0]?.code ?? "";
  };
  const [opened, sdk, react] = await Promise.all([Town.open(), bundled("sdk.js"), bundled("react.js")]);
  town = opened;
  scripts = { sdk, react };
  town.page("/sdk", "<!doctype html><title>SDK</title><script>0</script>");
  town.page("/react", `<!doctype html><title>React</title><div id="root"></div><script>window.settings = { appId: '$APP', apiBase: '$SERVER' };</script>`);
  town.page("/first", `<!doctype html><title>React</title><div id="root"></div><script src="$SCRIPT"></script><script>window.settings = { appId: '$APP' };</script>`);
  await town.operator("PUT", "/x/content/news/6001", { status: "live", title: "Autumn", body: { body_html: "<p>Leaves.</p>" } });
});
afterEach(() => town.leave());
afterAll(() => town?.close());

/** Calls a function of `holder` in the page. */
const ask = <T>(visitor: Visitor, holder: "sdk" | "hooks", name: string, ...args: unknown[]): Promise<T> =>
  visitor.page.evaluate(([where, what, given]) => (window as never as Record<string, Record<string, (...args: unknown[]) => unknown>>)[where as string]?.[what as string]?.(...(given as unknown[])), [holder, name, args]) as Promise<T>;
const events = async (userId: string): Promise<string[]> =>
  ((await town.operator("GET", `/events?type=user&user_id=${userId}`))["events"] as { event_name: string }[]).map((one) => one.event_name);
const said = (visitor: Visitor): Promise<string[]> => visitor.page.evaluate(() => (window as never as { said: string[] }).said);
const until = <T>(read: () => Promise<T> | T, wanted: T): Promise<void> => expect.poll(read, { timeout: 100_000 }).toEqual(wanted);
const tab = (visitor: Visitor, name: string): Promise<void> => visitor.messenger.locator("[aria-current]", { hasText: name }).waitFor();

/** What both wrappers can do on the screen. */
async function screens(visitor: Visitor, holder: "sdk" | "hooks"): Promise<void> {
  await ask(visitor, holder, "show");
  await tab(visitor, "Home");
  await until(() => said(visitor), ["unread 0", "shown"]);
  await ask(visitor, holder, "hide");
  await until(() => said(visitor), ["unread 0", "shown", "hidden"]);
  await ask(visitor, holder, "showSpace", "help");
  await tab(visitor, "Help");
  await ask(visitor, holder, "showMessages");
  await tab(visitor, "Messages");
  await ask(visitor, holder, "showNewMessage", "A question");
  await expect.poll(() => visitor.messenger.getByRole("textbox").first().inputValue()).toBe("A question");
  await ask(visitor, holder, "showArticle", 1001);
  await visitor.messenger.getByRole("heading", { name: "Getting started" }).waitFor();
  await ask(visitor, holder, "showNews", 6001);
  await visitor.messenger.getByText("Autumn").first().waitFor();
  await ask(visitor, holder, "startConversation", "From a wrapper");
  await visitor.messenger.getByText("From a wrapper").first().waitFor();
  await ask(visitor, holder, "hide");
  await ask(visitor, holder, "startSurvey", 2001);
  await visitor.messenger.locator(".survey").waitFor();
  await ask(visitor, holder, "startChecklist", 9001);
  await visitor.messenger.locator(".checklist").waitFor();
  await ask(visitor, holder, "hide");
  await ask(visitor, holder, "startTour", 8001);
  await visitor.page.locator("#frontdesk-tour .card").waitFor();
  await visitor.page.keyboard.press("Escape");
  await visitor.page.locator("#frontdesk-tour").waitFor({ state: "detached" });
  // What is not live is said in a warning, and by the promise where a wrapper hands it on.
  for (const [name, id] of [["startTour", 8002], ["startChecklist", 9002]] as const) {
    await ask(visitor, holder, name, id).catch(() => undefined);
    await expect.poll(() => visitor.warnings.splice(0)).toEqual([`Frontdesk: ${name} was not done (content_not_live).`]);
  }
  await ask(visitor, holder, "hideNotifications", true);
  expect(visitor.errors).toEqual([]);
}

test("messenger-js-sdk with its `widgetUrl` starts us, and each of its calls does what it says", async () => {
  const visitor = await town.visit("/sdk");
  await visitor.page.addScriptTag({ content: scripts.sdk });
  await visitor.page.evaluate(
    ([appId, widgetUrl]) => {
      const page = window as never as { sdk: Record<string, (...args: unknown[]) => unknown>; said: string[] };
      page.said = [];
      page.sdk["init"]?.({ app_id: appId, user_id: "sdk", name: "Ada", region: "eu", widgetUrl });
      page.sdk["onUnreadCountChange"]?.((count: number) => page.said.push(`unread ${count}`));
      page.sdk["onShow"]?.(() => page.said.push("shown"));
      page.sdk["onHide"]?.(() => page.said.push("hidden"));
      page.sdk["onUserEmailSupplied"]?.(() => page.said.push("email"));
    },
    [town.workspace.app_id, town.script],
  );
  await visitor.launcher.waitFor();
  await visitor.ready();
  expect(await ask(visitor, "sdk", "whoami")).toMatchObject({ type: "user", user_id: "sdk" });
  expect(await ask<string>(visitor, "sdk", "getVisitorId")).toMatch(/^[0-9a-f]{24}$/);
  await screens(visitor, "sdk");
  await ask(visitor, "sdk", "trackEvent", "bought", { price: 3 });
  await until(() => events("sdk"), ["bought"]);
  await ask(visitor, "sdk", "update", { name: "Ada L." });
  // The initialiser again: reattach_activator, then update.
  await visitor.page.evaluate(([appId, widgetUrl]) => (window as never as { sdk: { init(given: object): void } }).sdk.init({ app_id: appId, user_id: "sdk", plan: "pro", widgetUrl }), [town.workspace.app_id, town.script]);
  await until(async () => {
    const found = await town.operator("POST", "/contacts/search", { query: { field: "external_id", operator: "=", value: "sdk" } });
    const [one] = found["data"] as { name: string; custom_attributes: { plan?: string } }[];
    return [one?.name, one?.custom_attributes.plan];
  }, ["Ada L.", "pro"]);
  await ask(visitor, "sdk", "shutdown");
  expect(await visitor.page.locator("#frontdesk-messenger").count()).toBe(0);
  await ask(visitor, "sdk", "boot", { app_id: town.workspace.app_id });
  await visitor.launcher.waitFor();
  expect(await ask(visitor, "sdk", "whoami")).toMatchObject({ type: "lead" });
  expect([visitor.errors, visitor.warnings]).toEqual([[], []]);
});

/** Everything that the hook gives. */
async function hooks(visitor: Visitor, userId: string): Promise<void> {
  await visitor.page.waitForFunction(() => (window as never as { hooks?: unknown }).hooks);
  await ask(visitor, "hooks", "boot", { userId, name: "Ada", customAttributes: { plan: "pro" }, company: { companyId: "c1", name: "Corp" } });
  await visitor.launcher.waitFor();
  await visitor.ready();
  const found = await town.operator("POST", "/contacts/search", { query: { field: "external_id", operator: "=", value: userId } });
  expect(found["data"]).toMatchObject([{ name: "Ada", custom_attributes: { plan: "pro" } }]);
  expect(await ask<string>(visitor, "hooks", "getVisitorId")).toMatch(/^[0-9a-f]{24}$/);
  await screens(visitor, "hooks");
  await ask(visitor, "hooks", "trackEvent", "bought", { price: 3 });
  await until(() => events(userId), ["bought"]);
  await ask(visitor, "hooks", "update", { name: "Grace" });
  await ask(visitor, "hooks", "update");
  await ask(visitor, "hooks", "setAuthTokens", { orders: "a.b.c" });
  for (const name of ["showTicket", "showConversation"]) await ask(visitor, "hooks", name, 999_999);
  await until(() => visitor.warnings.length, 2);
  await ask(visitor, "hooks", "shutdown");
  await visitor.page.locator("#frontdesk-messenger").waitFor({ state: "detached" });
  await ask(visitor, "hooks", "boot", { userId });
  await visitor.launcher.waitFor();
  await ask(visitor, "hooks", "hardShutdown");
  await visitor.page.locator("#frontdesk-messenger").waitFor({ state: "detached" });
  expect(visitor.errors).toEqual([]);
}

test("react-use-intercom finds our script in the page and loads no other", async () => {
  const visitor = await town.visit("/first");
  await visitor.page.addScriptTag({ content: scripts.react });
  await hooks(visitor, "react-first");
  expect(visitor.asked.filter((one) => one.includes("intercom"))).toEqual([]);
});

test("react-use-intercom loads our script where the site answers for its address", async () => {
  const context = await town.context();
  await context.route("https://widget.intercom.io/**", async (route) => {
    const path = new URL(route.request().url()).pathname;
    const answer = await fetch(town.workspace.url + path);
    await route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() });
  });
  const visitor = await town.visit("/react", context);
  await visitor.page.addScriptTag({ content: scripts.react });
  await hooks(visitor, "react-later");
});
