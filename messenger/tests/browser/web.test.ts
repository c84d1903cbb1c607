// The whole way on the web: the built messenger in a frame of another origin, the twin in the page around it, and the
// real server. What a person writes reaches the operator, and what the operator answers reaches the person, live.

import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, chromium, type FrameLocator, type Page } from "playwright-core";
import { build } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { RealServer } from "../support/real";
import { serve } from "../support/serve";
import type { Shop } from "../support/shop";

const SHOP = "http://localhost:47049";
const FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-proxy-server", "--no-first-run", "--disable-features=LocalNetworkAccessChecks"];
const RULES = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1";
const PAGE = '<!doctype html><title>Shop</title><script type="module" src="/shop.js"></script>';

declare const shop: Shop;

let files: Map<string, string>;
let browser: Browser;
let pages: Awaited<ReturnType<typeof serve>>;
let server: RealServer;
let context: BrowserContext;
let errors: string[];

beforeAll(async () => {
  const entry = fileURLToPath(new URL("../support/shop.ts", import.meta.url));
  const built = await build({ configFile: false, logLevel: "warn", build: { write: false, lib: { entry, formats: ["es"], fileName: () => "shop.js" } } });
  const [{ output }] = built as unknown as [{ output: { fileName: string; code: string }[] }];
  files = new Map(output.map(({ fileName, code }) => [`/${fileName}`, code]));
  browser = await chromium.launch({ executablePath: process.env["FRONTDESK_CHROMIUM"] ?? "/usr/bin/chromium", headless: true, args: [...FLAGS, RULES] });
  pages = await serve(SHOP);
  server = await RealServer.start();
});

afterAll(async () => {
  await browser?.close();
  await pages?.close();
  await server?.close();
});

beforeEach(async () => {
  errors = [];
  context = await browser.newContext({ viewport: { width: 800, height: 800 }, locale: "en-GB", reducedMotion: "reduce" });
  await context.route(`${SHOP}/**`, (route) => {
    const code = files.get(new URL(route.request().url()).pathname);
    return code === undefined ? route.fulfill({ contentType: "text/html", body: PAGE }) : route.fulfill({ contentType: "text/javascript", body: code });
  });
});

afterEach(async () => {
  await context.close();
  expect(errors).toEqual([]);
});

/** A tab of the shop with a client and the messenger in its frame. */
async function tab(): Promise<{ page: Page; frame: FrameLocator }> {
  const page = await context.newPage();
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(SHOP);
  const settings = { serverUrl: server.url, appId: server.appId, apiKey: server.apiKey, messenger: pages.url };
  await page.waitForFunction(() => "shop" in globalThis);
  await page.evaluate((told) => shop.open(told), settings);
  return { page, frame: page.frameLocator("iframe") };
}

const answer = async (words: string): Promise<void> => {
  const { admins } = await server.operator("GET", "/admins");
  const { conversations } = await server.operator("GET", "/conversations");
  const body = { message_type: "comment", type: "admin", admin_id: admins[0].id, body: words };
  await server.operator("POST", `/conversations/${conversations[0].id}/reply`, body);
};

test("a message from the frame reaches the operator, and the answer comes by itself", async () => {
  const { page, frame } = await tab();
  await page.evaluate(() => shop.login("ada"));
  await page.evaluate(() => shop.show());
  await frame.getByRole("button", { name: "Send us a message" }).click();
  await frame.getByRole("textbox").fill("Where is my parcel?");
  await frame.getByRole("textbox").press("Enter");
  await expect.poll(async () => (await server.operator("GET", "/conversations")).conversations.length, { timeout: 30_000 }).toBe(1);
  await expect.poll(() => frame.locator(".part-pending").count(), { timeout: 30_000 }).toBe(0);
  await expect.poll(() => page.evaluate(() => shop.mode()), { timeout: 30_000 }).toBe("stream");
  await answer("It left <b>this morning</b>.");
  await frame.locator(".bubble").getByText("It left this morning.").waitFor();
  // Read while it is looked at.
  await expect.poll(() => page.evaluate(() => shop.unread()), { timeout: 30_000 }).toBe(0);
});

test("every tab hears what one of them is told, and none shows anything after the logout", async () => {
  const first = await tab();
  await first.page.evaluate(() => shop.login("ada"));
  const second = await tab();
  await expect.poll(() => second.page.evaluate(() => shop.mode()), { timeout: 30_000 }).toBe("stream");
  await answer("And one more thing.");
  for (const { page } of [first, second]) await expect.poll(() => page.evaluate(() => shop.unread()), { timeout: 30_000 }).toBe(1);
  await second.page.evaluate(() => shop.show());
  await second.frame.getByText("And one more thing.").first().waitFor();
  await first.page.evaluate(() => shop.logout());
  for (const { page } of [first, second]) await expect.poll(() => page.evaluate(() => shop.unread()), { timeout: 30_000 }).toBe(0);
  await expect.poll(() => second.frame.locator("body").innerText(), { timeout: 30_000 }).not.toContain("And one more thing.");
  const kept = await second.page.evaluate(async () => {
    const names = await indexedDB.databases();
    const rows = names.map(
      ({ name }) =>
        new Promise<unknown[]>((done, fail) => {
          const opening = indexedDB.open(name ?? "");
          opening.onerror = () => fail(opening.error);
          opening.onsuccess = () => {
            const all = opening.result.transaction("cache").objectStore("cache").getAll();
            all.onsuccess = () => done(all.result);
          };
        }),
    );
    return JSON.stringify(await Promise.all(rows));
  });
  expect(kept).toBe("[[]]");
});
