// The person's conversations.

import { MessageCircle, SendHorizontal } from "lucide";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import type { Author, ConversationSummary, Part } from "../../contract/types";
import { t, when } from "../../i18n/words";
import { useDesk, useMessenger, useSettings } from "../../state/context";
import { Avatar } from "../../ui/Avatar";
import { Header } from "../../ui/Header";
import { Icon } from "../../ui/Icon";
import { LoadMore, Loading } from "../../ui/lists";
import { Problem } from "../../ui/Problem";
import { Screen } from "../../ui/Screen";
import { lastWhere } from "../../state/last";

/** See the module. */
export function Messages(): VNode {
  const desk = useDesk();
  const { online } = useMessenger();
  const list = desk.conversations();
  useEffect(() => void list.first.open(), [list, online]);
  const items = list.items;
  const error = list.first.error.value;
  return (
    <Screen name="messages" header={<Header title={t("tab.messages")} />} footer={items?.length ? <Write /> : undefined}>
      {!items && (error ? <Problem error={error} online={online} retry={() => void list.first.open()} /> : <Loading like="rows" />)}
      {items?.length === 0 && (
        <div class="empty">
          <span class="empty-icon">
            <Icon of={MessageCircle} size={28} />
          </span>
          <p>{t("messages.empty")}</p>
          <Write />
        </div>
      )}
      {items && items.length > 0 && (
        <ul class="rows">
          {items.map((conversation) => (
            <li key={conversation.client_id ?? conversation.id}>
              <ConversationRow of={conversation} />
            </li>
          ))}
        </ul>
      )}
      <LoadMore of={list} />
    </Screen>
  );
}

function Write(): VNode {
  const desk = useDesk();
  return (
    <button type="button" class="button button-wide" onClick={() => desk.go({ name: "composer" })}>
      {t("action.new_message")}
      <Icon of={SendHorizontal} size={16} flip />
    </button>
  );
}

/** A conversation as a row: who, what was last said, when, and whether it is new. */
export function ConversationRow({ of }: { of: ConversationSummary }): VNode {
  const desk = useDesk();
  const brand = useSettings().brand?.name ?? "";
  const who = otherSide(of, brand);
  const unread = of.unread_count > 0;
  return (
    <button type="button" class={unread ? "row row-unread" : "row"} onClick={() => desk.go({ name: "conversation", id: of.id })}>
      <Avatar of={who} size={40} />
      <span class="row-words">
        <span class="row-top">
          <strong dir="auto">{of.title ?? who.name ?? t("conversation.someone")}</strong>
          <time dateTime={new Date(of.updated_at * 1000).toISOString()}>{when(of.updated_at)}</time>
        </span>
        <span class="row-bottom">
          <span class="row-preview" dir="auto">
            {of.last_part ? preview(of.last_part) : ""}
          </span>
          {unread && (
            <span class="dot">
              <span class="unseen">{t("messages.unread")}</span>
            </span>
          )}
        </span>
      </span>
    </button>
  );
}

/** Who one talks to: a person before a bot, the workspace before anyone answered. */
export function otherSide(conversation: { participants: Author[] }, brand: string): Author {
  const others = conversation.participants.filter((author) => author.type !== "user");
  return lastWhere(others, (author) => author.type === "admin") ?? others[0] ?? { type: "admin", name: brand, avatar: null };
}

/** One line of what a part says. */
export function preview(part: Part): string {
  if (part.state === "redacted") return t("conversation.redacted");
  const words = part.body_text?.replaceAll(/\s+/gu, " ").trim() || part.attachments[0]?.name || t("messages.attachment");
  return part.author.type === "user" ? t("messages.you", { text: words }) : words;
}
