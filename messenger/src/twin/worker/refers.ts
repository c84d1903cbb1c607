// Which message needs which file.

import type { StoredOperation } from "../storage/rows";

/** Whether a message refers to the file of this id. */
export function refersTo({ kind, body }: StoredOperation, file: string): boolean {
  if (kind !== "start_conversation" && kind !== "reply") return false;
  const given = JSON.parse(body) as Record<string, unknown>;
  const { attachments } = (given["part"] ?? given) as { attachments?: unknown };
  return Array.isArray(attachments) && attachments.includes(file);
}
