// The report that a developer can paste into a bug report.
//
// Guarantees: holds nothing of a person: no id, no address, no token, no words, no key beyond its first characters.
// What a browser does not know (sizes of its database) is zero.

import type { Diagnostics } from "../../../contract/types";
import { personOf } from "../../session";
import type { Desk } from "../index";

const VERSION = "0.1.0";
/** Characters of the key that are told. */
const KEY_CHARS = 6;

/** Makes the report. */
export async function report({ house, stage }: Desk): Promise<Diagnostics> {
  const { config, session, platform } = house;
  const pending = await house.calls.pending();
  const { settings, sessions } = await house.store.run("readonly", async (tx) => ({ settings: await tx.all("settings"), sessions: await tx.all("sessions") }));
  const isSet = (name: string): boolean => settings.some((row) => row.name === name);
  const byCode: Record<string, number> = {};
  for (const { code } of pending.rejected) byCode[code] = (byCode[code] ?? 0) + 1;
  return {
    version: VERSION,
    platform: config.platform,
    target: "browser",
    server: config.serverUrl,
    app_id: config.appId,
    api_key_begins: config.apiKey.slice(0, KEY_CHARS),
    session: {
      state: house.state,
      role: session ? personOf(session).role : null,
      user_id_set: session?.userId !== undefined,
      email_set: session?.email !== undefined,
      user_hash_set: isSet("user_hash"),
      jwt_set: isSet("jwt"),
      closing: sessions.filter((one) => one.state === "closing").length,
    },
    queue: {
      queued: pending.queued,
      oldest_s: pending.oldestMs === undefined ? null : Math.floor(pending.oldestMs / 1000),
      waiting_for: pending.waitingFor ?? null,
      rejected: pending.rejectedCount,
      rejected_by_code: byCode,
      urgent: false,
    },
    troubles: [],
    clock: { device_ms: Math.round(platform.now()), server_ahead_ms: null },
    store: { database_bytes: 0, log_bytes: 0, cache_bytes: 0, schema: 1, durability: "process" },
    feed: {
      mode: stage.feed,
      online: stage.online,
      messenger_visible: stage.visible,
      unread_count: stage.unread,
      settings_known: stage.settings !== null,
    },
    languages: stage.languages,
    limits: { attachment_bytes: config.limits.attachmentBytes, cache_bytes: config.limits.cacheBytes, max_operations: config.limits.maxOperations },
  };
}
