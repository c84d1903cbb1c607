// Tours and checklists, in Chromium, on the real server: what a person sees and does, what is not shown and why, on pages
// of every kind, and what arrives.

import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import type { BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { plain, Town, type Visitor } from "./town";

const STEPS = [
  { title: "Welcome", body_html: "<p>Around the <strong>shop</strong>.</p>" },
  { title: "The basket", body_html: "<p>It is <a href=\"https://shop.example/help\">here</a>.</p>", selector: "#basket", placement: "start" },
  { title: "Far below", body_html: "", selector: "#below" },
  { title: "Nowhere", body_html: "<p>This has gone.</p>", selector: "#nothing::", back_label: "Once more" },
  { title: "The end", body_html: "<p>Bye.</p>", next_label: "All clear" },
];
const TASKS = [
  { id: "look", title: "Look around", body_html: "<p>We show you.</p>", action: { type: "tour", id: "8101", label: "Show me" } },
  { id: "read", title: "Read", body_html: "", action: { type: "article", id: "1001", label: "Read it" } },
  { id: "tell", title: "Tell somebody", body_html: "<p>Anybody.</p>" },
];
const SHOP = `<style>body { margin: 0; height: 3000px } #basket { position: absolute; top: 20px; right: 20px } #below { position: absolute; top: 2400px; left: 40px }</style><button id="basket">Basket</button><p id="below">Below</p>`;

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

let town: Town;
beforeAll(async () => {
  town = await Town.open();
  town.page("/", plain("{ app_id: '$APP', user_id: 'ada' }", SHOP));
  await town.operator("PUT", "/x/content/tour/8101", { status: "live", title: "Around the shop", body: { steps: STEPS } });
  await town.operator("PUT", "/x/content/tour/8102", { status: "live", title: "For others", body: { steps: STEPS }, targeting: { roles: ["lead"] } });
  await town.operator("PUT", "/x/content/checklist/9101", { status: "live", title: "Your first day", body: { intro: "Ten minutes.", tasks: TASKS } });
});
afterEach(() => town.leave());
afterAll(() => town?.close());

/** A page that remembers the receipts it sends. */
const arrive = async (path = "/", context?: BrowserContext): Promise<Visitor> => {
  const own = context ?? (await town.context());
  await own.addInitScript(() => {
    const page = window as never as { receipts: unknown[] };
    page.receipts = [];
    const ask = window.fetch;
    window.fetch = async (...given) => {
      const body = given[1]?.body;
      if (String(given[0]).endsWith("/content/receipts") && typeof body === "string") page.receipts.push(...(JSON.parse(body) as { receipts: unknown[] }).receipts);
      return ask(...given);
    };
  });
  const visitor = await town.visit(path, own);
  await visitor.ready();
  return visitor;
};
const card = ({ page }: Visitor) => page.getByRole("dialog");
const step = async (visitor: Visitor, title: string): Promise<void> => card(visitor).getByRole("heading", { name: title, exact: true }).waitFor();
const press = (visitor: Visitor, name: string): Promise<void> => card(visitor).getByRole("button", { name, exact: true }).click();
const code = (visitor: Visitor, call: string, id: unknown): Promise<string> =>
  visitor.page.evaluate(([name, of]) => (window as never as { Intercom: (...args: unknown[]) => Promise<void> }).Intercom(name, of).then(() => "shown", (error: { code: string }) => error.code), [call, id]);
interface Receipt {
  kind: string;
  event: string;
  step?: number;
  answers?: { question_id: string; value: unknown }[];
}
/** What was sent of a tour or a checklist, each receipt once. */
const events = async ({ page }: Visitor, kind: string): Promise<string[]> => {
  const all = await page.evaluate(() => (window as never as { receipts: (Receipt & { id: string })[] }).receipts);
  const ours = all.filter((one, at) => one.kind === kind && all.findIndex(({ id }) => id === one.id) === at);
  return ours.map(({ event, step: at, answers }) => [event, at ?? answers?.map((one) => `${one.question_id} ${String(one.value)}`)].filter(Boolean).join(" "));
};
const until = <T>(read: () => Promise<T> | T, wanted: T): Promise<void> => expect.poll(read, { timeout: 100_000 }).toEqual(wanted);
const accessible = async (visitor: Visitor): Promise<void> => {
  await visitor.page.evaluate(await readFile(AXE, "utf8"));
  const found = await visitor.page.evaluate(async () => {
    const { violations } = await (window as never as { axe: { run(of: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run({ include: [["#frontdesk-tour"]] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
  expect(found).toEqual([]);
};

describe("`startTour`", () => {
  test("walks from step to step, beside its elements, and tells each step once", async () => {
    const visitor = await arrive();
    await visitor.call("startTour", 8101);
    await step(visitor, "Welcome");
    expect(await card(visitor).getAttribute("aria-modal")).toBe("true");
    expect(await card(visitor).getByText("1 of 5").count()).toBe(1);
    await press(visitor, "Next");
    await step(visitor, "The basket");
    const [basket, box] = [await visitor.page.locator("#basket").boundingBox(), await card(visitor).boundingBox()];
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThan(basket?.x ?? 0);
    expect(await card(visitor).getByRole("link", { name: "here" }).getAttribute("target")).toBe("_blank");
    await press(visitor, "Next");
    await step(visitor, "Far below");
    await until(async () => ((await visitor.page.locator("#below").boundingBox())?.y ?? 9_999) < 800, true);
    await press(visitor, "Back");
    await step(visitor, "The basket");
    await press(visitor, "Next");
    await press(visitor, "Next");
    // A selector that is none: in the middle, after a while.
    await step(visitor, "Nowhere");
    expect(await card(visitor).getAttribute("aria-modal")).toBe("true");
    await press(visitor, "Next");
    await step(visitor, "The end");
    await press(visitor, "All clear");
    await card(visitor).waitFor({ state: "detached" });
    await until(() => events(visitor, "tour"), ["shown", "step 1", "step 2", "step 3", "step 4", "step 5", "completed"]);
    expect([visitor.errors, visitor.warnings]).toEqual([[], []]);
  });

  test("is used by keyboard alone: the focus comes, stays, and goes back; Escape leaves", async () => {
    const visitor = await arrive();
    await visitor.page.locator("#basket").focus();
    await visitor.call("startTour", "8101");
    await step(visitor, "Welcome");
    const focused = (): Promise<string> => visitor.page.evaluate(() => {
      const inside = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
      return inside?.getAttribute("aria-label") ?? inside?.textContent ?? "";
    });
    expect(await card(visitor).evaluate((one) => (one.getRootNode() as ShadowRoot).activeElement === one)).toBe(true);
    const names: string[] = [];
    for (let at = 0; at < 3; at += 1) {
      await visitor.page.keyboard.press("Tab");
      names.push(await focused());
    }
    expect(names).toEqual(["Close the tour", "Next", "Close the tour"]);
    await visitor.page.keyboard.press("Shift+Tab");
    await visitor.page.keyboard.press("Enter");
    await step(visitor, "The basket");
    await visitor.page.keyboard.press("Escape");
    await card(visitor).waitFor({ state: "detached" });
    expect(await focused()).toBe("Basket");
    await until(() => events(visitor, "tour"), ["shown", "step 1", "step 2", "dismissed"]);
  });

  test("an id that is none, is not live or is not meant for this person shows nothing, and says why", async () => {
    const visitor = await arrive();
    for (const call of ["startTour", "startChecklist"]) {
      const found = await Promise.all([code(visitor, call, 999_999), code(visitor, call, undefined), code(visitor, call, " "), code(visitor, call, { id: 1 }), code(visitor, call, call === "startTour" ? 8002 : 9002)]);
      expect(found).toEqual(["not_found", "missing", "empty", "wrong_type", "content_not_live"]);
      expect(visitor.warnings.at(-1)).toMatch(new RegExp(`^Frontdesk: ${call} was not done`));
    }
    expect(await code(visitor, "startTour", 8102)).toBe("content_not_targeted");
    expect(await code(visitor, "startSurvey", 999_999)).toBe("not_found");
    expect(await visitor.page.locator("#frontdesk-tour, #frontdesk-messenger iframe").count()).toBe(0);
    expect(visitor.errors).toEqual([]);
    await visitor.call("shutdown");
    expect(await code(visitor, "startTour", 8101)).toBe("shown");
    expect(await visitor.page.locator("#frontdesk-tour").count()).toBe(0);
  });

  test("does nothing on a phone, as documented", async () => {
    const phone = { userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1", viewport: { width: 390, height: 844 } };
    const visitor = await arrive("/", await town.context(phone));
    await visitor.page.evaluate(() => Object.defineProperty(navigator, "userAgentData", { value: undefined }));
    await visitor.call("startTour", 8101);
    expect(await visitor.page.locator("#frontdesk-tour").count()).toBe(0);
    expect(visitor.asked.filter((one) => one.includes("/content/tour/"))).toEqual([]);
    expect([visitor.errors, visitor.warnings]).toEqual([[], []]);
  });

  test("waits for the page and the element of its step, and follows a single-page app", async () => {
    const steps = [
      { title: "Start", body_html: "", page: "/" },
      { title: "On the boards", body_html: "", page: "/boards/*", selector: "#board" },
    ];
    await town.operator("PUT", "/x/content/tour/8103", { status: "live", title: "Pages", body: { steps } });
    const visitor = await arrive();
    await visitor.call("startTour", 8103);
    await step(visitor, "Start");
    await press(visitor, "Next");
    await card(visitor).waitFor({ state: "hidden" });
    await visitor.page.evaluate(() => history.pushState(null, "", "/boards/7"));
    expect(await card(visitor).count()).toBe(0);
    await visitor.page.evaluate(() => {
      const board = document.createElement("div");
      board.id = "board";
      board.textContent = "Board";
      document.body.prepend(board);
    });
    await step(visitor, "On the boards");
    expect(await card(visitor).getAttribute("aria-modal")).toBeNull();
    // The page takes another body: the card comes along.
    await visitor.page.evaluate(() => {
      const body = document.createElement("body");
      body.append(document.querySelector("#board") as Element);
      document.documentElement.replaceChild(body, document.body);
    });
    await step(visitor, "On the boards");
    await visitor.page.evaluate(() => history.pushState(null, "", "/elsewhere"));
    await card(visitor).waitFor({ state: "hidden" });
    await visitor.page.evaluate(() => history.back());
    await step(visitor, "On the boards");
    await press(visitor, "Done");
    await until(() => events(visitor, "tour"), ["shown", "step 1", "step 2", "completed"]);
  });

  test("shutdown takes it off every tab, and what is still on its way is shown to nobody", async () => {
    const context = await town.context();
    const tabs = [await arrive("/", context), await arrive("/", context)];
    for (const one of tabs) {
      await one.call("startTour", 8101);
      await step(one, "Welcome");
    }
    await context.setOffline(true);
    await tabs[0]?.call("shutdown");
    for (const one of tabs) await one.page.locator("#frontdesk-tour").waitFor({ state: "detached" });
    await context.setOffline(false);
    const late = await arrive("/", await town.context());
    await late.page.evaluate(() => {
      const page = window as never as { Intercom: (...args: unknown[]) => Promise<void> };
      const started = page.Intercom("startTour", 8101);
      return Promise.allSettled([started, page.Intercom("shutdown")]);
    });
    expect(await late.page.locator("#frontdesk-tour").count()).toBe(0);
    expect(late.errors).toEqual([]);
  });

  test("who boots as somebody else leaves no tour of the one before, and typing goes on while an element is drawn anew", async () => {
    const visitor = await arrive();
    await visitor.page.evaluate(() => document.body.append(document.createElement("textarea")));
    await visitor.call("startTour", 8101);
    await step(visitor, "Welcome");
    await press(visitor, "Next");
    await step(visitor, "The basket");
    await visitor.page.locator("textarea").focus();
    await visitor.page.evaluate(() => {
      const [basket, copy] = [document.querySelector("#basket"), document.createElement("button")];
      copy.id = "basket";
      basket?.remove();
      requestAnimationFrame(() => requestAnimationFrame(() => document.body.append(copy)));
    });
    await visitor.page.keyboard.type("words");
    await card(visitor).waitFor();
    await step(visitor, "The basket");
    await visitor.page.keyboard.type(" go on");
    expect(await visitor.page.locator("textarea").inputValue()).toBe("words go on");
    await visitor.call("boot", { app_id: town.workspace.app_id, user_id: "bob" });
    expect(await visitor.page.locator("#frontdesk-tour").count()).toBe(0);
    expect(await visitor.call("whoami")).toMatchObject({ user_id: "bob" });
    expect(visitor.errors).toEqual([]);
  });

  test("W5: a page with the strictest policy shows it as it is meant, and hostile words run and request nothing", async () => {
    const evil = `<img src="https://evil.example/x.png" onerror="canary()"><svg onload=canary()></svg><a href="javascript:canary()">a</a><p onclick=canary()>&lt;script&gt;canary()&lt;/script&gt;<script>canary()</script>`;
    await town.operator("PUT", "/x/content/tour/8104", { status: "live", title: "Evil", body: { steps: [{ title: "<img src=x onerror=canary()>", body_html: evil, selector: "h1" }] } });
    const policy = "default-src 'none'; script-src 'nonce-n1' 'strict-dynamic'; connect-src $SERVER; frame-src $SERVER; style-src 'none'; img-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
    town.page("/strict", {
      body: `<!doctype html><html lang="en"><title>Strict</title><h1>Strict</h1><script nonce="n1">window.canary = () => { window.sang = true; }; window.intercomSettings = { app_id: '$APP', user_id: 'strict' };</script><script nonce="n1" src="$SCRIPT"></script>`,
      headers: { "content-security-policy": policy.replaceAll("$SERVER", town.workspace.url) },
    });
    const visitor = await arrive("/strict");
    await visitor.call("startTour", 8101);
    await step(visitor, "Welcome");
    expect(await card(visitor).evaluate((one) => getComputedStyle(one).borderTopLeftRadius)).toBe("14px");
    expect([visitor.errors, visitor.warnings]).toEqual([[], []]);
    await visitor.call("startTour", 8104);
    await card(visitor).getByText("canary()").first().waitFor();
    expect(await visitor.page.evaluate(() => (window as never as { sang?: boolean }).sang)).toBeUndefined();
    expect(await card(visitor).locator("script, svg:not([aria-hidden]), [onerror], [onclick], a[href^=javascript]").count()).toBe(0);
  });

  test("W5: a page that patched its globals and styles everything shows the same card, above what the page's z_index says", async () => {
    town.page(
      "/patched",
      `<!doctype html><html lang="en"><title>Patched</title><style>* { color: red !important; display: none !important } html, body, h1 { display: block !important }</style><script>
  Array.prototype.last = function () { return this[this.length - 1]; }; Object.prototype.each = function () {};
  const add = EventTarget.prototype.addEventListener; EventTarget.prototype.addEventListener = function () { return add.apply(this, arguments); };
  for (const one of [Object, Array, Function, String, Promise, Map, Set, Node, Element, HTMLElement]) { Object.freeze(one); Object.freeze(one.prototype); }
</script><h1>Patched</h1>` + plain("{ app_id: '$APP', user_id: 'patched', z_index: 5 }"),
    );
    const visitor = await arrive("/patched");
    await visitor.call("startTour", 8101);
    await step(visitor, "Welcome");
    expect((await card(visitor).boundingBox())?.width).toBe(340);
    expect(await visitor.page.locator("#frontdesk-tour").evaluate((one) => getComputedStyle(one).zIndex)).toBe("2147483002");
    await press(visitor, "Next");
    expect([visitor.errors, visitor.warnings]).toEqual([[], []]);
  });

  test("both themes and a page read from right to left have no fault that axe finds; the card speaks the person's language", async () => {
    for (const [settings, lang] of [["theme_mode: 'light'", "en"], ["theme_mode: 'dark'", "en"], ["language_override: 'ar', action_color: '#ffe14d'", "ar"]] as const) {
      town.page("/themed", `<!doctype html><html lang="${lang}" dir="${lang === "ar" ? "rtl" : "ltr"}"><head><title>Shop</title></head><body><main><h1>Shop</h1>${SHOP}</main><script>window.intercomSettings = { app_id: '$APP', user_id: 'themed-${lang}', ${settings} };</script><script async src="$SCRIPT"></script></body></html>`);
      const visitor = await arrive("/themed");
      await visitor.call("startTour", 8101);
      await step(visitor, "Welcome");
      await accessible(visitor);
      await press(visitor, lang === "ar" ? "التالي" : "Next");
      await step(visitor, "The basket");
      await accessible(visitor);
      expect(await card(visitor).evaluate((one) => getComputedStyle(one).direction)).toBe(lang === "ar" ? "rtl" : "ltr");
    }
  });
});

describe("`startChecklist`", () => {
  const box = (visitor: Visitor, name: string) => visitor.messenger.getByRole("checkbox", { name });

  test("shows what there is to do; a tick is told and is there on every device", async () => {
    const visitor = await arrive();
    await visitor.call("startChecklist", 9101);
    await visitor.messenger.getByRole("heading", { name: "Your first day" }).waitFor();
    await visitor.messenger.getByText("0 of 3 done").waitFor();
    await box(visitor, "Tell somebody").click();
    await visitor.messenger.getByText("1 of 3 done").waitFor();
    await until(() => events(visitor, "checklist"), ["shown", "answered tell true"]);
    const elsewhere = await arrive("/", await town.context());
    await elsewhere.call("startChecklist", "9101");
    await elsewhere.messenger.getByText("1 of 3 done").waitFor();
    await box(elsewhere, "Tell somebody").click();
    await elsewhere.messenger.getByText("0 of 3 done").waitFor();
    await until(() => events(elsewhere, "checklist"), ["shown", "answered tell false"]);
    expect([visitor.errors, elsewhere.errors]).toEqual([[], []]);
  });

  test("works without a network, and sends what was ticked when there is one again", async () => {
    town.page("/offline", plain("{ app_id: '$APP', user_id: 'offline' }", SHOP));
    const context = await town.context();
    const visitor = await arrive("/offline", context);
    await visitor.call("startChecklist", 9101);
    await visitor.messenger.getByText("0 of 3 done").waitFor();
    await context.setOffline(true);
    await box(visitor, "Read").click();
    await visitor.messenger.getByText("1 of 3 done").waitFor();
    await visitor.call("hide");
    await visitor.call("startChecklist", 9101);
    await visitor.messenger.getByText("1 of 3 done").waitFor();
    await context.setOffline(false);
    await until(async () => (await events(visitor, "checklist")).includes("answered read true"), true);
    const elsewhere = await arrive("/offline", await town.context());
    await elsewhere.call("startChecklist", 9101);
    await elsewhere.messenger.getByText("1 of 3 done").waitFor();
  });

  test("its buttons lead on: an article is read, a tour is walked, and the last task completes it", async () => {
    town.page("/led", plain("{ app_id: '$APP', user_id: 'led' }", SHOP));
    const visitor = await arrive("/led");
    await visitor.call("startChecklist", 9101);
    await visitor.messenger.getByRole("button", { name: "Show me" }).click();
    await step(visitor, "Welcome");
    expect(await visitor.page.locator("#frontdesk-messenger .open").count()).toBe(0);
    for (const title of ["Welcome", "The basket", "Far below", "Nowhere", "The end"]) {
      await step(visitor, title);
      await card(visitor).locator(".next").click();
    }
    await card(visitor).waitFor({ state: "detached" });
    await until(async () => (await events(visitor, "checklist")).includes("answered look true"), true);
    await visitor.call("startChecklist", 9101);
    await visitor.messenger.getByText("1 of 3 done").waitFor();
    await visitor.messenger.getByRole("button", { name: "Read it" }).click();
    await visitor.messenger.getByRole("heading", { name: "Getting started" }).waitFor();
    await visitor.messenger.getByRole("button", { name: "Back" }).click();
    await visitor.messenger.getByText("2 of 3 done").waitFor();
    await box(visitor, "Tell somebody").click();
    await visitor.messenger.getByText("All of it is done.").waitFor();
    await until(async () => (await events(visitor, "checklist")).filter((one) => one === "completed"), ["completed"]);
    expect(visitor.errors).toEqual([]);
  });
});
