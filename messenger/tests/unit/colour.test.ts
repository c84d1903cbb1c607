// The brand's colours keep their contrast, whatever a workspace chose, and the tokens keep theirs.

import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { brandColours, linkColour, SURFACES, type Theme } from "../../src/theme/brand";
import { contrast, parseHex, toHex, toOklch } from "../../src/theme/oklch";

const THEMES = ["light", "dark"] as const;
const css = readFileSync(new URL("../../src/styles/tokens.css", import.meta.url), "utf8");

/** The tokens of a theme, with references followed. */
function tokens(theme: Theme): (name: string) => string {
  const block = css.split(theme === "light" ? ':root[data-theme="light"] {' : ':root[data-theme="dark"] {')[1]?.split("\n}")[0] ?? "";
  const values = new Map([...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((match) => [match[1], match[2]]));
  const follow = (name: string): string => {
    const value = values.get(name) ?? "";
    const reference = /^var\(--([\w-]+)\)$/.exec(value)?.[1];
    return reference ? follow(reference) : value;
  };
  return follow;
}

/** Colours all around: every 15 degrees, pale to strong, dark to light, and the greys. */
function everyBrand(): string[] {
  const found = new Set(["#000000", "#ffffff", "#808080", "#ff0000", "#00ff00", "#0000ff", "#ffff00"]);
  for (let h = 0; h < 360; h += 15) for (let l = 0.05; l < 1; l += 0.1) for (const c of [0.03, 0.12, 0.3]) found.add(toHex({ l, c, h }));
  return [...found];
}

test("a colour comes back from OKLCH as it went", () => {
  for (const hex of ["#2563eb", "#000000", "#ffffff", "#16a34a", "#f97316", "#7f7f80"]) {
    expect(toHex(toOklch(parseHex(hex) ?? [0, 0, 0]))).toBe(hex);
  }
  const red = toOklch([1, 0, 0]);
  expect(red.l).toBeCloseTo(0.628, 3);
  expect(red.c).toBeCloseTo(0.2577, 3);
  expect(red.h).toBeCloseTo(29.23, 1);
});

test("contrast is what WCAG says it is", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

describe.each(THEMES)("in the %s theme", (theme) => {
  test("every brand keeps AA for text on it, for itself and for words in it", () => {
    const { ground, raised } = SURFACES[theme];
    for (const primary of everyBrand()) {
      const brand = brandColours(primary, theme);
      const told = `${primary} ${JSON.stringify(brand)}`;
      expect(contrast(brand.onSolid, brand.solid), told).toBeGreaterThanOrEqual(4.5);
      expect(contrast(brand.onSolid, brand.hover), told).toBeGreaterThanOrEqual(4.5);
      expect(contrast(brand.onSolid, brand.deep), told).toBeGreaterThanOrEqual(4.5);
      expect(contrast(brand.solid, ground), told).toBeGreaterThanOrEqual(3);
      expect(contrast(brand.solid, raised), told).toBeGreaterThanOrEqual(3);
      for (const surface of [ground, raised, brand.tint]) expect(contrast(brand.text, surface), told).toBeGreaterThanOrEqual(4.5);
    }
  });

  test("links of a colour that a page wishes can be read wherever they stand", () => {
    const { ground, raised, sunken } = SURFACES[theme];
    for (const wish of everyBrand()) {
      const link = linkColour(wish, theme) ?? "";
      for (const surface of [ground, raised, sunken]) expect(contrast(link, surface), wish).toBeGreaterThanOrEqual(4.5);
    }
    expect(linkColour("red", theme)).toBeUndefined();
  });

  test("a brand that is good enough stays as it is", () => {
    expect(brandColours("#2563eb", "light").solid).toBe("#2563eb");
  });

  test("words of the tokens can be read on the surfaces they stand on", () => {
    const token = tokens(theme);
    for (const surface of ["ground", "sunken", "raised", "card"]) {
      for (const words of ["text", "quiet", "danger"]) {
        expect(contrast(token(words), token(surface)), `${words} on ${surface}`).toBeGreaterThanOrEqual(4.5);
      }
    }
    for (const status of ["danger", "warning", "success"]) {
      expect(contrast(token(status), token(`${status}-tint`)), status).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(token("text"), token("mark"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(token("text"), token("danger-tint"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(token("quiet"), token("pressed"))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(token("control-line"), token("ground"))).toBeGreaterThanOrEqual(3);
  });

  test("the surfaces that brands are computed for are those of the tokens", () => {
    const token = tokens(theme);
    expect({ ground: token("ground"), raised: token("raised"), sunken: token("sunken") }).toEqual({
      ground: SURFACES[theme].ground,
      raised: SURFACES[theme].raised,
      sunken: SURFACES[theme].sunken,
    });
  });
});

test("what is no colour becomes the blue", () => {
  for (const wrong of ["", "red", "#12", "#2563eg", "url(x)"]) expect(brandColours(wrong, "light").solid).toBe("#2563eb");
});
