// Tours and checklists on pages that make it hard: calls made from within calls, the page's own dialogs, fields and boxes
// that scroll, what operators did not mean. In Chromium, on the real server.

import type { BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { plain, Town, type Visitor } from "./town";

const FIELD = { title: "The field", body_html: "<p>Write here.</p>", selector: "#spot" };

let town: Town;
beforeAll(async () => {
  town = await Town.open();
  town.page("/", plain("{ app_id: '$APP', user_id: 'ada' }", `<button id="spot">Spot</button><input id="field" aria-label="Field">`));
  await tour("8201", [{ title: "Welcome", body_html: "" }, { title: "The end", body_html: "" }]);
  await tour("8202", [FIELD]);
});
afterEach(() => town.leave());
afterAll(() => town?.close());

const tour = (id: string, steps: object[]) => town.operator("PUT", `/x/content/tour/${id}`, { status: "live", title: id, body: { steps } });
const arrive = async (path = "/", context?: BrowserContext): Promise<Visitor> => {
  const visitor = await town.visit(path, context);
  await visitor.ready();
  return visitor;
};
const card = ({ page }: Visitor) => page.locator("#frontdesk-tour [role=dialog]");
const step = (visitor: Visitor, title: string): Promise<void> => card(visitor).getByRole("heading", { name: title, exact: true }).waitFor();
const focused = ({ page }: Visitor): Promise<string> => page.evaluate(() => document.activeElement?.id ?? "");

test("a page that shuts down when the messenger hides for a tour has no tour", async () => {
  const visitor = await arrive();
  await visitor.call("show");
  await visitor.page.evaluate(async () => {
    const { Intercom } = window as never as { Intercom: (...args: unknown[]) => Promise<void> };
    const seen = ((window as never as { seen: string[] }).seen = []) as string[];
    new MutationObserver((all) => {
      for (const node of all.flatMap(({ addedNodes }) => [...addedNodes])) if (node instanceof Element && node.id === "frontdesk-tour") seen.push(node.id);
    }).observe(document.documentElement, { childList: true, subtree: true });
    const over = new Promise<void>((done) => void Intercom("onHide", () => void Intercom("shutdown").then(done)));
    await Intercom("startTour", 8201);
    await over;
  });
  await visitor.call("boot", { app_id: town.workspace.app_id, user_id: "ada" });
  await visitor.call("startTour", 8202);
  await step(visitor, "The field");
  // One that had begun after the shutdown would have come before it.
  expect(await visitor.page.evaluate(() => (window as never as { seen: string[] }).seen.length)).toBe(1);
});

test("two tours at once are one, and it can be left", async () => {
  const visitor = await arrive();
  await visitor.page.evaluate(() => {
    const { Intercom } = window as never as { Intercom: (...args: unknown[]) => Promise<void> };
    return Promise.all([Intercom("startTour", 8202), Intercom("startTour", 8201)]);
  });
  await step(visitor, "Welcome");
  expect(await visitor.page.locator("#frontdesk-tour").count()).toBe(1);
  await visitor.page.keyboard.press("Escape");
  await card(visitor).waitFor({ state: "detached" });
});

test("a card that comes back takes the focus from no field, and one whose element has gone does not come into the middle", async () => {
  const visitor = await arrive();
  await visitor.page.clock.install();
  await visitor.call("startTour", 8202);
  await step(visitor, "The field");
  await visitor.page.locator("#field").focus();
  await visitor.page.evaluate(() => void ((document.querySelector("#spot") as HTMLElement).hidden = true));
  await visitor.page.clock.runFor(20_000);
  expect(await card(visitor).isVisible()).toBe(false);
  await visitor.page.evaluate(() => void ((document.querySelector("#spot") as HTMLElement).hidden = false));
  await visitor.page.clock.runFor(1_000);
  expect(await card(visitor).isVisible()).toBe(true);
  expect(await focused(visitor)).toBe("field");
});

test("Escape in the page is the page's; at the card it is the card's, and a dialog of the page stays", async () => {
  town.page("/dialog", plain("{ app_id: '$APP', user_id: 'ada' }", `<style>body { transform: translateX(40px) } dialog { transform: translate(10px, 10px); overflow: hidden; height: 120px }</style><input id="field" aria-label="Field"><dialog id="box"><button id="spot">Spot</button></dialog>`));
  const visitor = await arrive("/dialog");
  await visitor.page.evaluate(() => (document.querySelector("#box") as HTMLDialogElement).showModal());
  await visitor.call("startTour", 8202);
  await step(visitor, "The field");
  // Beside its element, whatever stands around it; in front, and in use.
  const [spot, box] = await Promise.all([visitor.page.locator("#spot").boundingBox(), card(visitor).boundingBox()]);
  expect(Math.abs((box?.y ?? 0) - (spot?.y ?? 0) - (spot?.height ?? 0) - 14)).toBeLessThan(3);
  await card(visitor).getByRole("button", { name: "Done" }).focus();
  await visitor.page.keyboard.press("Escape");
  await card(visitor).waitFor({ state: "detached" });
  expect(await visitor.page.evaluate(() => (document.querySelector("#box") as HTMLDialogElement).open)).toBe(true);

  const other = await arrive();
  await other.call("startTour", 8202);
  await step(other, "The field");
  await other.page.locator("#field").focus();
  await other.page.keyboard.press("Escape");
  expect(await card(other).isVisible()).toBe(true);
});

test("an element is brought into sight inside the box that it scrolls in", async () => {
  town.page("/boxed", plain("{ app_id: '$APP', user_id: 'ada' }", `<div id="box" style="height: 100px; overflow: auto"><div style="height: 300px"></div><button id="spot">Spot</button></div>`));
  const visitor = await arrive("/boxed");
  await visitor.call("startTour", 8202);
  await step(visitor, "The field");
  expect(await visitor.page.locator("#box").evaluate((one) => one.scrollTop)).toBeGreaterThan(150);
});

test("one without a step that can be read is refused instead of running unseen", async () => {
  await town.operator("PUT", "/x/content/tour/8203", { status: "live", title: "None", body: {} });
  const visitor = await arrive();
  const found = await visitor.page.evaluate(() => (window as never as { Intercom: (...args: unknown[]) => Promise<void> }).Intercom("startTour", 8203).then(() => "shown", (error: { code: string }) => error.code));
  expect(found).toBe("not_found");
});

test("with 50,000 elements that its selector names, none of which can be seen, the page stays in use", async () => {
  await tour("8204", [{ title: "Many", body_html: "", selector: "i" }]);
  const visitor = await arrive();
  const looked = await visitor.page.evaluate(async () => {
    const many = document.createElement("div");
    many.hidden = true;
    many.append(...Array.from({ length: 50_000 }, () => document.createElement("i")));
    document.body.append(many);
    let count = 0;
    const own = Element.prototype.getBoundingClientRect;
    Element.prototype.getBoundingClientRect = function () {
      count += 1;
      return own.call(this);
    };
    await (window as never as { Intercom: (...args: unknown[]) => Promise<void> }).Intercom("startTour", 8204);
    return count;
  });
  expect(looked).toBeGreaterThan(0);
  expect(looked).toBeLessThan(5_000);
  await step(visitor, "Many");
});

test("in the smallest window the words scroll, and the buttons with long words stay inside", async () => {
  const label = `${"W".repeat(30)} again`;
  await tour("8205", [{ title: "A", body_html: "" }, { title: "Wide ".repeat(20), body_html: `<p>${"Words. ".repeat(400)}</p>`, next_label: label, back_label: label }]);
  const visitor = await arrive("/", await town.context({ viewport: { width: 320, height: 400 } }));
  await visitor.call("startTour", 8205);
  await step(visitor, "A");
  await card(visitor).locator(".next").click();
  const boxes = await card(visitor).evaluate((one) => [one, ...one.querySelectorAll("button")].map((each) => each.getBoundingClientRect().toJSON() as DOMRect));
  for (const { left, right, top, bottom } of boxes) expect([left >= 0, right <= 320, top >= 0, bottom <= 400]).toEqual([true, true, true, true]);
});

test("a task whose link may not be opened is not done by its button", async () => {
  const task = { id: "go", title: "Go", body_html: "", action: { type: "link", url: "https://ada@shop.example/", label: "Open it" } };
  await town.operator("PUT", "/x/content/checklist/9201", { status: "live", title: "One thing", body: { tasks: [task] } });
  const visitor = await arrive();
  await visitor.call("startChecklist", 9201);
  await visitor.messenger.getByRole("button", { name: "Open it" }).click();
  await visitor.messenger.getByText("This link cannot be opened.").waitFor();
  await visitor.messenger.getByText("0 of 1 done").waitFor();
});
