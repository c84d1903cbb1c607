// The help center: collections, articles, search, and how helpful an article was.
//
// Guarantees: every answer is in the best language there is; whatever was read once can be read and searched without the
// server (articles that were read with their text, the others by their titles), with the same keys; an article that is
// no longer live is not found any more; a reaction is never lost.

import type { Article, Collection, Collections, Hits } from "../../../contract/types";
import { FrontdeskError, internal } from "../../error";
import { checkValue } from "../../model/text";
import type { Delivery } from "../../rooms";
import type { Kept, Shelf } from "../cache/cache";
import { checkId } from "../content";
import { isBlank } from "./show";
import { isObject, list } from "../wire";
import { languageKey, type Library } from "./library";
import { search, type Searched } from "./search";
import { readArticle, readCollection } from "./wire";

/** Most hits of a search, as on the server. */
const HITS = 20;
const TERM_CHARS = 255;

/** An article by its language: read, or known by its title alone. */
interface KeptArticle {
  id: string;
  locale: string;
  /** The language that was asked for when the server answered with this one. */
  asked: string;
  title: string;
  article: Article | null;
}

const readList = (json: unknown): Collections | undefined =>
  isObject(json) && Array.isArray(json["data"]) ? { data: list(json["data"], readCollection) } : undefined;

/** See the module. */
export class HelpCenter {
  readonly #library: Library;

  constructor(library: Library) {
    this.#library = library;
  }

  /** The tree of collections. */
  collections(): Promise<Collections> {
    const library = this.#library;
    return library.asUser(async (owner) => {
      const key = languageKey(library.asked ?? "");
      const { exact, any } = (await library.desk.cache.read(owner, async (shelf) => {
        const same = await shelf.get<Collections>("collections", key);
        return { exact: same, any: same?.value ?? (await anyTree(shelf, library.chain)) };
      })) ?? { exact: undefined, any: undefined };
      const question = { path: ["help", "collections"], query: library.query, ...(exact?.etag === undefined ? {} : { etag: exact.etag }) };
      const told = await library.ask(question, any !== undefined, readList);
      if (typeof told === "object") {
        await library.desk.cache.write(owner, (shelf) => putTree(shelf, key, told.fresh, told.etag));
        return told.fresh;
      }
      if (!any) throw internal("help");
      return any;
    });
  }

  /** One collection, at any depth of the tree. */
  collection(id: string): Promise<Collection> {
    checkId("collection_id", id);
    const library = this.#library;
    return library.asUser(async (owner) => {
      const name = ["collection", `${languageKey(library.asked ?? "")}/${id}`];
      const { exact, any } = (await library.desk.cache.read(owner, async (shelf) => {
        const same = await shelf.get<Collection>(...name);
        const tree = same ? undefined : await anyTree(shelf, library.chain);
        return { exact: same, any: same?.value ?? find(tree?.data ?? [], id) };
      })) ?? { exact: undefined, any: undefined };
      const question = { path: ["help", "collections", id], query: library.query, ...(exact?.etag === undefined ? {} : { etag: exact.etag }) };
      const told = await library.askOrForget(owner, question, any && { value: any }, name, readCollection);
      if (typeof told === "object") {
        await library.desk.cache.write(owner, (shelf) => shelf.put(told.fresh, name, told.etag));
        return told.fresh;
      }
      if (!any) throw internal("help");
      return any;
    });
  }

  /** One article; `from_cache` says that the server could not be reached. */
  article(id: string): Promise<Article> {
    checkId("article_id", id);
    const library = this.#library;
    return library.asUser(async (owner) => {
      const key = languageKey(library.asked ?? "");
      const kept = await library.desk.cache.read(owner, (shelf) => bestArticle(shelf, id, library.chain));
      const etag = kept?.value.asked === key ? kept.etag : undefined;
      const question = { path: ["help", "articles", id], query: library.query, ...(etag === undefined ? {} : { etag }) };
      try {
        const told = await library.ask(question, kept !== undefined, readArticle);
        if (typeof told === "object") {
          await this.keep(owner, told.fresh, told.etag);
          return told.fresh;
        }
        const copy = kept?.value.article;
        if (!copy) throw internal("help");
        return told === "unasked" ? { ...copy, from_cache: true } : copy;
      } catch (error) {
        if (error instanceof FrontdeskError && error.kind === "content_unavailable") {
          await library.desk.cache.write(owner, async (shelf) => {
            for (const { name } of await shelf.all("article", id)) await shelf.delete("article", id, ...name);
          });
        }
        throw error;
      }
    });
  }

