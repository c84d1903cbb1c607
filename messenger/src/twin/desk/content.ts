// What can be shown: spaces, and pieces of content by id: contract/vectors/content.json.
//
// Guarantees: every documented spelling is understood (`HELP_CENTER_COLLECTIONS`, `helpCenterCollections`; ids as text
// or number); everything else is refused with a code that names the field, never replaced by a default. Pure.

import type { View } from "../../contract/types";
import { invalid } from "../error";
import { checkName, has } from "../model/text";

/** The messenger's spaces. */
export type Space = "HOME" | "HELP_CENTER" | "MESSAGES" | "TICKETS" | "NEWS";
/** Kinds of content. */
export type ContentKind = "ARTICLE" | "CAROUSEL" | "SURVEY" | "CONVERSATION" | "HELP_CENTER_COLLECTIONS" | "TICKET" | "NEWS";
/** Which content: a kind and one id, or several for collections. Never without an id. */
export interface ContentRef {
  type: ContentKind;
  ids: string[];
}

/** Longest id, characters. */
export const ID_CHARS = 190;
/** Checks an id that is a segment of an address. `.` and `..` say something else there, however they are written: what is
 * asked for or sent would go elsewhere. */
export function checkId(field: string, id: string): void {
  checkName(field, id, ID_CHARS);
  if (id === "." || id === "..") throw invalid("invalid_text", field, "must be an id");
}

/** Most collections at once. */
const MOST_IDS = 100;

const SPACES: Record<string, Space> = {
  home: "HOME",
  helpcenter: "HELP_CENTER",
  help: "HELP_CENTER",
  messages: "MESSAGES",
  tickets: "TICKETS",
  news: "NEWS",
};
const KINDS: Record<string, ContentKind> = {
  article: "ARTICLE",
  carousel: "CAROUSEL",
  survey: "SURVEY",
  conversation: "CONVERSATION",
  helpcentercollections: "HELP_CENTER_COLLECTIONS",
  helpcentercollection: "HELP_CENTER_COLLECTIONS",
  ticket: "TICKET",
  news: "NEWS",
};
/** The word in `GET /sdk/v1/content/{kind}/{id}`; a ticket is asked for at its own place. */
export const WIRE_KINDS: Partial<Record<ContentKind, string>> = {
  ARTICLE: "article",
  CAROUSEL: "carousel",
  SURVEY: "survey",
  CONVERSATION: "conversation",
  HELP_CENTER_COLLECTIONS: "help_center_collection",
  NEWS: "news",
};

function folded<T>(words: Record<string, T>, name: string): T | undefined {
  if (name.length > 64) return undefined;
  const word = name.replace(/[-_ ]/g, "").replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return has(words, word) ? words[word] : undefined;
}

/** Reads the name of a space. Throws `unknown_space`. */
export function readSpace(name: string): Space {
  const space = folded(SPACES, name);
  if (!space) throw invalid("unknown_space", "space", "must be HOME, HELP_CENTER, MESSAGES, TICKETS or NEWS");
  return space;
}

/** Reads `{type, id}` or, for collections, `{type, ids}`. */
export function readContent(input: unknown): ContentRef {
  if (typeof input !== "object" || input === null || Array.isArray(input)) throw invalid("wrong_type", "content", "must be an object");
  const { type, id, ids } = input as Record<string, unknown>;
  if (type === undefined || type === null) throw invalid("missing", "type", "must be given");
  if (typeof type !== "string") throw invalid("wrong_type", "type", "must be text");
  const kind = folded(KINDS, type);
  if (!kind) throw invalid("unknown_content_type", "type", `must be ${[...new Set(Object.values(KINDS))].join(", ")}`);
  if (kind === "HELP_CENTER_COLLECTIONS" && ids !== undefined && ids !== null) {
    if (!Array.isArray(ids)) throw invalid("wrong_type", "ids", "must be a list");
    return collections(ids.slice(0, MOST_IDS + 1).map((one: unknown, index) => readId(`ids[${index}]`, one)));
  }
  if (id === undefined || id === null) throw invalid("missing", "id", "must be given");
  const one = readId("id", id);
  checkName("id", one, ID_CHARS);
  return { type: kind, ids: [one] };
}

function collections(ids: string[]): ContentRef {
  if (ids.length === 0) throw invalid("empty", "ids", "must hold at least one id");
  if (ids.length > MOST_IDS) throw invalid("too_many_ids", "ids", `must not hold more than ${MOST_IDS} ids`, MOST_IDS);
  ids.forEach((id, index) => checkName(`ids[${index}]`, id, ID_CHARS));
  return { type: "HELP_CENTER_COLLECTIONS", ids };
}

function readId(field: string, id: unknown): string {
  if (typeof id === "string") return id;
  if (typeof id === "number" && Number.isSafeInteger(id)) return String(id);
  throw invalid("wrong_type", field, "must be text or a whole number");
}

/** The screen of a space. */
export const viewOfSpace = (space: Space): View => ({ name: space.toLowerCase() as "home" });

/** The screen of a piece of content. */
export function viewOfContent({ type, ids }: ContentRef): View {
  const id = ids[0] ?? "";
  switch (type) {
    case "HELP_CENTER_COLLECTIONS":
      return { name: "collections", ids };
    case "NEWS":
      return { name: "news_item", id };
    default:
      return { name: type.toLowerCase() as "article", id };
  }
}
