// The help center: search first, collections below.

import { ChevronRight, Search, X } from "lucide";
import type { VNode } from "preact";
import { useRef } from "preact/hooks";
import type { Collection, Collections } from "../../contract/types";
import { t } from "../../i18n/words";
import { useDesk, useMessenger } from "../../state/context";
import type { Query } from "../../state/query";
import { Header } from "../../ui/Header";
import { Icon } from "../../ui/Icon";
import { Loading } from "../../ui/Loading";
import { Problem } from "../../ui/Problem";
import { Screen } from "../../ui/Screen";
import { ArticleRows } from "./ArticleRows";
import { articleCount, find, useCollections } from "./collections";
import { iconOf } from "./icons";
import { Results, term } from "./Results";

/** See the module. */
export function HelpCenter(): VNode {
  const { online } = useMessenger();
  const collections = useCollections();
  const tree = collections.data.value?.data;
  const searching = term.value.trim() !== "";
  return (
    <Screen name={searching ? "help results" : "help_center"} header={<HelpHeader />}>
      {!online && <p class="note">{t("help.offline")}</p>}
      {searching && <Results />}
      {!searching && !tree && <NotYet of={collections} />}
      {!searching && tree?.length === 0 && <p class="empty">{t("help.empty")}</p>}
      {!searching && tree && <CollectionRows of={tree} />}
    </Screen>
  );
}

/** In place of the tree until it is there. */
function NotYet({ of }: { of: Query<Collections> }): VNode {
  const { online } = useMessenger();
  const error = of.error.value;
  return error ? <Problem error={error} online={online} retry={() => void of.open()} /> : <Loading like="rows" />;
}

function HelpHeader(): VNode {
  const field = useRef<HTMLInputElement>(null);
  return (
    <div class="header-group">
      <Header title={t("tab.help_center")} />
      <div class="search" role="search">
        <Icon of={Search} size={18} />
        <input
          ref={field}
          type="search"
          value={term.value}
          maxLength={200}
          autocomplete="off"
          enterkeyhint="search"
          placeholder={t("help.search")}
          aria-label={t("help.search")}
          onInput={(event) => {
            term.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key !== "Escape" || term.value === "") return;
            event.stopPropagation();
            term.value = "";
          }}
        />
        {term.value !== "" && (
          <button
            type="button"
            class="icon-button"
            aria-label={t("action.close")}
            onClick={() => {
              term.value = "";
              field.current?.focus();
            }}
          >
            <Icon of={X} size={16} />
          </button>
        )}
      </div>
    </div>
  );
}

function CollectionRows({ of }: { of: Collection[] }): VNode {
  const desk = useDesk();
  return (
    <ul class="rows">
      {of.map((collection) => (
        <li key={collection.id}>
          <button type="button" class="row" onClick={() => desk.go({ name: "collections", ids: [collection.id] })}>
            <span class="row-icon">
              <Icon of={iconOf(collection.icon)} />
            </span>
            <span class="row-words">
              <strong dir="auto">{collection.title}</strong>
              {collection.summary && (
                <span class="row-summary" dir="auto">
                  {collection.summary}
                </span>
              )}
              <small>{t("help.articles", { count: articleCount(collection) })}</small>
            </span>
            <Icon of={ChevronRight} size={18} flip />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** One or more collections with their articles. */
export function CollectionsScreen({ ids }: { ids: string[] }): VNode {
  const desk = useDesk();
  const collections = useCollections();
  const tree = collections.data.value?.data;
  const shown = find(tree ?? [], ids);
  const only = shown.length === 1 ? shown[0] : undefined;
  return (
    <Screen name={`collections ${ids.join(" ")}`} header={<Header title={only?.title ?? t("tab.help_center")} />}>
      {!tree && <NotYet of={collections} />}
      {tree && shown.length === 0 && <p class="empty">{t("error.gone")}</p>}
      {only?.summary && (
        <p class="lead" dir="auto">
          {only.summary}
        </p>
      )}
      {only ? <Section of={only} titled={false} /> : shown.length > 0 && <CollectionRows of={shown} />}
      {only && (
        <div class="ask">
          <button type="button" class="button button-quiet" onClick={() => desk.go({ name: "composer" })}>
            {t("help.ask")}
          </button>
        </div>
      )}
    </Screen>
  );
}

function Section({ of, titled }: { of: Collection; titled: boolean }): VNode {
  return (
    <section class="section">
      {titled && <h2 dir="auto">{of.title}</h2>}
      <ArticleRows of={of.articles} />
      {of.sections.map((section) => (
        <Section key={section.id} of={section} titled />
      ))}
    </section>
  );
}
