// The end of a list that comes in pages.

import type { VNode } from "preact";
import { sentence } from "../i18n/errors";
import { t } from "../i18n/words";
import { useMessenger } from "../state/context";
import type { Pages } from "../state/pages";

export { Loading } from "./Loading";

/** A button for the next page; the error of the last try stands beside it. */
export function LoadMore<T extends { id: string }>({ of }: { of: Pages<T> }): VNode | null {
  const { online } = useMessenger();
  const { busy, error } = of.more.value;
  if (!of.items?.length || of.next === null) return null;
  return (
    <div class="more">
      {error && <p role="alert">{sentence(error, online)}</p>}
      <button type="button" class="button button-quiet" aria-busy={busy} onClick={() => void of.loadMore()}>
        {busy ? t("loading") : t("action.load_more")}
      </button>
    </div>
  );
}
