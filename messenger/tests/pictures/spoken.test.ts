// What a screen reader says of each screen, as a list that people can review: tests/pictures/spoken. A role, a name, a
// state a line, in the order of reading. Which lines of a long conversation are there depends on the font, which is
// that of the pictures. When a list changes on purpose: `npm run spoken`.

import { afterAll, beforeAll, expect, test } from "vitest";
import { SCREENS } from "../support/screens";
import { Theatre } from "../support/stage";
import { fonts } from "./fonts";

/** A Wednesday afternoon: dates are words, too. */
const NOW = Date.UTC(2026, 10, 18, 15, 4);

let theatre: Theatre;
beforeAll(async () => {
  theatre = await Theatre.open(fonts());
});
afterAll(() => theatre.close());

// How many lines above and below a long list holds in readiness is its own affair.
test.each(Object.entries(SCREENS).filter(([name]) => name !== "conversation-long"))("%s is read aloud as it is kept", async (name, screen) => {
  const stage = await theatre.stage(screen.before, { timezoneId: "UTC" }, { now: NOW });
  await screen.show(stage);
  const spoken = await stage.page.locator("body").ariaSnapshot();
  await expect(`${spoken}\n`).toMatchFileSnapshot(`spoken/${name}.yaml`);
  await stage.end();
});
