// Pictures of every screen: both themes, phone and desk, both directions, into target/messenger-gallery. Looked at by
// people; not compared, as those of tests/pictures are. `LANGUAGE=pl` takes them in that language instead, on the phone, on the narrowest one and on a
// desk; `SCREEN=home` takes one screen.

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, test } from "vitest";
import { bestOf } from "../../src/i18n/words";
import { SCREENS } from "../support/screens";
import { Theatre } from "../support/stage";

const OUT = process.env["FRONTDESK_GALLERY"] ?? fileURLToPath(new URL("../../../target/messenger-gallery/", import.meta.url));
const only = process.env["SCREEN"];
const spoken = process.env["LANGUAGE"];
let theatre: Theatre;

beforeAll(async () => {
  await mkdir(OUT, { recursive: true });
  theatre = await Theatre.open();
});
afterAll(() => theatre.close());

/** How the messenger stands in a picture. */
interface Look {
  name: string;
  theme: "light" | "dark";
  languages: readonly string[];
  width: number;
  height: number;
}

const USUAL: readonly Look[] = [
  { name: "light", theme: "light", languages: ["en"], width: 400, height: 704 },
  { name: "dark", theme: "dark", languages: ["en"], width: 400, height: 704 },
  { name: "arabic", theme: "light", languages: ["ar", "en"], width: 400, height: 704 },
  { name: "wide", theme: "light", languages: ["de", "en"], width: 1280, height: 800 },
];

/** The looks in one language: `phone`, `narrow` (320 points, where long words break) and `wide`. */
const inOne = (tag: string): readonly Look[] =>
  [["phone", 400, 704], ["narrow", 320, 568], ["wide", 1280, 800]].map(([name, width, height]) => {
    return { name: `${tag}-${name}`, theme: "light", languages: [tag, "en"], width: Number(width), height: Number(height) };
  });

const LOOKS = spoken ? inOne(bestOf([spoken])) : USUAL;

for (const look of LOOKS) {
  for (const [name, screen] of Object.entries(SCREENS)) {
    test.skipIf(only !== undefined && only !== name)(`${name}, ${look.name}`, async () => {
      const stage = await theatre.stage(
        (host) => {
          host.state = { ...host.state, theme_mode: look.theme, languages: [...look.languages] };
          screen.before?.(host);
        },
        { viewport: { width: look.width, height: look.height } },
      );
      await screen.show(stage);
      await stage.page.waitForTimeout(350);
      await stage.page.screenshot({ path: `${OUT}/${name}-${look.name}.png` });
      await stage.page.context().close();
    });
  }
}
