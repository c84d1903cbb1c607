// Builds the scenario driver's page into .driver, one file; for tests alone, never in the package. Used by `npm run driver`.

import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  configFile: false,
  root: here(".."),
  publicDir: false,
  logLevel: "warn",
  build: {
    outDir: here("../.driver"),
    emptyOutDir: true,
    target: "es2022",
    minify: false,
    reportCompressedSize: false,
    lib: { entry: here("../tests/driver/page.ts"), formats: ["es"], fileName: () => "page.js" },
    // The program carries one file into the page.
    rolldownOptions: { external: /^cordova\//, output: { codeSplitting: false } },
  },
});
