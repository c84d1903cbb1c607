// `frontdesk-web drive`: the browser twin's public functions as JSON lines, for the scenarios of contract/scenarios.
//
// Guarantees: those of `frontdesk drive`, whose help explains the protocol. `--data` is the browser's profile: what the
// twin keeps, it keeps there, as it would for a person; a driver that is killed takes its browser along. This side
// starts the browser and carries lines; the twin runs in a page of an origin of its own, and every request of it is a
// real one across origins. Runs in Node; needs a Chromium (FRONTDESK_CHROMIUM, else /usr/bin/chromium).

import { readlinkSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { setTimeout as pause } from "node:timers/promises";
import { chromium } from "playwright-core";

/** Nobody listens there: requests to it are answered here, and its storage is the profile's. */
const ORIGIN = "http://localhost:47047";
const LONGEST_LINE = 1024 * 1024;
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

const [command, ...rest] = process.argv.slice(2);
const text = { type: "string" };
const options = {
  server: text, "app-id": text, "api-key": text, data: text, durability: text, platform: text,
  "linger-ms": text, "delivery-wait-ms": text, "request-timeout-ms": text, "max-operations": text,
  "fast-retry": { type: "boolean" },
};
let given;
try {
  given = parseArgs({ args: rest, options }).values;
  for (const name of ["server", "app-id", "api-key", "data"]) {
    given[name] ??= process.env[`FRONTDESK_${name.toUpperCase().replace("-", "_")}`];
    if (command !== "drive" || !given[name]) throw new Error(`usage: frontdesk-web drive --${name} …`);
  }
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
}

/** A browser that was killed a moment ago may still be on its way out. */
async function profileIsFree(data) {
  for (let tries = 0; tries < 200; tries += 1) {
    let pid;
    try {
      pid = Number(readlinkSync(join(data, "SingletonLock")).split("-").pop());
      process.kill(pid, 0);
    } catch {
      return;
    }
    await pause(25);
  }
}

let broken = false;
process.stdout.on("error", () => (broken = true));
const say = (line) => {
  if (!broken) process.stdout.write(`${line}\n`);
};

await profileIsFree(given.data);
const context = await chromium.launchPersistentContext(given.data, { executablePath: here("chromium.sh"), headless: true, args: FLAGS });
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
await page.goto(`${ORIGIN}/`);
const opened = await page.evaluate((settings) => globalThis.driver.open(settings), given);
if (!opened) process.exitCode = 1;

/** Lines of stdin, one after the other; one that is too long is passed over to its end. */
async function* lines() {
  let [kept, size] = [[], 0];
  for await (const chunk of process.stdin) {
    let at = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, at)) {
      size += end - at;
      yield size > LONGEST_LINE ? undefined : Buffer.concat([...kept, chunk.subarray(at, end)]);
      [kept, size, at] = [[], 0, end + 1];
    }
    size += chunk.length - at;
    kept = size > LONGEST_LINE ? [] : [...kept, chunk.subarray(at)];
  }
  if (size > 0) yield size > LONGEST_LINE ? undefined : Buffer.concat(kept);
}

if (opened) {
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  for await (const bytes of lines()) {
    if (broken) break;
    let line;
    try {
      line = bytes && utf8.decode(bytes);
    } catch {
      line = "";
      await page.evaluate(() => globalThis.driver.fault("malformed_line"));
      continue;
    }
    if (line === undefined) await page.evaluate(() => globalThis.driver.fault("line_too_long"));
    // Not awaited: lines begin in their order, answers come as they come. `begin` settles at once unless one waits.
    else await page.evaluate((words) => globalThis.driver.begin(words), line);
  }
  await page.evaluate(() => globalThis.driver.end());
}
await context.close();
process.exit(process.exitCode ?? (broken ? 1 : 0));
