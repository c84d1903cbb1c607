// The shop of examples/web with the launcher and the messenger over it, for the pictures: the real page, the real stand
// and frame, and the demo host in place of twin and server.

import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import type { State } from "../../src/contract/types";
import type { Panel } from "../support/panel";
import type { Look } from "./set";
import { wordsOf } from "./words";

declare const panel: Panel;

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const ADDRESS = "http://localhost:47051";
const TYPES: Record<string, string> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css" };

/** What is shown, and what is there when it is. */
const SHOWN: Record<string, { change: Partial<State>; there: string; inFrame: boolean; click?: string; tour?: "first" | "second" }> = {
  launcher: { change: { visible: false }, there: ".badge:not([hidden])", inFrame: false },
  home: { change: { visible: true, view: { name: "home" } }, there: ".card-news", inFrame: true },
  conversation: { change: { visible: true, view: { name: "conversation", id: "42" }, can_go_back: true }, there: ".quick-replies", inFrame: true },
  article: { change: { visible: true, view: { name: "article", id: "1002" }, can_go_back: true }, there: ".reactions", inFrame: true },
  checklist: { change: { visible: true, view: { name: "checklist", id: "9001" }, can_go_back: false }, there: ".checklist", inFrame: true },
  tour: { change: { visible: false, unread_count: 0 }, there: ".launcher", inFrame: false, tour: "second" },
  "tour-middle": { change: { visible: false, unread_count: 0 }, there: ".launcher", inFrame: false, tour: "first" },
  "in-app-card": { change: { visible: false, in_app: { kind: "in_app_message", id: "6001", display: "card", priority: 0 } }, there: ".in-app-card", inFrame: true },
  "in-app-card-open": { change: { visible: false, in_app: { kind: "in_app_message", id: "6001", display: "card", priority: 0 } }, click: ".in-app-preview", there: ".dialog-sheet", inFrame: true },
  "in-app-banner": { change: { visible: false, in_app: { kind: "in_app_message", id: "6002", display: "banner", priority: 0 } }, there: ".in-app-banner", inFrame: true },
  "in-app-sheet": { change: { visible: false, in_app: { kind: "in_app_message", id: "6003", display: "sheet", priority: 0 } }, there: ".dialog-sheet", inFrame: true },
};

/** See the module. */
export class Street {
  readonly #browser: Browser;
  readonly #now: number;
  readonly #built: Map<string, string>;

  private constructor(browser: Browser, now: number, built: Map<string, string>) {
    this.#browser = browser;
    this.#now = now;
    this.#built = built;
  }

  static async open(browser: Browser, now: number): Promise<Street> {
    const lib = { entry: here("../support/panel.ts"), formats: ["es" as const], fileName: () => "panel.js" };
    const built = (await build({ configFile: false, logLevel: "warn", build: { write: false, target: "es2022", lib } })) as unknown as [{ output: { fileName: string; code: string }[] }];
    return new Street(browser, now, new Map(built[0].output.map(({ fileName, code }) => [`/${fileName}`, code])));
  }

  /** The shop with this on show, as `still` sees it. */
  async take(name: string, look: Look, still: (page: Page) => Promise<Buffer>): Promise<Buffer> {
    const shown = SHOWN[name];
    if (!shown) throw new Error(`nothing is shown over a page as ${name}`);
    const context = await this.#browser.newContext({
      viewport: { width: look.width, height: look.height },
      reducedMotion: "reduce",
      locale: "en-GB",
      timezoneId: "UTC",
      colorScheme: look.theme,
    });
    await context.clock.setFixedTime(this.#now);
    await context.route("**", async (route) => {
      const { pathname } = new URL(route.request().url());
      const { type, body } = await this.#file(pathname);
      // The frame has an origin of its own.
      await route.fulfill({ contentType: type, body, headers: { "access-control-allow-origin": "*" } });
    });
    const page = await context.newPage();
    await page.goto(ADDRESS);
    await page.waitForFunction(() => "panel" in globalThis);
    await page.evaluate((words) => panel.say(words), wordsOf(look.languages[0] ?? "en"));
    await page.evaluate((change) => panel.show(change), { ...shown.change, theme_mode: look.theme, languages: [...look.languages] } as Partial<State>);
    const root = shown.inFrame ? page.frameLocator("#frontdesk-messenger iframe") : page.locator("#frontdesk-messenger");
    if (shown.click) await root.locator(shown.click).click();
    await root.locator(shown.there).first().waitFor();
    if (shown.tour) await page.evaluate(() => panel.tour());
    if (shown.tour === "second") await page.locator("#frontdesk-tour .next").click();
    if (shown.tour) await page.locator(`#frontdesk-tour .tour${shown.tour === "first" ? ".middle" : ":not(.middle)"} .card`).waitFor();
    const taken = await still(page);
    await context.close();
    return taken;
  }

  async #file(path: string): Promise<{ type: string; body: string | Buffer }> {
    const type = TYPES[extname(path)] ?? "text/html; charset=utf-8";
    const built = this.#built.get(path);
    if (built !== undefined) return { type, body: built };
    // What the shop loads from its server is not asked here: it has a queue that nobody reads, and the panel.
    if (path === "/config.js") return { type, body: 'window.frontdesk = { server: "", app_id: "" };' };
    if (path === "/load.js") return { type, body: "window.Intercom = () => {};" };
    if (path.startsWith("/frame/")) return { type, body: await readFile(here(`../../dist/native/${path.slice(7)}`)) };
    if (extname(path)) return { type, body: await readFile(here(`../../../examples/web${path}`)) };
    const shop = await readFile(here("../../../examples/web/index.html"), "utf8");
    return { type, body: shop.replace("</head>", '<script type="module" src="/panel.js"></script></head>') };
  }
}
