// One table of actions on every platform: what the documentation and our own JavaScript call is there on Android, iOS and
// the browser platform, and nothing else is. Read from the sources, so that none needs its platform.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { surface } from "../../src/browser/actions";
import type { Counter } from "../../src/browser/counter";
import REFUSALS from "../refusals.json" with { type: "json" };
import { ALL } from "./documented";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const found = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? "").sort();
const rooms = (folder: string, ending: string): string =>
  readdirSync(here(folder))
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(here(`${folder}/${name}`), "utf8"))
    .join("\n");

/** Actions of version 12's own JavaScript. */
const VERSION_12 = found(readFileSync(here("../../node_modules/cordova-plugin-intercom/www/intercom.js"), "utf8"), /'Intercom',\s*'(\w+)'/g);
/** Names that only natives of older versions had, and the stream of events. */
const BESIDES = ["hideMessenger", "listen"];
const WANTED = [...new Set([...ALL.map(([, , action]) => action), ...VERSION_12, ...BESIDES])].sort();

const TABLES: [string, () => string[]][] = [
  ["Android", () => found(rooms("../../src/android", "Actions.kt"), /^ {4}"([A-Za-z]+)" to /gm)],
  ["iOS", () => found(rooms("../../src/ios", "Actions.swift"), /^ {4}"([A-Za-z]+)": /gm)],
  ["the methods that Cordova looks for on iOS", () => found(readFileSync(here("../../src/ios/FrontdeskPlugin.swift"), "utf8"), /@objc\((\w+):\) func \1\(/g)],
  ["the browser platform", () => Object.keys(surface({} as Counter)).sort()],
];

test("our own JavaScript names arguments as the native sides do, and every action that takes some has refusals", () => {
  const taken = found(rooms("../../www", ".ts"), /takes: \[([^\]]+)\]/g).flatMap((list) => found(list, /"(\w+)"/g));
  expect(taken.length).toBeGreaterThanOrEqual(20);
  const fields = new Set(REFUSALS.rows.map(({ field = "" }: { field?: string }) => field.split(/[.[]/)[0]));
  // Taken and dropped; judged and never refused.
  const never = ["data", "options", "payload"];
  expect(taken.filter((name) => !fields.has(name) && !never.includes(name))).toEqual([]);
  const refusing = new Set(REFUSALS.rows.map(({ action }) => action));
  const taking = ALL.filter(([, , , wire]) => wire.length > 0).map(([, , action]) => action);
  expect([...new Set(taking)].filter((action) => !refusing.has(action) && !/Push$/.test(action))).toEqual([]);
});

test("version 12's own JavaScript was read", () => {
  expect(VERSION_12.length).toBeGreaterThanOrEqual(25);
  expect(VERSION_12).toContain("displayMessageComposerWithInitialMessage");
});

test.each(TABLES)("%s has every documented action and ours, each once, and no other", (_title, table) => {
  expect(table()).toEqual(WANTED);
});
