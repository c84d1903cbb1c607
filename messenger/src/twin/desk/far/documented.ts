// Help center data under the keys that apps know (`collectionId`, `articleId`, …).
//
// Guarantee: exactly the documented keys, an empty summary left out. Pure.

import type { ArticleName, Collection } from "../../../contract/types";

/** A collection as apps know it. */
export interface HelpCenterCollection {
  collectionId: string;
  title: string;
  summary?: string;
}

/** What is in a collection. */
export interface HelpCenterContent extends HelpCenterCollection {
  articles: { articleId: string; title: string }[];
  sections: { title: string; articles: { articleId: string; title: string }[] }[];
}

const article = ({ id, title }: ArticleName): { articleId: string; title: string } => ({ articleId: id, title });
const all = (tree: Collection): ArticleName[] => [...tree.articles, ...tree.sections.flatMap(all)];

export const collectionOf = ({ id, title, summary }: Collection): HelpCenterCollection => ({ collectionId: id, title, ...(summary ? { summary } : {}) });

/** The documented shape has one level: what lies deeper is shown with the section it belongs to. */
export const contentOf = (tree: Collection): HelpCenterContent => ({
  ...collectionOf(tree),
  articles: tree.articles.map(article),
  sections: tree.sections.map((section) => ({ title: section.title, articles: all(section).map(article) })),
});
