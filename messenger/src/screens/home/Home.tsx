// The first screen: greeting, the latest conversation, a way to write, help and news.

import { ChevronRight, Search, SendHorizontal } from "lucide";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import type { Settings } from "../../contract/types";
import { date, t } from "../../i18n/words";
import { useDesk, useMessenger, useSettings } from "../../state/context";
import { Faces } from "../../ui/Avatar";
import { CloseButton } from "../../ui/Header";
import { Cover } from "../../ui/Cover";
import { Icon } from "../../ui/Icon";
import { Screen } from "../../ui/Screen";
import { useCollections } from "../help/collections";
import { ConversationRow } from "../messages/Messages";

/** See the module. */
export function Home(): VNode {
  const settings = useSettings();
  const has = (space: string): boolean => settings.spaces?.includes(space as never) ?? space === "messages";
  return (
    <Screen name="home">
      <Greeting settings={settings} />
      <div class="cards home-cards">
        {has("messages") && <Recent />}
        {has("messages") && <NewMessage replyTime={settings.reply_time} />}
        {has("help_center") && <HelpCard />}
        {has("news") && <NewsCard />}
      </div>
    </Screen>
  );
}

function Greeting({ settings }: { settings: Partial<Settings> }): VNode {
  return (
    <div class="greeting">
      <div class="greeting-top">
        <span class="greeting-brand" dir="auto">
          {settings.brand?.name}
        </span>
        <Faces of={settings.team ?? []} size={40} />
        <CloseButton />
      </div>
      <h1 tabIndex={-1} data-heading dir="auto">
        {settings.greeting ?? t("home.greeting")}
      </h1>
      <p dir="auto">{settings.introduction ?? t("home.introduction")}</p>
    </div>
  );
}

function Recent(): VNode | null {
  const desk = useDesk();
  const list = desk.conversations();
  useEffect(() => void list.first.open(), [list]);
  const latest = list.items?.[0];
  if (!latest) return null;
  return (
    <section class="card card-flush">
      <h2 class="card-label">{t("home.recent")}</h2>
      <ConversationRow of={latest} />
    </section>
  );
}

function NewMessage({ replyTime }: { replyTime: string | undefined }): VNode {
  const desk = useDesk();
  return (
    <button type="button" class="card card-button" onClick={() => desk.go({ name: "composer" })}>
      <span class="card-words">
        <strong>{t("action.new_message")}</strong>
        {replyTime && <small dir="auto">{replyTime}</small>}
      </span>
      <span class="brand-ink">
        <Icon of={SendHorizontal} flip />
      </span>
    </button>
  );
}

function HelpCard(): VNode {
  const desk = useDesk();
  const collections = useCollections();
  const suggested = (collections.data.value?.data ?? []).flatMap((collection) => collection.articles).slice(0, 3);
  return (
    <section class="card card-help">
      <button type="button" class="search-button" onClick={() => desk.go({ name: "help_center" })}>
        {t("home.search")}
        <Icon of={Search} size={18} />
      </button>
      <ul class="links">
        {suggested.map((article) => (
          <li key={article.id}>
            <button type="button" class="link-row" onClick={() => desk.go({ name: "article", id: article.id })}>
              <span dir="auto">{article.title}</span>
              <Icon of={ChevronRight} size={16} flip />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function NewsCard(): VNode | null {
  const desk = useDesk();
  const { online } = useMessenger();
  const list = desk.news();
  useEffect(() => void list.first.open(), [list, online]);
  const newest = list.items?.[0];
  if (!newest) return null;
  return (
    <button type="button" class="card card-news" onClick={() => desk.go({ name: "news_item", id: newest.id })}>
      <Cover of={newest.cover_image_url} />
      <span class="card-words">
        <small>{t("home.news")}</small>
        <strong dir="auto">{newest.title}</strong>
        <small>{date(newest.published_at)}</small>
      </span>
    </button>
  );
}

