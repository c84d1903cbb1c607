// Pages as they are out there: strict policies, patched globals, several tabs, scripts twice, cookies cleared, storage
// refused; and a shared computer.

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { plain, Town, type Visitor } from "./town";

const ADA = plain("{ app_id: '$APP', user_id: 'ada', email: 'ada@example.com' }");

let town: Town;
beforeAll(async () => {
  town = await Town.open();
  town.page("/", plain());
  town.page("/ada", ADA);
});
afterEach(() => town.leave());
afterAll(() => town?.close());

const cookies = async (visitor: Visitor): Promise<string[]> => (await visitor.page.context().cookies()).map((one) => one.name.replace(`-${town.workspace.app_id}`, "")).sort();

test("W7: after shutdown in one tab every open tab shows nothing of the person, whether or not the server answers, and nothing is left in the browser", async () => {
  const context = await town.context();
  const tabs = [await town.visit("/ada", context), await town.visit("/ada", context), await town.visit("/ada", context)];
  for (const one of tabs) await one.ready();
  await tabs[0]?.call("startConversation", "Something private");
  for (const one of tabs) {
    await one.call("showMessages");
    await one.messenger.getByText("Something private").first().waitFor();
  }
  expect(await cookies(tabs[0] as Visitor)).toEqual(["intercom-device-id", "intercom-id", "intercom-session"]);
  expect(await town.kept(tabs[0] as Visitor)).toContain("Something private");
  // Nobody waits for the network to forget.
  await context.setOffline(true);
  const begun = Date.now();
  await tabs[1]?.call("shutdown");
  await Promise.all(tabs.map((one) => one.page.locator("#frontdesk-messenger").waitFor({ state: "detached", timeout: 100_000 })));
  // A second is the promise. It is told and not asserted: this machine may be doing anything else.
  console.log(`web: every tab forgot within ${Date.now() - begun} ms of shutdown`);
  for (const one of tabs) expect(await one.call("whoami")).toBeUndefined();
  expect(await cookies(tabs[0] as Visitor)).toEqual([]);
  // As a value, not as three letters: the random ids are written in hexadecimal.
  for (const word of ["Something private", '"ada"', "ada@"]) expect(await town.kept(tabs[2] as Visitor)).not.toContain(word);
  await context.setOffline(false);
  const next = await town.visit("/", context);
  await next.ready();
  await next.call("showMessages");
  await next.messenger.locator("[aria-current]", { hasText: "Messages" }).waitFor();
  expect(await next.messenger.getByText("Something private").count()).toBe(0);
});

test("a page without a log-in shows who was here last, as documented, until the session's cookie is gone", async () => {
  const context = await town.context();
  await (await town.visit("/ada", context)).ready();
  const logged = await town.visit("/", context);
  await logged.ready();
  expect(await logged.call("whoami")).toMatchObject({ user_id: "ada" });
  // The app's own log-out page clears the cookie.
  await context.clearCookies();
  await logged.page.locator("#frontdesk-messenger").waitFor({ state: "detached", timeout: 100_000 });
});

test("W5: a page that allows nothing but what it names is left alone: no inline style, no text as code, no breach", async () => {
  const policy = "default-src 'none'; script-src 'nonce-n1' 'strict-dynamic'; connect-src $SERVER; frame-src $SERVER; style-src 'none'; img-src 'none'; require-trusted-types-for 'script'";
  town.page("/strict", {
    body: `<!doctype html><title>Strict</title><h1>Strict</h1><script nonce="n1">window.intercomSettings = { app_id: '$APP', user_id: 'strict' };</script><script nonce="n1" src="$SCRIPT"></script>`,
    headers: { "content-security-policy": policy.replaceAll("$SERVER", town.workspace.url) },
  });
  const visitor = await town.visit("/strict");
  await visitor.launcher.waitFor();
  expect(await visitor.launcher.evaluate((one) => getComputedStyle(one).borderRadius)).toBe("50%");
  await visitor.launcher.click();
  await visitor.messenger.getByRole("heading", { level: 1 }).first().waitFor();
  expect([visitor.errors, visitor.warnings]).toEqual([[], []]);
});

