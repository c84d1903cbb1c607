// Pictures of every screen: both themes, phone and desk, both directions, into target/messenger-gallery. Looked at by
// people; not compared.

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, test } from "vitest";
import { SCREENS } from "../support/screens";
import { Theatre } from "../support/stage";

const OUT = process.env["FRONTDESK_GALLERY"] ?? fileURLToPath(new URL("../../../target/messenger-gallery/", import.meta.url));
const only = process.env["SCREEN"];
let theatre: Theatre;

beforeAll(async () => {
  await mkdir(OUT, { recursive: true });
  theatre = await Theatre.open();
});
afterAll(() => theatre.close());

const LOOKS = [
  { name: "light", theme: "light", languages: ["en"], width: 400, height: 704 },
  { name: "dark", theme: "dark", languages: ["en"], width: 400, height: 704 },
  { name: "arabic", theme: "light", languages: ["ar", "en"], width: 400, height: 704 },
  { name: "wide", theme: "light", languages: ["de", "en"], width: 1280, height: 800 },
] as const;

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
