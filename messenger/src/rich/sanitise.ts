// What people wrote with a little formatting, made harmless once more before it is shown.
//
// Guarantees: elements, attributes and addresses are lists of what is allowed, the same as the server's
// (server/src/domain/rich_text.rs); no style, no class, no id, no form, no script; nothing is requested but pictures
// over https or from inside the text. The result is nodes, never a text that is parsed again.

import DOMPurify, { type Config } from "dompurify";

const ELEMENTS =
  "a b blockquote br code del em figcaption figure h1 h2 h3 h4 hr i img kbd li mark ol p pre s strong sub sup table tbody td th thead tr u ul";

const RICH: Config = {
  ALLOWED_TAGS: ELEMENTS.split(" "),
  ALLOWED_ATTR: ["href", "title", "src", "alt", "width", "height", "start", "colspan", "rowspan"],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):/i,
  // Without this every attribute is read as an address, and numbers are none.
  ADD_URI_SAFE_ATTR: ["width", "height", "start", "colspan", "rowspan"],
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  ADD_DATA_URI_TAGS: ["img"],
  RETURN_DOM_FRAGMENT: true,
};

const EMPHASIS: Config = { ALLOWED_TAGS: ["em"], ALLOWED_ATTR: [], RETURN_DOM_FRAGMENT: true };

/** Pictures from inside the text: formats that hold no script. */
const PICTURE = /^(?:https:|data:image\/(?:png|jpeg|gif|webp|avif);base64,)/i;

/** The harmless part, as nodes that belong to nobody yet. */
export function sanitise(html: string): DocumentFragment {
  const fragment = DOMPurify.sanitize(html, RICH) as unknown as DocumentFragment;
  for (const image of fragment.querySelectorAll("img")) {
    if (!PICTURE.test(image.getAttribute("src") ?? "")) image.remove();
  }
  for (const link of fragment.querySelectorAll("a")) {
    if (!link.hasAttribute("href")) link.replaceWith(...link.childNodes);
    link.setAttribute("rel", "noopener noreferrer nofollow");
  }
  return fragment;
}

/** The address of a picture outside of rich text, when it is one that may be shown. */
export function pictureAddress(url: string | null | undefined): string | null {
  return url && /^(?:https:|data:image\/)/i.test(url) ? url : null;
}

/** The words alone, for a preview. */
export function wordsOf(html: string): string {
  return sanitise(html).textContent ?? "";
}

/** A snippet of the search, in which only `em` means something. */
export function sanitiseSnippet(html: string): DocumentFragment {
  return DOMPurify.sanitize(html, EMPHASIS) as unknown as DocumentFragment;
}
