/*
 * Runs before the plugin is added to an Android app: says in one sentence what is missing and how to get it.
 *
 * Guarantees: looks at files of this plugin alone; no network, nothing written. Without the Android package the app
 * could not be built, so adding stops here; without the libraries of phones it builds and cannot load the SDK, so a
 * warning is enough. Called by cordova on its own thread.
 */
'use strict';

const fs = require('node:fs');
const path = require('node:path');

/** The ABIs of phones and emulators. */
const ABIS = ['arm64-v8a', 'armeabi-v7a', 'x86_64'];

/**
 * What to say about the folder `native/android` of a plugin.
 *
 * @param {string} plugin the plugin's folder
 * @returns {{stop?: string, warning?: string}}
 */
function judged(plugin) {
    const native = path.join(plugin, 'native', 'android');
    if (!fs.existsSync(path.join(native, 'maven', 'dev', 'frontdesk', 'frontdesk-android'))) {
        return {
            stop:
                'cordova-plugin-frontdesk carries no Android package here: take the published npm package, or make one ' +
                'with `cargo xtask package cordova` and add target/package/cordova-plugin-frontdesk-<version>.tgz',
        };
    }
    const there = fs.existsSync(path.join(native, 'abis.json'))
        ? JSON.parse(fs.readFileSync(path.join(native, 'abis.json'), 'utf8'))
        : [];
    const missing = ABIS.filter((abi) => !there.includes(abi));
    if (missing.length === 0) return {};
    return {
        warning:
            `cordova-plugin-frontdesk carries no native library for ${missing.join(', ')}: the app builds, and calls on ` +
            'such a device answer "internal"; make them with `cargo xtask native android` (needs the NDK) and pack again',
    };
}

module.exports = (context) => {
    const { stop, warning } = judged(context.opts.plugin.dir);
    if (stop) throw new Error(stop);
    if (warning) console.warn(warning);
};
module.exports.judged = judged;
