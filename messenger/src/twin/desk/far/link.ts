// Which links a person may be led to.
//
// Guarantees: only `https`, `http`, `mailto` and `tel`, as an address that was read and written again, so that the
// browser opens what was judged; no user name in front of a host; a host with letters that look like others is shown in
// its plain form first. Pure.

import { bytesOf } from "../../model/text";
import { Refusal } from "./refusal";

/** Bytes of a link. */
const LONGEST = 2048;
/** Control characters, white space, characters that change how a line reads without being seen, and the backslash. */
const HIDDEN = /[\p{Cc}\p{White_Space}\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\\]/u;

/** A link that may be opened. */
export interface Link {
  /** The address as it is opened. */
  url: string;
  /** The host in ASCII; null for mail and telephone. */
  host: string | null;
  /** Ask the person first: the host is written in letters that can imitate others. */
  confirm: boolean;
}

/** Judges a link of a message, an article or a carousel. Throws `link_not_allowed`. */
export function judgeLink(link: string): Link {
  const refused = new Refusal("link_not_allowed", "links of this kind are not opened", { field: "url" });
  if (bytesOf(link) > LONGEST || HIDDEN.test(link)) throw refused;
  let url: URL;
  try {
    url = new URL(link);
  } catch {
    throw refused;
  }
  if ((url.protocol === "mailto:" || url.protocol === "tel:") && url.pathname !== "" && !url.pathname.startsWith("/")) {
    return { url: url.href, host: null, confirm: false };
  }
  const web = url.protocol === "https:" || url.protocol === "http:";
  if (!web || url.hostname === "" || url.username !== "" || url.password !== "") throw refused;
  return { url: url.href, host: url.hostname, confirm: url.hostname.split(".").some((label) => label.startsWith("xn--")) };
}
