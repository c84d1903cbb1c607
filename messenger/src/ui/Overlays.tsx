// What may lie over any screen: the question before a link, a large picture, and sentences for everyone.

import { signal } from "@preact/signals";
import { X } from "lucide";
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/words";
import { useDesk } from "../state/context";
import { Dialog } from "./Dialog";
import { Icon } from "./Icon";

/** A picture to show large. */
export const picture = signal<{ url: string; name: string } | null>(null);

const NOTICE_MS = 5_000;

/** See the module. */
export function Overlays(): VNode {
  return (
    <>
      <LinkQuestion />
      <LargePicture />
      <Notice />
    </>
  );
}

function LinkQuestion(): VNode | null {
  const desk = useDesk();
  const link = desk.question.value;
  if (!link) return null;
  const close = (): void => {
    desk.question.value = null;
  };
  return (
    <Dialog name={t("link.title")} kind="question" close={close}>
      <h2>{t("link.title")}</h2>
      <p>{t("link.host", { host: link.host ?? link.url })}</p>
      <div class="dialog-actions">
        <button type="button" class="button button-quiet" onClick={close}>
          {t("action.cancel")}
        </button>
        <button type="button" class="button" onClick={() => void desk.openLink(link.url, true)}>
          {t("link.open")}
        </button>
      </div>
    </Dialog>
  );
}

function LargePicture(): VNode | null {
  const shown = picture.value;
  if (!shown) return null;
  const close = (): void => {
    picture.value = null;
  };
  return (
    <Dialog name={shown.name} kind="picture" close={close}>
      <button type="button" class="icon-button picture-close" aria-label={t("action.close")} onClick={close}>
        <Icon of={X} />
      </button>
      <img src={shown.url} alt={shown.name} referrerpolicy="no-referrer" />
    </Dialog>
  );
}

/** Shown for a moment, and read aloud. */
function Notice(): VNode {
  const { text, times } = useDesk().notice.value;
  const [shown, setShown] = useState("");
  useEffect(() => {
    setShown(text);
    const timer = setTimeout(() => setShown(""), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [times]);
  return (
    <div class={shown ? "notice notice-shown" : "notice"} role="status">
      {shown}
    </div>
  );
}
