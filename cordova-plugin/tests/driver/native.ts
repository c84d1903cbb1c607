// The scenario driver's side of the plugin on a native platform: the protocol in front of the plugin's own JavaScript, and
// the client behind it for the calls that the plugin does not have.
//
// Guarantees: those of the protocol; a call that the plugin has goes through the function that an app calls.

import type { Intercom } from "../../types/index";
import type { Call } from "../../../messenger/driver/calls";
import { Protocol } from "../../../messenger/driver/protocol";
import { pluginCalls } from "./calls";
import { listenToAll } from "./events";
import { faultOf } from "./faults";

/** An app's page: what the plugin put into it, and a call of the client as JSON, both ways. */
export interface Page {
  intercom: Intercom;
  client: (name: string, args: string) => Promise<string>;
}

/** The protocol of a page; `write` carries a line out. */
export function speak({ intercom, client }: Page, write: (line: string) => Promise<unknown>): Protocol {
  const own = async (name: string, args: Record<string, unknown>): Promise<unknown> => JSON.parse(await client(name, JSON.stringify(args)));
  const protocol = new Protocol(write, faultOf);
  const table: Record<string, Call> = {
    // The answer says what became of it.
    ...pluginCalls(intercom, { own, fate: async () => undefined }),
    set_push_token: async (args) => {
      // Which service it is the platform says, and there is one environment of it.
      const { provider, token, sandbox } = args as { provider?: string; token?: string; sandbox?: boolean };
      return provider === "fcm" && !sandbox && token !== undefined ? intercom.sendPushTokenToIntercom(token) : own("set_push_token", args);
    },
  };
  listenToAll(intercom, protocol);
  protocol.offer((name) => (Object.hasOwn(table, name) ? table[name] : (args) => own(name, args)));
  return protocol;
}
