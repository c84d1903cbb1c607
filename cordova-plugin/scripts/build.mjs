// Builds what Cordova loads into dist: `www` (the calls) and `browser` (the native side of the browser platform, with the
// messenger's page beside it). Used by `npm run build`; needs the packages of ../messenger.
//
// Each js-module is one CommonJS file without any dependency at run time: Cordova wraps it and knows no relative paths.

import { readFile, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { page } from "./page.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const out = here("../dist");
const { version } = JSON.parse(await readFile(here("../package.json"), "utf8"));

/** One module; what it exports by default is `module.exports`. */
const module = (entry, file, target, minify) =>
  build({
    configFile: false,
    root: here(".."),
    publicDir: false,
    logLevel: "warn",
    define: { VERSION: JSON.stringify(version), "process.env.NODE_ENV": '"production"' },
    build: {
      outDir: out,
      emptyOutDir: false,
      target,
      minify,
      reportCompressedSize: false,
      lib: { entry: here(`../${entry}`), formats: ["cjs"], fileName: () => file },
      rolldownOptions: { external: /^cordova\//, output: { exports: "default", codeSplitting: false } },
    },
  });

await rm(out, { recursive: true, force: true });
// Web views of phones that are not updated any more: Android 7 has Chromium 51 and later, iOS 13 has WebKit 13.
await module("www/intercom.ts", "www/intercom.js", "es2017", false);
await module("www/content.ts", "www/content.js", "es2017", false);
// For developers' browsers; private members written out would double it.
await module("src/browser/proxy.ts", "browser/proxy.js", "es2022", true);
await page(`${out}/browser/messenger`);
