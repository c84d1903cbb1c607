// What a person began to write, kept by the core for each conversation.
//
// Guarantees: what is typed is stored within a moment, and at once when the page goes; what the person types wins
// over what is loaded late.

import { useEffect, useRef, useState } from "preact/hooks";
import { useDesk } from "../../state/context";

const PAUSE_MS = 300;

/** The text of a composer. `prefill` takes the place of a stored draft. */
export function useDraft(id: string, prefill: string | null): [string, (text: string) => void] {
  const desk = useDesk();
  const [text, setText] = useState(prefill ?? "");
  const unsaved = useRef<string | null>(prefill);
  const touched = useRef(prefill !== null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const store = (): void => {
    clearTimeout(timer.current);
    const words = unsaved.current;
    if (words === null) return;
    unsaved.current = null;
    void desk.ask("draft.set", { id, text: words }).catch(() => undefined);
  };

  useEffect(() => {
    let current = true;
    if (touched.current) {
      // The conversation got another id under one's hands: what is written belongs to that one now.
      if (text !== "") unsaved.current = text;
    } else {
      desk.ask("draft.get", { id }).then(
        (draft) => {
          if (current && !touched.current && draft.text) setText(draft.text);
        },
        () => undefined,
      );
    }
    const onHide = (): void => {
      if (document.visibilityState === "hidden") store();
    };
    document.addEventListener("visibilitychange", onHide);
    return () => {
      current = false;
      document.removeEventListener("visibilitychange", onHide);
      store();
    };
  }, [desk, id]);

  const change = (words: string): void => {
    touched.current = true;
    setText(words);
    unsaved.current = words;
    clearTimeout(timer.current);
    timer.current = setTimeout(store, words === "" ? 0 : PAUSE_MS);
  };
  return [text, change];
}
