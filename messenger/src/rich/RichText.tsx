// Shows sanitised text. Links open outside through the core, pictures open large, code can be copied.

import type { VNode } from "preact";
import { useCallback } from "preact/hooks";
import { t } from "../i18n/words";
import { useDesk } from "../state/context";
import type { Desk } from "../state/desk";
import { picture } from "../ui/Overlays";
import { copy } from "../ui/Problem";
import { sanitise, sanitiseSnippet } from "./sanitise";

/** A body of a message, an article or the like. `onLink` hears that a link was followed. */
export function RichText({ html, onLink }: { html: string; onLink?: () => void }): VNode {
  const desk = useDesk();
  const fill = useCallback(
    (box: HTMLDivElement | null) => {
      box?.replaceChildren(prepared(html));
    },
    [html],
  );
  const follow = (event: MouseEvent): void => {
    const target = event.target instanceof Element ? event.target : null;
    const link = target?.closest("a");
    if (link) {
      event.preventDefault();
      onLink?.();
      void openLink(desk, link.getAttribute("href") ?? "");
    } else if (target instanceof HTMLImageElement) {
      picture.value = { url: target.src, name: target.alt };
    }
  };
  return <div ref={fill} class="rich" dir="auto" onClick={follow} onAuxClick={follow} />;
}

/** Opens a link outside, and says so when it may not be opened; false then. */
export async function openLink(desk: Desk, url: string): Promise<boolean> {
  const opens = await desk.openLink(url);
  if (!opens) desk.tell(t("link.refused"));
  return opens;
}

/** A snippet with marked words. */
export function Snippet({ html }: { html: string }): VNode {
  const fill = useCallback((box: HTMLSpanElement | null) => box?.replaceChildren(sanitiseSnippet(html)), [html]);
  return <span ref={fill} class="snippet" dir="auto" />;
}

function prepared(html: string): DocumentFragment {
  const fragment = sanitise(html);
  for (const image of fragment.querySelectorAll("img")) prepareImage(image);
  for (const code of fragment.querySelectorAll("pre")) prepareCode(code);
  for (const table of fragment.querySelectorAll("table")) {
    const box = document.createElement("div");
    box.className = "rich-table";
    box.tabIndex = 0;
    table.replaceWith(box);
    box.append(table);
  }
  return fragment;
}

function prepareImage(image: HTMLImageElement): void {
  image.decoding = "async";
  image.referrerPolicy = "no-referrer";
  if (!image.alt) image.alt = t("image.name");
  // Where the container lets no picture through, its place is a link.
  image.addEventListener("error", () => {
    const link = document.createElement("a");
    link.href = image.src;
    link.className = "rich-picture";
    link.textContent = image.alt === t("image.name") ? t("image.open") : `${t("image.open")}: ${image.alt}`;
    if (image.src.startsWith("https:")) image.replaceWith(link);
    else image.remove();
  });
}

function prepareCode(code: HTMLPreElement): void {
  const text = code.textContent;
  code.tabIndex = 0;
  const box = document.createElement("div");
  box.className = "rich-code";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "rich-copy";
  button.textContent = t("action.copy");
  button.addEventListener("click", () => {
    void copy(text).then((copied) => {
      if (copied) button.textContent = t("action.copied");
    });
  });
  code.replaceWith(box);
  box.append(code, button);
}
