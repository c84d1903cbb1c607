// Lucide's icons, drawn as SVG elements. Always beside words or inside of a named control, so hidden from readers.

import type { IconNode } from "lucide";
import { h, type VNode } from "preact";

/** Draws an icon in the text's colour. */
export function Icon({ of, size = 20, flip = false }: { of: IconNode; size?: number; flip?: boolean }): VNode {
  return (
    <svg
      class={flip ? "icon icon-flip" : "icon"}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.75"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {of.map(([name, attributes]) => h(name, attributes as never))}
    </svg>
  );
}
