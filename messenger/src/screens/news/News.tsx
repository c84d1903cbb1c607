// What is new in the product: the list, and one piece of it.

import { Megaphone } from "lucide";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import type { NewsBody } from "../../contract/types";
import { date, t } from "../../i18n/words";
import { RichText } from "../../rich/RichText";
import { useDesk, useMessenger, useQuery } from "../../state/context";
import { Cover } from "../../ui/Cover";
import { Header } from "../../ui/Header";
import { Icon } from "../../ui/Icon";
import { LoadMore, Loading } from "../../ui/lists";
import { Problem } from "../../ui/Problem";
import { Screen } from "../../ui/Screen";

/** See the module. */
export function News(): VNode {
  const desk = useDesk();
  const { online } = useMessenger();
  const list = desk.news();
  useEffect(() => void list.first.open(), [list, online]);
  const items = list.items;
  const error = list.first.error.value;
  return (
    <Screen name="news" header={<Header title={t("tab.news")} />}>
      {!items && (error ? <Problem error={error} online={online} retry={() => void list.first.open()} /> : <Loading like="cards" count={3} />)}
      {items?.length === 0 && (
        <div class="empty">
          <span class="empty-icon">
            <Icon of={Megaphone} size={28} />
          </span>
          <p>{t("news.empty")}</p>
        </div>
      )}
      {items && items.length > 0 && (
        <ul class="cards">
          {items.map((item) => (
            <li key={item.id}>
              <button type="button" class="card card-news" onClick={() => desk.go({ name: "news_item", id: item.id })}>
                <Cover of={item.cover_image_url} />
                <span class="card-words">
                  <strong dir="auto">{item.title}</strong>
                  <small>{date(item.published_at)}</small>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <LoadMore of={list} />
    </Screen>
  );
}

/** One piece of news. */
export function NewsItemScreen({ id }: { id: string }): VNode {
  const desk = useDesk();
  const { online } = useMessenger();
  const query = useQuery(`news ${id}`, (asked) => ({ fresh: () => asked.ask("content.open", { kind: "news", id }) }));
  const item = query.data.value;
  const error = query.error.value;
  const known = item !== undefined;
  useEffect(() => {
    if (known) void desk.ask("receipt.send", { kind: "news", id, event: "shown" }).catch(() => undefined);
  }, [desk, id, known]);
  const body = item?.body as NewsBody | undefined;
  return (
    <Screen name={`news ${id}`} header={<Header title={t("tab.news")} />}>
      {!item && (error ? <Problem error={error} online={online} retry={() => void query.open()} /> : <Loading like="text" />)}
      {item && body && (
        <article class="article">
          <Cover of={body.cover_image_url} />
          <h2 class="article-title" dir="auto">
            {item.title}
          </h2>
          <p class="byline">{date(body.published_at)}</p>
          <RichText html={body.body_html} />
        </article>
      )}
    </Screen>
  );
}
