// Languages are complete, plural forms are those of the language, and names cannot do harm.

import { beforeEach, describe, expect, test } from "vitest";
import { ar } from "../../src/i18n/ar";
import { de } from "../../src/i18n/de";
import { type Dictionary, en, type Entry, type Key } from "../../src/i18n/en";
import { ja } from "../../src/i18n/ja";
import { bestOf, day, direction, filled, size, speak, t, when } from "../../src/i18n/words";

const LANGUAGES: Record<string, Dictionary> = { ar, de, en, ja };
const keys = Object.keys(en) as Key[];
const forms = (entry: Entry): string[] => (typeof entry === "string" ? [entry] : Object.values(entry));
const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "").sort();

beforeEach(() => speak(["en"]));

describe.each(Object.entries(LANGUAGES))("%s", (tag, words) => {
  test("has every string and none more", () => {
    expect(Object.keys(words).sort()).toEqual([...keys].sort());
    for (const key of keys) for (const form of forms(words[key])) expect(form.trim(), key).not.toBe("");
  });

  test("has exactly the plural forms that the language has", () => {
    const wanted = new Intl.PluralRules(tag).resolvedOptions().pluralCategories.sort();
    for (const key of keys) {
      const entry = words[key];
      expect(typeof entry, key).toBe(typeof en[key]);
      if (typeof entry !== "string") expect(Object.keys(entry).sort(), key).toEqual(wanted);
    }
  });

  test("puts in the names that English puts in", () => {
    for (const key of keys) {
      const wanted = names(forms(en[key] as Entry).at(-1) ?? "");
      const other = typeof words[key] === "string" ? words[key] : words[key].other;
      expect(names(other), key).toEqual(wanted);
      for (const form of forms(words[key])) for (const name of names(form)) expect(wanted, key).toContain(name);
    }
  });

  test("has no exclamation marks", () => {
    for (const key of keys) for (const form of forms(words[key])) expect(form, key).not.toMatch(/[!！]/);
  });
});

test("Arabic counts in its six forms", () => {
  const said = [0, 1, 2, 3, 11, 100].map((count) => filled(ar["help.articles"], "ar", { count }));
  expect(new Set(said).size).toBe(6);
});

test("the best language is the first wish there is, with its region for dates", () => {
  expect(bestOf(["fr-CA", "fr", "de-AT", "de", "en"])).toBe("de-AT");
  expect(bestOf(["ja", "en"])).toBe("ja");
  expect(bestOf(["xx"])).toBe("en");
});

test("Arabic is written from the right, and German speaks at once", async () => {
  await speak(["ar", "en"]);
  expect(direction.value).toBe("rtl");
  await speak(["de-AT", "de", "en"]);
  expect(direction.value).toBe("ltr");
  expect(t("conversation.retry")).toBe("Erneut senden");
});

test("a name that looks like a place for another name stays what it is", () => {
  expect(filled("{name}: {text}", "en", { name: "{text}", text: "x" })).toBe("{text}: x");
  expect(filled("{name}", "en", { name: "$&$1" })).toBe("$&$1");
});

test("moments are relative for a week, then dates", () => {
  const now = Date.UTC(2026, 10, 21, 12) / 1000;
  expect(when(now - 30, now)).toBe("now");
  expect(when(now + 50, now)).toBe("now");
  expect(when(now - 300, now)).toMatch(/5/);
  expect(when(now - 6 * 86_400, now)).toMatch(/6/);
  expect(when(now - 8 * 86_400, now)).toBe("Nov 13");
  expect(when(now - 400 * 86_400, now)).toMatch(/2025/);
  expect(day(now, now)).toBe("Today");
  expect(day(now - 86_400, now)).toBe("Yesterday");
});

test("sizes are written in the unit that fits", () => {
  expect([0, 999, 1_000, 18_432, 20_000_000].map(size)).toEqual(["0 byte", "999 byte", "1 kB", "18 kB", "20 MB"]);
});
