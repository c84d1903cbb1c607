// A picture that belongs to a card or a page and says nothing of its own. One that cannot be shown leaves no hole.

import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { pictureAddress } from "../rich/sanitise";

/** See the module. */
export function Cover({ of }: { of: string | null | undefined }): VNode | null {
  const [broken, setBroken] = useState(false);
  const url = pictureAddress(of);
  if (!url || broken) return null;
  return <img class="cover" src={url} alt="" decoding="async" referrerpolicy="no-referrer" onError={() => setBroken(true)} />;
}
