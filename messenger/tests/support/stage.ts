// A browser with the built page in it, and the demo host on the other end of a real message port.
//
// The host runs here and not in the page, as on a phone: texts alone go between them. Whatever the page asks the
// network for beyond its own files, every error of a script and every breach of its policy is kept and is a failure.

import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { DemoHost } from "../../src/host/demo/host";
import { breaches } from "./schema";
import { serve } from "./serve";

const CHROMIUM = process.env["FRONTDESK_CHROMIUM"] ?? "/usr/bin/chromium";

/** A page on show. */
export interface Stage {
  page: Page;
  host: DemoHost;
  /** Requests beyond the page's own files. */
  requested: string[];
  /** Errors of scripts and breaches of the policy. */
  errors: string[];
  /** Fails on anything that must not have happened; closes. */
  end: () => Promise<void>;
}

/** How a page is staged, where it is not as usual. */
export interface Setting {
  /** The clocks of both sides stand still at these milliseconds. */
  now?: number;
  /** What the host says, as the page hears it. */
  said?: (text: string) => string;
  /** Times the usual text. */
  textScale?: number;
}

/** The browser, once for a file of tests. */
export class Theatre {
  /** For pages beside the stage. */
  readonly browser: Browser;
  readonly #server: Awaited<ReturnType<typeof serve>>;

  private constructor(browser: Browser, server: Awaited<ReturnType<typeof serve>>) {
    this.browser = browser;
    this.#server = server;
  }

  /** `env`: variables of the browser's process besides ours. */
  static async open(env: Record<string, string> = {}): Promise<Theatre> {
    const rules = "MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1";
    const args = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-proxy-server", "--no-first-run"];
    const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync"];
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      headless: true,
      env: { ...(process.env as Record<string, string>), ...env },
      args: [...args, ...quiet, "--font-render-hinting=none", `--host-resolver-rules=${rules}`],
    });
    return new Theatre(browser, await serve());
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.#server.close();
  }

  /** Opens the page; `before` prepares the host; `setting`: the rest. */
  async stage(before: (host: DemoHost) => void = () => undefined, options: BrowserContextOptions = {}, setting: Setting = {}): Promise<Stage> {
    const { now, said = (text) => text, textScale } = setting;
    const context = await this.browser.newContext({ viewport: { width: 400, height: 704 }, reducedMotion: "reduce", locale: "en-GB", ...options });
    if (now !== undefined) await context.clock.setFixedTime(now);
    const page = await context.newPage();
    // Deadlines only end a hang: the machine may have much else to do.
    page.setDefaultTimeout(80_000);
    const stage: Stage = { page, host: undefined as never, requested: [], errors: [], end: () => this.#end(stage) };
    watch(stage, this.#server.url);
    let speaking: Promise<unknown> = Promise.resolve();
    stage.host = new DemoHost((text) => {
      // One after the other, as a port delivers.
      speaking = speaking.then(() => page.evaluate((words) => (window as never as { hostSays: (text: string) => void }).hostSays(words), said(text))).catch(() => undefined);
    }, now === undefined ? undefined : () => Math.floor(now / 1000));
    before(stage.host);
    await page.exposeFunction("pageSays", (text: string) => stage.host.receive(text));
    await page.addInitScript(container);
    await page.goto(this.#server.url);
    if (textScale) await page.evaluate((times) => document.documentElement.style.setProperty("--frontdesk-text-scale", String(times)), textScale);
    await page.evaluate(() => (window as never as { handOver: () => void }).handOver());
    if (stage.host.state.visible) await page.locator(".messenger").waitFor();
    return stage;
  }

  async #end(stage: Stage): Promise<void> {
    await stage.page.context().close();
    const wrong = [...stage.requested.map((url) => `requested ${url}`), ...stage.errors, ...breaches(stage.host.crossed)];
    if (wrong.length > 0) throw new Error(wrong.join("\n"));
  }
}

/** What a container puts into the page: the two ends of a channel. */
function container(): void {
  const channel = new MessageChannel();
  const page = window as never as Record<string, unknown>;
  channel.port1.onmessage = (event) => (page["pageSays"] as (text: string) => void)(event.data as string);
  page["hostSays"] = (text: string) => channel.port1.postMessage(text);
  page["handOver"] = () => window.postMessage("frontdesk.port", "*", [channel.port2]);
}

function watch(stage: Stage, own: string): void {
  const { page } = stage;
  const origin = new URL(own).origin;
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) stage.requested.push(url);
  });
  page.on("pageerror", (error) => stage.errors.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") stage.errors.push(`console: ${message.text()}`);
  });
  page.on("dialog", (dialog) => {
    stage.errors.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}
