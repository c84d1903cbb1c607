/*
 * A page of an app, without a browser: as little of one as Cordova's real cordova.js looks at, run by Node, whose engine is
 * Chromium's. Used by the vendor's page in the tests and by the scenario driver.
 */
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

/** Stands for whatever cordova.js hangs into a page: takes everything and does nothing. */
const inert = () =>
  new Proxy(() => inert(), {
    get: (_, name) => (name === Symbol.toPrimitive ? () => '' : inert()),
    set: () => true,
    defineProperty: () => true,
  });

const events = {
  addEventListener() {},
  removeEventListener() {},
  dispatchEvent() {},
  createEvent: () => ({ initEvent() {} }),
  getElementsByTagName: () => [],
};

/**
 * A page with `cordovaJs` (a file) and one plugin, `pluginJs` (a file), as the module `plugin`; `native` is called with
 * service, action, id and arguments. Gives the page's global object.
 */
export function openPage(cordovaJs, pluginJs, native) {
  const window = {
    ...events,
    document: { ...events, readyState: 'complete', createElement: inert, head: inert(), body: inert() },
    navigator: { userAgent: 'Android' },
    location: { href: 'https://localhost/' },
    console: { log() {}, warn() {}, error: (...words) => process.stderr.write(`${words.join(' ')}\n`) },
    setTimeout,
    clearTimeout,
    // The secret of the bridge: whoever opens the page stands where Cordova checks it.
    prompt: () => '1',
    _cordovaNative: {
      exec(secret, service, action, id, args) {
        native(service, action, id, args);
        return '';
      },
      setNativeToJsBridgeMode() {},
      retrieveJsMessages: () => '',
    },
  };
  window.window = window;
  vm.createContext(window);
  run(window, readFileSync(cordovaJs, 'utf8'));
  run(
    window,
    `cordova.define('cordova/plugin_list', function (require, exports, module) { module.exports = []; });
     cordova.define('plugin', function (require, exports, module) {${readFileSync(pluginJs, 'utf8')}\n});
     window.plugin = cordova.require('plugin'); cordova.require('cordova/exec').init();`,
  );
  return window;
}

/** Runs a statement in the page. */
export const run = (window, statement) => vm.runInContext(statement, window);
