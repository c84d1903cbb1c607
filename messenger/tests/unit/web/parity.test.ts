// The public surface is covered: every call and every setting of the web script that docs/parity.md names is named, in
// backticks, by the title of a test of the web API.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The names in the first column of a table under this heading. */
function documented(heading: string): string[] {
  const text = readFileSync(here("../../../../docs/parity.md"), "utf8");
  const section = text.split(/^## /m).find((one) => one.startsWith(heading)) ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  return rows.flatMap((row) => [...(row.split(" | ")[0] ?? "").matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? ""));
}

/** Every title of a test of the web API. */
function titles(): string {
  const files = ["../../web/", "./"].flatMap((folder) => readdirSync(here(folder), { recursive: true, encoding: "utf8" }).map((name) => here(folder + name)));
  const texts = files.filter((name) => name.endsWith(".test.ts") && !name.endsWith("parity.test.ts")).map((name) => readFileSync(name, "utf8"));
  return texts.flatMap((text) => [...text.matchAll(/\btest(?:\.each\([^)]*\))?\((["'`])((?:\\.|(?!\1).)*)\1/g)].map((found) => found[2])).join("\n");
}

test("every documented call has a test that names it", () => {
  const calls = documented("Calls of the web script");
  expect(calls.length).toBeGreaterThanOrEqual(25);
  expect(calls.filter((name) => !titles().includes(`\`${name}\``))).toEqual([]);
});

test("every documented setting has a test that names it", () => {
  const settings = documented("Settings of the web script");
  expect(settings.length).toBeGreaterThanOrEqual(36);
  expect(settings.filter((name) => !titles().includes(`\`${name}\``))).toEqual([]);
});
