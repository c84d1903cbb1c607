// The browser twin in a real Chromium: IndexedDB, Web Locks, channels and requests across origins are the browser's own.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { readlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type BrowserContext, type Page } from "playwright-core";
import { build } from "vite";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { listen, Server } from "../support/server";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Served and not intercepted: Chromium holds intercepted requests that outlive their page. */
const PAGE = '<!doctype html><title>shop</title><script type="module" src="/page.js"></script>';
const FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-proxy-server", "--no-first-run", "--disable-features=LocalNetworkAccessChecks"];
const RULES = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1";

// Deadlines only end a hang: the machine may have much else to do.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let script: string;
let server: Server;
let http: Awaited<ReturnType<typeof listen>>;
let profile: string;
let context: BrowserContext;
/** What the clients announced. */
let said: { event: string }[];

beforeAll(async () => {
  await build({ configFile: here("../../vite.driver.config.ts"), logLevel: "warn", root: here("../..") });
  script = await readFile(here("../../dist/driver/page.js"), "utf8");
});

beforeEach(async () => {
  server = new Server();
  http = await listen(server, { "/": ["text/html", PAGE], "/page.js": ["text/javascript", script] });
  profile = await mkdtemp(join(tmpdir(), "twin-"));
  await start();
});

afterEach(async () => {
  await context.close();
  await http.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

async function start(): Promise<void> {
  const executablePath = process.env["FRONTDESK_CHROMIUM"] ?? "/usr/bin/chromium";
  context = await chromium.launchPersistentContext(profile, { executablePath, headless: true, args: [...FLAGS, RULES] });
  said = [];
  await context.exposeFunction("driverSays", (line: string) => void said.push(JSON.parse(line)));
}

/** A tab with an open client; `before` runs before any script of the page. */
async function tab(before?: () => void): Promise<Page> {
  const page = await context.newPage();
  if (before) await page.addInitScript(before);
  // Another origin than the server's.
  await page.goto(http.url.replace("127.0.0.1", "localhost"));
  const settings = { server: http.url, "app-id": "app", "api-key": "key", "fast-retry": true, page: true };
  await page.evaluate(async (given) => {
    const world = globalThis as any;
    await world.driver.open(given);
    world.heard = [];
    world.twin().listen((event: { event: string }) => world.heard.push({ ...event, at: Date.now() }));
  }, settings);
  return page;
}

/** Makes a call of the client in a tab. */
const call = (page: Page, name: string, ...args: unknown[]): Promise<any> =>
  page.evaluate(([name, args]) => (globalThis as any).twin()[name as string](...(args as unknown[])), [name, args] as const);

const login = (page: Page, userId: string): Promise<any> => call(page, "loginUserWithUserAttributes", { userId });

test("W3: ten tabs tell at once: everything arrives once; W7: a logout is known in all of them before the server has heard of it", async () => {
  const tabs: Page[] = [];
  for (let index = 0; index < 10; index += 1) tabs.push(await tab());
  const [first, last] = [tabs[0], tabs[9]];
  if (!first || !last) throw new Error("no tabs");
  await login(last, "ada");
  await Promise.all(tabs.flatMap((page, index) => [0, 1, 2].map((count) => call(page, "logEvent", `${index}.${count}`))));
  expect(await call(first, "flush", 20_000)).toMatchObject({ queued: 0 });
  expect(server.events.map((event) => event.name).sort()).toEqual(tabs.flatMap((_, index) => [0, 1, 2].map((count) => `${index}.${count}`)));
  expect(server.to("/sessions")).toHaveLength(1);
  let answer = (): void => undefined;
  const known = new Promise<undefined>((done) => (answer = () => done(undefined)));
  server.plan = ({ path }) => (path === "/sessions/current" ? known : undefined);
  const at = await first.evaluate(async () => {
    const now = Date.now();
    await (globalThis as any).twin().logout();
    return now;
  });
  let latest = 0;
  for (const page of tabs) {
    await page.waitForFunction(() => (globalThis as any).twin().sessionState() === "logged_out");
    const heard = await page.evaluate(() => (globalThis as any).heard.find((event: any) => event.event === "session_changed" && event.state === "logged_out").at);
    latest = Math.max(latest, heard - at);
  }
  // A second is the promise. It is told and not asserted: this machine may be doing anything else.
  console.log(`web: the last of ten tabs knew ${latest} ms after the logout`);
  answer();
  expect(await call(last, "flush", 20_000)).toMatchObject({ queued: 0 });
  await expect.poll(() => server.to("/sessions/current").length, { timeout: 100_000 }).toBe(1);
});

test("W1: what was stored when the browser was killed is sent by the next one", async () => {
  const page = await tab();
  await login(page, "ada");
  server.plan = () => "lost";
  await call(page, "logEvent", "before the end");
  const pid = Number(readlinkSync(join(profile, "SingletonLock")).split("-").pop());
  const gone = new Promise((over) => context.on("close", over));
  process.kill(pid, "SIGKILL");
  await gone;
  server.plan = () => undefined;
  await start();
  const next = await tab();
  expect(await call(next, "isUserLoggedIn")).toBe(true);
  expect(await call(next, "flush", 20_000)).toMatchObject({ queued: 0 });
  expect(server.events).toMatchObject([{ contact: "ada", name: "before the end" }]);
});

test("W8: what is told in the moment a page is left arrives once", async () => {
  const page = await tab();
  await login(page, "ada");
  await page.evaluate(() => {
    void (globalThis as any).twin().logEvent("leaving");
    location.href = "about:blank";
  });
  await page.waitForURL("about:blank");
  const next = await tab();
  expect(await call(next, "flush", 20_000)).toMatchObject({ queued: 0 });
  await expect.poll(() => server.events.length, { timeout: 20_000 }).toBe(1);
  expect(server.events).toMatchObject([{ contact: "ada", name: "leaving" }]);
});

test("W3: the tab that uploads is closed, and another one goes on", async () => {
  const [first, second] = [await tab(), await tab()];
  await login(first, "ada");
  server.plan = () => "lost";
  await call(second, "logEvent", "a");
  await first.close();
  server.plan = () => undefined;
  expect(await call(second, "flush", 20_000)).toMatchObject({ queued: 0 });
  expect(server.events).toHaveLength(1);
});

test("W2: a browser that refuses to store is told of once, and everything works as long as the page", async () => {
  const page = await tab(() => {
    Object.defineProperty(globalThis, "indexedDB", { get: () => { throw new DOMException("refused", "SecurityError"); } });
  });
  await login(page, "ada");
  await call(page, "logEvent", "a");
  expect(await call(page, "flush", 20_000)).toMatchObject({ queued: 0 });
  expect(said.filter(({ event }) => event === "storage_unavailable")).toHaveLength(1);
});
