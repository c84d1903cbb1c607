// Builds the messenger's page as the browser platform shows it: one classic script and one style sheet.
//
// The page runs in a sandboxed frame, which is an origin of its own: a module script would have to be allowed by a header,
// and Cordova's own server, like most, sends none. A classic script needs no permission.

import { readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const messenger = (path) => fileURLToPath(new URL(`../../messenger/${path}`, import.meta.url));

/** A classic script cannot wait at its top: what comes after the imports of `main` is put into a function. */
const waitsInside = {
  name: "waits-inside",
  enforce: "pre",
  transform(code, id) {
    if (!id.endsWith("/messenger/src/main.tsx")) return undefined;
    const last = [...code.matchAll(/^import .*$/gm)].pop();
    const end = last.index + last[0].length;
    return `${code.slice(0, end)}\nvoid (async () => {${code.slice(end)}\n})();\n`;
  },
};

/** See the module. */
export async function page(folder) {
  await rm(folder, { recursive: true, force: true });
  await build({
    configFile: false,
    root: messenger("native"),
    publicDir: false,
    logLevel: "warn",
    plugins: [waitsInside],
    // As a library it would be left to whoever bundles it; nobody does.
    define: { "process.env.NODE_ENV": '"production"' },
    oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: ["chrome90", "safari15"],
      reportCompressedSize: false,
      cssCodeSplit: false,
      license: { fileName: "licenses.md" },
      lib: { entry: messenger("src/main.tsx"), formats: ["iife"], name: "frontdeskMessenger", fileName: () => "messenger.js", cssFileName: "messenger" },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  const html = await readFile(messenger("native/index.html"), "utf8");
  const script = /<script type="module" [^>]*><\/script>/;
  if (!script.test(html)) throw new Error("the messenger's page has no script to replace");
  await writeFile(`${folder}/index.html`, html.replace(script, '<link rel="stylesheet" href="messenger.css">\n    <script defer src="messenger.js"></script>'));
}
