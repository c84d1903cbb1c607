// The pictures of the book, docs/book/pictures: taken anew and compared with what is kept. `npm run pictures` writes them.
//
// A picture differs when a part of it is missing, moved, clipped or coloured differently (compare.ts says how much); then
// it is left in target/messenger-pictures to be looked at. Clock, zone and fonts are fixed.

import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SCREENS } from "../support/screens";
import { type Stage, Theatre } from "../support/stage";
import { compare, differs } from "./compare";
import { fonts } from "./fonts";
import { type Picture, PICTURES } from "./set";
import { Street } from "./street";
import { inLanguage } from "./words";

const KEPT = fileURLToPath(new URL("../../../docs/book/pictures/", import.meta.url));
const DIFFERENT = process.env["FRONTDESK_PICTURES_OUT"] ?? fileURLToPath(new URL("../../../target/messenger-pictures/", import.meta.url));
const WRITES = process.env["FRONTDESK_PICTURES"] === "write";
/** A Wednesday afternoon. */
const NOW = Date.UTC(2026, 10, 18, 15, 4);
const QUALITY = 0.82;
/** All of them together, in bytes. */
const MOST = 2_500_000;

let theatre: Theatre;
let street: Street;
/** Reads and compares pictures. */
let desk: Page;
beforeAll(async () => {
  theatre = await Theatre.open(fonts());
  street = await Street.open(theatre.browser, NOW);
  desk = await theatre.browser.newPage();
  await rm(DIFFERENT, { recursive: true, force: true });
  await mkdir(WRITES ? KEPT : DIFFERENT, { recursive: true });
});
afterAll(() => theatre?.close());

const data = (type: string, bytes: Buffer): string => `data:image/${type};base64,${bytes.toString("base64")}`;

/** The page as it is once it no longer changes. */
async function still(page: Page): Promise<Buffer> {
  for (const frame of page.frames()) {
    await frame.evaluate(async () => {
      await document.fonts.ready;
      await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
    });
  }
  let before: Buffer = Buffer.alloc(0);
  for (let tries = 0; tries < 30; tries += 1) {
    const taken = await page.screenshot({ animations: "disabled", caret: "hide" });
    if (taken.equals(before)) return taken;
    before = taken;
  }
  throw new Error("the page does not come to rest");
}

/** What was shown last; the same screen in the dark needs nothing else. */
let standing: { screen: string; stage: Stage } | undefined;

async function take({ screen: name, look }: Picture): Promise<Buffer> {
  if (look.web) return street.take(name, look, still);
  if (standing?.screen === name && look.theme === "dark") {
    const { stage } = standing;
    stage.host.change({ theme_mode: "dark" });
    await stage.page.locator("html[data-theme=dark]").waitFor();
    return still(stage.page);
  }
  await standing?.stage.page.context().close();
  const screen = SCREENS[name];
  if (!screen) throw new Error(`there is no screen ${name}`);
  const stage = await theatre.stage(
    (host) => {
      host.state = { ...host.state, theme_mode: look.theme, languages: [...look.languages] };
      screen.before?.(host);
    },
    { viewport: { width: look.width, height: look.height }, timezoneId: "UTC" },
    { now: NOW, said: (text) => inLanguage(look.languages[0] ?? "en", text), ...(look.text ? { textScale: look.text } : {}) },
  );
  await screen.show(stage, (text) => inLanguage(look.languages[0] ?? "en", text));
  standing = { screen: name, stage };
  return still(stage.page);
}

/** The same picture in a format that is small. */
async function packed(png: Buffer): Promise<Buffer> {
  const address = await desk.evaluate(
    async ([picture = "", quality]) => {
      const image = await createImageBitmap(await (await fetch(String(picture))).blob());
      const canvas = new OffscreenCanvas(image.width, image.height);
      canvas.getContext("2d")?.drawImage(image, 0, 0);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: Number(quality) })).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    },
    [data("png", png), QUALITY] as const,
  );
  return Buffer.from(address, "base64");
}

