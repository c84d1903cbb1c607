// `frontdesk-cordova-android drive`: the plugin on Android as JSON lines, for the scenarios of contract/scenarios.
//
// Guarantees: those of `frontdesk drive`, whose help explains the protocol. This process is the page of an app: Cordova's
// real cordova.js and the plugin's JavaScript as it is shipped, in Chromium's engine. The app around it, with Cordova's real
// classes, the plugin's Android class and the real native library, runs under Robolectric in a process of its own, which
// is killed the moment this one is. Started by the script that `cargo xtask drivers` writes, which names the files.

import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { leave, options, say, serve } from "../../../messenger/driver/command.mjs";
import { openPage, run } from "../android/src/test/page/window.mjs";
import { speak } from "../../.driver/native.mjs";

const CLIENT = "FrontdeskClient";
const { FRONTDESK_APP: program, FRONTDESK_CORDOVA_JS: cordovaJs, FRONTDESK_PLUGIN_JS: pluginJs } = process.env;
const given = options("frontdesk-cordova-android");
// Beside the folder, which is the client's own.
const pidFile = `${given.data}.pid`;

/** An app that was killed a moment ago may still be on its way out. */
async function folderIsFree() {
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      process.kill(Number(readFileSync(pidFile, "utf8")), 0);
    } catch {
      return;
    }
    await pause(25);
  }
}

await folderIsFree();
const app = spawn("setpriv", ["--pdeathsig", "KILL", program], { stdio: ["pipe", "pipe", "inherit"] });
writeFileSync(pidFile, String(app.pid));
app.on("exit", (code) => {
  process.stderr.write(`the app ended by itself (${code})\n`);
  process.exit(3);
});
app.stdin.on("error", () => undefined);

/** The page's statements, and what the app says of itself. */
const told = { opened: () => undefined, ended: () => undefined };
const heard = (name) => new Promise((done) => (told[name] = done));
const send = (line) => app.stdin.write(`${JSON.stringify(line)}\n`);
const window = openPage(cordovaJs, pluginJs, (...exec) => send({ exec }));
createInterface({ input: app.stdout }).on("line", (line) => {
  const { js, ...more } = JSON.parse(line);
  if (js !== undefined) run(window, js);
  for (const name of Object.keys(more)) told[name]();
});

const started = heard("opened");
send({ open: given });
await started;
const exec = window.cordova.require("cordova/exec");
const client = (name, args) => new Promise((done, failed) => exec(done, failed, CLIENT, name, [JSON.parse(args)]));
const intercom = window.plugin;
const protocol = speak({ intercom, client }, async (line) => say(line));
// As Cordova does when everything is loaded.
window.cordova.fireDocumentEvent("deviceready");
try {
  await intercom.initialize({ serverUrl: given.server, appId: given["app-id"], apiKey: given["api-key"] });
  await serve(
    (line) => protocol.begin(line),
    (code) => protocol.fault(code),
  );
  await protocol.answered();
  await client("shutdown", "{}");
  await protocol.said();
} catch (error) {
  protocol.refuse(error);
  process.exitCode = 1;
}
app.removeAllListeners("exit");
const ended = heard("ended");
send({ end: true });
await ended;
leave();
