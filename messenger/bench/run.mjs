// `node bench/run.mjs [--json FILE] [--rounds N]`: measures the messenger on web pages. Started by `cargo xtask bench web`
// after the build; FRONTDESK_SERVER and FRONTDESK_CHROMIUM say where the programs are. No test reads a time from here.

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runnerImport } from "vite";

const { values } = parseArgs({ options: { json: { type: "string" }, rounds: { type: "string", default: "9" }, only: { type: "string" } } });
const { module } = await runnerImport(fileURLToPath(new URL("./web.ts", import.meta.url)), { configFile: false, logLevel: "warn" });
await module.measure({ json: values.json, rounds: Math.max(1, Number(values.rounds) || 9), only: values.only });
process.exit(0);
