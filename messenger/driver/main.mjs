// `frontdesk-web drive`: the browser twin's public functions as JSON lines, for the scenarios of contract/scenarios.
//
// Guarantees: those of `frontdesk drive`, whose help explains the protocol. `--data` is the browser's profile: what the
// twin keeps, it keeps there, as it would for a person; a driver that is killed takes its browser along. This side
// starts the browser and carries lines; the twin runs in a page of an origin of its own, and every request of it is a
// real one across origins. Runs in Node; needs a Chromium (FRONTDESK_CHROMIUM, else /usr/bin/chromium).

import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setTimeout as pause } from "node:timers/promises";
import { chromium } from "playwright-core";
import { leave, options, say, serve } from "./command.mjs";

/** Nobody listens there: requests to it are answered here, and its storage is the profile's. */
const ORIGIN = "http://localhost:47047";
/** A browser on a machine that has much else to do takes its time; this ends a hang. Milliseconds. */
const HANG = 300_000;
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const FLAGS = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--no-proxy-server",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-sync",
  // A page of a test asks for no permission to reach this machine; what CORS says holds all the same.
  "--disable-features=LocalNetworkAccessChecks",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
];

const given = options("frontdesk-web");

/** A browser that was killed a moment ago may still be on its way out. */
async function profileIsFree(data) {
  for (let tries = 0; tries < 200; tries += 1) {
    let pid;
    try {
      pid = Number(readFileSync(join(data, "driver.pid"), "utf8"));
      process.kill(pid, 0);
    } catch {
      return;
    }
    await pause(25);
  }
}

await profileIsFree(given.data);
process.env.FRONTDESK_PROFILE = given.data;
const context = await chromium.launchPersistentContext(given.data, { executablePath: here("chromium.sh"), headless: true, args: FLAGS, timeout: HANG });
// The plugin for Cordova has a page of its own, with its calls in front of the same twin.
const script = await readFile(process.env.FRONTDESK_DRIVER_PAGE ?? here("../dist/driver/page.js"), "utf8");
await context.route(`${ORIGIN}/**`, (route) => {
  const path = new URL(route.request().url()).pathname;
  if (path === "/") return route.fulfill({ contentType: "text/html", body: '<!doctype html><title>driver</title><script type="module" src="/page.js"></script>' });
  if (path === "/page.js") return route.fulfill({ contentType: "text/javascript", body: script });
  return route.fulfill({ status: 404, body: "" });
});
await context.exposeBinding("driverSays", (_source, line) => say(line));
const page = context.pages()[0] ?? (await context.newPage());
page.on("pageerror", (error) => process.stderr.write(`${error.stack ?? error}\n`));
await page.goto(`${ORIGIN}/`, { timeout: HANG });
const opened = await page.evaluate((settings) => globalThis.driver.open(settings), given);
if (!opened) process.exitCode = 1;

if (opened) {
  await serve(
    (line) => page.evaluate((words) => globalThis.driver.begin(words), line),
    (code) => page.evaluate((word) => globalThis.driver.fault(word), code),
  );
  await page.evaluate(() => globalThis.driver.end());
}
await context.close();
leave();
