// Rules for text, the same on every platform and on the server: `contract/vectors/text.json`.
//
// Guarantees: text is kept exactly as given; lengths count code points; half of a surrogate pair is refused. Pure.

import { invalid } from "../error";

/** White space as Unicode has it, which is not JavaScript's `\s`: U+FEFF is none. */
const BLANK = /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/;
const CONTROL = /[\0-\x1f\x7f-\x9f]/;
/** Without a look behind, which Safari reads from 16.4 on. */
const HALF_PAIR = /[\ud800-\udbff](?![\udc00-\udfff])|(?:^|[^\ud800-\udbff])[\udc00-\udfff]/;
const SHOWN_KEY_CHARS = 40;

/** Whether a member is the object's own; `Object.hasOwn` is younger than Safari 15. */
export const has = (object: object, name: string): boolean => Object.prototype.hasOwnProperty.call(object, name);

/** Bytes of a text as UTF-8. */
export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** Whether a text holds half of a surrogate pair. */
export const isBroken = (text: string): boolean => HALF_PAIR.test(text);

/** Checks a name: not blank, no control characters, at most `most` characters. */
export function checkName(field: string, name: string, most = Infinity): void {
  if (BLANK.test(name)) throw invalid("empty", field, "must hold at least one visible character");
  if (CONTROL.test(name) || isBroken(name)) throw invalid("invalid_text", field, "must not hold control characters");
  checkLength(field, name, most);
}

/** Checks a value: no U+0000, at most `most` characters; empty is allowed. */
export function checkValue(field: string, value: string, most = Infinity): void {
  if (value.includes("\0") || isBroken(value)) throw invalid("invalid_text", field, "must not hold the character U+0000");
  checkLength(field, value, most);
}

function checkLength(field: string, text: string, most: number): void {
  if (text.length <= most) return;
  let count = 0;
  for (const _ of text) if (++count > most) throw invalid("too_long", field, `must not exceed ${most} characters`, most);
}

/** The path of `key` inside `parent`, made safe to show. */
export function child(parent: string, key: string): string {
  const all = key.length > 2 * SHOWN_KEY_CHARS ? [...key.slice(0, 4 * SHOWN_KEY_CHARS)] : [...key];
  const shown = all.slice(0, SHOWN_KEY_CHARS).join("").replace(/[\0-\x1f\x7f-\x9f]/g, "\ufffd") + (all.length > SHOWN_KEY_CHARS ? "…" : "");
  return parent && shown ? `${parent}.${shown}` : parent || shown;
}
