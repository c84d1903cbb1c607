// Warnings for developers.
//
// Guarantees: the same warning once for the life of a page; no word of what an app gave. Page thread.

const said: Record<string, true> = Object.create(null);

/** Says it, the first time. */
export function warnOnce(text: string): void {
  if (said[text]) return;
  said[text] = true;
  warn(text);
}

/** Says it. */
export function warn(text: string): void {
  if (typeof console !== "undefined") console.warn(`Frontdesk: ${text}`);
}
