// A real server of its own for each test file, and a client that talks to it.
//
// FRONTDESK_SERVER names the program. The server prints one JSON line when it listens and ends with the test.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { IntercomClient } from "intercom-client";

/** Starts a server; `options` are further words of its command line. */
export async function open(...options) {
  const program = process.env.FRONTDESK_SERVER;
  if (!program) {
    throw new Error("FRONTDESK_SERVER must name the server's program; `cargo xtask test clients` sets it");
  }
  const server = spawn(program, ["--log-level", "error", "dev", ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(server, "exit");
  const lines = createInterface({ input: server.stdout });
  const [line] = await Promise.race([
    once(lines, "line"),
    ended.then(() => {
      throw new Error("the server ended before it listened");
    }),
  ]);
  const workspace = JSON.parse(line);
  return {
    workspace,
    client: client(workspace),
    /** The same call without the client, for what the client has no word for. */
    async ask(method, path, body, token = workspace.operator_token) {
      const answer = await fetch(workspace.url + path, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
      return text ? JSON.parse(text) : undefined;
    },
    async close() {
      server.kill("SIGTERM");
      const [code] = await ended;
      if (code !== 0) throw new Error(`the server ended with ${code}`);
    },
  };
}

/** A client of the workspace; `options` override the usual ones. */
export function client(workspace, options = {}) {
  return new IntercomClient({ token: workspace.operator_token, baseUrl: workspace.url, ...options });
}

/** Everything that a pager hands out, to its end. */
export async function all(pager) {
  const items = [];
  for await (const item of await pager) {
    items.push(item);
    if (items.length > 1000) throw new Error("this pager does not end");
  }
  return items;
}
