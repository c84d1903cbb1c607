// What stands in a conversation, line by line: days, runs of one author, who is writing. Pure.

import type { Author, Part } from "../../contract/types";
import { last, lastWhere } from "../../state/last";

/** One line of the list. */
export type Entry =
  | { kind: "start"; key: string }
  | { kind: "day"; key: string; at: number }
  | { kind: "part"; key: string; part: Part; first: boolean; last: boolean; seen: boolean }
  | { kind: "typing"; key: string; author: Author };

/** A pause that ends a run. */
const PAUSE_S = 5 * 60;

/** The lines for parts, oldest first; `complete` when there is nothing older. */
export function entries(parts: readonly Part[], complete: boolean, typing: Author | undefined): Entry[] {
  const lines: Entry[] = complete ? [{ kind: "start", key: "start" }] : [];
  const seen = lastSeen(parts);
  parts.forEach((part, index) => {
    const before = parts[index - 1];
    const after = parts[index + 1];
    if (!before || dayOf(before) !== dayOf(part)) lines.push({ kind: "day", key: `day ${dayOf(part)}`, at: part.created_at });
    const first = !before || !together(before, part);
    const last = !after || !together(part, after);
    lines.push({ kind: "part", key: part.id, part, first, last, seen: part === seen });
  });
  if (typing) lines.push({ kind: "typing", key: "typing", author: typing });
  return lines;
}

/** Whether the part is the person's own. */
export function isOwn(part: Part): boolean {
  return part.author.type === "user";
}

function together(one: Part, next: Part): boolean {
  const sameAuthor = one.author.type === next.author.type && one.author.name === next.author.name;
  return sameAuthor && dayOf(one) === dayOf(next) && next.created_at - one.created_at < PAUSE_S;
}

/** The last own part, when somebody has seen it and nobody has answered yet. */
function lastSeen(parts: readonly Part[]): Part | undefined {
  const own = lastWhere(parts, isOwn);
  return own?.state === "seen" && own === last(parts) ? own : undefined;
}

function dayOf(part: Part): string {
  const at = new Date(part.created_at * 1000);
  return `${at.getFullYear()}-${at.getMonth()}-${at.getDate()}`;
}
