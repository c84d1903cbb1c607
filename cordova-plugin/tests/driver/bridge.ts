// A stand-in for Cordova's bridge in the driver's page: calls go to the proxy's table as Cordova hands them over.
//
// Loaded before the plugin's calls, which ask for it by name while they are loaded.

import type { Exec } from "../../src/browser/actions";

let table: Record<string, Exec> = {};

/** From now on calls go there. */
export function connect(actions: Record<string, Exec>): void {
  table = actions;
  document.dispatchEvent(new Event("deviceready"));
}

const exec = (success: (value?: unknown) => void, failure: (error: unknown) => void, _service: string, action: string, args: unknown[]): void => {
  table[action]?.(success, failure, args);
};
Object.assign(globalThis, { require: () => exec });
