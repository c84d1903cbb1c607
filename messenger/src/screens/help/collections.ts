// The help center's tree, loaded once for every screen that shows a part of it.

import type { Collection, Collections } from "../../contract/types";
import { useQuery } from "../../state/context";
import type { Query } from "../../state/query";

/** The tree. */
export function useCollections(): Query<Collections> {
  return useQuery("collections", (desk) => ({ fresh: () => desk.ask("help.collections", {}) }));
}

/** The collections with these ids, wherever in the tree they stand, in the order of the ids. */
export function find(tree: Collection[], ids: readonly string[]): Collection[] {
  const all = new Map<string, Collection>();
  const walk = (level: Collection[]): void => {
    for (const collection of level) {
      all.set(collection.id, collection);
      walk(collection.sections);
    }
  };
  walk(tree);
  return ids.flatMap((id) => all.get(id) ?? []);
}

/** Articles of a collection and of everything below it. */
export function articleCount(collection: Collection): number {
  return collection.sections.reduce((sum, section) => sum + articleCount(section), collection.articles.length);
}
