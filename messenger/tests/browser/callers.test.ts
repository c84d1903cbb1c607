// Who is not the container: frames in the page and pages that opened it offer themselves as the host, and are not heard.
//
// The policy that keeps frames out is switched off, so that it cannot hide a hole. The container hands its port over last:
// whoever was heard before it would have the page.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { serve } from "../support/serve";

const FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-proxy-server", "--no-first-run", "--disable-features=LocalNetworkAccessChecks"];
const RULES = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1";
/** Offers a port to a window, and asks through it for all that a host may say. */
const STRANGER = `<!doctype html><title>stranger</title><script>
  heard = 0;
  function offer(window) {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { heard += 1; };
    window.postMessage("frontdesk.port", "*", [port2]);
  }
  if (parent !== self) { offer(parent); offered = true; }
</script>`;

let browser: Browser;
let messenger: Awaited<ReturnType<typeof serve>>;
let stranger: ReturnType<typeof createServer>;
let folder: string;
let context: BrowserContext;
/** What the page asked its container. */
let asked: string[];

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: process.env["FRONTDESK_CHROMIUM"] ?? "/usr/bin/chromium", headless: true, args: [...FLAGS, RULES] });
  messenger = await serve("*");
  stranger = createServer((request, response) => {
    if (request.url === "/redirect") return void response.writeHead(302, { location: messenger.url }).end();
    response.writeHead(200, { "content-type": "text/html" }).end(STRANGER);
  });
  await new Promise<void>((ready) => stranger.listen(0, "127.0.0.1", ready));
  folder = await mkdtemp(join(tmpdir(), "stranger-"));
  await writeFile(join(folder, "stranger.html"), STRANGER);
});
afterAll(async () => {
  await browser?.close();
  await messenger?.close();
  stranger?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  asked = [];
  context = await browser.newContext({ bypassCSP: true });
  await context.exposeFunction("pageSays", (text: string) => void asked.push(text));
  await context.addInitScript(() => {
    const page = window as never as { handOver: () => void; pageSays: (text: string) => void };
    page.handOver = () => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => page.pageSays(data as string);
      window.postMessage("frontdesk.port", "*", [port2]);
    };
  });
});
afterEach(() => context.close());

const elsewhere = (path = "/"): string => `http://127.0.0.1:${(stranger.address() as AddressInfo).port}${path}`;

/** The container comes last, and is the one who is asked. */
async function theContainerIsAsked(page: Page, strangers: () => Promise<number>): Promise<void> {
  await page.evaluate(() => (window as never as { handOver: () => void }).handOver());
  await expect.poll(async () => asked.length + (await strangers()), { timeout: 60_000 }).toBeGreaterThan(0);
  expect([asked.length > 0, await strangers()]).toEqual([true, 0]);
}

const heardIn = (page: Page) => async (): Promise<number> => {
  const frames = page.frames().filter((one) => one !== page.mainFrame());
  const counts = await Promise.all(frames.map((one) => one.evaluate(() => (window as never as { heard?: number }).heard ?? 0)));
  return counts.reduce((sum, one) => sum + one, 0);
};

test.each([
  ["of another origin", async () => elsewhere()],
  ["of a data: address", async () => `data:text/html,${encodeURIComponent(STRANGER)}`],
  ["of a blob: address", (page: Page) => page.evaluate((text) => URL.createObjectURL(new Blob([text], { type: "text/html" })), STRANGER)],
])("B1: a frame in the page, %s, is not heard as the host", async (_, address) => {
  const page = await context.newPage();
  await page.goto(messenger.url);
  const source = await address(page);
  await page.evaluate((src) => document.body.append(Object.assign(document.createElement("iframe"), { src })), source);
  await expect.poll(() => page.frames().length, { timeout: 60_000 }).toBe(2);
  await page.frames()[1]?.waitForFunction(() => "offered" in window);
  await theContainerIsAsked(page, heardIn(page));
});

test.each([
  ["of another origin", () => elsewhere(), () => messenger.url],
  ["of another origin, by way of a redirect", () => elsewhere(), () => elsewhere("/redirect")],
  ["of a file: address", () => `file://${join(folder, "stranger.html")}`, () => messenger.url],
])("B1: a page that opened this one, %s, is not heard as the host", async (_, from, to) => {
  const opener = await context.newPage();
  await opener.goto(from());
  const opened = context.waitForEvent("page");
  await opener.evaluate((url) => void ((window as never as { it: Window | null }).it = window.open(url)), to());
  const page = await opened;
  await page.waitForURL(messenger.url);
  await page.waitForLoadState("load");
  await opener.evaluate(() => {
    const world = window as never as { offer(to: unknown): void; it: unknown };
    world.offer(world.it);
  });
  await theContainerIsAsked(page, () => opener.evaluate(() => (window as never as { heard: number }).heard));
});
