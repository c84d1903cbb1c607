// Content that shows itself while the messenger is closed: a card, a sheet, a banner, a survey or a carousel.
//
// Guarantees: shown is told once; it takes no focus away from the app, but for what covers everything; what cannot be
// loaded is not shown at all.

import { X } from "lucide";
import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Author, Content, InApp as Waiting, InAppMessageBody } from "../../contract/types";
import { t } from "../../i18n/words";
import { RichText } from "../../rich/RichText";
import { wordsOf } from "../../rich/sanitise";
import { useDesk, useQuery, useSettings } from "../../state/context";
import { Avatar } from "../../ui/Avatar";
import { Dialog } from "../../ui/Dialog";
import { useHeight } from "../../ui/height";
import { Icon } from "../../ui/Icon";
import { ContentScreen } from "./ContentScreen";

/** See the module. */
export function InApp({ of }: { of: Waiting }): VNode {
  const desk = useDesk();
  if (of.kind !== "in_app_message") {
    const leave = (): void => {
      // Told already; the core takes it away with the next state.
      void desk.refreshState();
    };
    return (
      <div class={of.display === "full" ? "in-app-full" : "in-app-panel"}>
        <ContentScreen kind={of.kind} id={of.id} leave={leave} />
      </div>
    );
  }
  return <Message key={of.id} id={of.id} />;
}

function Message({ id }: { id: string }): VNode | null {
  const desk = useDesk();
  const [open, setOpen] = useState(false);
  const brand = useSettings().brand?.name ?? "";
  const query = useQuery(`in app ${id}`, (asked) => ({ fresh: () => asked.ask("content.open", { kind: "in_app_message", id }) }));
  const content: Content | undefined = query.data.value;
  const tell = (event: "shown" | "dismissed" | "clicked"): void => {
    void desk.ask("receipt.send", { kind: "in_app_message", id, event }).catch(() => undefined);
  };
  const known = content !== undefined;
  useEffect(() => {
    if (known) tell("shown");
  }, [known]);
  if (!content) return null;
  const body = content.body as InAppMessageBody;
  const sender: Author = body.sender ?? { type: "admin", name: brand, avatar: null };
  const name = t("in_app.from", { name: sender.name ?? brand });
  const dismiss = (): void => tell("dismissed");
  const reply = (): void => {
    tell("clicked");
    desk.go({ name: "composer" });
  };

  if (body.display === "banner") {
    return (
      <Floating kind="banner" name={name}>
        <RichText html={body.body_html} onLink={() => tell("clicked")} />
        <Dismiss act={dismiss} />
      </Floating>
    );
  }
  if (body.display === "card" && !open) {
    return (
      <Floating kind="card" name={name}>
        <Avatar of={sender} size={40} />
        <button
          type="button"
          class="in-app-preview"
          onClick={() => {
            tell("clicked");
            setOpen(true);
          }}
        >
          <strong dir="auto">{sender.name}</strong>
          <span class="in-app-words" dir="auto">
            {wordsOf(body.body_html)}
          </span>
          <span class="unseen">{t("in_app.open")}</span>
        </button>
        <Dismiss act={dismiss} />
      </Floating>
    );
  }
  return (
    <Dialog name={name} kind="sheet" close={dismiss}>
      <div class="sheet-top">
        <Avatar of={sender} size={32} />
        <strong dir="auto">{sender.name}</strong>
        <Dismiss act={dismiss} />
      </div>
      {content.title && <h2 dir="auto">{content.title}</h2>}
      <RichText html={body.body_html} onLink={() => tell("clicked")} />
      <button type="button" class="button button-wide" onClick={reply}>
        {t("in_app.reply")}
      </button>
    </Dialog>
  );
}

/** Over the app, or over a part of a web page. */
function Floating({ kind, name, children }: { kind: "banner" | "card"; name: string; children: ComponentChildren }): VNode {
  const box = useRef<HTMLElement>(null);
  useHeight(box);
  return (
    <main ref={box} class={`in-app in-app-${kind}`}>
      <h1 class="unseen">{name}</h1>
      {children}
    </main>
  );
}

function Dismiss({ act }: { act: () => void }): VNode {
  return (
    <button type="button" class="icon-button" aria-label={t("in_app.dismiss")} onClick={act}>
      <Icon of={X} size={18} />
    </button>
  );
}
