/*
 * The page of an app with the vendor's own plugin: Cordova's real cordova.js and the vendor's real JavaScript, both as
 * npm has them, run by Node, whose engine is Chromium's. What they ask goes out as lines, what the native side says comes
 * in as the statements that Cordova would let a WebView run. Started by `VendorTest` with two file names.
 *
 * In:  {"js": "…"} a statement of the native side; {"call": ["logEvent", "opened", {}]} a call of the app.
 * Out: {"exec": [service, action, id, arguments]}; {"answer": [number of the call, ok, value]}.
 */
import { createInterface } from 'node:readline';
import { openPage, run } from './window.mjs';

const [cordovaJs, vendorJs] = process.argv.slice(2);
const out = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const window = openPage(cordovaJs, vendorJs, (service, action, id, args) => out({ exec: [service, action, id, args] }));

let calls = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { js, call } = JSON.parse(line);
  if (js !== undefined) run(window, js);
  if (call !== undefined) {
    const [name, ...args] = call;
    const number = (calls += 1);
    const told = (ok) => (value) => out({ answer: [number, ok, value ?? null] });
    window.plugin[name](...args, told(true), told(false));
  }
}
