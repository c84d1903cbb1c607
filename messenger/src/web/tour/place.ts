// Where the card of a step stands, and which pages a step is for.
//
// Guarantees: pure; the card is inside the window whenever it fits; a side without room is not taken while another has
// some; a pattern costs no more than its length times the address's, whatever is in it.

/** In CSS pixels of the window. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}
export type Side = "top" | "bottom" | "left" | "right";

/** Where a card stands: its corner, on which side of the element, and where along that side its point is. */
export interface Placed {
  left: number;
  top: number;
  side: Side;
  point: number;
}

/** Between element and card, and around the card. */
const GAP = 14;
const EDGE = 12;
/** The point stays clear of the card's round corners. */
const CORNER = 22;
const OPPOSITE: Record<Side, Side> = { top: "bottom", bottom: "top", left: "right", right: "left" };

/** The side that an operator wished, in a page that is read from right to left or not. */
export function sideOf(wish: string | undefined, rtl: boolean): Side {
  if (wish === "start") return rtl ? "right" : "left";
  if (wish === "end") return rtl ? "left" : "right";
  return wish === "top" ? "top" : "bottom";
}

/** Places a card of `size` beside `target`. */
export function place(target: Box, size: { width: number; height: number }, view: { width: number; height: number }, wish: Side): Placed {
  const room: Record<Side, number> = {
    top: target.top,
    bottom: view.height - target.top - target.height,
    left: target.left,
    right: view.width - target.left - target.width,
  };
  const needs = (side: Side): number => (side === "top" || side === "bottom" ? size.height : size.width) + GAP + EDGE;
  const order: Side[] = [wish, OPPOSITE[wish], "bottom", "top", "right", "left"];
  const side = order.find((one) => room[one] >= needs(one)) ?? (room.bottom >= room.top ? "bottom" : "top");
  const middle = { x: target.left + target.width / 2, y: target.top + target.height / 2 };
  const upright = side === "top" || side === "bottom";
  const left = upright ? middle.x - size.width / 2 : side === "left" ? target.left - size.width - GAP : target.left + target.width + GAP;
  const top = !upright ? middle.y - size.height / 2 : side === "top" ? target.top - size.height - GAP : target.top + target.height + GAP;
  const at = { left: within(left, EDGE, view.width - size.width - EDGE), top: within(top, EDGE, view.height - size.height - EDGE) };
  const along = upright ? middle.x - at.left : middle.y - at.top;
  return { ...at, side, point: within(along, CORNER, (upright ? size.width : size.height) - CORNER) };
}

const within = (value: number, least: number, most: number): number => Math.max(least, Math.min(value, most));

/** Whether a step with this pattern is for the page at this address. */
export function isFor(pattern: string | undefined, address: { origin: string; pathname: string; search: string; hash: string }): boolean {
  if (pattern === undefined) return true;
  const { origin, pathname, search, hash } = address;
  const whole = /^https?:/i.test(pattern) ? origin + pathname : pathname;
  return matches(pattern, whole + (pattern.includes("?") || pattern.includes("#") ? search : "") + (pattern.includes("#") ? hash : ""));
}

/** `*` stands for anything, also nothing; everything else for itself. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split("*");
  const [first = "", end = ""] = [parts[0], parts[parts.length - 1]];
  if (parts.length === 1) return pattern === text;
  if (!text.startsWith(first) || !text.endsWith(end) || text.length < first.length + end.length) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - end.length;
}