describe.skipIf(WRITES)("a picture that is compared", () => {
  const page = (style: string, words: string): string =>
    `<!doctype html><style>body{margin:0;font:15px/22px sans-serif;background:#fff}main{padding:16px}p{margin:0 0 12px;padding:12px 16px;background:#eef3fe}button{padding:12px 24px;border:0;border-radius:8px;background:#2563eb;color:#fff}${style}</style><main>${words}</main>`;
  const WORDS = "<p>Hello, our spring board has grown to 400 cards.</p><p>Can I split it without losing the comments?</p><button>Send us a message</button>";
  const shot = async (html: string): Promise<string> => {
    const one = await theatre.browser.newPage({ viewport: { width: 400, height: 240 } });
    await one.setContent(html);
    const taken = await one.screenshot();
    await one.close();
    return data("png", taken);
  };
  test.each([
    ["the same once more", "", WORDS],
    ["letters a point further", "p{text-indent:1px}", WORDS],
    ["lines a point lower", "p{padding-top:13px;padding-bottom:11px}", WORDS],
    ["letters that are smoothed in another way", "main{-webkit-font-smoothing:none;transform:translate(.4px,.4px)}", WORDS],
  ])("is the same with %s", async (_, style, words) => {
    expect(differs(await compare(desk, await shot(page("", WORDS)), await shot(page(style, words))))).toBe(false);
  });
  test.each([
    ["without a button", "", WORDS.replace(/<button.*button>/, "")],
    ["with a part six points lower", "button{margin-top:6px}", WORDS],
    ["with clipped words", "p{width:180px;white-space:nowrap;overflow:hidden}", WORDS],
    ["with a button in another colour", "button{background:#c0261d}", WORDS],
    ["the other way round", "main{direction:rtl}", WORDS],
    ["with the text gone", "p{color:transparent}", WORDS],
  ])("differs %s", async (_, style, words) => {
    expect(differs(await compare(desk, await shot(page("", WORDS)), await shot(page(style, words))))).toBe(true);
  });
});

describe("the book's picture", () => {
  test.each(PICTURES.map((picture) => [picture.name, picture] as const))("%s", async (name, picture) => {
    const taken = await take(picture);
    const file = `${KEPT}${name}.webp`;
    const isNew = !existsSync(file);
    const found = isNew ? undefined : await compare(desk, data("webp", await readFile(file)), data("png", taken));
    if (WRITES) {
      // One that shows the same stays as it is, so that a change of the pictures is one of the messenger.
      if (!found || differs(found)) await writeFile(file, await packed(taken));
      return;
    }
    expect(isNew, `${name} is not kept: npm run pictures`).toBe(false);
    if (found?.squares) console.log(`${name}: ${found.squares} of ${found.of} squares differ`);
    if (!found || !differs(found)) return;
    await writeFile(`${DIFFERENT}${name}.png`, taken);
    throw new Error(`${name} looks different in ${found.squares} of ${found.of} squares, from ${found.where?.join()}: see ${DIFFERENT}${name}.png; npm run pictures keeps it`);
  });

  test("is one of the set, shown in the book, and all together they are small", async () => {
    const names = (await readdir(KEPT)).filter((name) => name.endsWith(".webp"));
    const wanted = PICTURES.map(({ name }) => `${name}.webp`);
    if (WRITES) for (const name of names) if (!wanted.includes(name)) await rm(KEPT + name);
    if (!WRITES) expect(names.sort()).toEqual([...wanted].sort());
    const sizes = await Promise.all(wanted.map(async (name) => (await readFile(KEPT + name)).length));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST);
    const book = await readFile(`${KEPT}../messenger.md`, "utf8");
    for (const name of wanted) expect(book, name).toContain(`pictures/${name}`);
  });
});
