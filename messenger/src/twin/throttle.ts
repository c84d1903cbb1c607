// How often a user may be changed.
//
// Guarantees: at most `Limits.updateQuota` changes travel within `Limits.updateWindow`; further ones are joined into one
// held change, stored at the call, that travels when the window moved on: none is lost and the last value wins. Each
// function is part of a turn. The same as the core's `outbox/throttle.rs`.

import type { Limits } from "./config";
import { notLoggedIn } from "./error";
import { MOST, MOST_BYTES } from "./model/attributes";
import { bytesOf } from "./model/text";
import type { Writer } from "./outbox";
import type { Operation } from "./storage/rows";

/** What became of a change: queued, or held, joined with an earlier one. */
export type Told = { held: false } | { held: true; joined?: string };

/** Where a user stands within the quota; milliseconds. */
export interface Standing {
  used: number;
  nextIn: number;
  fullIn: number;
  held: boolean;
}

type Members = Record<string, unknown>;

/** Stores a change: queued when the quota allows, held otherwise. */
export async function tell(writer: Writer, row: Operation, limits: Limits, now: number): Promise<Told> {
  if (!writer.current) throw notLoggedIn();
  if (!limits.updateQuota) {
    // Held by a page with other settings.
    await releaseNow(writer);
    await writer.append([row], limits.maxOperations);
    return { held: false };
  }
  await release(writer, limits, now);
  const sent = times(writer, limits, now);
  const earlier = heldBy(writer);
  if (!earlier && sent.length < limits.updateQuota) {
    await writer.append([row], limits.maxOperations);
    await writer.set("update_times", [...sent, now].join());
    return { held: false };
  }
  const both = earlier ? join(earlier, row) : row;
  if (both) {
    await writer.set("held_update", `${both.createdAt} ${both.body}`);
    return { held: true, joined: earlier?.id };
  }
  // Together they would be more than one change may hold: better over the quota than lost.
  await writer.append(earlier ? [earlier, row] : [row], limits.maxOperations);
  await writer.set("held_update", undefined);
  return { held: false };
}

/** Queues the held change when the quota allows it; true when it did. */
export async function release(writer: Writer, limits: Limits, now: number): Promise<boolean> {
  const sent = times(writer, limits, now);
  const held = heldBy(writer);
  if (!held || (limits.updateQuota && sent.length >= limits.updateQuota)) return false;
  await writer.append([held], limits.maxOperations);
  await writer.set("update_times", [...sent, now].join());
  await writer.set("held_update", undefined);
  return true;
}

/** Queues the held change whatever the quota and the size of the queue say. */
export async function releaseNow(writer: Writer): Promise<void> {
  const held = heldBy(writer);
  if (held && writer.current) {
    await writer.keep([held]);
    await writer.set("held_update", undefined);
  }
}

/** Where the present user stands. */
export function standing(writer: Writer, limits: Limits, now: number): Standing {
  const sent = times(writer, limits, now);
  const full = limits.updateQuota > 0 && sent.length >= limits.updateQuota;
  const left = (at: number | undefined): number => (at === undefined ? 0 : Math.max(0, at + limits.updateWindow - now));
  return {
    used: sent.length,
    nextIn: full ? left(sent[0]) : 0,
    fullIn: left(sent[sent.length - 1]),
    held: writer.get("held_update") !== undefined,
  };
}

/** When the changes within the window travelled. A time that is still to come was written by another clock. */
function times(writer: Writer, limits: Limits, now: number): number[] {
  const stored = (writer.get("update_times") ?? "").split(",").filter(Boolean).map(Number);
  return stored.filter((at) => at <= now && now - at < limits.updateWindow);
}

function heldBy(writer: Writer): Operation | undefined {
  const [at, body] = /^(-?\d+) (.*)$/s.exec(writer.get("held_update") ?? "")?.slice(1) ?? [];
  if (!at || !body) return undefined;
  return { id: String((JSON.parse(body) as Members)["id"]), kind: "user_update", createdAt: Number(at), body };
}

/** Both changes as one, under the later one's id; nothing when that is more than one change may hold. */
function join(earlier: Operation, later: Operation): Operation | undefined {
  const both = JSON.parse(earlier.body) as Members;
  for (const [key, value] of Object.entries(JSON.parse(later.body) as Members)) {
    const old = both[key];
    if (key === "companies" && Array.isArray(old) && Array.isArray(value)) joinCompanies(old, value);
    else overlay(both, key, value);
  }
  const count = (key: string): number => Object.keys(both[key] ?? {}).length;
  if (count("custom_attributes") > MOST || count("companies") > MOST) return undefined;
  const body = JSON.stringify(both);
  return bytesOf(body) > MOST_BYTES ? undefined : { ...later, body };
}

function overlay(into: Members, key: string, value: unknown): void {
  const old = into[key];
  const merges = key === "custom_attributes" && old && value && typeof old === "object" && typeof value === "object";
  into[key] = merges ? { ...old, ...value } : value;
}

function joinCompanies(old: Members[], news: Members[]): void {
  for (const company of news) {
    const same = old.find((known) => known["id"] === company["id"]);
    if (!same) old.push(company);
    else for (const [key, value] of Object.entries(company)) overlay(same, key, value);
  }
}
