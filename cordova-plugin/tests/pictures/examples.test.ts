// The pictures of the two examples in the book's Cordova pages, docs/book/pictures/cordova: `npm run pictures` takes them
// anew. They hold ids that the server made, so nothing compares them. A phone's size, light and dark; the fonts are those
// of the messenger's pictures. FRONTDESK_IONIC_APP is the Ionic example as the step `cordova` builds it.

import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { fonts } from "../../../messenger/tests/pictures/fonts";
import { App, type Visitor } from "../browser/app";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const KEPT = here("../../../docs/book/pictures/cordova/");
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true } as const;
const APPS: [name: string, www: string | undefined][] = [
  ["app", here("../../../examples/cordova-app/www")],
  ["ionic", process.env["FRONTDESK_IONIC_APP"]],
];
const QUALITY = 0.82;

let app: App;
beforeAll(async () => {
  app = await App.open(fonts());
  await mkdir(KEPT, { recursive: true });
});
afterEach(() => app.leave());
afterAll(() => app?.close());

/** The screen in a format that is small. */
async function keep({ page }: Visitor, name: string): Promise<void> {
  const png = await page.screenshot({ animations: "disabled", caret: "hide" });
  const packer = await app.blank();
  const address = await packer.evaluate(
    async ([picture, quality]) => {
      const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
      const canvas = new OffscreenCanvas(image.width, image.height);
      canvas.getContext("2d")?.drawImage(image, 0, 0);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: Number(quality) })).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    },
    [png.toString("base64"), QUALITY] as const,
  );
  await writeFile(`${KEPT}${name}.webp`, Buffer.from(address, "base64"));
}

async function press(page: Page, name: string): Promise<void> {
  const button = page.locator("button, ion-button", { hasText: new RegExp(`^\\s*${name}\\s*$`) });
  await button.first().click();
  await page.locator("#log li, ion-item", { hasText: new RegExp(`^\\s*${name}: `) }).first().waitFor();
}

for (const theme of ["light", "dark"] as const) {
  test.each(APPS)(`%s, ${theme}`, async (name, www) => {
    if (!www) throw new Error("FRONTDESK_IONIC_APP is not set: see the head of this file");
    const visitor = await app.visit({ www }, { ...PHONE, colorScheme: theme });
    const { page, messenger } = visitor;
    for (const call of ["loginUserWithUserAttributes", "updateUser", "logEvent", "setLauncherVisibility"]) await press(page, call);
    await page.evaluate(() => scrollTo(0, 0));
    await visitor.launcher.waitFor();
    await keep(visitor, `${name}-${theme}`);
    if (name !== "app") return;
    await visitor.call("presentSpace", "HELP_CENTER");
    await messenger.getByRole("heading").first().waitFor();
    await expect.poll(() => messenger.locator("[aria-busy=true]").count()).toBe(0);
    await keep(visitor, `messenger-${theme}`);
  });
}
