// The way to the twin on the web: a message port that the page around the iframe hands over.
//
// The hand-shake is that of `native.ts`, taken from the window around this one alone: another frame, or a page that
// opened this one, cannot take it over. The page around serves the messenger anyway: it is asked for everything and
// told everything the person does; where the browser says who that is, the message must come from there.

import type { Port } from "../contract/bridge";
import { hostPort } from "./native";

/** Settles when the page around this one handed the port over. */
export function webPort(page: Window): Promise<Port> {
  const [around] = page.location.ancestorOrigins ?? [];
  return hostPort(page, ({ source, origin }) => source === page.parent && (around === undefined || origin === around));
}
