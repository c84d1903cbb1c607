// How much each entry point makes a browser load.
//
// Guarantees: an entry point is a file and all that it imports at once; gzipped as a proxy would at its best (level 9);
// what the development server really sent is beside it. Reads dist/web.

import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { Run } from "./web";

const WEB = fileURLToPath(new URL("../dist/web/", import.meta.url));

/** See the module. */
export async function bytes({ report }: Run): Promise<void> {
  const parts = readdirSync(WEB).filter((name) => name.endsWith(".js"));
  const page = readFileSync(`${WEB}frame/index.html`, "utf8");
  const frame = ["index.html", ...[...page.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(([, name = ""]) => name)].map((name) => `frame/${name}`);
  const client = [...imports(named(parts, "client"))];
  const launcher = [named(parts, "stand")];
  const tours = [named(parts, "tour")];
  const known = new Set(["frontdesk.js", ...client, ...launcher, ...tours]);
  report.group("bytes of an entry point", "raw");
  for (const [what, files, most] of [
    ["script, loaded with the page", ["frontdesk.js"], 6],
    ["client, at the first boot", client, 25],
    ["launcher, beside the client", launcher, 4],
    ["tours, with the first one", tours, 10],
    ["parts of the client that come later", parts.filter((name) => !known.has(name)), undefined],
    ["frame's page, when the messenger opens", frame, 70],
  ] as const) {
    const read = files.map((name) => readFileSync(`${WEB}${name}`));
    const packed = read.reduce((sum, one) => sum + gzipSync(one, { level: 9 }).length, 0);
    const raw = read.reduce((sum, one) => sum + one.length, 0);
    report.row({ what, ours: [packed], peer: [raw], ...(most ? { bar: { most: most * 1024 } } : {}) });
  }
  report.say("ours: gzip -9; the ratio is gzipped to raw");
}

function named(parts: string[], name: string): string {
  return parts.find((one) => one.startsWith(`${name}-`)) ?? "";
}

/** A part and all that it imports at once. */
function imports(name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  const text = readFileSync(`${WEB}${name}`, "utf8");
  for (const [, found = ""] of text.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) imports(found, seen);
  return seen;
}
