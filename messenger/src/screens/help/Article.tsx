// An article: what it says, whether it helped, what else there is, and a way to ask.

import { Frown, Meh, MessageCircle, Smile } from "lucide";
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Article as ArticleContent } from "../../contract/types";
import { sentence } from "../../i18n/errors";
import { date, t } from "../../i18n/words";
import { RichText } from "../../rich/RichText";
import { useDesk, useMessenger, useQuery } from "../../state/context";
import { Avatar } from "../../ui/Avatar";
import { Header } from "../../ui/Header";
import { Icon } from "../../ui/Icon";
import { Loading } from "../../ui/Loading";
import { Problem } from "../../ui/Problem";
import { asBridgeError } from "../../contract/bridge";
import { Screen } from "../../ui/Screen";
import { ArticleRows } from "./ArticleRows";

/** See the module. */
export function Article({ id }: { id: string }): VNode {
  const desk = useDesk();
  const { online } = useMessenger();
  const query = useQuery(`article ${id}`, (asked) => ({ fresh: () => asked.ask("article.open", { id }) }));
  const article = query.data.value;
  const error = query.error.value;
  const known = article !== undefined;
  useEffect(() => {
    if (known) void desk.ask("receipt.send", { kind: "article", id, event: "shown" }).catch(() => undefined);
  }, [desk, id, known]);
  return (
    <Screen name={`article ${id}`} header={<Header title={t("tab.help_center")} />}>
      {!article && (error ? <Problem error={error} online={online} retry={() => void query.open()} /> : <Loading like="text" count={5} />)}
      {article && (
        <article class="article" lang={article.locale}>
          {article.from_cache && !online && <p class="note note-inline">{t("help.offline")}</p>}
          <h2 class="article-title" dir="auto">
            {article.title}
          </h2>
          <Byline of={article} />
          <RichText html={article.body_html} />
        </article>
      )}
      {article && (
        <>
          <Reactions key={id} id={id} />
          {article.related.length > 0 && <Related of={article} />}
          <div class="ask">
            <button type="button" class="button button-quiet" onClick={() => desk.go({ name: "composer" })}>
              <Icon of={MessageCircle} size={16} />
              {t("help.ask")}
            </button>
          </div>
        </>
      )}
    </Screen>
  );
}

function Byline({ of }: { of: ArticleContent }): VNode {
  return (
    <p class="byline">
      {of.author && <Avatar of={of.author} size={32} />}
      <span>
        {of.author?.name && <span dir="auto">{t("help.by", { name: of.author.name })}</span>}
        <span>{t("help.updated", { date: date(of.updated_at) })}</span>
      </span>
    </p>
  );
}

const FACES = [
  { reaction: "sad", icon: Frown },
  { reaction: "neutral", icon: Meh },
  { reaction: "happy", icon: Smile },
] as const;

function Reactions({ id }: { id: string }): VNode {
  const desk = useDesk();
  const [chosen, setChosen] = useState<string | null>(null);
  const react = async (reaction: (typeof FACES)[number]["reaction"]): Promise<void> => {
    const before = chosen;
    setChosen(reaction);
    try {
      await desk.ask("article.react", { id, reaction });
    } catch (error) {
      setChosen(before);
      desk.tell(sentence(asBridgeError(error), desk.state.value?.online));
    }
  };
  return (
    <section class="reactions" aria-label={t("help.helped")}>
      <p aria-hidden="true">{t("help.helped")}</p>
      <div class="faces-row">
        {FACES.map(({ reaction, icon }) => (
          <button key={reaction} type="button" class="face" aria-pressed={chosen === reaction} onClick={() => void react(reaction)}>
            <Icon of={icon} size={28} />
            <span>{t(`help.${reaction}`)}</span>
          </button>
        ))}
      </div>
      <p role="status">{chosen && t("help.thanks")}</p>
    </section>
  );
}

function Related({ of }: { of: ArticleContent }): VNode {
  return (
    <section class="section">
      <h2>{t("help.related")}</h2>
      <ArticleRows of={of.related} />
    </section>
  );
}
