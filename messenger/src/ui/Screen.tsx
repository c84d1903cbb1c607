// The frame of a screen: its header, what scrolls, and what stays at the bottom.
//
// Guarantees: a screen one comes back to stands where it was left; the scrolling part can be reached by keyboard.

import type { ComponentChildren, VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** Where each screen was left. */
const left = new Map<string, number>();
const MOST = 64;

/** See the module. `name` is the screen's, for coming back. */
export function Screen(props: { name: string; header?: ComponentChildren; footer?: ComponentChildren; children: ComponentChildren }): VNode {
  const area = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = area.current;
    if (box) box.scrollTop = left.get(props.name) ?? 0;
    return () => {
      left.delete(props.name);
      if (box) left.set(props.name, box.scrollTop);
      if (left.size > MOST) left.delete(left.keys().next().value ?? "");
    };
  }, [props.name]);
  return (
    <div class="screen">
      {props.header}
      <main ref={area} class="scroll" tabIndex={-1}>
        {props.children}
      </main>
      {props.footer && <div class="screen-footer">{props.footer}</div>}
    </div>
  );
}
