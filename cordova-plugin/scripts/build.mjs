// Builds what Cordova loads into dist: `www` (the calls) and `browser` (the native side of the browser platform, with the
// messenger's page beside it). Used by `npm run build`; needs the packages of ../messenger.

import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { module, PHONES } from "./module.mjs";
import { page } from "./page.mjs";

const out = fileURLToPath(new URL("../dist", import.meta.url));

await rm(out, { recursive: true, force: true });
await module(out, "www/intercom.ts", "www/intercom.js", PHONES, false);
await module(out, "www/content.ts", "www/content.js", PHONES, false);
// For developers' browsers; private members written out would double it.
await module(out, "src/browser/proxy.ts", "browser/proxy.js", "es2022", true);
await page(`${out}/browser/messenger`);
