// What the plugin is started with: the app's preferences in config.xml, or what `initialize` was given.
//
// Guarantees: names of preferences are compared without their case, as Cordova's other platforms do; what is missing is
// an error that names the preference; a file that could not be read is said to be so. Cordova's browser platform serves config.xml beside cordova.js. Page thread.

import { FrontdeskError } from "../../../messenger/src/twin/error";
import { members, optionalText, text } from "./given";

/** See the module. */
export interface Settings {
  serverUrl: string;
  appId: string;
  /** Asked from the server when absent. */
  apiKey: string | undefined;
}

/** What config.xml says. */
export interface Preferences {
  /** Nothing when the app starts it itself. */
  settings: Settings | undefined;
  /** The app calls `initialize`. */
  manual: boolean;
  /** Why there are no settings, for calls that need them. */
  missing: FrontdeskError | undefined;
  /** The file could not be read: it may be another time. */
  unread?: true;
}

/** What a call is told when nothing says with what to start. */
const notInitialized = (field: string, message = "set this preference in config.xml, or call initialize"): FrontdeskError =>
  new FrontdeskError("invalid_input", "not_initialized", message, { field });

/** Reads config.xml. Whatever goes wrong is an answer, too. */
export async function readPreferences(page: Document): Promise<Preferences> {
  const told = await preferences(page).catch(() => undefined);
  if (!told) return { settings: undefined, manual: false, missing: notInitialized("frontdesk-server-url", "config.xml could not be read"), unread: true };
  const [serverUrl, appId, apiKey] = [told.get("frontdesk-server-url"), told.get("intercom-app-id"), told.get("frontdesk-web-api-key")];
  const manual = told.get("frontdesk-initialize")?.toLowerCase() === "manual";
  if (manual) return { settings: undefined, manual, missing: undefined };
  if (!serverUrl) return { settings: undefined, manual, missing: notInitialized("frontdesk-server-url") };
  if (!appId) return { settings: undefined, manual, missing: notInitialized("intercom-app-id") };
  return { settings: { serverUrl, appId, apiKey }, manual, missing: undefined };
}

async function preferences(page: Document): Promise<Map<string, string>> {
  const cordova = page.querySelector<HTMLScriptElement>('script[src*="cordova.js"]');
  const answer = await fetch(new URL("config.xml", cordova?.src || page.baseURI), { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`config.xml: ${answer.status}`);
  const config = new DOMParser().parseFromString(await answer.text(), "text/xml");
  const all = [...config.getElementsByTagName("preference")];
  return new Map(all.map((one) => [(one.getAttribute("name") ?? "").toLowerCase(), (one.getAttribute("value") ?? "").trim()]));
}

/** Reads what `initialize` was given, in either spelling. Throws `wrong_type`, `missing`. */
export function readInitialization(given: unknown): Settings {
  const told = members("settings", given);
  const [serverUrl, appId] = [text("server_url", told["serverUrl"] ?? told["server_url"]), text("app_id", told["appId"] ?? told["app_id"])];
  const key = told["webApiKey"] ?? told["web_api_key"] ?? told["apiKey"] ?? told["api_key"];
  return { serverUrl, appId, apiKey: optionalText("api_key", key) };
}
