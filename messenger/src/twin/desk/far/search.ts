// The search over what is kept of the help center: contract/vectors/search.json.
//
// Guarantees: no term is an error; an article is found once, in the best language; titles count more than summaries,
// summaries more than text; articles with all words come before nothing else is tried, then those with any of them; of
// what is highlighted `em` is the only element. Pure. Looks at every article: a browser keeps a few hundred.

/** What is searched. */
export interface Searched {
  id: string;
  locale: string;
  asked: string;
  title: string;
  summary: string;
  /** Null when only the title is known. */
  body: string | null;
}

/** What was found. */
export interface Found {
  id: string;
  title: string;
  summary: string;
  /** The text around the match, as HTML. */
  highlight: string | null;
}

/** Characters and words of a term that count, as on the server. */
const TERM_CHARS = 255;
const MOST_WORDS = 16;
/** How much a match counts in the title, in the summary, in the text. */
const WEIGHTS = [8, 4, 1];
/** Words around a match that are shown, and characters where words are not set apart. */
const AROUND = 24;
const AROUND_CHARS = 40;
const WORD = /[\p{L}\p{N}\p{M}\p{Co}]+/gu;
const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3134f}]/u;

interface Token {
  word: string;
  from: number;
  to: number;
}
/** Words that follow each other; of a beginning the last one may go on. */
interface Phrase {
  words: string[];
  begins: boolean;
}

/** Without case and accents. */
const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function tokens(text: string): Token[] {
  return [...text.matchAll(WORD)].map((found) => ({ word: plain(found[0]), from: found.index, to: found.index + found[0].length })).filter(({ word }) => word !== "");
}

/** Articles that match, best first, in the languages of `locales` (in any when there is none). */
export function search(articles: readonly Searched[], term: string, locales: readonly string[], limit: number): Found[] {
  const chain = locales.map((tag) => tag.replaceAll("_", "-").toLowerCase());
  const mine = articles.filter(({ locale, asked }) => chain.length === 0 || chain.includes(locale) || chain.includes(asked));
  const phrases = pieces(term);
  const [first] = phrases;
  if (!first) return [];
  // One letter begins half of all words of all texts: it is looked for in titles, while the person types on.
  const titlesOnly = phrases.length === 1 && first.words.length === 1 && [...(first.words[0] ?? "")].length < 2;
  for (const enough of [phrases.length, 1]) {
    const ranked = mine.flatMap((article) => rank(article, phrases, enough, titlesOnly) ?? []).sort((a, b) => b.score - a.score);
    if (ranked.length > 0) return best(ranked, chain, limit);
  }
  return UNSPACED.test(term) ? best(mine.flatMap((article) => within(article, term.trim()) ?? []).sort((a, b) => b.score - a.score), chain, limit) : [];
}

function pieces(term: string): Phrase[] {
  const kept = [...term].slice(0, TERM_CHARS).join("");
  // A piece without a letter or digit matches nothing by itself and must not forbid the others.
  const words = kept.split(/[\p{White_Space}\p{Cc}]+/u).filter((piece) => /[\p{L}\p{N}]/u.test(piece)).slice(0, MOST_WORDS);
  const phrases = words.map((piece, index) => ({ words: tokens(piece).map(({ word }) => word), begins: index === words.length - 1 }));
  return phrases.filter((phrase) => phrase.words.length > 0);
}

interface Ranked {
  article: Searched;
  score: number;
  highlight: string | null;
}

function rank(article: Searched, phrases: readonly Phrase[], enough: number, titlesOnly: boolean): Ranked | undefined {
  const fields = titlesOnly ? [article.title] : [article.title, article.summary, article.body ?? ""];
  const cut = fields.map((text) => ({ text, tokens: tokens(text) }));
  let found = 0;
  let score = 0;
  for (const phrase of phrases) {
    const hits = cut.map((field, place) => {
      const times = occurrences(field.tokens, phrase).length;
      // More of the same says less, and more in a long text says less than in a short one.
      return (WEIGHTS[place] ?? 0) * (times / (times + 1 + field.tokens.length / 200));
    });
    const sum = hits.reduce((all, one) => all + one, 0);
    if (sum > 0) found += 1;
    score += sum;
  }
  if (found < enough) return undefined;
  const [, summary, body] = cut;
  return { article, score, highlight: marked(body, phrases) ?? marked(summary, phrases) };
}

