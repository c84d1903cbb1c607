// Bundles examples/ionic, which Angular's compiler has compiled, into a `www` that the Cordova tools would copy: for tests
// and pictures. Arguments: the folder with the compiled app in `out` and its packages around, and where `www` goes.
//
// Angular and Ionic come half compiled; their rest is compiled in the page, as Angular does for tests: a real app leaves
// that to Angular's own tools.

import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "vite";

const [app, www] = process.argv.slice(2).map((path) => resolve(path));
const CSS = ["core", "normalize", "structure", "typography", "padding", "palettes/dark.system"];
// By their place: the package exports them to tools for style sheets alone.
const css = CSS.map((name) => `import "../node_modules/@ionic/angular/css/${name}.css";`).join("\n");
await writeFile(join(app, "entry.js"), `import "@angular/compiler";\n${css}\nimport "./out/main.js";\n`);
await rm(www, { recursive: true, force: true });
await build({
  configFile: false,
  root: app,
  publicDir: false,
  logLevel: "warn",
  define: { ngDevMode: "false", "process.env.NODE_ENV": '"production"' },
  build: {
    outDir: www,
    emptyOutDir: true,
    target: "es2022",
    reportCompressedSize: false,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 10_000,
    lib: { entry: join(app, "entry.js"), formats: ["iife"], name: "app", fileName: () => "app.js", cssFileName: "app" },
    rolldownOptions: { output: { codeSplitting: false } },
  },
});
await mkdir(www, { recursive: true });
await writeFile(
  join(www, "index.html"),
  `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'self' 'unsafe-eval'; connect-src 'self' http://localhost:* http://127.0.0.1:*; style-src 'self' 'unsafe-inline'; img-src 'self' data:">
    <meta name="viewport" content="initial-scale=1, width=device-width, viewport-fit=cover">
    <meta name="color-scheme" content="light dark">
    <title>Frontdesk</title>
    <link rel="stylesheet" href="app.css">
  </head>
  <body><app-root></app-root><script src="cordova.js"></script><script src="app.js"></script></body>
</html>
`,
);
