// One message: who, what, when, and what became of it.

import { Clock } from "lucide";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { BridgeError, asBridgeError } from "../../contract/bridge";
import type { Part } from "../../contract/types";
import { sentence } from "../../i18n/errors";
import { t, time } from "../../i18n/words";
import { RichText } from "../../rich/RichText";
import { useDesk } from "../../state/context";
import { Avatar } from "../../ui/Avatar";
import { Icon } from "../../ui/Icon";
import { Details } from "../../ui/Problem";
import { Attachments } from "./Attachments";
import { type Entry, isOwn } from "./entries";

type PartLine = Extract<Entry, { kind: "part" }>;

/** See the module. */
export function Bubble({ line, rises }: { line: PartLine; rises: boolean }): VNode {
  const { part, first, last } = line;
  const own = isOwn(part);
  const status = part.delivery?.status;
  const name = own ? t("conversation.you") : (part.author.name ?? t("conversation.someone"));
  const classes = ["part", own ? "part-own" : "part-other", last && "part-last", rises && "part-rises", status && `part-${status}`];
  return (
    <div class={classes.filter(Boolean).join(" ")}>
      {!own && (last ? <Avatar of={part.author} size={32} /> : <span class="part-gap" />)}
      <div class="part-body">
        {first && !own ? (
          <span class="part-name" dir="auto">
            {name}
          </span>
        ) : (
          <span class="unseen">{name}: </span>
        )}
        <Said part={part} />
        {part.attachments.length > 0 && part.state !== "redacted" && <Attachments of={part.attachments} own={own} />}
        {status === "pending" && (
          <span class="part-meta">
            <Icon of={Clock} size={12} />
            {t("conversation.sending")}
          </span>
        )}
        {part.delivery?.status === "failed" && <Failed part={part} code={part.delivery.code} field={part.delivery.field} />}
        {!status && (last || line.seen) && (
          <span class="part-meta">
            <time dateTime={new Date(part.created_at * 1000).toISOString()}>{time(part.created_at)}</time>
            {line.seen && <span>{t("conversation.seen")}</span>}
          </span>
        )}
      </div>
    </div>
  );
}

function Said({ part }: { part: Part }): VNode | null {
  if (part.state === "redacted") return <div class="bubble bubble-redacted">{t("conversation.redacted")}</div>;
  if (part.body_html) {
    return (
      <div class="bubble">
        <RichText html={part.body_html} />
      </div>
    );
  }
  if (!part.body_text) return null;
  return (
    <div class="bubble bubble-plain" dir="auto">
      {part.body_text}
    </div>
  );
}

/** Why the server refused it, in words, and what one can do. */
function Failed({ part, code, field }: { part: Part; code: string; field: string | null }): VNode {
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  const reason = new BridgeError({ code, message: "refused by the server", temporary: false, ...(field ? { field } : {}) });
  const act = async (type: "message.retry" | "message.discard"): Promise<void> => {
    setBusy(true);
    try {
      await desk.ask(type, { part_id: part.id });
    } catch (error) {
      desk.tell(sentence(asBridgeError(error), desk.state.value?.online));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="failed" role="group" aria-label={t("conversation.failed")}>
      <p>
        {t("conversation.failed")} {sentence(reason)}
      </p>
      <div class="failed-actions">
        <button type="button" class="link" disabled={busy} onClick={() => void act("message.retry")}>
          {t("conversation.retry")}
        </button>
        <button type="button" class="link link-danger" disabled={busy} onClick={() => void act("message.discard")}>
          {t("conversation.discard")}
        </button>
      </div>
      <Details error={reason} />
    </div>
  );
}
