// What web pages load: how large it is, and that none of it can break a strict page.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { YOUNGER_THAN_IOS_15 } from "../support/oldest";

const WEB = fileURLToPath(new URL("../../dist/web/", import.meta.url));
const parts = readdirSync(WEB).filter((name) => name.endsWith(".js"));
const text = (name: string): string => readFileSync(join(WEB, name), "utf8");
const size = (name: string): number => gzipSync(text(name), { level: 9 }).length;

/** A part and all that it imports at once. */
function withImports(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const found of text(name).matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) withImports(found[1] ?? "", seen);
  return seen;
}

test("the script stays below 6 KiB, the client below 25 KiB, the launcher beside it below 4 KiB, tours below 10 KiB, gzipped", () => {
  const client = parts.find((name) => name.startsWith("client-")) ?? "";
  const sum = [...withImports(client)].reduce((total, name) => total + size(name), 0);
  const launcher = size(parts.find((name) => name.startsWith("stand-")) ?? "");
  const tour = size(parts.find((name) => name.startsWith("tour-")) ?? "");
  const later = parts.reduce((total, name) => total + size(name), 0) - sum - size("frontdesk.js") - launcher - tour;
  console.log(`web: script ${size("frontdesk.js")}, client ${sum}, launcher ${launcher}, tours ${tour}, parts that come later ${later} bytes gzipped`);
  expect(launcher).toBeLessThanOrEqual(4 * 1024);
  expect(tour).toBeLessThanOrEqual(10 * 1024);
  expect(size("frontdesk.js")).toBeLessThanOrEqual(6 * 1024);
  expect(sum).toBeLessThanOrEqual(25 * 1024);
});

test("nothing evaluates text, writes markup as text or sets a style as text", () => {
  for (const name of parts) {
    expect(text(name), name).not.toMatch(/\beval\(|new Function\(|innerHTML|outerHTML|insertAdjacentHTML|document\.write|setAttribute\([`"']style/);
  }
});

test("nothing calls what iOS 15.0 does not have", () => {
  for (const name of parts) expect(YOUNGER_THAN_IOS_15.exec(text(name))?.[0], name).toBeUndefined();
});

test("the script knows its client, and has one place for a workspace's key", () => {
  const script = text("frontdesk.js");
  expect(parts).toContain(/client-[\w-]+\.js/.exec(script)?.[0]);
  expect(script.split("FRONTDESK_WEB_KEY")).toHaveLength(2);
});
