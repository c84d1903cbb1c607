// Where one writes: text that grows to six lines, files, emoji.
//
// Guarantees: nothing a person wrote is lost: it is a draft until the core took it, and comes back when the core
// refuses it. Enter sends where there is a keyboard, and never while an input method composes.

import { ArrowUp, Paperclip, Smile } from "lucide";
import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { asBridgeError, type BridgeError } from "../../contract/bridge";
import { sentence } from "../../i18n/errors";
import { t } from "../../i18n/words";
import { useDesk, useMessenger } from "../../state/context";
import { Icon } from "../../ui/Icon";
import { Emoji } from "./Emoji";
import { Tray } from "./Tray";
import { Uploads } from "./uploads";
import { useDraft } from "./useDraft";

const touch = matchMedia("(pointer: coarse)");
const TYPING_MS = 3_000;

interface Props {
  /** The conversation, or `new`. */
  id: string;
  prefill?: string | null;
  autofocus?: boolean;
  send: (body: string, attachments: string[]) => Promise<unknown>;
}

/** See the module. */
export function Composer({ id, prefill = null, autofocus = false, send }: Props): VNode {
  const desk = useDesk();
  const { online } = useMessenger();
  const field = useRef<HTMLTextAreaElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const uploads = useMemo(() => new Uploads(desk), [desk]);
  const [text, setText] = useDraft(id, prefill);
  const [error, setError] = useState<BridgeError | null>(null);
  const [emoji, setEmoji] = useState(false);
  const told = useRef(0);

  useEffect(() => () => uploads.clear(), [uploads]);
  useEffect(() => {
    if (autofocus && !touch.matches) field.current?.focus();
  }, []);
  useLayoutEffect(() => grow(field.current), [text]);
  useDrop(uploads);

  const ready = uploads.ready && (text.trim() !== "" || uploads.all.value.length > 0);
  const submit = async (): Promise<void> => {
    if (!ready) return;
    const words = text;
    const taken = uploads.take();
    setText("");
    setError(null);
    setEmoji(false);
    field.current?.focus();
    try {
      await send(words, taken.ids);
    } catch (failure) {
      setError(asBridgeError(failure));
      taken.back();
      if (field.current?.value === "") setText(words);
    }
  };
  const onInput = (words: string): void => {
    setText(words);
    const now = Date.now();
    if (id === "new" || words === "" || now - told.current < TYPING_MS) return;
    told.current = now;
    void desk.ask("conversation.typing", { id }).catch(() => undefined);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229 || touch.matches) return;
    event.preventDefault();
    void submit();
  };
  const insert = (symbol: string): void => {
    const box = field.current;
    const [from, to] = [box?.selectionStart ?? text.length, box?.selectionEnd ?? text.length];
    onInput(text.slice(0, from) + symbol + text.slice(to));
    queueMicrotask(() => box?.setSelectionRange(from + symbol.length, from + symbol.length));
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {!online && (
        <p class="offline" role="status">
          {t("conversation.offline")}
        </p>
      )}
      {error && (
        <p class="composer-error" role="alert">
          {sentence(error, online)}
        </p>
      )}
      <Tray uploads={uploads} />
      {emoji && <Emoji choose={insert} close={() => setEmoji(false)} />}
      <div class="composer-box">
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          maxLength={65_536}
          enterkeyhint={touch.matches ? "enter" : "send"}
          placeholder={t("composer.placeholder")}
          aria-label={t("composer.placeholder")}
          onInput={(event) => onInput(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = [...(event.clipboardData?.files ?? [])];
            if (pasted.length === 0) return;
            event.preventDefault();
            uploads.add(pasted);
          }}
        />
        <div class="composer-tools">
          <button type="button" class="icon-button" aria-label={t("composer.attach")} onClick={() => files.current?.click()}>
            <Icon of={Paperclip} />
          </button>
          <button type="button" class="icon-button" aria-label={t("composer.emoji")} aria-expanded={emoji} onClick={() => setEmoji(!emoji)}>
            <Icon of={Smile} />
          </button>
          <button type="submit" class="send" aria-label={t("composer.send")} aria-disabled={!ready}>
            <Icon of={ArrowUp} />
          </button>
        </div>
      </div>
      <input
        ref={files}
        type="file"
        class="unseen"
        tabIndex={-1}
        aria-hidden="true"
        multiple
        onChange={(event) => {
          uploads.add(event.currentTarget.files ?? []);
          event.currentTarget.value = "";
        }}
      />
    </form>
  );
}

/** As high as its text; the style sheet holds it at six lines. */
function grow(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight}px`;
}

/** Files dropped anywhere on the page. */
function useDrop(uploads: Uploads): void {
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      uploads.add(event.dataTransfer?.files ?? []);
    };
    document.addEventListener("dragover", over);
    document.addEventListener("drop", drop);
    return () => {
      document.removeEventListener("dragover", over);
      document.removeEventListener("drop", drop);
    };
  }, [uploads]);
}
