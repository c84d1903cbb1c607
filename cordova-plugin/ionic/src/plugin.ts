// The way from a wrapper's function to the plugin in the page.
//
// Guarantees: a call before `deviceready` waits for it; where there is no Cordova it rejects at once with the code
// `plugin_not_installed`, as for a plugin that was not added. Page thread.

import type { Intercom } from "cordova-plugin-frontdesk";

/** What of a page is looked at. */
interface Page {
  intercom?: Intercom;
  cordova?: unknown;
  document?: { addEventListener(name: "deviceready", heard: () => void, capture: boolean): void };
}

const page = globalThis as unknown as Page;
let coming: Promise<void> | undefined;

/** Why there is no plugin to call. */
function missing(): Error {
  const error = new Error("cordova-plugin-frontdesk is not part of this app, or this is no Cordova app");
  return Object.assign(error, { name: "FrontdeskError", code: "plugin_not_installed", field: undefined, limit: undefined });
}

/** The plugin, at once when it is there. */
export async function plugin(): Promise<Intercom> {
  if (page.intercom) return page.intercom;
  if (page.cordova === undefined || !page.document) throw missing();
  const { document } = page;
  coming ??= new Promise((ready) => document.addEventListener("deviceready", ready, false));
  await coming;
  if (!page.intercom) throw missing();
  return page.intercom;
}
