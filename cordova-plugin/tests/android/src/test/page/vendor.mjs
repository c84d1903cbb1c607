/*
 * The page of an app with the vendor's own plugin: Cordova's real cordova.js and the vendor's real JavaScript, both as
 * npm has them, run by Node, whose engine is Chromium's. What they ask goes out as lines, what the native side says comes
 * in as the statements that Cordova would let a WebView run. Started by `VendorTest` with two file names.
 *
 * In:  {"js": "…"} a statement of the native side; {"call": ["logEvent", "opened", {}]} a call of the app.
 * Out: {"exec": [service, action, id, arguments]}; {"answer": [number of the call, ok, value]}.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import vm from 'node:vm';

const [cordovaJs, vendorJs] = process.argv.slice(2);
const out = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

/** Stands for whatever cordova.js hangs into a page: takes everything and does nothing. */
const inert = () =>
  new Proxy(() => inert(), {
    get: (_, name) => (name === Symbol.toPrimitive ? () => '' : inert()),
    set: () => true,
    defineProperty: () => true,
  });

// As little of a browser as cordova.js looks at.
const events = {
  addEventListener() {},
  removeEventListener() {},
  dispatchEvent() {},
  createEvent: () => ({ initEvent() {} }),
  getElementsByTagName: () => [],
};
const window = {
  ...events,
  document: { ...events, readyState: 'complete', createElement: inert, head: inert(), body: inert() },
  navigator: { userAgent: 'Android' },
  location: { href: 'https://localhost/' },
  console: { log() {}, warn() {}, error: (...words) => process.stderr.write(`${words.join(' ')}\n`) },
  setTimeout,
  clearTimeout,
  // The secret of the bridge: the test stands where Cordova checks it.
  prompt: () => '1',
  _cordovaNative: {
    exec(secret, service, action, id, args) {
      out({ exec: [service, action, id, args] });
      return '';
    },
    setNativeToJsBridgeMode() {},
    retrieveJsMessages: () => '',
  },
};
window.window = window;
vm.createContext(window);
vm.runInContext(readFileSync(cordovaJs, 'utf8'), window);
vm.runInContext(
  `cordova.define('cordova/plugin_list', function (require, exports, module) { module.exports = []; });
   cordova.define('vendor', function (require, exports, module) {${readFileSync(vendorJs, 'utf8')}\n});
   window.intercom = cordova.require('vendor'); cordova.require('cordova/exec').init();`,
  window,
);

let calls = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { js, call } = JSON.parse(line);
  if (js !== undefined) vm.runInContext(js, window);
  if (call !== undefined) {
    const [name, ...args] = call;
    const number = (calls += 1);
    const told = (ok) => (value) => out({ answer: [number, ok, value ?? null] });
    window.intercom[name](...args, told(true), told(false));
  }
}
