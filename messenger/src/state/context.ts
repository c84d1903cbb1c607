// The desk for every component below the app, and content by a hook.

import { createContext } from "preact";
import { useContext, useEffect, useMemo } from "preact/hooks";
import type { Settings, State } from "../contract/types";
import type { Desk } from "./desk";
import type { Query, Source } from "./query";

const Context = createContext<Desk | null>(null);

/** Hands the desk to everything inside. */
export const DeskProvider = Context.Provider;

/** The desk; only inside of `DeskProvider`. */
export function useDesk(): Desk {
  const desk = useContext(Context);
  if (!desk) throw new Error("no desk here");
  return desk;
}

/** The state; only on screens, which are shown when there is one. */
export function useMessenger(): State {
  const state = useDesk().state.value;
  if (!state) throw new Error("no state yet");
  return state;
}

/** The workspace's settings; empty until they arrive. */
export function useSettings(): Partial<Settings> {
  return (useMessenger().settings ?? {}) as Partial<Settings>;
}

/** Content under a name: what is known at once, then the newest. */
export function useQuery<T>(name: string, source: (desk: Desk) => Source<T>): Query<T> {
  const desk = useDesk();
  const query = useMemo(() => desk.query(name, source(desk)), [desk, name]);
  useEffect(() => void query.open(), [query]);
  return query;
}
