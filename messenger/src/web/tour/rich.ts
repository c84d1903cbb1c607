// What operators wrote with a little formatting, as nodes.
//
// Guarantees: elements, attributes and addresses are lists of what is allowed, the same as the server's
// (server/src/domain/rich_text.rs) but for what takes a page to show; each node is made by name, so the browser never
// reads the text as markup: that holds under Trusted Types, too, and whatever the text is, nothing of it runs and nothing
// is requested but pictures over https or from inside the text. Text that is no markup is shown as it is. Page thread.

const ALLOWED = new Set("a b blockquote br code del em figcaption figure h1 h2 h3 h4 hr i img kbd li mark ol p pre s strong sub sup table tbody td th thead tr u ul".split(" "));
const EMPTY = new Set(["br", "hr", "img"]);
/** Deeper is flat: nobody writes so, and the page's stack is not ours. */
const MOST_LEVELS = 50;
const LINK = /^(?:https?|mailto|tel):/i;
const PICTURE = /^(?:https:|data:image\/(?:png|jpeg|gif|webp|avif);base64,)/i;
const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

/** See the module. */
export function nodesOf(html: string, page: Document): DocumentFragment {
  const fragment = page.createDocumentFragment();
  const open: { name: string; node: Node }[] = [{ name: "", node: fragment }];
  const into = (): Node => (open[open.length - 1] as { node: Node }).node;
  // A tag, up to its end; whatever is none is text.
  const tag = /<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*)\s*\/?>/gi;
  let seen = 0;
  for (let found = tag.exec(html); found; found = tag.exec(html)) {
    write(into(), html.slice(seen, found.index), page);
    seen = tag.lastIndex;
    const [, closes, raw = "", attributes = ""] = found;
    const name = raw.toLowerCase();
    if (!ALLOWED.has(name)) continue;
    if (closes) {
      let at = open.length - 1;
      while (at > 0 && open[at]?.name !== name) at -= 1;
      if (at > 0) open.length = at;
      continue;
    }
    const node = made(name, attributes, page);
    if (!node) continue;
    into().appendChild(node);
    if (!EMPTY.has(name) && open.length < MOST_LEVELS) open.push({ name, node });
  }
  write(into(), html.slice(seen), page);
  return fragment;
}

function made(name: string, attributes: string, page: Document): Element | undefined {
  const given = (wanted: string): string | undefined => {
    const found = new RegExp(`\\s${wanted}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "i").exec(attributes);
    const value = found?.[1] ?? found?.[2] ?? found?.[3];
    return value === undefined ? undefined : decoded(value).trim();
  };
  if (name === "img") {
    const [src, image] = [given("src") ?? "", page.createElement("img")];
    if (!PICTURE.test(src)) return undefined;
    image.alt = given("alt") ?? "";
    image.referrerPolicy = "no-referrer";
    image.decoding = "async";
    for (const side of ["width", "height"] as const) if (/^\d{1,5}$/.test(given(side) ?? "")) image[side] = Number(given(side));
    image.src = src;
    return image;
  }
  // Headings of a text are not those of the page that the card stands on.
  const node = page.createElement(/^h\d$/.test(name) ? "h3" : name);
  const href = name === "a" ? (given("href") ?? "") : "";
  if (LINK.test(href)) {
    const link = node as HTMLAnchorElement;
    link.href = href;
    link.target = "_blank";
    link.rel = "noopener noreferrer nofollow";
  }
  return node;
}

function write(into: Node, text: string, page: Document): void {
  if (text) into.appendChild(page.createTextNode(decoded(text)));
}

/** The characters that a text writes by name or number; names that HTML does not need stay as they are. */
function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi, (whole: string, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return Object.prototype.hasOwnProperty.call(NAMED, name) ? (NAMED[name] as string) : whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : whole;
  });
}
