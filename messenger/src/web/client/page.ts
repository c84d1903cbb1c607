// Which page the person is on and which look of the messenger it wants, as the server is told.
//
// Guarantees: pure; of the address only where it leads: no user and password, no query, no fragment, for links of
// log-in and reset carry their secrets there; bounded as the protocol wants it. Called at `boot` and `update`.

import type { Page } from "../../twin/desk";
import type { MessengerSettings } from "../surface";

/** As in contract/openapi.yaml, `PingRequest`. */
const URL_LENGTH = 2048;
const TITLE_LENGTH = 255;
const STYLE_LENGTH = 64;

/** See the module; only the look when the page is not to be told. */
export function pageOf({ page_title: named, tell_page: tell, messenger_style_id: style }: MessengerSettings, page: Pick<Document, "location" | "title">): Page {
  const look = style ? { messenger_style_id: String(style).slice(0, STYLE_LENGTH) } : {};
  if (tell === false) return look;
  const { protocol, host, pathname } = page.location;
  const url = `${protocol}//${host}${pathname}`;
  const title = Array.from(String(named ?? page.title).trim()).slice(0, TITLE_LENGTH).join("");
  return { ...look, ...(/^https?:/.test(url) && url.length <= URL_LENGTH ? { url } : {}), ...(title ? { title } : {}) };
}
