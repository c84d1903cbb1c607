// What is delivered: small, without a line of script or style in the page, and nothing of the demo.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { YOUNGER_THAN_IOS_15 } from "../support/oldest";
import { BUILT } from "../support/serve";

/** What the page loads before it shows anything in English. */
const BUDGET = 70 * 1024;
const files = readdirSync(BUILT, { recursive: true, encoding: "utf8" }).filter((name) => /\.\w+$/.test(name));
const text = (name: string): string => readFileSync(join(BUILT, name), "utf8");
const page = text("index.html");

test("the page and what it loads stay below 70 KiB, gzipped", () => {
  const first = files.filter((name) => name === "index.html" || page.includes(name));
  const sizes = first.map((name) => [name, gzipSync(text(name), { level: 9 }).length] as const);
  const sum = sizes.reduce((total, [, size]) => total + size, 0);
  console.log(`messenger: ${sum} of ${BUDGET} bytes gzipped (${sizes.map(([name, size]) => `${name} ${size}`).join(", ")})`);
  expect(first.length).toBe(3);
  expect(sum).toBeLessThanOrEqual(BUDGET);
});

test("every language but English is a file of its own, which the page does not name", () => {
  for (const tag of ["ar", "de", "es", "fr", "it", "ja", "nl", "pl", "pt-BR", "tr", "zh-Hans"]) {
    const own = files.filter((name) => new RegExp(`^assets/${tag}-[\\w-]{8}\\.js$`).test(name));
    expect(own, tag).toHaveLength(1);
    expect(page).not.toContain(own[0]);
    expect(gzipSync(text(own[0] ?? ""), { level: 9 }).length, tag).toBeLessThanOrEqual(4 * 1024);
  }
});

test("the page has no script, style or handler of its own, and relative addresses alone", () => {
  expect(page).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)/);
  for (const [, address] of page.matchAll(/(?:src|href)="([^"]+)"/g)) expect(address).toMatch(/^\.\/assets\/[\w-]+\.(js|css)$/);
});

test("the bundle evaluates no text, requests nothing and holds nothing of the demo", () => {
  for (const name of files.filter((one) => one.endsWith(".js"))) {
    const script = text(name);
    expect(script, name).not.toMatch(/\beval\(|new Function\(|XMLHttpRequest|\bfetch\(|WebSocket|sendBeacon|localStorage|Treeline/);
  }
  for (const name of files.filter((one) => one.endsWith(".css"))) expect(text(name), name).not.toMatch(/url\(|@import/);
});

test("the bundle calls nothing that iOS 15.0 does not have", () => {
  for (const name of files.filter((one) => one.endsWith(".js"))) {
    expect(YOUNGER_THAN_IOS_15.exec(text(name))?.[0], name).toBeUndefined();
  }
});

test("files have names that every container serves", () => {
  for (const name of files) expect(name).toMatch(/^(index\.html|licenses\.md|assets\/[A-Za-z0-9_][\w.-]*\.(js|css))$/);
});
