/*
 * Runs after an iOS app was prepared: puts the app's own sentences about camera and microphone into its Info.plist, when
 * the app's config.xml has them as preferences, and says in one sentence what is missing otherwise. Before the plugin is
 * removed it takes them out again.
 *
 * Guarantees: nothing is written that the app did not word itself; a sentence that somebody else put there stays as it is;
 * ours follows config.xml, also when the preference is changed or goes; no network. iOS ends an app that opens the camera
 * without such a sentence, and the messenger's button for files offers the camera. Called by cordova on its own thread.
 */
'use strict';

const fs = require('node:fs');
const path = require('node:path');

/** Preferences of config.xml and the keys they become. */
const SENTENCES = {
  'frontdesk-camera-usage': 'NSCameraUsageDescription',
  'frontdesk-microphone-usage': 'NSMicrophoneUsageDescription',
};

/** Which sentences are ours, beside the project: a key and what we wrote. */
const NOTES = 'frontdesk-usage.json';

const NAMED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** What XML stands for. */
const read = (xml) =>
  xml.replace(/&(?:(amp|lt|gt|quot|apos)|#(\d+)|#x([\da-f]+));/gi, (whole, name, decimal, hex) =>
    name ? NAMED[name.toLowerCase()] : String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16)),
  );
/** A text as it is written inside an element. */
const written = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** The value of a preference; undefined when there is none. One in a comment is none. */
function preference(xml, name) {
  const tags = xml.replace(/<!--[^]*?-->/g, '').match(/<preference\s[^>]*>/g) || [];
  const value = (tag, attribute) => {
    const found = new RegExp(`\\s${attribute}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag);
    return found ? read(found[1] === undefined ? found[2] : found[1]) : undefined;
  };
  const ours = tags.find((tag) => (value(tag, 'name') || '').toLowerCase() === name);
  return ours === undefined ? undefined : value(ours, 'value') || undefined;
}

/** Where a key and its sentence stand in an Info.plist. */
const entry = (key) => new RegExp(`\\s*<key>${key}</key>\\s*<string>([^<]*)</string>`);

/**
 * The Info.plist with what the preferences say.
 *
 * @param {string} plist as it is
 * @param {string} xml the app's config.xml
 * @param {Record<string, string>} before what we wrote the last time
 * @returns {{plist: string, missing: string[], ours: Record<string, string>}}
 */
function told(plist, xml, before = {}) {
  const missing = [];
  const ours = {};
  for (const [name, key] of Object.entries(SENTENCES)) {
    const there = entry(key).exec(plist);
    if (there && read(there[1]) !== before[key]) continue;
    if (there) plist = plist.replace(there[0], '');
    const sentence = preference(xml, name);
    if (!sentence) {
      missing.push(key);
      continue;
    }
    ours[key] = sentence;
    const end = plist.lastIndexOf('</dict>');
    const rest = plist.slice(0, end).replace(/\s*$/, '\n');
    plist = `${rest}    <key>${key}</key>\n    <string>${written(sentence)}</string>\n  ${plist.slice(end)}`;
  }
  return { plist, missing, ours };
}

module.exports = (context) => {
  const root = context.opts.projectRoot;
  const ios = path.join(root, 'platforms', 'ios');
  const folder = path.join(ios, 'App');
  if (!fs.existsSync(folder)) return;
  const name = fs.readdirSync(folder).find((file) => file.endsWith('-Info.plist'));
  if (!name) return;
  const file = path.join(folder, name);
  const notes = path.join(ios, NOTES);
  const noted = fs.existsSync(notes) ? JSON.parse(fs.readFileSync(notes, 'utf8')) : {};
  const before = fs.readFileSync(file, 'utf8');
  const leaves = context.hook === 'before_plugin_uninstall';
  const config = leaves ? '' : fs.readFileSync(path.join(root, 'config.xml'), 'utf8');
  const { plist, missing, ours } = told(before, config, noted);
  if (plist !== before) fs.writeFileSync(file, plist);
  if (Object.keys(ours).length > 0) fs.writeFileSync(notes, `${JSON.stringify(ours)}\n`);
  else fs.rmSync(notes, { force: true });
  if (!leaves && missing.includes('NSCameraUsageDescription')) {
    console.warn(
      'cordova-plugin-frontdesk: iOS ends the app when a person takes a photo in the messenger, unless config.xml has ' +
        'the preference frontdesk-camera-usage with a sentence that says why',
    );
  }
};
module.exports.told = told;
