// The host's end of the bridge on the web: a message port whose other end is in the messenger's iframe.
//
// Guarantees: every text from the page gets exactly one text back; the page hears the events of
// contract/bridge.schema.json and nothing else: no identity, no token, no operation. Ends when the returned function is
// called, after which nothing is answered. Called by whoever mounts the iframe.

import type { Event as BridgeEvent, Author } from "../../contract/types";
import type { Event, Listener } from "../events";
import type { Rooms } from "../rooms";

/** What the port needs of a client. */
export interface Served {
  readonly rooms: Rooms | undefined;
  listen(listener: Listener): () => void;
}

/** Serves a page until the answer is called. */
export function serve(client: Served, port: MessagePort): () => void {
  const leave = client.listen((event) => {
    const told = eventOf(event);
    if (told) port.postMessage(JSON.stringify(told));
  });
  port.onmessage = ({ data }) => {
    if (typeof data !== "string") return;
    void client.rooms?.request(data).then((answer) => port.postMessage(answer));
  };
  port.start();
  return () => {
    leave();
    port.onmessage = null;
    port.close();
  };
}

/** The event as a message for the pages; undefined for what is not theirs. */
export function eventOf(event: Event): BridgeEvent | undefined {
  switch (event.event) {
    case "messenger_state_changed":
      return { event: "state.changed", data: {} };
    case "conversation_changed":
      return { event: "conversation.changed", data: { id: event.id } };
    case "ticket_changed":
      return { event: "ticket.changed", data: { id: event.id } };
    case "unread_changed":
      return { event: "unread.changed", data: { count: event.count } };
    case "typing":
      return { event: "typing", data: { conversation_id: event.conversation_id, author: event.author as Author } };
    default:
      return undefined;
  }
}
