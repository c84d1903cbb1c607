// Everything a page can ask: what each request carries, as contract/bridge.schema.json says.
//
// Guarantees: what passes here is what the schema allows (a test holds both to the same cases); members that are not
// known, ids that are none and texts that are too long do not get this far. The compiler holds the table to the types
// that are made from the schema. Pure.

import type { Request, View } from "../../../contract/types";
import { bytesOf, has } from "../../model/text";
import { isObject } from "../wire";
import { readJson } from "./json";
import { malformed, Refusal, tooLarge } from "./refusal";

/** Names of the requests. */
export type Name = Request["type"];
/** What is sent with a request. */
export type DataOf<K extends Name> = Extract<Request, { type: K }>["data"];

/** Bytes of a message; and of one that carries what a person wrote, escapes included, or a piece of a file. */
const MOST_BYTES = 64 * 1024;
const MOST_LARGE_BYTES = 512 * 1024;
/** Levels: the envelope, its data, a list of answers, an answer, its value. */
const MOST_LEVELS = 8;
const MOST_KEYS = 1000;
const LARGE: Name[] = ["conversation.start", "conversation.reply", "draft.set", "receipt.send", "ticket.create", "navigate", "upload.chunk"];

type Check = (value: unknown) => boolean;
/** The checks of an object's members; those of `Shape<T>` are exactly those of `T`. */
type Shape<T> = { [K in keyof Required<T>]: Check | [optional: Check] };

const BLANK = /^\p{White_Space}*$/u;
const name = (most: number): Check => (value) => typeof value === "string" && !BLANK.test(value) && !/\p{Cc}/u.test(value) && [...value].length <= most;
const id = name(190);
const taskId: Check = (value) => typeof value === "string" && value !== "" && [...value].length <= 64;
const cursor: Check = (value) => value === null || name(1024)(value);
const text: Check = (value) => typeof value === "string";
const flag: Check = (value) => typeof value === "boolean";
const whole = (least: number, most: number): Check => (value) => Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
const limit = whole(1, 150);
const oneOf = (...words: string[]): Check => (value) => words.includes(value as string);
const listOf = (check: Check): Check => (value) => Array.isArray(value) && value.every(check);
const answer: Check = (value) =>
  matches(value, { question_id: text, value: (one) => ["string", "number", "boolean"].includes(typeof one) || listOf(text)(one) });
const beforeSeq: Check = (value) => value === null || whole(0, 0xffff_ffff)(value);

/** The view of this name; the spaces share one shape. */
type ViewOf<K extends View["name"]> = View extends infer V ? (V extends { name: infer N } ? (K extends N ? V : never) : never) : never;
const VIEWS: { [K in View["name"]]: Shape<ViewOf<K>> } = {
  home: { name: text },
  help_center: { name: text },
  messages: { name: text },
  tickets: { name: text },
  news: { name: text },
  article: { name: text, id: text },
  conversation: { name: text, id: text },
  survey: { name: text, id: text },
  carousel: { name: text, id: text },
  checklist: { name: text, id: text },
  news_item: { name: text, id: text },
  ticket: { name: text, id: text },
  collections: { name: text, ids: listOf(text) },
  new_ticket: { name: text, ticket_type_id: [text] },
  composer: { name: text, text: [(value) => value === null || typeof value === "string"] },
};
const view: Check = (value) => {
  const named = isObject(value) ? value["name"] : undefined;
  return typeof named === "string" && has(VIEWS, named) && matches(value, VIEWS[named as "home"]);
};

