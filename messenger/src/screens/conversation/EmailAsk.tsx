// A visitor may leave an address for the answer. Asked once, after the first own message, and never of a person the
// app has named.

import { signal } from "@preact/signals";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { asBridgeError, type BridgeError } from "../../contract/bridge";
import type { Part } from "../../contract/types";
import { sentence } from "../../i18n/errors";
import { t } from "../../i18n/words";
import { useDesk, useMessenger } from "../../state/context";
import { isOwn } from "./entries";

/** Whether an address was left on this page; forgotten with the person. */
export const emailLeft = signal(false);

/** See the module. */
export function EmailAsk({ parts }: { parts: Part[] }): VNode | null {
  const desk = useDesk();
  const { session } = useMessenger();
  const [email, setEmail] = useState("");
  const [error, setError] = useState<BridgeError | null>(null);
  const answered = parts.some((part) => part.author.type === "admin");
  if (session.role !== "lead" || answered || !parts.some(isOwn)) return null;
  if (emailLeft.value) {
    return (
      <p class="closed" role="status">
        {t("conversation.email_saved")}
      </p>
    );
  }
  const leave = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (email.trim() === "") return;
    try {
      await desk.ask("email.leave", { email: email.trim() });
      emailLeft.value = true;
    } catch (failure) {
      setError(asBridgeError(failure));
    }
  };
  return (
    <form class="email-ask" noValidate onSubmit={(event) => void leave(event)}>
      <label for="email-ask">{t("conversation.email_ask")}</label>
      <div class="field-row">
        <input
          id="email-ask"
          class="input"
          type="email"
          autocomplete="email"
          maxLength={255}
          dir="ltr"
          placeholder={t("conversation.email")}
          value={email}
          aria-invalid={error !== null}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        <button type="submit" class="button button-quiet">
          {t("conversation.email_send")}
        </button>
      </div>
      {error && (
        <p class="field-error" role="alert">
          {sentence(error)}
        </p>
      )}
    </form>
  );
}
