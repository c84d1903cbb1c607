// The real server, for tests of the whole way: the program `frontdesk-server dev` with a workspace of its own.
//
// FRONTDESK_SERVER names the program; the step `messenger` of the tests sets it. Ends with the test.

import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PROGRAM = process.env["FRONTDESK_SERVER"] ?? fileURLToPath(new URL("../../../target/debug/frontdesk-server", import.meta.url));

/** A running server. */
export class RealServer {
  readonly url: string;
  readonly appId: string;
  readonly apiKey: string;
  readonly #token: string;
  readonly #program: ChildProcess;

  private constructor(program: ChildProcess, told: { url: string; app_id: string; operator_token: string; keys: { web: string } }) {
    this.#program = program;
    this.url = told.url;
    this.appId = told.app_id;
    this.apiKey = told.keys.web;
    this.#token = told.operator_token;
  }

  /** Starts with something to look at when `demo` is set. */
  static async start(demo = false): Promise<RealServer> {
    const program = spawn(PROGRAM, ["dev", "--log-level", "warn", ...(demo ? ["--demo"] : [])], { stdio: ["pipe", "pipe", "inherit"] });
    const failed = new Promise<never>((_, reject) => {
      program.once("error", () => reject(new Error(`there is no server to test with: ${PROGRAM}`)));
      program.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
    });
    failed.catch(() => undefined);
    const line = new Promise<string>((told) => createInterface({ input: program.stdout }).once("line", told));
    return new RealServer(program, JSON.parse(await Promise.race([line, failed])));
  }

  /** One call of the operator. */
  async operator(method: string, path: string, body?: unknown): Promise<any> {
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  async close(): Promise<void> {
    const gone = new Promise((ended) => this.#program.once("exit", ended));
    this.#program.kill();
    await gone;
  }
}