test("W5: a page that patched its globals gets the same messenger, and its own styles do not reach it", async () => {
  town.page(
    "/patched",
    `<!doctype html><title>Patched</title><style>* { color: red !important } div, button, svg, iframe { display: none !important; width: 1px !important; position: static !important }</style>
<script>
  Array.prototype.last = function () { return this[this.length - 1]; };
  Object.prototype.each = function () {};
  String.prototype.trimAll = function () {};
  const push = history.pushState; history.pushState = function () { return push.apply(this, arguments); };
  const add = EventTarget.prototype.addEventListener; EventTarget.prototype.addEventListener = function () { return add.apply(this, arguments); };
  window.name = 'frontdesk'; window.console.info = null;
  window.define = function () { throw new Error('no module loader'); }; window.define.amd = {}; window.module = {}; window.exports = {};
</script>` + plain("{ app_id: '$APP', user_id: 'patched', plan: 'pro' }"),
  );
  const visitor = await town.visit("/patched");
  await visitor.launcher.waitFor();
  expect((await visitor.launcher.boundingBox())?.width).toBe(56);
  await visitor.launcher.click();
  await visitor.messenger.getByRole("heading", { level: 1 }).first().waitFor();
  await visitor.ready();
  const found = await town.operator("POST", "/contacts/search", { query: { field: "external_id", operator: "=", value: "patched" } });
  expect(found["data"]).toMatchObject([{ custom_attributes: { plan: "pro" } }]);
  expect([visitor.errors, visitor.warnings]).toEqual([[], []]);
});

test("the script twice in a page is one messenger, and who kept the snippet's function goes on with it", async () => {
  town.page(
    "/twice",
    `<!doctype html><title>Twice</title><script>
  var stub = function () { stub.c(arguments); }; stub.q = []; stub.c = function (args) { stub.q.push(args); }; window.Intercom = stub;
  window.intercomSettings = { app_id: '$APP', user_id: 'twice' };
  stub('trackEvent', 'before'); stub('boot', { app_id: '$APP', user_id: 'twice' });
</script><script async src="$SCRIPT"></script><script async src="$SCRIPT"></script>`,
  );
  const visitor = await town.visit("/twice");
  await visitor.launcher.waitFor();
  await visitor.page.evaluate(() => (window as never as { stub: (...args: unknown[]) => void }).stub("trackEvent", "after"));
  expect(await visitor.page.locator("#frontdesk-messenger").count()).toBe(1);
  expect(await visitor.page.evaluate(() => (window as never as Record<string, unknown>)["Intercom"] === (window as never as Record<string, unknown>)["Frontdesk"])).toBe(true);
  const events = async (): Promise<string[]> => ((await town.operator("GET", "/events?type=user&user_id=twice"))["events"] as { event_name: string }[]).map((one) => one.event_name).sort();
  await expect.poll(events, { timeout: 100_000 }).toEqual(["after", "before"]);
});

