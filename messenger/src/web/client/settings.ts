// Sorts what a page says into how the messenger looks and who the person is.
//
// Guarantees: pure; nothing that is given here is changed; what a page must not set (`last_request_at`, `utm_*`) is
// left out; a user id or address of `undefined`, `null` or nothing, as templates write it, counts as not given. Keys
// that are no setting become custom attributes, as documented. Called for every `boot` and `update`.

import type { FrontdeskError } from "../../twin/error";
import type { RejectedField } from "../../twin/events";
import { userAttributes } from "../../twin/model/attributes";
import type { MessengerSettings, Settings } from "../surface";

const MESSENGER = new Set([
  "app_id",
  "api_base",
  "api_key",
  "custom_launcher_selector",
  "alignment",
  "horizontal_padding",
  "vertical_padding",
  "z_index",
  "hide_default_launcher",
  "hide_notifications",
  "session_duration",
  "action_color",
  "background_color",
  "link_color",
  "theme_mode",
  "messenger_style_id",
  "page_title",
  "tell_page",
  "installation_type",
  "follow_routes",
  "cookieless",
  "cookie_domain",
]);
/** Facts that others know better: the clock of the server, and the address of the page. */
const RESERVED = new Set(["last_request_at", "utm_campaign", "utm_content", "utm_medium", "utm_source", "utm_term", "user_hash", "intercom_user_jwt", "auth_tokens"]);
const PLAIN = new Set(["email", "user_id", "name", "phone", "signed_up_at", "unsubscribed_from_emails", "language_override"]);
const COMPANY = new Set(["company_id", "name", "created_at", "plan", "monthly_spend", "size", "website", "industry"]);

/** What a page said, sorted. */
export interface Told {
  messenger: MessengerSettings;
  /** For `updateUser`, in the wire's spelling; empty when nothing was said of the person. */
  attributes: Record<string, unknown>;
  userId: string | undefined;
  email: string | undefined;
  userHash: string | undefined;
  jwt: string | undefined;
  authTokens: Record<string, string> | undefined;
  /** What is not told because it cannot be taken; the rest is. */
  rejected: RejectedField[];
}

/** See the module. */
export function sort(settings: Settings | undefined): Told {
  const messenger: Record<string, unknown> = {};
  const attributes: Record<string, unknown> = {};
  const custom: Record<string, unknown> = {};
  const rejected: RejectedField[] = [];
  const given = settings ?? {};
  for (const key of Object.keys(given)) {
    const value = given[key];
    if (value === undefined || RESERVED.has(key)) continue;
    if (MESSENGER.has(key)) messenger[key] = value;
    else if (key === "created_at") attributes["signed_up_at"] = value;
    else if (key === "avatar") picture(value, attributes, rejected);
    else if (key === "company" || key === "companies") continue;
    else if (key === "custom_attributes" && isObject(value)) Object.assign(custom, value);
    else if (PLAIN.has(key)) attributes[key] = value;
    else custom[key] = value;
  }
  const jwt = text(given.intercom_user_jwt);
  const claims = jwt ? claimsOf(jwt) : {};
  const userId = named(given.user_id) ?? named(claims["user_id"]);
  const email = named(given.email) ?? named(claims["email"]);
  for (const [key, value] of [["user_id", userId], ["email", email]] as const) {
    if (value === undefined) delete attributes[key];
    else attributes[key] = value;
  }
  const companies = [given.company, ...(Array.isArray(given.companies) ? given.companies : [])].filter(isObject).map(company);
  if (companies.length > 0) attributes["companies"] = companies;
  if (Object.keys(custom).length > 0) attributes["custom_attributes"] = custom;
  const authTokens = isObject(given.auth_tokens) ? (given.auth_tokens as Record<string, string>) : undefined;
  return { messenger, attributes, userId, email, userHash: text(given.user_hash), jwt, authTokens, rejected };
}

/** A picture that cannot be one keeps nobody from being logged in. */
function picture(avatar: unknown, attributes: Record<string, unknown>, rejected: RejectedField[]): void {
  try {
    userAttributes({ avatar });
    attributes["avatar"] = avatar;
  } catch (error) {
    const { field, code } = error as FrontdeskError;
    rejected.push({ field: field ?? "avatar", code });
  }
}

/** Where a visitor came from, as the address of the page says; custom attributes of the person. */
export function campaign(search: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [key, value] of new URLSearchParams(search)) {
    if (/^utm_(campaign|content|medium|source|term)$/.test(key) && value) found[key] = Array.from(value).slice(0, 255).join("");
  }
  return found;
}

function company(given: Record<string, unknown>): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  const custom: Record<string, unknown> = {};
  for (const key of Object.keys(given)) {
    const name = key === "id" ? "company_id" : key === "remote_created_at" ? "created_at" : key;
    const value = given[key];
    if (value === undefined || name === "user_count") continue;
    if (name === "custom_attributes" && isObject(value)) Object.assign(custom, value);
    else if (COMPANY.has(name)) plain[name] = name === "company_id" && typeof value === "number" ? String(value) : value;
    else custom[name] = value;
  }
  return Object.keys(custom).length > 0 ? { ...plain, custom_attributes: custom } : plain;
}

/** An id or address that names somebody. */
function named(value: unknown): string | undefined {
  const told = typeof value === "number" && Number.isFinite(value) ? String(value) : text(value);
  return told === undefined || told === "undefined" || told === "null" ? undefined : told;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

/** What a token claims; the server is the one that checks it. */
function claimsOf(jwt: string): Record<string, unknown> {
  try {
    const middle = (jwt.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(middle), (one) => one.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isObject(claims) ? claims : {};
  } catch {
    return {};
  }
}
