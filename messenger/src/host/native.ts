// The way to the core on a phone, and to whoever embeds the page: a message port that the container hands over.
//
// The hand-shake: a `message` event of the window whose data is the text `frontdesk.port` and whose first port is
// the way. It comes from the container, which is the page itself or nobody: a frame in the page, and a page that opened
// it, are not heard. The first one counts; later ones are closed, so that nobody takes the page over. Texts of
// contract/bridge.schema.json travel both ways.

import type { Port } from "../contract/bridge";

const GREETING = "frontdesk.port";

/** Settles when the container handed the port over; a page that nobody hosts waits for ever and shows nothing. `from`
 * says whether a message is the container's. */
export function hostPort(page: Window, from = (event: MessageEvent): boolean => event.source == null || event.source === page): Promise<Port> {
  return new Promise((resolve) => {
    let taken = false;
    page.addEventListener("message", (event) => {
      const port = event.ports[0];
      if (event.data !== GREETING || !port) return;
      if (taken || !from(event)) {
        port.close();
        return;
      }
      taken = true;
      resolve(portOf(port));
    });
  });
}

function portOf(port: MessagePort): Port {
  return {
    send: (text) => port.postMessage(text),
    listen: (heard) => {
      port.addEventListener("message", (event) => {
        if (typeof event.data === "string") heard(event.data);
      });
      port.start();
    },
  };
}
