// Notices that a single-page app shows another address.
//
// Guarantees: the page's own functions stay as they are where the browser tells by itself (Navigation API); elsewhere
// the history's functions are wrapped, pass everything on and are given back when nobody wrapped them again. Several
// changes in a row are one. Called by the client between `boot` and `shutdown`.

import { has } from "../../twin/model/text";

/** The page, as far as addresses go. */
export type Addressed = Pick<Window, "addEventListener" | "removeEventListener" | "setTimeout" | "clearTimeout"> & {
  history: History;
  location: Location;
  navigation?: EventTarget;
};

/** Changes that come sooner after one another are one, in milliseconds. */
const SETTLE_MS = 150;

/** Calls `changed` after each change of the address; the answer stops it. */
export function followRoutes(page: Addressed, changed: () => void): () => void {
  let seen = page.location.href;
  let timer = 0;
  let stopped = false;
  const look = (): void => {
    // One that was wrapped again cannot be given back.
    if (stopped) return;
    page.clearTimeout(timer);
    timer = page.setTimeout(() => {
      if (page.location.href === seen) return;
      seen = page.location.href;
      changed();
    }, SETTLE_MS);
  };
  const undo: (() => void)[] = [() => page.clearTimeout(timer)];
  const listen = (target: Pick<EventTarget, "addEventListener" | "removeEventListener">, name: string): void => {
    target.addEventListener(name, look);
    undo.push(() => target.removeEventListener(name, look));
  };
  if (page.navigation) listen(page.navigation, "currententrychange");
  else {
    listen(page as never, "popstate");
    listen(page as never, "hashchange");
    for (const name of ["pushState", "replaceState"] as const) undo.push(wrap(page.history, name, look));
  }
  return () => {
    stopped = true;
    for (const one of undo) one();
  };
}

function wrap(history: History, name: "pushState" | "replaceState", look: () => void): () => void {
  const before = history[name];
  const own = has(history, name);
  const wrapped: typeof before = function (this: History, ...args) {
    const answer = before.apply(this, args);
    look();
    return answer;
  };
  history[name] = wrapped;
  return () => {
    if (history[name] !== wrapped) return;
    if (own) history[name] = before;
    else delete (history as Partial<History>)[name];
  };
}
