// In which languages the messenger speaks and asks, best first: contract/vectors/language.json.
//
// Guarantees: override, device, workspace, English, each followed by what it falls back to (`zh-Hant-TW`, `zh-Hant`,
// `zh`), without repetitions, written as BCP 47 recommends; never empty. Pure.

import { invalid } from "../error";

/** Longest language tag, characters. */
const LONGEST = 35;

/** The tag as BCP 47 writes it, or null for what is none: language in lower case, script with a capital, region in
 * capitals. */
export function written(tag: string): string | null {
  if (tag.length > LONGEST) return null;
  const [language = "", ...rest] = tag.split(/[-_]/);
  if (!/^[a-z]{2,3}$/i.test(language)) return null;
  const parts = [language.toLowerCase()];
  for (const part of rest) {
    if (!/^[a-z0-9]{2,8}$/i.test(part)) return null;
    if (part.length === 2) parts.push(part.toUpperCase());
    else if (part.length === 4 && /^[a-z]/i.test(part)) parts.push(part.charAt(0).toUpperCase() + part.slice(1).toLowerCase());
    else parts.push(part.toLowerCase());
  }
  return parts.join("-");
}

/** Accepts a tag in either spelling. Throws `invalid_language`. */
export function checkLanguage(field: string, tag: string): string {
  const found = written(tag);
  if (found === null) throw invalid("invalid_language", field, "must be a language tag such as de or pt-BR");
  return found;
}

/** The chain; what is no tag is left out. */
export function chain(wishes: readonly (string | null | undefined)[]): string[] {
  const tags: string[] = [];
  for (const wish of [...wishes, "en"]) {
    let tag = typeof wish === "string" ? written(wish) : null;
    while (tag) {
      if (!tags.includes(tag)) tags.push(tag);
      const cut = tag.lastIndexOf("-");
      tag = cut < 0 ? null : tag.slice(0, cut);
    }
  }
  return tags;
}
