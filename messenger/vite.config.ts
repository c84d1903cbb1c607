// The page that runs on phones and in an iframe: everything is a file of its own, so that it runs under
// `default-src 'none'; script-src 'self'; style-src 'self'`. Used by `npm run build`.

import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The development server puts styles into the page and talks to it, which the page's policy forbids. */
const withoutPolicy: Plugin = {
  name: "without-policy",
  apply: "serve",
  transformIndexHtml: (html) => html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ""),
};

export default defineConfig({
  plugins: [withoutPolicy],
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
    // What is in the bundle and under which licence, beside it.
    license: { fileName: "licenses.md" },
    rolldownOptions: {
      output: { entryFileNames: "assets/[name]-[hash].js", chunkFileNames: "assets/[name]-[hash].js" },
    },
  },
});
