// Writes src/contract/types.ts from contract/bridge.schema.json and the bodies of contract/openapi.yaml that travel
// inside it. `--check` writes nothing and fails when the file is not in step. Run by hand after the contract
// changed, and by every test.

import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";
import { parse } from "yaml";

const at = (path) => new URL(path, import.meta.url);
const target = at("../src/contract/types.ts");
const BODIES = ["Settings", "SurveyBody", "CarouselBody", "InAppMessageBody", "NewsBody", "TourBody", "ChecklistBody"];

const pascal = (name) => name.split(/[._]/).map((word) => word[0].toUpperCase() + word.slice(1)).join("");

/** The schema with only what a type needs, and with names that are words of TypeScript. */
function plain(node, rename) {
  if (Array.isArray(node)) return node.map((child) => plain(child, rename));
  if (node === null || typeof node !== "object") return node;
  const kept = {};
  for (const [key, value] of Object.entries(node)) {
    // Lengths would become tuples and add nothing to a type.
    if (["examples", "x-counterexamples", "x-result", "minItems", "maxItems", "if", "then", "else"].includes(key)) continue;
    kept[key] = key === "$ref" ? rename(value) : plain(value, rename);
  }
  return kept;
}

/** Schemas of the API that the given ones lead to. */
function reachable(schemas, names, found = new Set()) {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    const refs = JSON.stringify(schemas[name]).matchAll(/#\/components\/schemas\/(\w+)/g);
    reachable(schemas, [...refs].map((ref) => ref[1]), found);
  }
  return found;
}

const bridge = JSON.parse(await readFile(at("../../contract/bridge.schema.json"), "utf8"));
const api = parse(await readFile(at("../../contract/openapi.yaml"), "utf8")).components.schemas;

const definitions = {};
for (const [name, schema] of Object.entries(bridge.$defs)) {
  definitions[pascal(name)] = plain(schema, (ref) => `#/definitions/${pascal(ref.split("/").pop())}`);
}
for (const name of reachable(api, BODIES)) {
  if (name in definitions) continue;
  const schema = plain(api[name], (ref) => `#/definitions/${ref.split("/").pop()}`);
  // Of the operator's own keys in the settings nothing is known.
  definitions[name] = name === "Settings" ? { ...schema, additionalProperties: false } : schema;
}

// A root that leads to every definition; the root itself is taken out again below.
const names = Object.keys(definitions);
const whole = {
  definitions,
  type: "object",
  properties: Object.fromEntries(names.map((name) => [name, { $ref: `#/definitions/${name}` }])),
};
const types = await compile(whole, "Everything", {
  bannerComment: "",
  additionalProperties: false,
  format: true,
  style: { printWidth: 120 },
});

const requests = Object.entries(bridge.$defs).filter(([name]) => name.startsWith("request."));
const table = requests.map(([name, schema]) => {
  const result = pascal(schema["x-result"].split("/").pop());
  return `  "${name.slice("request.".length)}": { data: ${pascal(name)}["data"]; result: ${result} };`;
});

const text = `// Made by scripts/contract.mjs from contract/bridge.schema.json and contract/openapi.yaml: not to be edited.
// The messages between the messenger's pages and the core. Types only, nothing runs.

${types.replace(/export interface Everything \{[^}]*\}\n/, "").replaceAll(/\n \* This interface was referenced by [^\n]*\n \* via the `definition` [^\n]*/g, "").replaceAll(/\/\*\*\n \*\/\n/g, "").trim()}

/** What each request takes and answers. */
export interface Requests {
${table.join("\n")}
}
`;

if (process.argv.includes("--check")) {
  const there = await readFile(target, "utf8").catch(() => "");
  if (there !== text) {
    console.error("src/contract/types.ts is not what contract/ says: npm run contract");
    process.exit(1);
  }
} else {
  await writeFile(target, text);
}
