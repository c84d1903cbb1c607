/*
 * Runs after an iOS app was prepared: puts the app's own sentences about camera and microphone into its Info.plist, when
 * the app's config.xml has them as preferences, and says in one sentence what is missing otherwise.
 *
 * Guarantees: nothing is written that the app did not word itself, and nothing that is there already is changed; no
 * network. iOS ends an app that opens the camera without such a sentence, and the messenger's button for files offers
 * the camera. Called by cordova on its own thread.
 */
'use strict';

const fs = require('node:fs');
const path = require('node:path');

/** Preferences of config.xml and the keys they become. */
const SENTENCES = {
  'frontdesk-camera-usage': 'NSCameraUsageDescription',
  'frontdesk-microphone-usage': 'NSMicrophoneUsageDescription',
};

/** The value of a preference, as it is written in XML; undefined when there is none. */
function preference(xml, name) {
  const found = [...xml.matchAll(/<preference\s+([^>]*?)\/?>/g)].map(([, attributes]) => attributes);
  const ours = found.find((attributes) => new RegExp(`name="${name}"`, 'i').test(attributes));
  return ours && /value="([^"]*)"/.exec(ours)?.[1];
}

/**
 * The Info.plist with what the preferences say.
 *
 * @param {string} plist as it is
 * @param {string} xml the app's config.xml
 * @returns {{plist: string, missing: string[]}}
 */
function told(plist, xml) {
  const missing = [];
  for (const [name, key] of Object.entries(SENTENCES)) {
    if (plist.includes(`<key>${key}</key>`)) continue;
    const sentence = preference(xml, name);
    if (!sentence) {
      missing.push(key);
      continue;
    }
    const end = plist.lastIndexOf('</dict>');
    plist = `${plist.slice(0, end)}  <key>${key}</key>\n    <string>${sentence}</string>\n  ${plist.slice(end)}`;
  }
  return { plist, missing };
}

module.exports = (context) => {
  const root = context.opts.projectRoot;
  const folder = path.join(root, 'platforms', 'ios', 'App');
  if (!fs.existsSync(folder)) return;
  const name = fs.readdirSync(folder).find((file) => file.endsWith('-Info.plist'));
  if (!name) return;
  const file = path.join(folder, name);
  const before = fs.readFileSync(file, 'utf8');
  const { plist, missing } = told(before, fs.readFileSync(path.join(root, 'config.xml'), 'utf8'));
  if (plist !== before) fs.writeFileSync(file, plist);
  if (missing.includes('NSCameraUsageDescription')) {
    console.warn(
      'cordova-plugin-frontdesk: iOS ends the app when a person takes a photo in the messenger, unless config.xml has ' +
        'the preference frontdesk-camera-usage with a sentence that says why',
    );
  }
};
module.exports.told = told;
