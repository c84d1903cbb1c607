// JSON text from a page that is not trusted, read with limits.
//
// Guarantees: constant stack whatever the nesting; a key that stands twice, U+0000, half of a surrogate pair and a
// number beyond every float are refused; nothing is built from a text that breaks a limit. Pure.

import { isBroken } from "../../model/text";

/** Why a text is not read. */
export type Unread = "malformed" | "too_deep" | "too_many_keys";

const TEXT = /"(?:[^"\\]|\\.)*"/y;
const COLON = /[ \t\r\n]*:/y;

/** Reads a text with at most `levels` levels and `keys` keys of all objects together. */
export function readJson(text: string, levels: number, keys: number): { value: unknown } | Unread {
  const refused = scan(text, levels, keys);
  if (refused) return refused;
  try {
    // A byte order mark is no JSON; what JSON allows around a text is not JavaScript's idea of white space.
    const value: unknown = JSON.parse(text);
    return sound(value) ? { value } : "malformed";
  } catch {
    return "malformed";
  }
}

/** Looks at brackets, keys and texts, and leaves the grammar to the reader. */
function scan(text: string, levels: number, keys: number): Unread | undefined {
  /** The keys of each open object; null for a list. */
  const open: (Set<string> | null)[] = [];
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const one = text.charAt(at);
    if (one === "{" || one === "[") {
      if (open.push(one === "{" ? new Set() : null) > levels) return "too_deep";
    } else if (one === "}" || one === "]") open.pop();
    else if (one === '"') {
      TEXT.lastIndex = at;
      const [whole] = TEXT.exec(text) ?? [];
      if (whole === undefined) return "malformed";
      at += whole.length - 1;
      const known = open[open.length - 1];
      COLON.lastIndex = at + 1;
      if (!known || !COLON.test(text)) continue;
      count += 1;
      if (count > keys) return "too_many_keys";
      const key = unquoted(whole);
      if (known.has(key)) return "malformed";
      known.add(key);
    }
  }
  return undefined;
}

function unquoted(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text;
  }
}

/** Every text is whole and every number finite. The value is as shallow as `scan` allowed. */
function sound(value: unknown): boolean {
  if (typeof value === "string") return !value.includes("\0") && !isBroken(value);
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, member]) => sound(key) && sound(member));
}