const one = { id };
const REQUESTS: { [K in Name]: Shape<DataOf<K>> } = {
  state: {},
  "conversations.list": { limit: [limit], cursor: [cursor], cached: [flag] },
  "conversation.open": { id, before: [beforeSeq], cached: [flag] },
  "conversation.start": { body: text, attachments: [listOf(id)] },
  "conversation.reply": { id, body: text, attachments: [listOf(id)] },
  "conversation.quick_reply": { id, quick_reply_id: id },
  "conversation.read": one,
  "conversation.typing": one,
  "draft.get": one,
  "draft.set": { id, text },
  "message.retry": { part_id: id },
  "message.discard": { part_id: id },
  "upload.begin": { name: text, content_type: text, size: whole(0, Number.MAX_SAFE_INTEGER) },
  "upload.chunk": { upload_id: id, offset: whole(0, Number.MAX_SAFE_INTEGER), base64: text },
  "upload.cancel": { upload_id: id },
  "help.collections": {},
  "help.search": { term: text },
  "article.open": one,
  "article.react": { id, reaction: oneOf("happy", "neutral", "sad") },
  "content.open": { kind: oneOf("survey", "carousel", "news", "in_app_message"), id },
  "receipt.send": {
    kind: oneOf("article", "survey", "carousel", "news", "in_app_message"),
    id,
    event: oneOf("shown", "dismissed", "clicked", "answered", "completed"),
    answers: [listOf(answer)],
  },
  "checklist.open": one,
  "checklist.tick": { id, task_id: taskId, done: flag },
  "checklist.tell": { id, event: oneOf("shown", "clicked") },
  "tour.start": { id, checklist_id: [id], task_id: [taskId] },
  "tickets.list": { limit: [limit], cursor: [cursor] },
  "ticket.open": one,
  "ticket_types.list": {},
  "ticket.create": { ticket_type_id: id, attributes: isObject },
  "news.list": { cursor: [cursor] },
  navigate: { view },
  back: {},
  hide: {},
  "link.open": { url: text, confirmed: [flag] },
  "email.leave": { email: text },
  diagnostics: {},
};

/** The types of all requests. */
export const TYPES = Object.keys(REQUESTS) as Name[];

function matches(value: unknown, shape: Record<string, Check | [Check]>): boolean {
  if (!isObject(value)) return false;
  const known = Object.keys(value).every((key) => has(shape, key));
  return known && Object.entries(shape).every(([key, check]) => (Array.isArray(check) ? !has(value, key) || check[0](value[key]) : has(value, key) && check(value[key])));
}

/** A message whose outside can be read: to be answered under its id. */
export interface Envelope {
  id: string | null;
  /** The request, or why it is none. */
  request: Request | Refusal;
}

/** Opens a message. */
export function open(message: string): Envelope {
  const nobody = (request: Refusal): Envelope => ({ id: null, request });
  const bytes = message.length > MOST_LARGE_BYTES ? message.length : bytesOf(message);
  if (bytes > MOST_LARGE_BYTES) return nobody(tooLarge(MOST_LARGE_BYTES));
  const told = readJson(message, MOST_LEVELS, MOST_KEYS);
  if (told === "malformed") return nobody(malformed());
  if (typeof told === "string") {
    const most = told === "too_deep" ? MOST_LEVELS : MOST_KEYS;
    return nobody(new Refusal(told, "the message is nested too deeply or has too many keys", { limit: most }));
  }
  if (!isObject(told.value)) return nobody(malformed());
  const { id: named, type, data, ...more } = told.value;
  if (typeof named !== "string" || !/^[A-Za-z0-9._:-]{1,64}$/.test(named)) return nobody(malformed("id"));
  const refused = (request: Refusal): Envelope => ({ id: named, request });
  if (typeof type !== "string") return refused(malformed("type"));
  if (!has(REQUESTS, type)) return refused(new Refusal("unknown_request", "there is no request of this type", { field: "type" }));
  if (!isObject(data)) return refused(malformed("data"));
  if (Object.keys(more).length > 0) return refused(malformed());
  if (bytes > MOST_BYTES && !LARGE.includes(type as Name)) return refused(tooLarge(MOST_BYTES));
  return { id: named, request: matches(data, REQUESTS[type as Name]) ? (told.value as unknown as Request) : malformed("data") };
}
