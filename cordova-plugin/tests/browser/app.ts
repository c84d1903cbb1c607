// A Cordova app on the browser platform: the page that `cordova prepare` makes, with the plugin in it, on the real server.
//
// With FRONTDESK_CORDOVA_APP it is the `www` of an app that the Cordova tools made; otherwise the same files put together
// here around Cordova's own cordova.js. The browser reaches nothing but this machine. Errors of scripts and breaches of
// the page's policy are kept for tests to look at.

import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { RealServer } from "../../../messenger/tests/support/real";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const CHROMIUM = process.env["FRONTDESK_CHROMIUM"] ?? "/usr/bin/chromium";
const MADE = process.env["FRONTDESK_CORDOVA_APP"];
const PLUGIN = "cordova-plugin-frontdesk";
const TYPES: Record<string, string> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".xml": "text/xml" };

/** A module of a plugin, as plugin.xml says it. */
export interface Module {
  name: string;
  /** Its file, or its text. */
  source?: string;
  text?: string;
  clobbers?: string[];
  runs?: true;
}

const INTERCOM: Module = {
  name: "intercom",
  source: here("../../dist/www/intercom.js"),
  clobbers: ["intercom", "cordova.plugins.intercom", "plugin.intercom", "frontdesk"],
};
const CONTENT: Module = {
  name: "intercomContent",
  source: here("../../dist/www/content.js"),
  clobbers: ["intercomContent", "cordova.plugins.intercomContent", "plugin.intercomContent"],
};
const PROXY: Module = { name: "proxy", source: here("../../dist/browser/proxy.js"), runs: true };

/** How the page is made. */
export interface Kind {
  /** Instead of our own calls: somebody else's JavaScript on our exec surface. */
  calls?: Module[];
  /** Preferences; a server, an app id and nothing else when not said. */
  preferences?: Record<string, string>;
  /** The app's own files, instead of an empty page. */
  www?: string;
  /** More scripts of the app, by address. */
  scripts?: Record<string, string>;
}

