// An error in words: what happened, one thing to do, and the code for developers in a line that unfolds.

import { CloudOff, RotateCw } from "lucide";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { BridgeError } from "../contract/bridge";
import { sentence } from "../i18n/errors";
import { t } from "../i18n/words";
import { Icon } from "./Icon";

/** A whole screen, or the place of a list, that could not be loaded. */
export function Problem({ error, online, retry }: { error: BridgeError; online: boolean; retry?: () => void }): VNode {
  return (
    <div class="problem" role="alert">
      <span class="problem-icon">
        <Icon of={CloudOff} size={24} />
      </span>
      <p>{sentence(error, online)}</p>
      {retry && (
        <button type="button" class="button button-quiet" onClick={retry}>
          <Icon of={RotateCw} size={16} />
          {t("action.try_again")}
        </button>
      )}
      <Details error={error} />
    </div>
  );
}

/** The code, folded away. */
export function Details({ error }: { error: BridgeError }): VNode {
  const [copied, setCopied] = useState(false);
  const text = error.field ? `${error.code} (${error.field}): ${error.message}` : `${error.code}: ${error.message}`;
  return (
    <details class="details">
      <summary>{t("error.details")}</summary>
      <code>{text}</code>
      <button type="button" class="link" onClick={() => void copy(text).then(setCopied)}>
        {copied ? t("action.copied") : t("action.copy")}
      </button>
    </details>
  );
}

/** Copies a text; false where the page may not. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Without the interface, or its permission: the old way, on a field nobody sees.
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "unseen";
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  }
}
