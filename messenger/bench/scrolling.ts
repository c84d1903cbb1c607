// Frames while a conversation of 10,000 parts is scrolled, beside a plain list of 10,000 nodes with the same words.
//
// Guarantees: all 10,000 parts were loaded before; the wheel turns evenly at the named speed for some seconds, in the
// middle of the list. What is measured is the main thread: the time between two of its frames, how long after a
// frame's beginning it was done with it, and all that it did, shared among the frames. Without a graphics card the
// compositor draws on the processor, which the first two figures feel; none says anything of a phone's screen.

import type { Page } from "playwright-core";
import { longConversation } from "../src/host/demo/data";
import { Theatre } from "../tests/support/stage";
import { quantile } from "./report";
import type { Run } from "./web";

const PARTS = 10_000;
const SECONDS = 4;
/** A frame at 60 a second takes 16.7 ms. */
const FRAME_MS = 17;

interface Frames {
  between: number[];
  work: number[];
  /** Frames in which a part of the list in sight was empty. */
  empty: number;
  /** All that the thread did, in milliseconds. */
  busy: number;
}

/** See the module. */
export async function scrolling({ report }: Run): Promise<void> {
  const theatre = await Theatre.open();
  try {
    const stage = await theatre.stage((host) => {
      host.conversations.push(longConversation("77", PARTS, Math.floor(Date.now() / 1000)));
      host.present({ name: "conversation", id: "77" });
    });
    const ours = stage.page;
    const loading = performance.now();
    await loadAll(ours);
    report.group(`frames, ${PARTS.toLocaleString("en-GB")} parts in the list`, "plain list");
    const loaded = (performance.now() - loading) / 1000;
    const plain = await plainList(ours);
    for (const [name, speed] of [["wheel, 3,000 px/s", 3_000], ["fling, 12,000 px/s", 12_000]] as const) {
      const [mine, theirs] = [await frames(ours, ".parts", speed), await frames(plain, ".parts", speed)];
      const row = (what: string, of: (frames: Frames) => number, most?: number): void =>
        report.row({ what: `${name}: ${what}`, ours: [of(mine)], peer: [of(theirs)], ...(most ? { bar: { most, goal: most !== FRAME_MS } } : {}) });
      row("frame p50, ms", (one) => quantile(one.between, 0.5));
      row("frame p95, ms", (one) => quantile(one.between, 0.95), FRAME_MS);
      row("frame p99, ms", (one) => quantile(one.between, 0.99));
      row("frames over 17 ms, %", (one) => (100 * one.between.filter((took) => took > FRAME_MS).length) / one.between.length);
      row("thread busy for a frame, ms", (one) => one.busy / one.between.length, 8);
      row("work in a frame p95, ms", (one) => quantile(one.work, 0.95));
      row("work in a frame p99, ms", (one) => quantile(one.work, 0.99));
      row("frames with a hole in sight, %", (one) => (100 * one.empty) / one.between.length);
    }
    const heap = async (page: Page): Promise<number> => {
      const session = await page.context().newCDPSession(page);
      await session.send("HeapProfiler.enable");
      await session.send("HeapProfiler.collectGarbage");
      return (await session.send("Runtime.getHeapUsage")).usedSize / 1024 / 1024;
    };
    report.row({ what: "heap of scripts with all of them, MiB", ours: [await heap(ours)], peer: [await heap(plain)] });
    const nodes = (page: Page): Promise<number> => page.evaluate(() => document.querySelectorAll("*").length);
    report.row({ what: "elements in the page", ours: [await nodes(ours)], peer: [await nodes(plain)] });
    report.say(`all pages of 50 were loaded in ${loaded.toFixed(1)} s by scrolling to the top again and again`);
    await plain.context().close();
    await stage.page.context().close();
  } finally {
    await theatre.close();
  }
}

async function loadAll(page: Page): Promise<void> {
  await page.getByText(`${PARTS}. `).waitFor();
  await page.evaluate(async () => {
    const box = document.querySelector(".parts") as HTMLElement;
    while (!document.querySelector(".parts-start")) {
      box.scrollTop = 0;
      await new Promise((done) => requestAnimationFrame(done));
    }
  });
}

/** The same words in bubbles, all in the page. */
async function plainList(beside: Page): Promise<Page> {
  const context = await beside.context().browser()?.newContext({ viewport: { width: 400, height: 704 } });
  if (!context) throw new Error("no browser");
  const page = await context.newPage();
  await page.setContent(`<!doctype html><style>
    body { margin: 0; font: 15px/22px system-ui } .parts { height: 704px; overflow: auto }
    ul { margin: 0; padding: 16px; list-style: none } li { padding-bottom: 8px } p { margin: 0; padding: 8px 12px; border-radius: 14px; background: #eee; max-width: 280px }
  </style><div class="parts"><ul></ul></div>`);
  const said = longConversation("77", PARTS, 1_700_000_000).parts.map((part) => part.body_text ?? "");
  await page.evaluate((words) => {
    const list = document.querySelector("ul");
    for (const text of words) {
      const line = document.createElement("li");
      line.append(Object.assign(document.createElement("p"), { textContent: text }));
      list?.append(line);
    }
  }, said);
  return page;
}

async function frames(page: Page, selector: string, speed: number): Promise<Frames> {
  await page.locator(selector).evaluate((box) => box.scrollTo(0, box.scrollHeight / 2));
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
  await page.evaluate((area) => {
    const found: Frames = { between: [], work: [], empty: 0, busy: 0 };
    const box = document.querySelector(area) as HTMLElement;
    const { top, bottom, left, width } = box.getBoundingClientRect();
    let before = 0;
    let on = true;
    const tick = (begun: number): void => {
      if (!on) return;
      if (before > 0) found.between.push(begun - before);
      before = begun;
      const after = new MessageChannel();
      after.port1.onmessage = () => {
        found.work.push(performance.now() - begun);
        // After the frame, where asking costs none of its time.
        const seen = [0.1, 0.5, 0.9].map((share) => document.elementFromPoint(left + width / 2, top + (bottom - top) * share));
        if (seen.some((one) => !one?.closest("li"))) found.empty += 1;
      };
      after.port2.postMessage(0);
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    (window as never as { stop: () => Frames }).stop = () => {
      on = false;
      return found;
    };
  }, selector);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const busy = async (): Promise<number> => 1000 * ((await session.send("Performance.getMetrics")).metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN);
  const before = await busy();
  for (const yDistance of [-1, 1]) {
    await session.send("Input.synthesizeScrollGesture", { x: 200, y: 350, yDistance: (yDistance * speed * SECONDS) / 2, speed, gestureSourceType: "mouse", preventFling: true });
  }
  const spent = (await busy()) - before;
  return { ...(await page.evaluate(() => (window as never as { stop: () => Frames }).stop())), busy: spent };
}
