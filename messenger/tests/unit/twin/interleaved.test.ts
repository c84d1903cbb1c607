// Three users, three tabs, a network that comes and goes, tabs that end: whatever the order, each event arrives once and
// as whose it was. The seed of a failing run is in the test's name.

import { expect, test } from "vitest";
import { refusal } from "../../support/server";
import { Browser, until, type Tab } from "./stage";

const SEEDS = Number(process.env["FRONTDESK_SEEDS"] ?? 12);
const STEPS = 80;

/** The same numbers for the same seed. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test.each(Array.from({ length: SEEDS }, (_, index) => index + 1))("seed %i", async (seed) => {
  const draw = random(seed);
  const browser = new Browser();
  const { server } = browser;
  const weathers = [
    () => undefined,
    () => "lost" as const,
    () => refusal(503, "unavailable"),
    () => ({ status: 200, text: "<html>hotel</html>", headers: { "content-type": "text/html" } }),
  ];
  const tabs: Tab[] = [await browser.tab(), await browser.tab(), await browser.tab()];
  const told: { contact: string; name: string }[] = [];
  let user: string | undefined;
  for (let step = 0; step < STEPS; step += 1) {
    const place = draw(tabs.length);
    const desk = tabs[place]!.desk;
    const action = draw(10);
    if (action === 0) server.plan = weathers[draw(weathers.length)]!;
    else if (action === 1) server.loses = draw(2) ? () => false : () => draw(2) === 0;
    else if (action === 2) {
      await desk.shutdown();
      tabs[place] = await browser.tab();
    } else if (action === 3 && user !== undefined) {
      await desk.logout();
      user = undefined;
    } else if (user === undefined) {
      user = ["ada", "bob", "cy"][draw(3)]!;
      await desk.loginUserWithUserAttributes({ userId: user }).catch((error: { kind: string }) => expect(error.kind).toBe("unreachable"));
    } else {
      const name = `${step}`;
      // A tab that has not heard yet who is here now is refused rather than heard as somebody else; it hears in a moment.
      const refused = await desk.logEvent(name).then(() => undefined, (error: { code: string }) => error.code);
      if (refused !== undefined) {
        expect(refused).toBe("superseded");
        await until("the tab has heard", () => desk.logEvent(name).then(() => true, () => false));
      }
      told.push({ contact: user, name });
    }
  }
  server.plan = () => undefined;
  server.loses = () => false;
  const [first] = tabs;
  await until("everything is sent", async () => (await first!.desk.flush(1_000)).queued === 0);
  const arrived = server.events.map(({ contact, name }) => ({ contact, name }));
  const order = (a: { name: string }, b: { name: string }): number => Number(a.name) - Number(b.name);
  expect(arrived.sort(order)).toEqual(told.sort(order));
  for (const who of ["ada", "bob", "cy"]) {
    const names = server.events.filter(({ contact }) => contact === who).map(({ name }) => Number(name));
    expect(new Set(names).size).toBe(names.length);
  }
  await browser.close();
});
