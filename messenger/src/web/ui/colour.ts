// The colours of the launcher, and of what a page overrides.
//
// Guarantees: what stands on a colour is white or black, whichever can be read better, which is 4.5 to 1 at least;
// a text that is no colour is left out. Page thread.

/** `#rrggbb` of any CSS colour; undefined when the browser does not know it. Transparency is left out. */
export function hexOf(colour: unknown, page: Document): string | undefined {
  if (typeof colour !== "string" || colour.length > 100) return undefined;
  if (/^#[0-9a-f]{6}$/i.test(colour)) return colour.toLowerCase();
  const pen = page.createElement("canvas").getContext("2d");
  if (!pen) return undefined;
  const read = (before: string): string => {
    pen.fillStyle = before;
    pen.fillStyle = colour;
    return pen.fillStyle;
  };
  const [first, second] = [read("#000000"), read("#ffffff")];
  // What is no colour changes nothing.
  if (first !== second) return undefined;
  if (first.startsWith("#")) return first.slice(0, 7);
  const parts = first.match(/[\d.]+/g)?.slice(0, 3).map(Number) ?? [];
  return parts.length === 3 ? `#${parts.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}` : undefined;
}

const [LIGHT, DARK] = ["#ffffff", "#000000"];

/** White or black, whichever can be read on `hex`. */
export function inkOn(hex: string): string {
  const ground = luminance(hex);
  return 1.05 / (ground + 0.05) >= (ground + 0.05) / (luminance(DARK) + 0.05) ? LIGHT : DARK;
}

/** As WCAG defines it. */
export function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
