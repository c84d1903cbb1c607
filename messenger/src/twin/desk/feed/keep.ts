// Where the feed keeps what it learns: under the device of the user it is about.

import type { InApp } from "../../../contract/types";
import type { Name, Shelf } from "../cache/cache";

/** The contact that the place in the feed counts for, and the place: the last change that was applied. */
export const CONTACT: Name = ["feed", "contact"];
export const SEQ: Name = ["feed", "seq"];
/** The workspace's settings. */
export const SETTINGS: Name = ["settings", "workspace"];

/** The last change that was applied, when it was this contact's. */
export async function place(shelf: Shelf, contact: string | undefined): Promise<number | undefined> {
  const [of, seq] = [await shelf.get<string | null>(...CONTACT), await shelf.get<number>(...SEQ)];
  return of !== undefined && of.value === (contact ?? null) ? seq?.value : undefined;
}

/** Without what showed itself before. */
export async function notShown(shelf: Shelf, due: readonly InApp[]): Promise<InApp[]> {
  const left: InApp[] = [];
  for (const piece of due) if (!(await shelf.get("shown", piece.kind, piece.id))) left.push(piece);
  return left;
}
