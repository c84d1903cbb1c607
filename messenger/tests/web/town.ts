// The real server, a site of somebody else's, and a browser: what the tests of the web API act in.
//
// The server is the program for development with a workspace of its own (`FRONTDESK_SERVER` says where it is); the site
// is on another origin and holds the pages of a test; the browser reaches nothing but this machine. Errors of scripts,
// breaches of a policy and refused requests are kept for tests to look at.

import { type ChildProcess, spawn } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const CHROMIUM = process.env["FRONTDESK_CHROMIUM"] ?? "/usr/bin/chromium";
const PROGRAM = process.env["FRONTDESK_SERVER"] ?? here("../../../target/debug/frontdesk-server");

/** What the server says when it listens. */
export interface Workspace {
  url: string;
  app_id: string;
  operator_token: string;
  keys: { web: string };
  identity_secrets: { web: string };
}

/** What a page of the site is answered with. */
export type Answer = string | { body: string; headers?: Record<string, string> };

/** See the module. */
export class Town {
  readonly workspace: Workspace;
  readonly site: string;
  readonly #pages = new Map<string, Answer>();
  readonly #browser: Browser;
  readonly #program: ChildProcess;
  readonly #server: Server;
  readonly #contexts: BrowserContext[] = [];

  private constructor(workspace: Workspace, program: ChildProcess, browser: Browser, server: Server) {
    this.workspace = workspace;
    this.#program = program;
    this.#browser = browser;
    this.#server = server;
    this.site = `http://localhost:${(server.address() as AddressInfo).port}`;
    server.on("request", (request, response) => {
      const found = this.#page(new URL(request.url ?? "/", this.site).pathname);
      if (found === undefined) {
        response.writeHead(request.url === "/favicon.ico" ? 204 : 404).end();
        return;
      }
      const { body, headers = {} } = typeof found === "string" ? { body: found } : found;
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers }).end(this.#filled(body));
    });
  }

  static async open(...options: string[]): Promise<Town> {
    const program = spawn(PROGRAM, ["--log-level", "warn", "dev", "--widget", here("../../dist/web"), ...options], { stdio: ["ignore", "pipe", "inherit"] });
    const workspace = await new Promise<Workspace>((done, failed) => {
      createInterface({ input: program.stdout }).once("line", (line) => done(JSON.parse(line) as Workspace));
      program.once("error", failed);
      program.once("exit", (code) => failed(new Error(`the server ended with ${code}`)));
    });
    const rules = "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1";
    const args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-proxy-server", "--no-first-run"];
    const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync"];
    const browser = await chromium.launch({ executablePath: CHROMIUM, headless: true, args: [...args, ...quiet, `--host-resolver-rules=${rules}`] });
    const server = createServer();
    await new Promise<void>((ready) => server.listen(0, "localhost", ready));
    return new Town(workspace, program, browser, server);
  }

  /** The script's address. */
  get script(): string {
    return `${this.workspace.url}/widget/${this.workspace.app_id}`;
  }

  /** Puts a page on the site; `$APP`, `$SERVER` and `$SCRIPT` in it are filled in. A path that ends in `*` is all below. */
  page(path: string, answer: Answer): void {
    this.#pages.set(path, answer);
  }

  /** A new browser's window, as of another person. */
  async context(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", locale: "en-GB", ...options });
    this.#contexts.push(context);
    return context;
  }

  /** Opens a page of the site. */
  async visit(path: string, context?: BrowserContext): Promise<Visitor> {
    const page = await (context ?? (await this.context())).newPage();
    const visitor = new Visitor(page);
    await page.goto(`${this.site}${path}`);
    return visitor;
  }

  /** All that a page's origin has in its databases and its caches, as text. */
  kept({ page }: Visitor): Promise<string> {
    return page.evaluate(async () => {
      const answered = <T>(request: IDBRequest<T>): Promise<T> => new Promise((done, failed) => ((request.onsuccess = () => done(request.result)), (request.onerror = () => failed(request.error))));
      const all: unknown[] = [await caches.keys()];
      for (const { name } of await indexedDB.databases()) {
        const database = await answered(indexedDB.open(name ?? ""));
        const tables = [...database.objectStoreNames];
        const rows = tables.map((table) => answered(database.transaction(table).objectStore(table).getAll()));
        all.push(name, ...(await Promise.all(rows)));
        database.close();
      }
      return JSON.stringify(all);
    });
  }

  /** Asks the operator's API. */
  async operator(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const headers = { authorization: `Bearer ${this.workspace.operator_token}`, "content-type": "application/json" };
    const answer = await fetch(`${this.workspace.url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  }

  /** The windows of a test, closed after it. */
  async leave(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((one) => one.close()));
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.close();
    const ended = new Promise((done) => this.#program.once("exit", done));
    this.#program.kill("SIGKILL");
    await ended;
  }

  #page(path: string): Answer | undefined {
    const below = [...this.#pages].find(([key]) => key.endsWith("*") && path.startsWith(key.slice(0, -1)));
    return this.#pages.get(path) ?? below?.[1];
  }

  #filled(body: string): string {
    return body.replaceAll("$APP", this.workspace.app_id).replaceAll("$SERVER", this.workspace.url).replaceAll("$SCRIPT", this.script);
  }
}

/** A page, and what went wrong in it. */
export class Visitor {
  readonly page: Page;
  readonly errors: string[] = [];
  readonly warnings: string[] = [];
  /** Requests to the server: method and path. */
  readonly asked: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.setDefaultTimeout(100_000);
    page.setDefaultNavigationTimeout(100_000);
    page.on("pageerror", (error) => this.errors.push(error.message));
    page.on("console", (message) => {
      // What the server refuses is in the browser's own log, too; the calls say it in words.
      if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) this.errors.push(message.text());
      if (message.type() === "warning") this.warnings.push(message.text());
    });
    page.on("request", (request) => this.asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  }

  /** Calls `Intercom(...)` in the page; what it returns, awaited. */
  call<T = unknown>(...args: unknown[]): Promise<T> {
    return this.page.evaluate((given) => (window as never as { Intercom: (...args: unknown[]) => T }).Intercom(...given), args) as Promise<T>;
  }

  /** The launcher. */
  get launcher() {
    return this.page.locator("#frontdesk-messenger .launcher");
  }

  /** The messenger's page in its frame. */
  get messenger() {
    return this.page.frameLocator("#frontdesk-messenger iframe");
  }

  /** Waits until the server knows who is here. */
  ready(): Promise<void> {
    return this.page.evaluate(() => new Promise<void>((done) => (window as never as { Intercom: (...args: unknown[]) => void }).Intercom("ready", () => done())));
  }
}

/** A page with the documented snippet's settings and our script. */
export const plain = (settings = "{ app_id: '$APP' }", more = ""): string => `<!doctype html><html lang="en"><head><title>Shop</title></head><body><h1>Shop</h1>
<script>window.intercomSettings = ${settings};</script><script async src="$SCRIPT"></script>${more}</body></html>`;
