// A person's face, or initials where there is none or it cannot be loaded.

import { Bot } from "lucide";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { Author } from "../contract/types";
import { pictureAddress } from "../rich/sanitise";
import { Icon } from "./Icon";
import { last } from "../state/last";

/** A face of 24 to 40 points; says nothing to readers, the name stands beside it. */
export function Avatar({ of, size = 32 }: { of: Author; size?: 24 | 32 | 40 }): VNode {
  const [broken, setBroken] = useState(false);
  const face = pictureAddress(of.avatar);
  return (
    <span class={`avatar avatar-${size}`} aria-hidden="true">
      {face && !broken ? (
        <img src={face} alt="" decoding="async" referrerpolicy="no-referrer" onError={() => setBroken(true)} />
      ) : of.type === "bot" ? (
        <Icon of={Bot} size={size * 0.55} />
      ) : (
        initials(of.name)
      )}
    </span>
  );
}

/** Two letters at most, whole characters of any script. */
export function initials(name: string | null): string {
  const words = (name ?? "").trim().split(/\s+/u).filter(Boolean);
  const letters = [words[0], words.length > 1 ? last(words) : undefined];
  return letters.map((word) => (word ? [...word][0] : "")).join("").toLocaleUpperCase() || "·";
}

/** Up to three faces over one another. */
export function Faces({ of, size = 32 }: { of: Author[]; size?: 24 | 32 | 40 }): VNode | null {
  if (of.length === 0) return null;
  return (
    <span class="faces">
      {of.slice(0, 3).map((author) => (
        <Avatar key={`${author.name} ${author.avatar}`} of={author} size={size} />
      ))}
    </span>
  );
}
