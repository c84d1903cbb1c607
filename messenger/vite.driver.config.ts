// The page of the scenario driver: the browser twin with the driver's protocol, in one file. Used by `npm run driver`.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  build: {
    outDir: here("dist/driver"),
    emptyOutDir: true,
    reportCompressedSize: false,
    lib: { entry: here("driver/page.ts"), formats: ["es"], fileName: () => "page.js" },
    // The driver carries one file into the page.
    rolldownOptions: { output: { codeSplitting: false } },
  },
});