  /** Keeps an article that was read, as it was asked for now. */
  async keep(owner: string, article: Article, etag?: string): Promise<void> {
    const locale = languageKey(article.locale);
    const asked = languageKey(this.#library.asked ?? "");
    const row: KeptArticle = { id: article.id, locale, asked, title: article.title, article };
    await this.#library.desk.cache.write(owner, (shelf) => shelf.put(row, ["article", article.id, locale], etag));
  }

  /** Articles that match, best first; those here when the server cannot be asked. A blank term finds nothing. */
  async search(term: string): Promise<Hits> {
    checkValue("term", term, TERM_CHARS);
    const library = this.#library;
    library.showing.person();
    if (isBlank(term)) return { data: [] };
    return library.asUser(async (owner) => {
      const articles = (await library.desk.cache.read(owner, (shelf) => shelf.all<KeptArticle>("article"))) ?? [];
      const told = await library.ask({ path: ["help", "search"], query: { ...library.query, q: term } }, articles.length > 0, readHits);
      if (typeof told === "object") return { data: told.fresh };
      const searched = articles.map(({ kept }): Searched => ({ ...kept.value, summary: kept.value.article?.summary ?? "", body: kept.value.article?.body_text ?? null }));
      return { data: search(searched, term, library.chain, HITS).map(hit) };
    });
  }

  /** Says how helpful an article was; the latest word counts. */
  async react(id: string, reaction: string): Promise<Delivery> {
    checkId("article_id", id);
    const device = this.#library.owner();
    const { house } = this.#library.desk;
    const operation = house.operationId();
    const body = JSON.stringify({ id: operation, value: reaction });
    return house.deliver([{ id: operation, kind: "reaction", createdAt: house.platform.now(), target: id, body }], { device });
  }
}

async function anyTree(shelf: Shelf, chain: readonly string[]): Promise<Collections | undefined> {
  for (const locale of [...chain, ""]) {
    const kept = await shelf.get<Collections>("collections", locale);
    if (kept) return kept.value;
  }
  return (await shelf.all<Collections>("collections"))[0]?.kept.value;
}

function find(trees: readonly Collection[], id: string): Collection | undefined {
  for (const tree of trees) {
    const found = tree.id === id ? tree : find(tree.sections, id);
    if (found) return found;
  }
  return undefined;
}

const articlesOf = (tree: Collection): { id: string; title: string }[] => [...tree.articles, ...tree.sections.flatMap(articlesOf)];

/** Keeps a tree; every article of it is found by its title, also when it was never read. */
async function putTree(shelf: Shelf, locale: string, tree: Collections, etag?: string): Promise<void> {
  await shelf.put(tree, ["collections", locale], etag);
  const listed = new Map(tree.data.flatMap(articlesOf).map(({ id, title }) => [id, title]));
  const known = (await shelf.all<KeptArticle>("article")).filter(({ kept }) => kept.value.locale === locale);
  for (const { name, kept } of known) {
    if (kept.value.article !== null) listed.delete(kept.value.id);
    else if (!listed.has(kept.value.id)) await shelf.delete("article", ...name);
  }
  for (const [id, title] of listed) await shelf.put({ id, locale, asked: locale, title, article: null } satisfies KeptArticle, ["article", id, locale]);
}

async function bestArticle(shelf: Shelf, id: string, chain: readonly string[]): Promise<Kept<KeptArticle> | undefined> {
  const rows = (await shelf.all<KeptArticle>("article", id)).map(({ kept }) => kept).filter(({ value }) => value.article !== null);
  const place = (tag: string): number => (chain.includes(tag) ? chain.indexOf(tag) : chain.length);
  return rows.sort((a, b) => place(a.value.locale) - place(b.value.locale) || place(a.value.asked) - place(b.value.asked))[0];
}

const readHits = (json: unknown): Hits["data"] | undefined =>
  isObject(json) && Array.isArray(json["data"])
    ? list(json["data"], (one) => {
        if (!isObject(one) || typeof one["article_id"] !== "string") return undefined;
        const text = (name: string): string => (typeof one[name] === "string" ? one[name] : "");
        return hit({ id: one["article_id"], title: text("title"), summary: text("summary"), highlight: text("highlight") || null });
      }).slice(0, HITS)
    : undefined;

const hit = (found: { id: string; title: string; summary: string; highlight: string | null }): Hits["data"][number] => ({
  articleId: found.id,
  title: found.title,
  ...(found.summary === "" ? {} : { summary: found.summary }),
  matchingSnippet: found.highlight ?? "",
});
