// Tasks that keep a page's thread for more than 50 ms, as the browser itself reports them.
//
// Guarantees: counted from the first byte of the page on, in the page and in the frame; a task is long by the clock, so
// a machine that has much else to do makes more of them, also on the empty page beside. A second pass slows the
// processor four times, which is about a cheap phone. The bar is for a plain page: one with the script, and after boot.

import type { Page } from "playwright-core";
import { Visitor } from "../tests/web/town";
import type { Run } from "./web";

/** Put into every page and frame. */
function watch(): void {
  const long: number[] = [];
  (window as never as { long: number[] }).long = long;
  new PerformanceObserver((list) => long.push(...list.getEntries().map((one) => one.duration))).observe({ type: "longtask", buffered: true });
}

declare const long: number[];

/** See the module. */
export async function tasks(run: Run): Promise<void> {
  const { town, report } = run;
  town.page("/quiet", "<!doctype html><title>Shop</title><h1>Shop</h1>");
  town.page("/unbooted-tasks", '<!doctype html><title>Shop</title><h1>Shop</h1><script async src="$SCRIPT"></script>');
  town.page("/booted-tasks", `<!doctype html><title>Shop</title><h1>Shop</h1><script>window.intercomSettings = { app_id: "$APP" };</script><script async src="$SCRIPT"></script>`);
  for (const slower of [1, 4]) {
    const found = { empty: [] as number[], script: [] as number[], boot: [] as number[], page: [] as number[], frame: [] as number[], longest: [] as number[] };
    for (let round = 0; round < run.rounds; round += 1) {
      found.empty.push((await visit(run, "/quiet", slower)).page.length);
      found.script.push((await visit(run, "/unbooted-tasks", slower)).page.length);
      const shown = await visit(run, "/booted-tasks", slower, true);
      found.boot.push(shown.booted.length);
      found.page.push(shown.page.length);
      found.frame.push(shown.frame.length);
      found.longest.push(Math.max(0, ...shown.frame));
    }
    const least = slower === 1 ? { bar: { most: 0 } } : {};
    const sum = (figures: number[]): number[] => [figures.reduce((one, other) => one + other, 0)];
    report.group(`tasks over 50 ms in ${run.rounds} visits${slower === 1 ? "" : `, processor ${slower} x slower`}`, "empty page");
    report.row({ what: "page with the script", ours: sum(found.script), peer: sum(found.empty), ...least });
    report.row({ what: "page that boots, until the server answered", ours: sum(found.boot), peer: sum(found.empty), ...least });
    report.row({ what: "the same page while the messenger opens", ours: sum(found.page), peer: sum(found.empty), ...least });
    report.row({ what: "frame of the messenger, a thread of its own", ours: sum(found.frame), peer: sum(found.empty) });
    if (Math.max(...found.longest) > 0) report.say(`the longest in the frame, median of the visits: ${Math.round([...found.longest].sort((a, b) => a - b)[Math.floor(found.longest.length / 2)] ?? 0)} ms`);
  }
}

async function visit({ town }: Run, path: string, slower: number, opens = false): Promise<{ booted: number[]; page: number[]; frame: number[] }> {
  const context = await town.context();
  await context.addInitScript(watch);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  await page.goto(`${town.site}${path}`);
  const found = { booted: [] as number[], page: [] as number[], frame: [] as number[] };
  if (opens) {
    const visitor = new Visitor(page);
    await page.waitForFunction(() => (window as { Intercom?: { frontdesk?: string } }).Intercom?.frontdesk);
    await visitor.ready();
    await visitor.launcher.waitFor();
    found.booted = await settled(page);
    await visitor.launcher.click();
    await visitor.messenger.locator(".card-button").waitFor();
    const frame = page.frames().find((one) => one.url().includes("/frame/"));
    await settled(page);
    found.frame = (await frame?.evaluate(() => long)) ?? [];
  }
  found.page = (await settled(page)).slice(found.booted.length);
  await context.close();
  return found;
}

/** After the page had nothing to do for a moment: what it had to do before. */
function settled(page: Page): Promise<number[]> {
  return page.evaluate(async () => {
    for (let quiet = 0; quiet < 3; quiet += 1) await new Promise((done) => requestIdleCallback(done));
    // Long tasks are told in a task of their own.
    await new Promise((done) => setTimeout(done, 100));
    return [...long];
  });
}
