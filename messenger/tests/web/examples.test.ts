// examples/web as it stands: the shop and the snippets, served as `cargo xtask demo --web` serves them.

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Visitor } from "./town";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
let program: ChildProcess;
let browser: Browser;
let url: string;
beforeAll(async () => {
  const server = process.env["FRONTDESK_SERVER"] ?? here("../../../target/debug/frontdesk-server");
  program = spawn(process.execPath, [here("../../../examples/web/serve.mjs"), "--server-bin", server, "--quiet"], { stdio: ["ignore", "pipe", "inherit"] });
  url = await new Promise<string>((done, failed) => {
    createInterface({ input: program.stdout as NodeJS.ReadableStream }).once("line", (line) => done((JSON.parse(line) as { url: string }).url));
    program.once("exit", (code) => failed(new Error(`the example ended with ${code}`)));
  });
  browser = await chromium.launch({ executablePath: process.env["FRONTDESK_CHROMIUM"] ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-proxy-server"] });
});
afterAll(async () => {
  await browser?.close();
  const ended = new Promise((done) => program.once("exit", done));
  program.kill("SIGTERM");
  await ended;
});

async function open(path: string): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", locale: "en-GB" });
  const visitor = new Visitor(await context.newPage());
  await visitor.page.goto(url + path);
  return visitor;
}
const who = (visitor: Visitor): Promise<{ type: string; user_id?: string } | undefined> => visitor.call("whoami");
const until = <T>(read: () => Promise<T> | T, wanted: T): Promise<void> => expect.poll(read, { timeout: 100_000 }).toEqual(wanted);
const end = async (visitor: Visitor): Promise<void> => {
  expect(visitor.errors).toEqual([]);
  await visitor.page.context().close();
};

test("a newcomer writes in the shop, answers as the teammate and sees the badge", async () => {
  const shop = await open("/");
  await shop.page.getByLabel("Your name").fill("Ada");
  await shop.page.getByRole("button", { name: "Log in" }).click();
  await shop.ready();
  expect(await who(shop)).toMatchObject({ user_id: "shop-ada" });
  await shop.page.getByRole("link", { name: "Lamps" }).click();
  await shop.page.getByRole("heading", { name: "Lamps" }).waitFor();
  await shop.page.getByRole("button", { name: "Ask us" }).click();
  await shop.messenger.locator("[aria-current]", { hasText: "Home" }).waitFor();
  await shop.messenger.getByText("Send us a message").first().click();
  await shop.messenger.getByRole("textbox").first().fill("Is the desk lamp warm?");
  await shop.messenger.getByRole("textbox").first().press("Enter");
  await shop.messenger.getByText("Is the desk lamp warm?").first().waitFor();
  await shop.call("hide");
  const teammate = new Visitor(await shop.page.context().newPage());
  await teammate.page.goto(`${url}/teammate.html`);
  await teammate.page.getByRole("button", { name: "Is the desk lamp warm?" }).click();
  await teammate.page.getByLabel("Your answer").fill("Yes, 2700 kelvin");
  await teammate.page.getByRole("button", { name: "Send", exact: true }).click();
  await until(() => shop.page.locator("#unread").textContent(), "1");
  await shop.page.getByRole("button", { name: "Log out" }).click();
  await until(async () => (await who(shop))?.type, "lead");
  await until(() => shop.page.locator("#unread").isVisible(), false);
  await end(shop);
});

test("snippet: a single-page app", async () => {
  const page = await open("/snippets/single-page-app.html");
  await page.launcher.waitFor();
  await page.ready();
  const before = page.asked.filter((one) => one === "POST /sdk/v1/ping").length;
  await page.page.getByRole("button", { name: "Next page" }).click();
  await expect.poll(() => page.asked.filter((one) => one === "POST /sdk/v1/ping").length, { timeout: 100_000 }).toBeGreaterThan(before);
  expect(await who(page)).toMatchObject({ user_id: "spa-1" });
  await end(page);
});

test("snippet: a visitor, then a user", async () => {
  const page = await open("/snippets/visitor-then-login.html");
  await page.launcher.waitFor();
  await page.ready();
  expect(await who(page)).toMatchObject({ type: "lead" });
  await page.page.getByRole("button", { name: "Log in" }).click();
  await until(async () => (await who(page))?.user_id, "visitor-1");
  await end(page);
});

test("snippet: a launcher of one's own", async () => {
  const page = await open("/snippets/custom-launcher.html");
  await page.page.waitForFunction(() => (window as { Intercom?: { frontdesk?: string } }).Intercom?.frontdesk);
  await page.ready();
  expect(await page.launcher.isVisible()).toBe(false);
  await page.page.getByRole("link", { name: "Help" }).click();
  await page.messenger.locator("[aria-current]", { hasText: "Home" }).waitFor();
  await end(page);
});

test("snippet: shutdown and boot again", async () => {
  const page = await open("/snippets/shutdown-and-boot.html");
  await page.launcher.waitFor();
  await page.ready();
  expect(await who(page)).toMatchObject({ user_id: "shared-1" });
  await page.page.getByRole("button", { name: "Log out" }).click();
  await until(async () => (await who(page))?.type, "lead");
  await page.page.getByRole("button", { name: "somebody else" }).click();
  await until(async () => (await who(page))?.user_id, "shared-2");
  await end(page);
});
