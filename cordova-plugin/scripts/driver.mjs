// Builds what the scenario drivers run into .driver; for tests alone, never in the package. Used by `npm run driver`.
//
// `page.js` is the whole page of the browser platform; `native.mjs` the protocol for native platforms and `plugin.js` the
// plugin's calls as they are shipped, which the page of such an app loads.

import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { module, PHONES } from "./module.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const out = here("../.driver");

/** One file with everything in it. */
const bundle = (entry, file) =>
  build({
    configFile: false,
    root: here(".."),
    publicDir: false,
    logLevel: "warn",
    build: {
      outDir: out,
      emptyOutDir: false,
      target: "es2022",
      minify: false,
      reportCompressedSize: false,
      lib: { entry: here(`../${entry}`), formats: ["es"], fileName: () => file },
      // The program carries one file into the page.
      rolldownOptions: { external: /^cordova\//, output: { codeSplitting: false } },
    },
  });

await rm(out, { recursive: true, force: true });
await bundle("tests/driver/page.ts", "page.js");
await bundle("tests/driver/native.ts", "native.mjs");
await module(out, "www/intercom.ts", "plugin.js", PHONES, false);
