// What the plugin is started with: the app's preferences in config.xml, or what `initialize` was given.
//
// Guarantees: names of preferences are compared without their case, as Cordova's other platforms do; what is missing is
// an error that names the preference. Cordova's browser platform serves config.xml beside cordova.js. Page thread.

import { FrontdeskError, invalid } from "../../../messenger/src/twin/error";

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
}

/** What a call is told when nothing says with what to start. */
export const notInitialized = (field: string): FrontdeskError =>
  new FrontdeskError("invalid_input", "not_initialized", "set this preference in config.xml, or call initialize", { field });

/** Reads config.xml. Whatever goes wrong is an answer, too. */
export async function readPreferences(page: Document): Promise<Preferences> {
  const told = await preferences(page).catch(() => new Map<string, string>());
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
  if (!answer.ok) return new Map();
  const config = new DOMParser().parseFromString(await answer.text(), "text/xml");
  const all = [...config.getElementsByTagName("preference")];
  return new Map(all.map((one) => [(one.getAttribute("name") ?? "").toLowerCase(), (one.getAttribute("value") ?? "").trim()]));
}

/** Reads what `initialize` was given. Throws `wrong_type`, `missing`. */
export function readInitialization(given: unknown): Settings {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw invalid("wrong_type", "settings", "must be an object");
  const { serverUrl, appId, webApiKey, apiKey } = given as Record<string, unknown>;
  const key = webApiKey ?? apiKey;
  return { serverUrl: text("serverUrl", serverUrl), appId: text("appId", appId), apiKey: key == null ? undefined : text("apiKey", key) };
}

function text(field: string, value: unknown): string {
  if (value === undefined || value === null || value === "") throw invalid("missing", field, "must be given");
  if (typeof value !== "string") throw invalid("wrong_type", field, "must be text");
  return value;
}
