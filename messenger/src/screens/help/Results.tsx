// What the search found, while one types. An answer to an older question never replaces that to a newer one.

import { signal } from "@preact/signals";
import { ChevronRight } from "lucide";
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { asBridgeError, type BridgeError } from "../../contract/bridge";
import type { Hits } from "../../contract/types";
import { t } from "../../i18n/words";
import { Snippet } from "../../rich/RichText";
import { useDesk, useMessenger } from "../../state/context";
import { Icon } from "../../ui/Icon";
import { Loading } from "../../ui/Loading";
import { Problem } from "../../ui/Problem";

/** What is searched for; kept while one reads an article and comes back. */
export const term = signal("");

const PAUSE_MS = 150;

/** See the module. */
export function Results(): VNode {
  const desk = useDesk();
  const { online } = useMessenger();
  const [hits, setHits] = useState<Hits["data"] | null>(null);
  const [error, setError] = useState<BridgeError | null>(null);
  const [tries, setTries] = useState(0);
  const wanted = term.value.trim();
  useEffect(() => {
    let current = true;
    const timer = setTimeout(() => {
      desk.ask("help.search", { term: wanted }).then(
        (answer) => {
          if (!current) return;
          setHits(answer.data);
          setError(null);
        },
        (failure: unknown) => current && setError(asBridgeError(failure)),
      );
    }, PAUSE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [desk, wanted, tries]);
  if (error) return <Problem error={error} online={online} retry={() => setTries(tries + 1)} />;
  if (!hits) return <Loading like="rows" />;
  return (
    <>
      <p class={hits.length ? "note" : "unseen"} role="status">
        {t("help.results", { count: hits.length })}
      </p>
      {hits.length === 0 && (
        <div class="empty">
          <p>
            <strong>{t("help.none", { term: wanted })}</strong>
          </p>
          <p>{t("help.none_hint")}</p>
          <button type="button" class="button" onClick={() => desk.go({ name: "composer" })}>
            {t("help.ask")}
          </button>
        </div>
      )}
      <ul class="rows">
        {hits.map((hit) => (
          <li key={hit.articleId}>
            <button type="button" class="row" onClick={() => desk.go({ name: "article", id: hit.articleId })}>
              <span class="row-words">
                <strong dir="auto">{hit.title}</strong>
                <Snippet html={hit.matchingSnippet} />
              </span>
              <Icon of={ChevronRight} size={18} flip />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
