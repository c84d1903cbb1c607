// Times that a person or a page feels: the script's own run, from `boot` to the launcher, from a click to a messenger
// that answers.
//
// Guarantees: each figure ends when a frame with the thing in it was handed to the compositor and the page's thread was
// free again, so it is a multiple of a frame; cold means a browser that has nothing, warm one that was here before. The
// peers do the least that would have to be done: an empty script; one empty module, one open database and one button;
// one frame with one heading.

import type { BrowserContext, Page } from "playwright-core";
import { Visitor } from "../tests/web/town";
import type { Run } from "./web";

/** Put into every page and frame: when a thing was painted, on one clock for all processes. */
export function clock(): void {
  const page = window as never as Record<string, unknown>;
  page["painted"] = (there: () => boolean) =>
    new Promise<number>((done) => {
      const look = (): void => {
        if (!there()) return void requestAnimationFrame(look);
        const after = new MessageChannel();
        after.port1.onmessage = () => done(performance.timeOrigin + performance.now());
        after.port2.postMessage(0);
      };
      requestAnimationFrame(look);
    });
  addEventListener("click", (event) => (page["clickedAt"] = performance.timeOrigin + event.timeStamp), true);
  if (window === top) return;
  // A frame watches itself: whoever asks from outside would come too late.
  const there = (): boolean => document.querySelector("[data-heading]") !== null && document.querySelector(".card-button") !== null;
  const answers: number[] = [];
  page["answers"] = answers;
  const watch = async (): Promise<void> => {
    answers.push(await (page["painted"] as typeof painted)(there));
    await (page["painted"] as typeof painted)(() => !there());
    void watch();
  };
  void watch();
}

declare const painted: (there: () => boolean) => Promise<number>;
declare const clickedAt: number;
declare const answers: number[];
declare const Intercom: (...args: unknown[]) => unknown;

const BARE = '<!doctype html><title>Bare</title><h1 data-heading>Hi</h1><button class="card-button">Write</button>';
const ISOLATED = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" };

/** See the module. */
export async function times(run: Run): Promise<void> {
  const { town, report, rounds } = run;
  town.page("/empty.js", { body: "export const nothing = 0;", headers: { "content-type": "text/javascript" } });
  town.page("/bare", BARE);
  town.page("/isolated", { body: "<!doctype html><title>Isolated</title>", headers: ISOLATED });
  town.page("/unbooted", '<!doctype html><title>Shop</title><h1>Shop</h1><script src="$SCRIPT"></script>');
  town.page("/peer", "<!doctype html><title>Shop</title><h1>Shop</h1><script>window.load = (module) => import(module)</script>");
  const found: Record<string, { ours: number[]; peer: number[] }> = {};
  const keep = (what: string, ours: number, peer: number): void => {
    found[what] ??= { ours: [], peer: [] };
    found[what].ours.push(ours);
    found[what].peer.push(peer);
  };
  const script = await (await fetch(town.script)).text();
  for (let round = 0; round < rounds; round += 1) {
    keep("script's own run", await execution(run, script), await execution(run, "void 0;"));
    const [ours, theirs] = [await fresh(run), await fresh(run)];
    keep("from boot to the launcher, cold", await boot(run, ours), await leastBoot(run, theirs));
    keep("from boot to the launcher, warm", await boot(run, ours), await leastBoot(run, theirs));
    const opened = await open(run, ours);
    keep("from the click to the messenger, cold", opened.first, await leastFrame(run, theirs));
    keep("from the click to the messenger, again", opened.again, await leastFrame(run, theirs));
    await town.leave();
  }
  report.group("times, ms", "least");
  for (const [what, figures] of Object.entries(found)) report.row({ what, ...figures });
}

const fresh = async ({ town }: Run): Promise<BrowserContext> => {
  const context = await town.context();
  await context.addInitScript(clock);
  return context;
};

/** One run of a script's text, compiled and executed by a page that has nothing else to do. */
async function execution({ town }: Run, text: string): Promise<number> {
  const { page } = await town.visit("/isolated");
  const took = await page.evaluate((body) => {
    const script = document.createElement("script");
    script.textContent = body;
    const begun = performance.now();
    document.head.append(script);
    return performance.now() - begun;
  }, text);
  await page.context().close();
  return took;
}

async function boot({ town }: Run, context: BrowserContext): Promise<number> {
  const { page } = await town.visit("/unbooted", context);
  await page.waitForFunction(() => (window as { Intercom?: { frontdesk?: string } }).Intercom?.frontdesk);
  const took = await page.evaluate(async (appId) => {
    const begun = performance.timeOrigin + performance.now();
    Intercom("boot", { app_id: appId });
    const seen = await painted(() => document.querySelector("#frontdesk-messenger")?.shadowRoot?.querySelector<HTMLElement>(".launcher")?.hidden === false);
    return seen - begun;
  }, town.workspace.app_id);
  await new Visitor(page).ready();
  await page.close();
  return took;
}

async function leastBoot({ town }: Run, context: BrowserContext): Promise<number> {
  const { page } = await town.visit("/peer", context);
  const took = await page.evaluate(async (module) => {
    const begun = performance.timeOrigin + performance.now();
    await (window as never as { load: (module: string) => Promise<unknown> }).load(module);
    await new Promise((done) => {
      const opening = indexedDB.open("least", 1);
      opening.onupgradeneeded = () => void opening.result.createObjectStore("one");
      opening.onsuccess = done;
    });
    const button = document.createElement("button");
    button.textContent = "Open";
    document.body.append(button);
    return (await painted(() => true)) - begun;
  }, `${town.site}/empty.js`);
  await page.close();
  return took;
}

/** A click on the launcher until home has its heading, its button and a free thread; closed, and once more. */
async function open({ town }: Run, context: BrowserContext): Promise<{ first: number; again: number }> {
  const visitor = await town.visit("/unbooted", context);
  const { page } = visitor;
  await page.waitForFunction(() => (window as { Intercom?: { frontdesk?: string } }).Intercom?.frontdesk);
  await visitor.call("boot", { app_id: town.workspace.app_id });
  await visitor.launcher.click();
  const first = await answered(page, "/frame/");
  await visitor.call("hide");
  await visitor.messenger.locator(".messenger").waitFor({ state: "detached" });
  await visitor.launcher.click();
  const again = await answered(page, "/frame/", 2);
  await page.close();
  return { first, again };
}

async function leastFrame({ town }: Run, context: BrowserContext): Promise<number> {
  const { page } = await town.visit("/peer", context);
  await page.evaluate(() => {
    const button = document.createElement("button");
    button.textContent = "Open";
    button.addEventListener("click", () => {
      const frame = document.createElement("iframe");
      frame.setAttribute("sandbox", "allow-scripts");
      frame.src = "/bare";
      document.body.append(frame);
    });
    document.body.append(button);
  });
  await page.getByRole("button", { name: "Open" }).click();
  const took = await answered(page, "/bare");
  await page.close();
  return took;
}

/** From the click to the frame's nth answer. */
async function answered(page: Page, address: string, nth = 1): Promise<number> {
  const isIt = (url: string): boolean => url.includes(address);
  const frame = page.frames().find((one) => isIt(one.url())) ?? (await page.waitForEvent("framenavigated", (one) => isIt(one.url())));
  await frame.waitForFunction((count) => answers.length >= count, nth);
  const seen = await frame.evaluate((count) => answers[count - 1] ?? Number.NaN, nth);
  return seen - (await page.evaluate(() => clickedAt));
}
