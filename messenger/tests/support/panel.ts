// The launcher and the frame over a page, with the demo host in the page in place of the twin: what the web looks like,
// the same on every day. Built by the tests of pictures and run in Chromium.

import { DemoHost } from "../../src/host/demo/host";
import type { State } from "../../src/contract/types";
import type { Event, Listener } from "../../src/twin/events";
import type { Rooms } from "../../src/twin/rooms";
import { Walk } from "../../src/web/tour/walk";
import { Stand } from "../../src/web/ui/stand";

/** What a test may ask of it. */
export interface Panel {
  /** Shows the state; `visible` and `in_app` in it decide what there is. */
  show(change: Partial<State>): void;
  /** What the demo says, in another language. */
  say(words: readonly (readonly [english: string, other: string])[]): void;
  /** Starts a tour over the page, in the look of the state. */
  tour(): void;
}

let words: readonly (readonly [string, string])[] = [];
const inWords = (text: string): string => words.reduce((said, [english, other]) => said.replaceAll(english, () => other), text);

const answers = new Map<string, (text: string) => void>();
const listeners = new Set<Listener>();
const host = new DemoHost((text) => {
  const message = JSON.parse(text) as { id?: string; event?: string };
  if (message.id) answers.get(message.id)?.(inWords(text));
  else if (message.event === "state.changed") draw();
});
const rooms = {
  request: (text: string) =>
    new Promise<string>((done) => {
      answers.set((JSON.parse(text) as { id: string }).id, done);
      void host.receive(text);
    }),
} as Rooms;
const stand = new Stand(document, {
  frameUrl: "/frame/index.html",
  host: {
    rooms,
    listen: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    colours: () => ({}),
  },
  toggle: () => host.change({ visible: !host.state.visible }),
});

const TOUR = [
  { title: "Welcome to the lamp shop", body_html: "<p>Three stops, half a minute. You can leave at any time and come back later.</p>" },
  { title: "Everything is one click away", body_html: "<p>The menu leads to <strong>every part</strong> of the shop:</p><ul><li>lamps, with bulbs</li><li>delivery and returns</li></ul>", selector: "nav a", placement: "bottom" as const },
];
const brandOf = (): string => (host.state.settings as { colors?: { primary?: string } } | null)?.colors?.primary ?? "#2563eb";

function draw(): void {
  stand.show(host.state, { side: "right", horizontal: 20, vertical: 20, zIndex: 2_147_483_001, launcher: true, brand: brandOf() });
  for (const heard of listeners) heard({ event: "messenger_state_changed" } as Event);
}

const panel: Panel = {
  show: (change) => host.change(change),
  say: (given) => {
    words = given;
  },
  tour: () => {
    const { languages, theme_mode: theme } = host.state;
    const steps = JSON.parse(inWords(JSON.stringify(TOUR))) as typeof TOUR;
    const look = { brand: brandOf(), theme: theme === "dark" ? ("dark" as const) : ("light" as const) };
    new Walk({ id: "8001", title: "Around", steps }, { page: document, languages, look: () => look, tell: () => undefined, over: () => undefined }, window).start();
  },
};
Object.assign(globalThis, { panel });
