// What the plugin tells by itself, as observables.
//
// Guarantees: values arrive inside the zone that was handed over; each subscriber has a listener of its own, which goes
// with the subscription, also one that ends before the plugin is there; where there is no plugin nothing is ever told.

import type { IntercomEvent, IntercomEvents } from "cordova-plugin-frontdesk";
import { Observable } from "rxjs";
import { plugin } from "./plugin.js";

/** What of Angular's `NgZone` is used. */
export interface Zone {
  run<T>(work: () => T): T;
}

/** What `pick` takes of an event's data, for whoever subscribes. */
export function told<Name extends IntercomEvent, Value>(name: Name, zone: Zone, pick: (data: IntercomEvents[Name]) => Value): Observable<Value> {
  return new Observable((subscriber) => {
    let leave: (() => void) | undefined;
    let left = false;
    plugin().then(
      (intercom) => {
        if (!left) leave = intercom.addEventListener(name, (data) => zone.run(() => subscriber.next(pick(data))));
      },
      () => undefined,
    );
    return () => {
      left = true;
      leave?.();
    };
  });
}
