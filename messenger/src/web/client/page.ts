// Which page the person is on, as the server is told.
//
// Guarantees: pure; of the address only where it leads: no user and password, no query, no fragment, for links of
// log-in and reset carry their secrets there; bounded as the protocol wants it. Called at `boot` and `update`.

import type { Page } from "../../twin/desk";
import type { MessengerSettings } from "../surface";

/** As in contract/openapi.yaml, `PingRequest`. */
const URL_LENGTH = 2048;
const TITLE_LENGTH = 255;

/** See the module; empty when the page is not to be told. */
export function pageOf({ page_title: named, tell_page: tell }: MessengerSettings, page: Pick<Document, "location" | "title">): Page {
  if (tell === false) return {};
  const { protocol, host, pathname } = page.location;
  const url = `${protocol}//${host}${pathname}`;
  const title = Array.from(String(named ?? page.title).trim()).slice(0, TITLE_LENGTH).join("");
  return { ...(/^https?:/.test(url) && url.length <= URL_LENGTH ? { url } : {}), ...(title ? { title } : {}) };
}
