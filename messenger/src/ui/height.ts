// How tall something must be that comes by itself over somebody's web page: told to the page around, which makes the
// frame as tall and no taller, so that nothing of the page is covered by what cannot be seen.
//
// Guarantees: a number and nothing else is told, and only from inside of a frame; on phones nothing happens.

import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

/** In a frame of a web page, not in a container of an app. */
export const framed = window.parent !== window;

/** Tells the height of the element, with what stands around it, as long as it is there. */
export function useHeight(box: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const shown = box.current;
    if (!framed || !shown) return;
    const tell = (): void => {
      const around = getComputedStyle(shown);
      const margins = Number.parseFloat(around.marginBlockStart) + Number.parseFloat(around.marginBlockEnd);
      // All of it, also what a frame that is still too low cuts off.
      const height = shown.scrollHeight + (shown.offsetHeight - shown.clientHeight) + margins;
      window.parent.postMessage({ frontdesk: "height", height: Math.ceil(height) }, "*");
    };
    const watch = new ResizeObserver(tell);
    watch.observe(shown);
    for (const part of shown.children) watch.observe(part);
    return () => watch.disconnect();
  }, [box]);
}
