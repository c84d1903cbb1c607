// Ids of operations and devices: UUIDs of version 7, made once and kept through every retry.

import { invalid } from "../error";
import type { Platform } from "../platform";

/** A new id, of now. Times before 1970 count as 1970: the order of operations comes from their sequence. */
export function uuid(platform: Pick<Platform, "now" | "random">): string {
  const time = Math.max(0, Math.floor(platform.now())).toString(16).padStart(12, "0");
  const bytes = [...platform.random(10)];
  bytes[0] = ((bytes[0] ?? 0) & 0x0f) | 0x70;
  bytes[2] = ((bytes[2] ?? 0) & 0x3f) | 0x80;
  const hex = time + bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Reads an id that an app gave. */
export function operationId(text: string): string {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)) {
    throw invalid("invalid_id", "id", "must be a UUID of version 7");
  }
  return text.toLowerCase();
}
