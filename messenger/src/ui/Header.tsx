// The row at the top of a screen: back, title, close.

import { ChevronLeft, X } from "lucide";
import type { ComponentChildren, VNode } from "preact";
import { t } from "../i18n/words";
import { useDesk, useMessenger } from "../state/context";
import { Icon } from "./Icon";

/** See the module. The title is the screen's heading and takes the focus when the screen appears. */
export function Header({ title, below, face }: { title: string; below?: string | undefined; face?: ComponentChildren }): VNode {
  const desk = useDesk();
  const { can_go_back: canGoBack } = useMessenger();
  return (
    <header class="header">
      {canGoBack && (
        <button type="button" class="icon-button" aria-label={t("action.back")} onClick={() => desk.back()}>
          <Icon of={ChevronLeft} size={24} flip />
        </button>
      )}
      {face}
      <div class="header-words">
        <h1 tabIndex={-1} data-heading dir="auto">
          {title}
        </h1>
        {below && <p dir="auto">{below}</p>}
      </div>
      <CloseButton />
    </header>
  );
}

/** Closes the messenger. */
export function CloseButton(): VNode {
  const desk = useDesk();
  return (
    <button type="button" class="icon-button" aria-label={t("action.close")} onClick={() => desk.hide()}>
      <Icon of={X} size={20} />
    </button>
  );
}
