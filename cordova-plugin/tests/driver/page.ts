// The scenario driver's page for the plugin: its own JavaScript on the browser platform's proxy, in Cordova's place a
// stand-in. The protocol and the program are those of messenger/driver.
//
// Guarantees: those of `in-page.ts` there; events are those that the plugin tells its listeners, under the core's names.

import { connect } from "./bridge";
import intercom from "../../www/intercom";
import { twinCalls } from "../../../messenger/driver/calls";
import { deskCalls } from "../../../messenger/driver/desk";
import { serve, settings, workspace } from "../../../messenger/driver/in-page";
import { surface } from "../../src/browser/actions";
import { Counter } from "../../src/browser/counter";
import { pluginCalls } from "./calls";
import { listenToAll } from "./events";
import { faultOf } from "./faults";
import { fatesOf } from "./fates";

serve(async (given, protocol) => {
  const counter = new Counter(document, settings(given));
  listenToAll(intercom, protocol);
  connect(surface(counter));
  await intercom.initialize(workspace(given));
  const { twin, desk } = await counter.open();
  const own = { ...twinCalls(twin), ...deskCalls(desk) };
  return { calls: { ...own, ...pluginCalls(intercom, { own: (name, args) => own[name]!(args), fate: fatesOf(twin) }) }, shutdown: () => twin.shutdown() };
}, faultOf);