test("W2: a browser that keeps nothing gets a messenger that lives as long as the page; `cookieless` asks for that", async () => {
  const refused = await town.context();
  await refused.addInitScript(() => {
    Object.defineProperty(window, "indexedDB", { get: () => { throw new DOMException("refused", "SecurityError"); } });
    Object.defineProperty(document, "cookie", { get: () => "", set: () => undefined });
  });
  const visitor = await town.visit("/ada", refused);
  await visitor.ready();
  await visitor.call("startConversation", "Without storage");
  await visitor.messenger.getByText("Without storage").first().waitFor();
  expect(visitor.errors).toEqual([]);
  town.page("/cookieless", plain("{ app_id: '$APP', cookieless: true }"));
  const none = await town.visit("/cookieless");
  await none.ready();
  await none.call("trackEvent", "seen");
  expect(await cookies(none)).toEqual([]);
  expect(await none.page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
});

test("nothing is stored and nothing but the script is loaded before boot", async () => {
  town.page("/consent", `<!doctype html><title>Consent</title><script src="$SCRIPT"></script>`);
  const visitor = await town.visit("/consent");
  await visitor.page.evaluate(() => void (window as never as { Intercom: (...args: unknown[]) => void }).Intercom("trackEvent", "early"));
  expect(visitor.asked.filter((one) => one.includes("/files/") || one.includes("/sdk/"))).toEqual([]);
  expect(await cookies(visitor)).toEqual([]);
  expect(await visitor.page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  await visitor.call("boot", { app_id: town.workspace.app_id });
  await visitor.launcher.waitFor();
});

test("the frame is in an origin of its own: it reaches neither the page nor the server's", async () => {
  const visitor = await town.visit("/ada");
  await visitor.ready();
  await visitor.call("show");
  await visitor.messenger.locator(".messenger").waitFor();
  const frame = visitor.page.frames().find((one) => one.url().includes("/frame/"));
  expect(await frame?.evaluate(() => [self.origin, (() => { try { return parent.document.title; } catch { return "closed"; } })(), (() => { try { return document.cookie; } catch { return "closed"; } })()])).toEqual(["null", "closed", "closed"]);
});

test("a page that takes another body, as some single-page apps do, keeps launcher and messenger", async () => {
  const visitor = await town.visit("/ada");
  await visitor.ready();
  await visitor.call("show");
  await visitor.messenger.locator(".messenger").waitFor();
  await visitor.page.evaluate(() => {
    document.documentElement.replaceChild(document.createElement("body"), document.body);
    history.pushState(null, "", "/next");
  });
  await visitor.messenger.locator(".messenger").waitFor();
  await visitor.launcher.click();
  await visitor.page.locator("#frontdesk-messenger .open").waitFor({ state: "detached" });
});

test("who boots in another tab, named by an address alone, is never shown in the tab of the one before, nor the other way round", async () => {
  town.page("/bob", plain("{ app_id: '$APP', email: 'bob@example.com' }"));
  const context = await town.context();
  const ada = await town.visit("/ada", context);
  await ada.ready();
  await ada.call("startConversation", "Something of Ada's");
  await ada.messenger.getByText("Something of Ada's").first().waitFor();
  const bob = await town.visit("/bob", context);
  await bob.ready();
  await ada.page.locator("#frontdesk-messenger").waitFor({ state: "detached" });
  expect(await ada.call("whoami")).toBeUndefined();
  expect(await bob.call("whoami")).toMatchObject({ email: "bob@example.com" });
  await bob.call("showMessages");
  await bob.messenger.locator("[aria-current]", { hasText: "Messages" }).waitFor();
  expect(await bob.messenger.getByText("Something of Ada's").count()).toBe(0);
  expect(await cookies(bob)).toEqual(["intercom-device-id", "intercom-id", "intercom-session"]);
});

test("W7: who goes back to a page after the log-out in another tab finds nothing of the person there", async () => {
  const context = await town.context();
  const other = await town.visit("/ada", context);
  await other.ready();
  // A page that names nobody shows who is here.
  const visitor = await town.visit("/", context);
  await visitor.ready();
  await visitor.call("startConversation", "Something of before");
  await visitor.messenger.getByText("Something of before").first().waitFor();
  town.page("/elsewhere", "<!doctype html><title>Elsewhere</title>");
  await visitor.page.goto(`${town.site}/elsewhere`);
  await other.call("shutdown");
  await visitor.page.goBack();
  await visitor.launcher.waitFor();
  await visitor.call("showMessages");
  await visitor.messenger.locator("[aria-current]", { hasText: "Messages" }).waitFor();
  expect(await visitor.messenger.getByText("Something of before").count()).toBe(0);
  expect(await visitor.call("whoami")).toMatchObject({ type: "lead" });
});

test("W6: what a script in the page finds is this person's session alone: no key that signs, nothing in cookies, and nothing that opens anything once it ended", async () => {
  const visitor = await town.visit("/ada");
  await visitor.ready();
  const kept = await town.kept(visitor);
  for (const secret of [town.workspace.identity_secrets.web, town.workspace.operator_token]) expect(kept).not.toContain(secret);
  const token = /"token":"([^"]+)"/.exec(kept)?.[1] ?? "";
  expect(token).not.toBe("");
  const elsewhere = await visitor.page.evaluate(() => [document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.documentElement.outerHTML].join());
  expect(elsewhere).not.toContain(token);
  const ask = async (): Promise<number> => (await fetch(`${town.workspace.url}/sdk/v1/conversations`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect(await ask()).toBe(200);
  await visitor.call("shutdown");
  await expect.poll(ask).toBe(401);
});

test("B4: a frame that is loaded again in the middle of a message goes on, and the message counts once", async () => {
  const visitor = await town.visit("/ada");
  await visitor.ready();
  await visitor.call("showNewMessage");
  const words = "Said while the page went";
  await visitor.messenger.getByRole("textbox").fill(words);
  await visitor.messenger.getByRole("textbox").press("Enter");
  await visitor.page.frames().find((one) => one.url().includes("/frame/"))?.evaluate(() => location.reload());
  await visitor.messenger.getByText(words).first().waitFor();
  const said = async (): Promise<number> => {
    const { conversations } = (await town.operator("GET", "/conversations")) as { conversations: { source: { body: string } }[] };
    return conversations.filter(({ source }) => source.body.includes(words)).length;
  };
  await expect.poll(said).toBe(1);
  expect(await visitor.call("whoami")).toMatchObject({ user_id: "ada" });
  expect(visitor.errors).toEqual([]);
});

test("W5: a page whose built-in objects are frozen, and whose `fetch` and `JSON` are its own, gets the same messenger and one name more", async () => {
  town.page(
    "/frozen",
    `<!doctype html><title>Frozen</title><script>
  const ask = window.fetch; window.fetch = function (...given) { return ask.apply(this, given); };
  const { parse, stringify } = JSON; JSON.parse = function (...given) { return parse.apply(JSON, given); }; JSON.stringify = function (...given) { return stringify.apply(JSON, given); };
  for (const one of [Object, Array, Function, String, Promise, Map, Set, Error, Event, EventTarget, Node, Element, HTMLElement]) { Object.freeze(one); Object.freeze(one.prototype); }
  var before = Object.getOwnPropertyNames(window);
</script>` + plain("{ app_id: '$APP', user_id: 'frozen' }"),
  );
  const visitor = await town.visit("/frozen");
  await visitor.launcher.waitFor();
  await visitor.launcher.click();
  await visitor.messenger.getByRole("heading", { level: 1 }).first().waitFor();
  await visitor.ready();
  const more = await visitor.page.evaluate(() => Object.getOwnPropertyNames(window).filter((name) => !(window as never as { before: string[] }).before.includes(name) && Number.isNaN(Number(name))));
  expect(more.sort()).toEqual(["Frontdesk", "Intercom", "intercomSettings"]);
  expect([visitor.errors, visitor.warnings]).toEqual([[], []]);
});

test("W3: ten tabs that boot at once as the same user are all ready, and what each tells arrives once", async () => {
  town.page("/ten", plain("{ app_id: '$APP', user_id: 'ten' }"));
  const context = await town.context();
  const tabs = await Promise.all(Array.from({ length: 10 }, () => town.visit("/ten", context)));
  await Promise.all(tabs.map((one) => one.ready()));
  for (const one of tabs) expect(await one.call("whoami")).toMatchObject({ user_id: "ten" });
  await Promise.all(tabs.map((one, index) => one.call("trackEvent", `from tab ${index}`)));
  const told = async (): Promise<string[]> => ((await town.operator("GET", "/events?type=user&user_id=ten&per_page=50"))["events"] as { event_name: string }[]).map((one) => one.event_name).sort();
  await expect.poll(told).toEqual(tabs.map((_, index) => `from tab ${index}`));
  expect(tabs.flatMap((one) => [...one.errors, ...one.warnings])).toEqual([]);
});
