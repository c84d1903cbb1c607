// A window over the messenger: the question before a link, and a picture at its full size.
//
// Guarantees: the focus goes in, stays in and comes back; Escape and the ground behind it close it.

import type { ComponentChildren, VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { last } from "../state/last";
import { useHeight } from "./height";

const REACHABLE = "button, [href], input, select, textarea, [tabindex='0']";

/** See the module. */
export function Dialog(props: { name: string; kind: string; close: () => void; children: ComponentChildren }): VNode {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    box.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  useHeight(box);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      props.close();
    }
    if (event.key !== "Tab") return;
    const all = [...(box.current?.querySelectorAll<HTMLElement>(REACHABLE) ?? [])];
    const [first, end] = [all[0], last(all)];
    if (event.shiftKey && (document.activeElement === first || document.activeElement === box.current)) {
      event.preventDefault();
      end?.focus();
    } else if (!event.shiftKey && document.activeElement === end) {
      event.preventDefault();
      first?.focus();
    }
  };
  return (
    <div class="veil" onKeyDown={onKeyDown}>
      <div class="veil-ground" onClick={props.close} />
      <div ref={box} class={`dialog dialog-${props.kind}`} tabIndex={-1} role="dialog" aria-modal="true" aria-label={props.name}>
        {props.children}
      </div>
    </div>
  );
}
