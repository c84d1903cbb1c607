// A list that is meant to be at its end stays there, until the person scrolls away.
//
// Guarantees: what the list was asked for is asked for again for as long as it is not true. The virtual list gives a
// way to the end up after five seconds, and on a phone that is busy with something else its heights are known later
// than that: it would rest wherever it stood then. What a person does (wheel, finger, key, find in page) always wins.
// Called by the list of a conversation, while it draws.

import type { Virtualizer } from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

/** Below this, in points, the end is reached: positions are whole pixels, heights need not be. */
const REACHED = 2;
const GESTURES = ["wheel", "touchmove", "pointerdown", "keydown"] as const;

/** Gives the way to the end, which the list keeps to from then on. */
export function useEnd(list: Virtualizer<HTMLDivElement, HTMLLIElement>, area: RefObject<HTMLDivElement | null>): (behavior?: ScrollBehavior) => void {
  const wanted = useRef(false);
  const smooth = useRef(false);

  const go = (behavior: ScrollBehavior = "auto"): void => {
    wanted.current = true;
    smooth.current = behavior === "smooth";
    list.scrollToEnd({ behavior });
  };

  // After every drawing, and so after every height that became known.
  useLayoutEffect(() => {
    const box = area.current;
    if (!box) return;
    if (missing(box) <= REACHED) {
      wanted.current = true;
      smooth.current = false;
    } else if (wanted.current && !smooth.current) list.scrollToEnd();
  });

  useEffect(() => {
    const box = area.current;
    if (!box) return;
    const leaves = (): void => {
      wanted.current = false;
    };
    // Heard before the list hears it: what it wrote itself it knows already, any other way up is the person's.
    const scrolled = (): void => {
      if (missing(box) > REACHED && box.scrollTop < (list.scrollOffset ?? 0) - REACHED) leaves();
    };
    const ended = (): void => {
      if (wanted.current && smooth.current && missing(box) > REACHED) go();
    };
    box.addEventListener("scroll", scrolled, { passive: true, capture: true });
    box.addEventListener("scrollend", ended);
    for (const kind of GESTURES) box.addEventListener(kind, leaves, { passive: true });
    return () => {
      box.removeEventListener("scroll", scrolled, { capture: true });
      box.removeEventListener("scrollend", ended);
      for (const kind of GESTURES) box.removeEventListener(kind, leaves);
    };
  }, [list]);

  return go;
}

const missing = (box: HTMLElement): number => box.scrollHeight - box.clientHeight - box.scrollTop;
