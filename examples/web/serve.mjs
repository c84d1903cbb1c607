// Serves this folder beside a Frontdesk server with something in it: `cargo xtask demo --web` runs it.
//
// usage: node serve.mjs --server-bin PROGRAM [--port N] [--quiet]
//
// The server is one for development that forgets everything at the end. `/config.js` says where it is; `/operator/…` is
// its operator API with the token, which stays in this process: both are for this machine only. Needs Node and nothing
// else. Ends with Ctrl+C, and the server with it.

import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { "server-bin": { type: "string" }, widget: { type: "string" }, port: { type: "string", default: "0" }, quiet: { type: "boolean" } } });
const folder = fileURLToPath(new URL("./", import.meta.url));
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8" };

const widget = values.widget ?? join(folder, "../../messenger/dist/web");
const program = spawn(values["server-bin"] ?? "frontdesk-server", ["--log-level", "warn", "dev", "--demo", "--widget", widget], { stdio: ["ignore", "pipe", "inherit"] });
program.once("exit", (code) => process.exit(code ?? 1));
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => program.kill("SIGTERM"));
const workspace = await new Promise((done) => createInterface({ input: program.stdout }).once("line", (line) => done(JSON.parse(line))));

const server = createServer(async (request, response) => {
  const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
  try {
    if (pathname === "/config.js") {
      const config = { server: workspace.url, app_id: workspace.app_id };
      response.writeHead(200, { "content-type": TYPES[".js"] }).end(`window.frontdesk = ${JSON.stringify(config)};`);
    } else if (pathname.startsWith("/operator/")) {
      // Another site's page could not set this header without being asked, and is then refused.
      if (request.method !== "GET" && request.headers["content-type"] !== "application/json") throw Object.assign(new Error("refused"), { status: 403 });
      const body = request.method === "GET" ? undefined : Buffer.concat(await request.toArray());
      const headers = { authorization: `Bearer ${workspace.operator_token}`, "content-type": "application/json" };
      const answer = await fetch(workspace.url + pathname.slice("/operator".length) + search, { method: request.method, headers, body });
      response.writeHead(answer.status, { "content-type": "application/json" }).end(Buffer.from(await answer.arrayBuffer()));
    } else {
      // A route of the shop is the shop's page.
      const name = extname(pathname) ? normalize(pathname) : "/index.html";
      const bytes = await readFile(join(folder, name));
      response.writeHead(200, { "content-type": TYPES[extname(name)] ?? "application/octet-stream" }).end(bytes);
    }
  } catch (error) {
    response.writeHead(error.status ?? 404).end();
  }
});
server.listen(Number(values.port), "localhost", () => {
  const url = `http://localhost:${server.address().port}`;
  console.log(JSON.stringify({ url, server: workspace.url, app_id: workspace.app_id }));
  if (values.quiet) return;
  console.log(`\n  The shop:      ${url}\n  The teammate:  ${url}/teammate.html\n\n  Write in the shop, answer as the teammate. Ctrl+C ends both.\n`);
  const opener = { darwin: "open", win32: "explorer" }[process.platform] ?? "xdg-open";
  spawn(opener, [url], { stdio: "ignore", detached: true }).once("error", () => undefined).unref();
});
