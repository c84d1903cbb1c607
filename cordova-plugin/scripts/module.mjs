// One js-module of the plugin as Cordova loads it: one CommonJS file without any dependency at run time, because Cordova
// wraps it and knows no relative paths.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(await readFile(here("../package.json"), "utf8"));

/** Builds `entry` into `out`/`file`; what it exports by default is `module.exports`. */
export const module = (out, entry, file, target, minify) =>
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

/** Web views of phones that are not updated any more: Android 7 has Chromium 51 and later, iOS 13 has WebKit 13. */
export const PHONES = "es2017";
