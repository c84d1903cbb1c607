// The public surface is covered: every name of the plugin that docs/parity.md knows is in the table of calls, has a row of
// the plugin part, and is called in Chromium on the real server; every test that a row names is there.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ALL, OURS } from "./documented";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const PAGE = readFileSync(here("../../../docs/parity.md"), "utf8");

/** The rows of the tables under a heading. */
function rows(heading: string): string[] {
  const section = PAGE.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? "";
  return section.split("\n").filter((line) => line.startsWith("|"));
}

/** Names between backticks in the first column; a call's arguments are not part of its name. */
const names = (heading: string): string[] =>
  rows(heading).flatMap((row) => [...(row.split(" | ")[0] ?? "").matchAll(/`(\w[\w.]*)[^`]*`/g)].map((found) => found[1] ?? ""));

const CALLS = [...names("Calls of the Cordova plugin"), ...names("Old names of the Cordova plugin"), ...names("Ionic Native")];
const ROWS = names("The plugin part");

test("every documented call is in the table that the tests of the wire go through", () => {
  expect(CALLS.length).toBeGreaterThanOrEqual(40);
  const known = new Set(ALL.map(([name]) => name));
  expect(CALLS.filter((name) => !known.has(name))).toEqual([]);
});

test("every documented call, helper and call of ours has a row of the plugin part", () => {
  const helpers = names("Helpers and the JSON they make").filter((name) => !/^[A-Z_]+$/.test(name));
  const all = [...CALLS, ...helpers, ...OURS.map(([name]) => name)];
  expect(all.length).toBeGreaterThanOrEqual(60);
  expect(all.filter((name) => !ROWS.includes(name))).toEqual([]);
});

test("every call is made in Chromium on the real server", () => {
  const text = readdirSync(here("../browser"), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(ts|js)$/.test(name))
    .map((name) => readFileSync(here(`../browser/${name}`), "utf8"))
    .join("\n");
  // By name, or by version 12's own JavaScript, each of whose functions is called.
  const version12 = readFileSync(here("../../node_modules/cordova-plugin-intercom/www/intercom.js"), "utf8");
  const called = (name: string): boolean => text.includes(`"${name}"`) || new RegExp(`^\\s*${name}\\s*:`, "m").test(version12) || text.includes(`intercom.${name}(`);
  expect([...new Set([...CALLS, ...OURS.map(([name]) => name)])].filter((name) => !called(name))).toEqual([]);
});

test("every row names a test, and every test that one names is there", () => {
  const links = (row: string): string[] => [...row.matchAll(/\]\(([^)#]+)\)/g)].map((found) => found[1] ?? "");
  const table = rows("The plugin part").slice(2);
  expect(table.filter((row) => links(row).length === 0).map((row) => row.split(" | ")[0])).toEqual([]);
  expect(table.flatMap(links).filter((link) => !existsSync(here(`../../../docs/${link}`)))).toEqual([]);
});
