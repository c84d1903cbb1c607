// Articles by their titles, as rows that lead to them: in a collection, and below an article.

import { ChevronRight } from "lucide";
import type { VNode } from "preact";
import { useDesk } from "../../state/context";
import { Icon } from "../../ui/Icon";

/** See the module. */
export function ArticleRows({ of }: { of: readonly { id: string; title: string }[] }): VNode {
  const desk = useDesk();
  return (
    <ul class="rows">
      {of.map((article) => (
        <li key={article.id}>
          <button type="button" class="row" onClick={() => desk.go({ name: "article", id: article.id })}>
            <span class="row-words" dir="auto">
              {article.title}
            </span>
            <Icon of={ChevronRight} size={18} flip />
          </button>
        </li>
      ))}
    </ul>
  );
}
