// The page that runs on phones and in an iframe: everything is a file of its own, so that it runs under
// `default-src 'none'; script-src 'self'; style-src 'self'`. Used by `npm run build`.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("native"),
  base: "./",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: here("dist/native"),
    emptyOutDir: true,
    // Android's WebView is updated by the store, iOS 15 is the oldest WebKit that has the app.
    target: ["chrome90", "safari15"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: { entryFileNames: "assets/[name]-[hash].js", chunkFileNames: "assets/[name]-[hash].js" },
    },
  },
});