/** See the module. */
export class App {
  readonly desk: RealServer;
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];
  readonly #servers: Server[] = [];

  private constructor(desk: RealServer, browser: Browser) {
    this.desk = desk;
    this.#browser = browser;
  }

  /** `env`: variables of the browser's process, besides those of this one. */
  static async open(env: Record<string, string> = {}): Promise<App> {
    const rules = "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1";
    const args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-proxy-server", "--no-first-run"];
    const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync"];
    const [desk, browser] = await Promise.all([
      RealServer.start(),
      chromium.launch({ executablePath: CHROMIUM, headless: true, env: { ...(process.env as Record<string, string>), ...env }, args: [...args, ...quiet, `--host-resolver-rules=${rules}`] }),
    ]);
    return new App(desk, browser);
  }

  /** Serves an app and answers its address. */
  async serve({ calls = [INTERCOM, CONTENT], preferences, www, scripts = {} }: Kind = {}): Promise<string> {
    const told = preferences ?? { "frontdesk-server-url": this.desk.url, "intercom-app-id": this.desk.appId };
    const given = new Map<string, string>(Object.entries(scripts).map(([path, text]) => [`/${path}`, text]));
    given.set("/config.xml", config(told));
    given.set("/ready.js", "document.addEventListener(\"deviceready\", function () { window.isReady = true; }, false);");
    const text = www ? readFileSync(join(www, "index.html"), "utf8").replace("</body>", '<script src="ready.js"></script></body>') : index(this.desk.url, Object.keys(scripts));
    given.set("/index.html", text);
    const modules = [...calls, PROXY];
    const own = MADE !== undefined && calls[0] === INTERCOM ? MADE : undefined;
    if (!own) {
      given.set("/cordova.js", readFileSync(here("../../node_modules/cordova-browser/cordova-lib/cordova.js"), "utf8"));
      given.set("/cordova_plugins.js", list(modules));
      for (const module of modules) given.set(`/${placeOf(module)}`, wrapped(module));
    }
    const server = createServer((request, response) => {
      const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname).replace(/\/$/, "/index.html");
      const page = here(`../../dist/browser/${path.replace(/^\/frontdesk\//, "")}`);
      const plugin = own ? join(own, path) : path.startsWith("/frontdesk/messenger/") ? page : undefined;
      const file = [www && join(www, path), plugin].find((one) => one && existsSync(one));
      const body = given.get(path) ?? (file ? readFileSync(file) : undefined);
      // As Cordova's own server: no header but the type.
      if (body === undefined) response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
      else response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(body);
    });
    await new Promise<void>((ready) => server.listen(0, "localhost", ready));
    this.#servers.push(server);
    return `http://localhost:${(server.address() as AddressInfo).port}/index.html`;
  }

  /** Opens an app in a browser of its own, as another person; after `deviceready`. */
  async visit(kind: Kind = {}, device: BrowserContextOptions = {}): Promise<Visitor> {
    const context = await this.#browser.newContext({ viewport: { width: 1000, height: 800 }, reducedMotion: "reduce", locale: "en-GB", ...device });
    this.#contexts.push(context);
    const visitor = new Visitor(await context.newPage(), await this.serve(kind));
    await visitor.begin();
    return visitor;
  }

  /** A page with nothing in it. */
  async blank(): Promise<Page> {
    const context = await this.#browser.newContext();
    this.#contexts.push(context);
    return context.newPage();
  }

  /** The same browser after its page was closed. */
  async again({ page, url }: Visitor): Promise<Visitor> {
    return new Visitor(await page.context().newPage(), url);
  }

  /** Names of what a user did, as operators see it, in order. */
  async events(userId: string): Promise<string[]> {
    const { events } = (await this.desk.operator("GET", `/events?type=user&user_id=${userId}`)) as { events: { event_name: string }[] };
    return events.map((one) => one.event_name).reverse();
  }

  /** The browsers of a test, closed after it. */
  async leave(): Promise<void> {
    await Promise.all(this.#contexts.splice(0).map((one) => one.close()));
    for (const server of this.#servers.splice(0)) server.close();
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.desk.close();
  }
}

/** A person with the app open. */
export class Visitor {
  readonly page: Page;
  readonly url: string;
  readonly errors: string[] = [];
  readonly warnings: string[] = [];

  constructor(page: Page, url: string) {
    this.page = page;
    this.url = url;
    page.setDefaultTimeout(100_000);
    page.setDefaultNavigationTimeout(100_000);
    page.on("pageerror", (error) => this.errors.push(error.message));
    page.on("console", (message) => {
      // What the network refuses is in the browser's own log, too; the calls say it in words.
      if (message.type() === "error" && !/Failed to load resource|ERR_INTERNET_DISCONNECTED/.test(message.text())) this.errors.push(message.text());
      if (message.type() === "warning") this.warnings.push(message.text());
    });
  }

  /** Loads the page, also again. */
  async begin(): Promise<void> {
    await this.page.goto(this.url);
    await this.page.waitForFunction(() => (window as never as { isReady?: boolean }).isReady === true);
  }

  /** Calls the plugin without callbacks: the promised value, or the error's code. */
  call<T = unknown>(name: string, ...args: unknown[]): Promise<T> {
    return this.page.evaluate(
      ([called, given]) => {
        const { intercom } = window as never as { intercom: Record<string, (...args: unknown[]) => Promise<unknown>> };
        return (intercom[called as string] as (...args: unknown[]) => Promise<unknown>)(...(given as unknown[])).catch((error: { code: string; field?: string }) => ({
          code: error.code,
          ...(error.field ? { field: error.field } : {}),
        }));
      },
      [name, args] as const,
    ) as Promise<T>;
  }

  /** Calls the plugin, or whatever is in its place, with callbacks: what they heard. */
  heard(name: string, ...args: unknown[]): Promise<["success" | "error", unknown]> {
    return this.page.evaluate(
      ([called, given]) =>
        new Promise<["success" | "error", unknown]>((done) => {
          const { intercom } = window as never as { intercom: Record<string, (...args: unknown[]) => unknown> };
          const error = (reason: unknown): void => done(["error", JSON.parse(JSON.stringify(reason))]);
          intercom[called as string]?.(...(given as unknown[]), (value: unknown) => done(["success", value]), error);
        }),
      [name, args] as const,
    );
  }

  /** No network, or one again. */
  offline(off: boolean): Promise<void> {
    return this.page.context().setOffline(off);
  }

  /** The launcher. */
  get launcher() {
    return this.page.locator("#frontdesk-messenger .launcher");
  }

  /** The messenger's page in its frame. */
  get messenger() {
    return this.page.frameLocator("#frontdesk-messenger iframe");
  }
}

const placeOf = ({ name }: Module): string => `plugins/${PLUGIN}/${name}.js`;

/** What Cordova makes of a module. */
const wrapped = (module: Module): string =>
  `cordova.define("${PLUGIN}.${module.name}", function(require, exports, module) {\n${module.text ?? readFileSync(module.source ?? "", "utf8")}\n});\n`;

function list(modules: Module[]): string {
  const entries = modules.map(({ name, clobbers, runs }) => ({ id: `${PLUGIN}.${name}`, file: placeOf({ name }), pluginId: PLUGIN, clobbers, runs }));
  return `cordova.define("cordova/plugin_list", function(require, exports, module) { module.exports = ${JSON.stringify(entries)}; });`;
}

const config = (preferences: Record<string, string>): string =>
  `<?xml version="1.0" encoding="utf-8"?>\n<widget id="com.example.app" version="1.0.0" xmlns="http://www.w3.org/ns/widgets">\n${Object.entries(preferences)
    .map(([name, value]) => `<preference name="${name}" value="${value}" />`)
    .join("\n")}\n</widget>\n`;

/** The page of Cordova's template: its policy with the server added, as the plugin's page on installing says. */
const index = (server: string, scripts: string[]): string => `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'self' data: https://ssl.gstatic.com 'unsafe-eval'; connect-src 'self' ${server}; style-src 'self' 'unsafe-inline'; media-src *; img-src 'self' data: content:;">
<title>App</title></head><body><h1>App</h1>
<script src="cordova.js"></script>${scripts.map((one) => `<script src="${one}"></script>`).join("")}<script src="ready.js"></script></body></html>`;
