// What one brand colour yields, in both themes.
//
// Guarantees, for every `#rrggbb`: text on the solid and on its hover has 4.5:1, the solid stands out from the ground
// and from a raised surface with 3:1, brand-coloured text has 4.5:1 on every surface it is written on. The hue stays;
// lightness moves only as far as it must. Pure; held by tests over the whole circle of hues.

import { contrast, type Oklch, parseHex, toHex, toOklch } from "./oklch";

/** The surfaces of a theme that brand colours meet; the same values as in styles/tokens.css, held by a test. */
export const SURFACES = {
  light: { ground: "#ffffff", raised: "#f1f2f4", sunken: "#f7f7f9", ink: "#16181d" },
  dark: { ground: "#16171b", raised: "#24262c", sunken: "#101114", ink: "#16181d" },
} as const;

/** Light or dark, after the system was asked. */
export type Theme = keyof typeof SURFACES;

/** The colours that follow from a brand. */
export interface Brand {
  /** Buttons, own bubbles, the header. */
  solid: string;
  /** The solid under a pointer. */
  hover: string;
  /** Text and icons on the solid. */
  onSolid: string;
  /** A quiet surface with a breath of the brand. */
  tint: string;
  /** Links, icons and words in the brand's colour. */
  text: string;
  /** Where the header's gradient ends. */
  deep: string;
}

const FALLBACK = "#2563eb";
const WHITE = "#ffffff";
const STEP = 0.01;

/** Derives a theme's brand colours; anything that is no colour becomes a blue. */
export function brandColours(primary: string, theme: Theme): Brand {
  const base = toOklch(parseHex(primary) ?? parseHex(FALLBACK) ?? [0, 0, 0]);
  const { ground, raised, ink } = SURFACES[theme];
  const away = theme === "light" ? -STEP : STEP;

  const solid = moved(base, away, (hex) => contrast(hex, ground) >= 3 && contrast(hex, raised) >= 3 && readable(hex, ink));
  const onSolid = contrast(WHITE, solid.hex) >= 4.5 ? WHITE : ink;
  // Under the pointer the solid moves towards more contrast with its own text.
  const towards = onSolid === WHITE ? -STEP : STEP;
  const hover = toHex({ ...solid.colour, l: solid.colour.l + towards * 5 });
  const tint = toHex({ l: theme === "light" ? 0.955 : 0.3, c: Math.min(base.c, theme === "light" ? 0.025 : 0.05), h: base.h });
  const text = moved(base, away, (hex) => [ground, raised, tint].every((surface) => contrast(hex, surface) >= 4.5));
  const deep = toHex({ ...solid.colour, l: solid.colour.l + towards * 8, h: solid.colour.h + 14 });
  return { solid: solid.hex, hover, onSolid, tint, text: text.hex, deep };
}

/** The colour of links, when a page wishes one of its own: as near to it as can be read on every surface. */
export function linkColour(wish: string, theme: Theme): string | undefined {
  const wished = parseHex(wish);
  if (!wished) return undefined;
  const { ground, raised, sunken } = SURFACES[theme];
  const away = theme === "light" ? -STEP : STEP;
  return moved(toOklch(wished), away, (hex) => [ground, raised, sunken].every((surface) => contrast(hex, surface) >= 4.5)).hex;
}

/** White or ink: one of them can be read on it. */
function readable(hex: string, ink: string): boolean {
  return contrast(WHITE, hex) >= 4.5 || contrast(ink, hex) >= 4.5;
}

/** The nearest lightness in one direction that is good enough. */
function moved(base: Oklch, step: number, enough: (hex: string) => boolean): { colour: Oklch; hex: string } {
  let colour = base;
  for (;;) {
    const hex = toHex(colour);
    if (enough(hex) || colour.l === (step < 0 ? 0 : 1)) return { colour, hex };
    colour = { ...colour, l: Math.min(1, Math.max(0, colour.l + step)) };
  }
}
