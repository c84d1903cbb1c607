// What needs the network anyway, loaded over it right after a client opened: the worker, the way to the server, and the
// questions. What an app tells before it came is stored all the same.

import type { House } from "../house";
import type { Fetch, Fetched } from "../rooms";
import type { Session } from "../storage/rows";
import { Transport } from "../transport";
import type { Writer } from "../outbox";
import * as push from "../model/push";
import * as queue from "../queue";
import { lost } from "./answers";
import { fetchFor, loggedInSession } from "./fetch";
import { Worker } from "./worker";

/** The rooms of the network. */
export interface Net {
  transport: Transport;
  worker: Worker;
  queue: typeof queue;
  push: typeof push;
  fetch<T>(ask: Fetch, read: (json: unknown) => T | undefined): Promise<Fetched<T>>;
  loggedIn(): Promise<Session>;
  lost(writer: Writer, session: Session): Promise<void>;
}

/** Makes them. */
export function netOf(house: House): Net {
  return {
    transport: new Transport(house.config, house.platform),
    worker: new Worker(house),
    queue,
    push,
    fetch: (ask, read) => fetchFor(house, ask, read),
    loggedIn: () => loggedInSession(house),
    lost: (writer, session) => lost(writer, session.epoch, session.token),
  };
}
