// The tabs at the bottom: one for each space the workspace has.

import { CircleHelp, House, Megaphone, MessageCircle, Ticket } from "lucide";
import type { VNode } from "preact";
import type { SpaceName } from "../contract/types";
import { t } from "../i18n/words";
import { useDesk, useMessenger, useSettings } from "../state/context";
import { Icon } from "./Icon";

const ICONS = { home: House, messages: MessageCircle, help_center: CircleHelp, tickets: Ticket, news: Megaphone } as const;

/** See the module; nothing when there is only one space. */
export function TabBar({ current }: { current: string }): VNode | null {
  const desk = useDesk();
  const { unread_count: unread } = useMessenger();
  const spaces: SpaceName[] = useSettings().spaces ?? ["home", "messages"];
  if (spaces.length < 2) return null;
  return (
    <nav class="tabs" aria-label={t("tabs.name")}>
      {spaces.map((space) => (
        <button
          key={space}
          type="button"
          class="tab"
          aria-current={space === current ? "page" : undefined}
          onClick={() => desk.go({ name: space })}
        >
          <span class="tab-icon">
            <Icon of={ICONS[space]} size={22} />
            {space === "messages" && unread > 0 && (
              <span class="badge" aria-hidden="true">
                {unread > 9 ? "9+" : unread}
              </span>
            )}
          </span>
          <span class="tab-name">{t(`tab.${space}`)}</span>
          {space === "messages" && unread > 0 && <span class="unseen">{t("tabs.unread", { count: unread })}</span>}
        </button>
      ))}
    </nav>
  );
}
