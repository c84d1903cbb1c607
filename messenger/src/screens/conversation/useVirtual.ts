// TanStack's virtual list for Preact: only the lines near the visible part are there, however long the list is.

import { type PartialKeys, Virtualizer, type VirtualizerOptions, elementScroll, observeElementOffset, observeElementRect } from "@tanstack/virtual-core";
import { useLayoutEffect, useReducer, useState } from "preact/hooks";

type Options = PartialKeys<
  VirtualizerOptions<HTMLDivElement, HTMLLIElement>,
  "observeElementRect" | "observeElementOffset" | "scrollToFn"
>;

/** A virtual list that draws again when what is visible changed. */
export function useVirtual(options: Options): Virtualizer<HTMLDivElement, HTMLLIElement> {
  const [, redraw] = useReducer<number, void>((count) => count + 1, 0);
  const whole = {
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    ...options,
    onChange: () => redraw(),
  };
  const [list] = useState(() => new Virtualizer<HTMLDivElement, HTMLLIElement>(whole));
  list.setOptions(whole);
  useLayoutEffect(() => list._didMount(), [list]);
  useLayoutEffect(() => list._willUpdate());
  return list;
}
