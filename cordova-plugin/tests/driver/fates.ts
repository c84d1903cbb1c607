// What becomes of updates within the time that the client waits. On the browser platform the plugin answers when they are
// stored, and the protocol wants to know more.

import type { Delivery } from "../../../messenger/src/twin/rooms";
import type { Open } from "../../src/browser/counter";

/** Asks for an update's fate by its operation, once the plugin has told it. */
export function fatesOf(twin: Open["twin"]): (operation: string) => Promise<Delivery | undefined> {
  const fates = new Map<string, Promise<Delivery | undefined>>();
  const before = twin.updateUser.bind(twin);
  twin.updateUser = (attributes, stored) => {
    let tell: (delivery: Promise<Delivery>) => void = () => undefined;
    const fate = new Promise<Delivery>((told) => (tell = told));
    fate.catch(() => undefined);
    const answer = before(attributes, (id, ignored) => {
      fates.set(id, fate);
      stored?.(id, ignored);
    });
    tell(answer);
    return answer;
  };
  return async (operation) => fates.get(operation);
}
