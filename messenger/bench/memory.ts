// What the messenger keeps in JavaScript's heap: the page's own, and the frame's, after all that can be collected was.
//
// Guarantees: the heap of scripts alone, not styles, layout, pictures or the processes around them; a frame in a
// process of its own is counted by itself, one in the page's process is in the page's figure and said to be. The peers
// are an empty page and a bare frame.

import type { CDPSession, Page } from "playwright-core";
import { Visitor } from "../tests/web/town";
import type { Run } from "./web";

const KIB = 1024;

/** See the module. */
export async function memory({ town, report, rounds }: Run): Promise<void> {
  town.page("/empty", "<!doctype html><title>Shop</title><h1>Shop</h1>");
  town.page("/script", '<!doctype html><title>Shop</title><h1>Shop</h1><script src="$SCRIPT"></script>');
  town.page("/bare-frame", '<!doctype html><title>Shop</title><h1>Shop</h1><iframe sandbox="allow-scripts" src="/bare-inside"></iframe>');
  town.page("/bare-inside", "<!doctype html><title>Bare</title><h1>Hi</h1>");
  const found = { empty: [] as number[], before: [] as number[], after: [] as number[], open: [] as number[], frame: [] as number[], bare: [] as number[] };
  let together = false;
  for (let round = 0; round < rounds; round += 1) {
    const empty = await town.visit("/empty");
    found.empty.push(await used(await empty.page.context().newCDPSession(empty.page)));
    const bare = await town.visit("/bare-frame");
    found.bare.push((await ofFrame(bare.page, "/bare-inside")) ?? Number.NaN);
    const visitor = await town.visit("/script");
    const { page } = visitor;
    await page.waitForFunction(() => (window as { Intercom?: { frontdesk?: string } }).Intercom?.frontdesk);
    const session = await page.context().newCDPSession(page);
    found.before.push(await used(session));
    await visitor.call("boot", { app_id: town.workspace.app_id });
    await new Visitor(page).ready();
    await visitor.launcher.waitFor();
    found.after.push(await used(session));
    await visitor.launcher.click();
    await visitor.messenger.locator(".card-button").waitFor();
    found.open.push(await used(session));
    const frame = await ofFrame(page, "/frame/");
    together ||= frame === undefined;
    found.frame.push(frame ?? Number.NaN);
    await town.leave();
  }
  report.group("heap of scripts, KiB", "empty/bare");
  report.row({ what: "page with the script, before boot", ours: found.before, peer: found.empty });
  report.row({ what: "page with the launcher, after boot", ours: found.after, peer: found.empty });
  report.row({ what: "page with the messenger open", ours: found.open, peer: found.empty });
  if (together) report.say("the frame is in the page's process: it is part of the line above");
  else report.row({ what: "frame of the open messenger", ours: found.frame, peer: found.bare });
}

/** What is in use after two collections. */
async function used(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.enable");
  for (let time = 0; time < 2; time += 1) await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize / KIB;
}

/** Of a frame that is in a process of its own; undefined when it is not. */
async function ofFrame(page: Page, address: string): Promise<number | undefined> {
  const frame = page.frames().find((one) => one.url().includes(address));
  if (!frame) return undefined;
  try {
    return await used(await page.context().newCDPSession(frame));
  } catch {
    return undefined;
  }
}
