// Builds what web pages load, into dist/web: the script, its client in parts, and the frame's page. Used by
// `npm run build` after the frame's page was built.
//
// The parts come first: the script carries the name of the client, which has its content's hash in it.

import { execFileSync } from "node:child_process";
import { cp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const out = here("../dist/web");
const { version } = JSON.parse(await readFile(here("../package.json"), "utf8"));
const common = {
  configFile: false,
  root: here("../src/web"),
  publicDir: false,
  logLevel: "warn",
};
// Private members as they are: written out for older browsers they would double the client.
const target = "es2022";

/** The style of the shadow tree is a text: what only people need goes. */
const tight = {
  name: "tight-style",
  transform: (code, id) => (/web\/(ui|tour)\/style\.ts$/.test(id) ? code.replace(/`[^`]*`/, (text) => text.replace(/\s*([{};,])\s*/g, "$1").replace(/: /g, ":").replace(/\s+/g, " ")) : undefined),
};

await rm(out, { recursive: true, force: true });
await build({
  ...common,
  plugins: [tight],
  build: {
    outDir: out,
    emptyOutDir: false,
    target,
    reportCompressedSize: false,
    license: { fileName: "licenses.md" },
    // As a library: without the helper that loads styles of parts, for there are none.
    lib: { entry: { client: here("../src/web/client/index.ts") }, formats: ["es"] },
    // What the client and its parts share is in the client, so that there are few files.
    rolldownOptions: { preserveEntrySignatures: "allow-extension", output: { minify: true, entryFileNames: "[name]-[hash].js", chunkFileNames: "[name]-[hash].js" } },
  },
});
const client = (await readdir(out)).find((name) => /^client-[\w-]+\.js$/.test(name));
if (!client) throw new Error("the client was not built");
await build({
  ...common,
  define: { CLIENT_FILE: JSON.stringify(client), VERSION: JSON.stringify(version) },
  build: {
    outDir: out,
    emptyOutDir: false,
    target,
    reportCompressedSize: false,
    lib: { entry: here("../src/web/loader/main.ts"), formats: ["iife"], name: "frontdeskLoader", fileName: () => "frontdesk.js" },
  },
});
await cp(here("../dist/native"), `${out}/frame`, { recursive: true });
// Where the files of a build come from, for who looks at them.
await writeFile(`${out}/README.md`, `# The messenger for web pages, ${version}\n\nA server serves this folder as \`/widget/{app_id}\`; see messenger/README.md.\n`);

// The package for bundlers: one module, its types beside it.
const pack = here("../dist/npm");
await build({
  ...common,
  build: {
    outDir: pack,
    emptyOutDir: true,
    target,
    minify: false,
    reportCompressedSize: false,
    lib: { entry: here("../src/web/npm.ts"), formats: ["es"], fileName: () => "index.js" },
  },
});
execFileSync(process.execPath, [here("../node_modules/typescript/bin/tsc"), "-p", here("../npm/tsconfig.json")], { stdio: "inherit" });
await rename(`${pack}/npm.d.ts`, `${pack}/index.d.ts`);
for (const name of ["package.json", "README.md"]) await cp(here(`../npm/${name}`), `${pack}/${name}`);
