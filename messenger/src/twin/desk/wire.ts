// What the server says, read into the shapes that the pages know: what the feed needs. The rest is in `far/wire.ts`.
//
// Guarantees: members of a newer server are left out and absent optional ones have the core's default, so that an old
// page goes on reading; what is not what it promises to be is undefined. Pure.

import type { Author, InApp } from "../../contract/types";

/** An object whose members nobody vouches for. */
export type Told = Record<string, unknown>;

/** How many conversations hold something unread, and which. */
export interface Unread {
  count: number;
  conversation_ids: string[];
}

export const isObject = (value: unknown): value is Told => typeof value === "object" && value !== null && !Array.isArray(value);
export const text = (value: unknown): string => (typeof value === "string" ? value : "");
export const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);
export const whole = (value: unknown): number => (typeof value === "number" && Number.isFinite(value) ? Math.trunc(value) : 0);
export const count = (value: unknown): number => Math.max(0, whole(value));
export const word = <const T extends string>(value: unknown, known: readonly T[], otherwise: T): T => known.find((one) => one === value) ?? otherwise;
/** The readable entries of a list. */
export function list<T>(value: unknown, read: (entry: unknown) => T | undefined): T[] {
  return (Array.isArray(value) ? value : []).flatMap((entry) => read(entry) ?? []);
}

/** An object with a text as id. */
export function named(value: unknown): (Told & { id: string }) | undefined {
  return isObject(value) && typeof value["id"] === "string" ? (value as Told & { id: string }) : undefined;
}

export function readAuthor(value: unknown): Author {
  const told = isObject(value) ? value : {};
  return { type: word(told["type"], ["user", "admin", "bot"], "bot"), name: textOrNull(told["name"]), avatar: textOrNull(told["avatar"]) };
}

export function readUnread(value: unknown): Unread {
  const told = isObject(value) ? value : {};
  return { count: count(told["count"]), conversation_ids: list(told["conversation_ids"], (id) => (typeof id === "string" ? id : undefined)) };
}

export function readInApp(value: unknown): InApp | undefined {
  const told = named(value);
  const kind = (["survey", "carousel", "in_app_message"] as const).find((one) => one === told?.["kind"]);
  if (!told || !kind) return undefined;
  return { kind, id: told.id, display: word(told["display"], ["card", "sheet", "banner", "full"], "card"), priority: whole(told["priority"]) };
}
