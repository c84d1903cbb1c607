// Languages are complete, plural forms are those of the language, and names cannot do harm.

import { beforeEach, describe, expect, test } from "vitest";
import { readdirSync } from "node:fs";
import { type Dictionary, en, type Entry, type Key } from "../../src/i18n/en";
import { bestOf, day, direction, filled, language, LANGUAGES, size, speak, t, when } from "../../src/i18n/words";
import { spoken, wordsFor } from "../../src/web/ui/words";
import { vectors } from "./twin/vectors";

const ALL: [string, Dictionary][] = await Promise.all(
  Object.entries(LANGUAGES).map(async ([base, load]): Promise<[string, Dictionary]> => [bestOf([base]), await load()]),
);
const of = (tag: string): Dictionary => ALL.find(([one]) => one === tag)?.[1] ?? en;

/** A text may be so much longer than the German one, which is long already; a short word has room anyway. */
const LONGER_THAN_GERMAN = 1.6;
const ROOM_FOR_A_WORD = 14;
/** Five tabs share 320 points; a long name takes what short ones leave. */
const TAB = 11;
const ALL_TABS = 42;
/** Texts that are longer and were looked at: they stand where lines break. */
const LONG: Partial<Record<Key, string[]>> = {};

const keys = Object.keys(en) as Key[];
const forms = (entry: Entry): string[] => (typeof entry === "string" ? [entry] : Object.values(entry));
const names = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "").sort();

beforeEach(() => speak(["en"]));

describe.each(ALL)("%s", (tag, words) => {
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

  test("is hardly longer than German, and its tabs fit a narrow phone", () => {
    const longest = (entry: Entry): number => Math.max(...forms(entry).map((form) => form.length));
    const most = (key: Key): number => (key.startsWith("tab.") ? TAB : Math.max(ROOM_FOR_A_WORD, longest(of("de")[key]) * LONGER_THAN_GERMAN));
    const tooLong = keys.filter((key) => longest(words[key]) > most(key));
    expect(keys.filter((key) => key.startsWith("tab.")).reduce((sum, key) => sum + longest(words[key]), 0)).toBeLessThanOrEqual(ALL_TABS);
    expect(tooLong).toEqual(keys.filter((key) => LONG[key]?.includes(tag)));
  });

  test("has no exclamation marks", () => {
    for (const key of keys) for (const form of forms(words[key])) expect(form, key).not.toMatch(/[!！]/);
  });
});

test("there are twelve languages, each with its file, and the launcher speaks the same", () => {
  const tags = ["ar", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt-BR", "tr", "zh-Hans"];
  expect(ALL.map(([tag]) => tag).sort()).toEqual(tags);
  const files = readdirSync(new URL("../../src/i18n/", import.meta.url)).map((name) => name.replace(".ts", ""));
  expect(files.filter((name) => !["errors", "words"].includes(name)).sort()).toEqual(tags);
  expect(spoken.map((base) => wordsFor([base]).language).sort()).toEqual(tags);
  expect([...spoken].sort()).toEqual(Object.keys(LANGUAGES).sort());
});

describe("the launcher's words", () => {
  test.each([...spoken])("%s: every word is there, with the count where it belongs", (base) => {
    const words = wordsFor([base]);
    for (const text of [words.open, words.close, words.failed, words.retry, words.name]) expect(text.trim()).not.toBe("");
    expect(words.unread("7")).toContain("7");
    expect(words.open).not.toBe(words.close);
  });

  test("are those of the first wish there is, and say which language they are", () => {
    expect(wordsFor(["sv", "pt-PT", "en"]).language).toBe("pt-BR");
    expect(wordsFor(["zh-Hant-TW", "zh-Hant", "zh", "en"]).language).toBe("zh-Hans");
    expect(wordsFor(["valueOf", "en"]).language).toBe("en");
  });
});

test("Arabic counts in its six forms", () => {
  const said = [0, 1, 2, 3, 11, 100].map((count) => filled(of("ar")["help.articles"], "ar", { count }));
  expect(new Set(said).size).toBe(6);
});

test("Polish and French count as they are spoken", () => {
  const polish = [1, 2, 5, 12, 22, 1.5].map((count) => filled(of("pl")["help.articles"], "pl", { count }));
  expect(polish).toEqual(["1 artykuł", "2 artykuły", "5 artykułów", "12 artykułów", "22 artykuły", "1,5 artykułu"]);
  const french = [0, 1, 2, 1_000_000].map((count) => filled(of("fr")["help.articles"], "fr", { count }).replaceAll(/\s/g, " "));
  expect(french).toEqual(["0 article", "1 article", "2 articles", "1 000 000 d’articles"]);
});

test("a language without an answer for a form takes its general one", () => {
  expect(filled({ other: "{count} a" }, "fr", { count: 1 })).toBe("1 a");
});

test("the best language is the first wish there is, with its region for dates", () => {
  expect(bestOf(["sv-FI", "sv", "de-AT", "de", "en"])).toBe("de-AT");
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

test("Portuguese is Brazil's and Chinese simplified, and the page says so", () => {
  expect(bestOf(["pt"])).toBe("pt-BR");
  expect(bestOf(["pt-PT", "pt", "en"])).toBe("pt-PT");
  expect(bestOf(["zh"])).toBe("zh-Hans");
  expect(bestOf(["zh-CN", "zh"])).toBe("zh-CN");
  expect(bestOf(["zh-Hant-TW", "zh-Hant", "zh", "en"])).toBe("zh-Hans");
  expect(bestOf(["zh-HK", "zh", "en"])).toBe("zh-Hans");
});

describe("what is shown of the chains of contract/vectors/language.json", () => {
  const shown: Record<string, string> = {
    "what the app decided comes before the device and the workspace": "fr",
    "the device comes before the workspace": "de",
    "the workspace alone": "nl",
    "nothing known is English": "en",
    "a region falls back to its language before the next wish": "pt-BR",
    "a script falls back step by step": "zh-Hans",
    "either spelling, any case": "pt-BR",
    "nothing is repeated": "en-US",
    "a region of digits": "es-419",
    "a language of three letters": "de",
    "what is no tag is left out": "de",
    "a tag with an encoding behind it is no tag": "fr",
    "a tag that is far too long is left out": "it",
  };
  test.each((vectors("language")["chains"] as { name: string; chain: string[] }[]).map(({ name, chain }) => [name, chain] as const))("%s", async (name, chain) => {
    expect(bestOf(chain)).toBe(shown[name]);
    await speak(chain);
    expect(language.value).toBe(shown[name]);
  });
});

test("the last wish wins, whichever words come first", async () => {
  await Promise.all([speak(["it"]), speak(["nl"]), speak(["en"])]);
  expect(language.value).toBe("en");
  await Promise.all([speak(["en"]), speak(["nl"])]);
  expect(t("action.close")).toBe("Sluiten");
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
