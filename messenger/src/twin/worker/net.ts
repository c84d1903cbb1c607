// What needs the network anyway, loaded over it right after a client opened: the worker, the way to the server, and the
// questions. What an app tells before it came is stored all the same.

import type { House } from "../house";
import type { Fetch, Fetched } from "../rooms";
import type { Session } from "../storage/rows";
import { Transport } from "../transport";
import { fetchFor, loggedInSession } from "./fetch";
import { Worker } from "./worker";

/** The rooms of the network. */
export interface Net {
  transport: Transport;
  worker: Worker;
  fetch<T>(ask: Fetch, read: (json: unknown) => T | undefined): Promise<Fetched<T>>;
  loggedIn(): Promise<Session>;
}

/** Makes them. */
export function netOf(house: House): Net {
  return {
    transport: new Transport(house.config, house.platform),
    worker: new Worker(house),
    fetch: (ask, read) => fetchFor(house, ask, read),
    loggedIn: () => loggedInSession(house),
  };
}
