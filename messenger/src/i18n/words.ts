// The words of the screens in the person's language, and dates, numbers and sizes as that language writes them.
//
// Guarantees: a language is shown whole or not at all; the last wish wins, however long its words take to come; plural
// forms come from `Intl`; a name that was put in cannot put in another. All but English are files of their own beside
// the page, loaded when they are needed; the page draws nothing before. Page thread.

import { computed, signal } from "@preact/signals";
import { has } from "../twin/model/text";
import { type Dictionary, en, type Entry, type Key } from "./en";

/** Languages there are, by the first part of their tag, and how each is loaded. */
export const LANGUAGES: Readonly<Record<string, () => Promise<Dictionary>>> = {
  ar: () => import("./ar").then((loaded) => loaded.ar),
  de: () => import("./de").then((loaded) => loaded.de),
  en: () => Promise.resolve(en),
  es: () => import("./es").then((loaded) => loaded.es),
  fr: () => import("./fr").then((loaded) => loaded.fr),
  it: () => import("./it").then((loaded) => loaded.it),
  ja: () => import("./ja").then((loaded) => loaded.ja),
  nl: () => import("./nl").then((loaded) => loaded.nl),
  pl: () => import("./pl").then((loaded) => loaded.pl),
  pt: () => import("./pt-BR").then((loaded) => loaded.ptBR),
  tr: () => import("./tr").then((loaded) => loaded.tr),
  zh: () => import("./zh-Hans").then((loaded) => loaded.zhHans),
};

/** What a language without a region means here. */
const WRITTEN: Readonly<Record<string, string>> = { pt: "pt-BR", zh: "zh-Hans" };

const spoken = signal<{ tag: string; words: Dictionary }>({ tag: "en", words: en });

/** The language that is shown. */
export const language = computed(() => spoken.value.tag);
/** The direction it is written in. */
export const direction = computed(() => (/^(ar|fa|he|ur)\b/.test(spoken.value.tag) ? "rtl" : "ltr"));

const baseOf = (tag: string): string => tag.split("-")[0] ?? "";

/** The best language there is for the wishes, best first; its region stays, for dates. */
export function bestOf(wishes: readonly string[]): string {
  const base = wishes.map(baseOf).find((one) => has(LANGUAGES, one)) ?? "en";
  const written = has(WRITTEN, base) ? (WRITTEN[base] ?? base) : base;
  const wish = wishes.find((one) => baseOf(one) === base);
  return wish === undefined || wish === base || !sameScript(wish, written) ? written : wish;
}

/** Who reads traditional characters gets the simplified there are, and the page says that they are: fonts go by it. */
function sameScript(wish: string, written: string): boolean {
  if (baseOf(wish) !== "zh") return true;
  return new Intl.Locale(wish).maximize().script === new Intl.Locale(written).maximize().script;
}

let wished = 0;

/** Speaks the best of the wished languages; keeps the one there is when it cannot be loaded. */
export async function speak(wishes: readonly string[], page?: HTMLElement): Promise<void> {
  const mine = ++wished;
  const tag = bestOf(wishes);
  if (tag !== spoken.peek().tag) {
    const words = await LANGUAGES[baseOf(tag)]?.().catch(() => null);
    if (mine !== wished) return;
    if (words) spoken.value = { tag, words };
  }
  if (!page) return;
  page.lang = language.value;
  page.dir = direction.value;
}

/** What is put into a string. */
export type Names = Record<string, string | number>;

/** A string in the person's language. */
export function t(key: Key, names: Names = {}): string {
  const { tag, words } = spoken.value;
  return filled(words[key], tag, names);
}

/** Chooses the plural form and puts the names in. */
export function filled(entry: Entry, tag: string, names: Names): string {
  const form = typeof entry === "string" ? entry : formOf(entry, tag, Number(names["count"]));
  return form.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value = names[name];
    if (value === undefined) return whole;
    return typeof value === "number" ? new Intl.NumberFormat(tag).format(value) : value;
  });
}

function formOf(forms: Exclude<Entry, string>, tag: string, count: number): string {
  return forms[new Intl.PluralRules(tag).select(count)] ?? forms.other;
}

const DAY_S = 86_400;

/** A moment beside a row: relative up to a week, then a date. */
export function when(seconds: number, now = Date.now() / 1000): string {
  const tag = language.value;
  const ago = Math.max(0, now - seconds);
  if (ago >= 7 * DAY_S) return date(seconds, now);
  const format = new Intl.RelativeTimeFormat(tag, { numeric: "auto", style: "narrow" });
  if (ago < 60) return format.format(0, "second");
  if (ago < 3_600) return format.format(-Math.floor(ago / 60), "minute");
  if (ago < DAY_S) return format.format(-Math.floor(ago / 3_600), "hour");
  return format.format(-Math.floor(ago / DAY_S), "day");
}

/** A day, with its year when it is not this one. */
export function date(seconds: number, now = Date.now() / 1000): string {
  const at = new Date(seconds * 1000);
  const sameYear = at.getFullYear() === new Date(now * 1000).getFullYear();
  return new Intl.DateTimeFormat(language.value, sameYear ? { day: "numeric", month: "short" } : { dateStyle: "medium" }).format(at);
}

/** A day between messages. */
export function day(seconds: number, now = Date.now() / 1000): string {
  const start = (moment: number): number => new Date(moment * 1000).setHours(0, 0, 0, 0);
  const days = Math.round((start(now) - start(seconds)) / (DAY_S * 1000));
  if (days === 0) return t("conversation.today");
  if (days === 1) return t("conversation.yesterday");
  if (days > 1 && days < 7) return new Intl.DateTimeFormat(language.value, { weekday: "long" }).format(seconds * 1000);
  return date(seconds, now);
}

/** The time of day. */
export function time(seconds: number): string {
  return new Intl.DateTimeFormat(language.value, { timeStyle: "short" }).format(seconds * 1000);
}

/** A share, as `25%`. */
export function percent(share: number): string {
  return new Intl.NumberFormat(language.value, { style: "percent" }).format(share);
}

/** A size as people write it; 1 kB is 1,000 bytes. */
export function size(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const step = Math.min(units.length - 1, bytes < 1_000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const unit = units[step] ?? "byte";
  const format = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: step > 1 ? 1 : 0 } as const;
  return new Intl.NumberFormat(language.value, format).format(bytes / 1_000 ** step);
}
