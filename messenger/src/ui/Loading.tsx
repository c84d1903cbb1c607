// What is shown while nothing is known yet: the outline of what will be there, after 150 ms, so that an answer from
// the device never flashes grey.

import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/words";

const PATIENCE_MS = 150;

/** Outlines of rows, of cards or of text. */
export function Loading({ like, count = 4 }: { like: "rows" | "cards" | "text" | "bubbles"; count?: number }): VNode | null {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <div class={`skeleton skeleton-${like}`} role="status" aria-label={t("loading")}>
      {Array.from({ length: count }, (_, index) => (
        <div key={index} class="skeleton-item">
          {like === "rows" && <span class="skeleton-face" />}
          <span class="skeleton-lines">
            <span class="skeleton-line" />
            <span class="skeleton-line" />
          </span>
        </div>
      ))}
    </div>
  );
}