/** Where a phrase stands among tokens. */
function occurrences(all: readonly Token[], { words, begins }: Phrase): number[] {
  const places: number[] = [];
  for (let at = 0; at + words.length <= all.length; at += 1) {
    const here = words.every((word, index) => {
      const token = all[at + index]?.word ?? "";
      return begins && index === words.length - 1 ? token.startsWith(word) : token === word;
    });
    if (here) places.push(at);
  }
  return places;
}

/** The text around the first match, with every match in it marked. */
function marked(field: { text: string; tokens: Token[] } | undefined, phrases: readonly Phrase[]): string | null {
  if (!field) return null;
  const hits = new Set(phrases.flatMap((phrase) => occurrences(field.tokens, phrase).flatMap((at) => phrase.words.map((_, index) => at + index))));
  const [first] = [...hits].sort((a, b) => a - b);
  if (first === undefined) return null;
  const from = Math.max(0, Math.min(first - 4, field.tokens.length - AROUND));
  const to = Math.min(field.tokens.length, from + AROUND);
  let html = from > 0 ? "…" : "";
  let at = from > 0 ? (field.tokens[from]?.from ?? 0) : 0;
  for (let index = from; index < to; index += 1) {
    const token = field.tokens[index];
    if (!token || !hits.has(index)) continue;
    html += `${escaped(field.text.slice(at, token.from))}<em>${escaped(field.text.slice(token.from, token.to))}</em>`;
    at = token.to;
  }
  const end = to < field.tokens.length ? (field.tokens[to - 1]?.to ?? field.text.length) : field.text.length;
  return `${html}${escaped(field.text.slice(at, end))}${to < field.tokens.length ? "…" : ""}`;
}

/** For scripts without spaces: the term as it stands, anywhere. */
function within(article: Searched, term: string): Ranked | undefined {
  const fields = [article.title, article.summary, article.body ?? ""];
  const place = fields.findIndex((text) => text.includes(term));
  if (place < 0) return undefined;
  return { article, score: 3 - place, highlight: around(fields[2], term) ?? around(fields[1], term) };
}

function around(text: string | undefined, term: string): string | null {
  const at = text?.indexOf(term) ?? -1;
  if (text === undefined || at < 0) return null;
  const [before, after] = [[...text.slice(0, at)], [...text.slice(at + term.length)]];
  const [left, right] = [before.slice(-AROUND_CHARS).join(""), after.slice(0, AROUND_CHARS).join("")];
  const cut = (all: string[]): string => (all.length > AROUND_CHARS ? "…" : "");
  return `${cut(before)}${escaped(left)}<em>${escaped(term)}</em>${escaped(right)}${cut(after)}`;
}

const NAMES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (one) => NAMES[one] ?? one).replace(/\p{Cc}/gu, " ");

/** One entry per article: that of the earliest language, the whole article before its bare title. The order is that of
 * the articles' best entries. */
function best(ranked: readonly Ranked[], chain: readonly string[], limit: number): Found[] {
  const place = (tag: string): number => (chain.includes(tag) ? chain.indexOf(tag) : chain.length);
  const worth = ({ article }: Ranked): number => 2 * Math.min(place(article.locale), place(article.asked)) + (article.body === null ? 1 : 0);
  const chosen = new Map<string, Ranked>();
  for (const one of ranked) {
    const other = chosen.get(one.article.id);
    // A key that is there keeps its place.
    if (!other || worth(one) < worth(other)) chosen.set(one.article.id, one);
  }
  return [...chosen.values()].slice(0, limit).map(({ article, highlight }) => ({ id: article.id, title: article.title, summary: article.summary, highlight }));
}
