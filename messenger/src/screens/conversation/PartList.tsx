// The messages of a conversation: ten thousand as easily as ten.
//
// Guarantees: what one reads does not move when something arrives above or below; at the end, the end stays in
// sight; older parts come when one nears the beginning; a frame of scrolling looks at the lines in sight alone, what
// needs all of them is done when the lines change (the caller keeps `lines` the same as long as they are).

import { ArrowDown } from "lucide";
import type { VNode } from "preact";
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { day, t } from "../../i18n/words";
import type { Thread } from "../../state/thread";
import { Avatar } from "../../ui/Avatar";
import { Icon } from "../../ui/Icon";
import { Bubble } from "./Bubble";
import { type Entry, isOwn } from "./entries";
import { useEnd } from "./useEnd";
import { useVirtual } from "./useVirtual";
import { last, lastWhere } from "../../state/last";

/** How near to the end is at the end. */
const NEAR = 80;
/** Lines from the beginning at which older ones are asked for. */
const EARLY = 8;

/** See the module. `atEnd` hears whether the newest is in sight. */
export function PartList(props: { thread: Thread; lines: Entry[]; atEnd: (end: boolean) => void }): VNode {
  const { thread, lines } = props;
  const area = useRef<HTMLDivElement>(null);
  const fresh = useFresh(lines);
  const list = useVirtual({
    count: lines.length,
    getScrollElement: () => area.current,
    // The same functions for the same lines: the list measures everything anew for others.
    estimateSize: useCallback((index: number) => (lines[index]?.kind === "part" ? 64 : 44), [lines]),
    getItemKey: useCallback((index: number) => lines[index]?.key ?? index, [lines]),
    overscan: 8,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: NEAR,
    paddingStart: 16,
    paddingEnd: 12,
  });

  const begun = useRef(false);
  const toEnd = useEnd(list, area);
  useLayoutEffect(() => {
    if (begun.current || lines.length === 0) return;
    begun.current = true;
    toEnd();
  }, [list, lines.length]);

  const rows = list.getVirtualItems();
  const end = !begun.current || list.isAtEnd(NEAR);
  const below = useBelow(lines, end);
  useEffect(() => props.atEnd(end), [end]);
  // One's own message is always shown.
  const newestOwn = useMemo(() => lastWhere(lines, (line) => line.kind === "part" && isOwn(line.part))?.key, [lines]);
  const shownOwn = useRef(newestOwn);
  useEffect(() => {
    if (newestOwn !== shownOwn.current && newestOwn && fresh.has(newestOwn)) toEnd();
    shownOwn.current = newestOwn;
  }, [newestOwn]);

  // A list begins at its top and is then brought to its end; only from there on one scrolls up.
  const settled = useRef(false);
  if (begun.current && end) settled.current = true;
  const first = rows[0]?.index ?? 0;
  const older = thread.previous.value !== null && first < EARLY && settled.current;
  useEffect(() => {
    if (older && !thread.loadingOlder.value && !thread.olderError.value) void thread.loadOlder();
  }, [older, lines.length]);

  return (
    <div class="parts-frame">
      <div ref={area} class="parts" tabIndex={0} role="log" aria-live="off" aria-label={t("conversation.list")}>
        {thread.loadingOlder.value && <div class="parts-loading" role="status" aria-label={t("loading")} />}
        {thread.olderError.value && (
          <button type="button" class="link parts-retry" onClick={() => void thread.loadOlder()}>
            {t("action.load_more")}
          </button>
        )}
        <ul style={{ height: `${list.getTotalSize()}px` }}>
          {rows.map((row) => {
            const line = lines[row.index];
            if (!line) return null;
            return (
              <li key={row.key} ref={list.measureElement} data-index={row.index} style={{ transform: `translateY(${row.start}px)` }}>
                <Line of={line} rises={fresh.has(line.key)} />
              </li>
            );
          })}
        </ul>
      </div>
      {!end && (
        <button
          type="button"
          class={below > 0 ? "pill pill-new" : "pill"}
          aria-label={below > 0 ? undefined : t("conversation.to_end")}
          onClick={() => toEnd("smooth")}
        >
          {below > 0 && t("conversation.new_below", { count: below })}
          <Icon of={ArrowDown} size={16} />
        </button>
      )}
    </div>
  );
}

function Line({ of, rises }: { of: Entry; rises: boolean }): VNode {
  switch (of.kind) {
    case "start":
      return <p class="parts-start">{t("conversation.start")}</p>;
    case "day":
      return (
        <p class="day">
          <span>{day(of.at)}</span>
        </p>
      );
    case "typing":
      return (
        <div class="part part-other">
          <Avatar of={of.author} size={32} />
          <span class="bubble typing" role="img" aria-label={t("conversation.typing", { name: of.author.name ?? t("conversation.someone") })}>
            <i />
            <i />
            <i />
          </span>
        </div>
      );
    case "part":
      return <Bubble line={of} rises={rises} />;
  }
}

/** Lines that came while one looked: only they move. */
function useFresh(lines: Entry[]): Set<string> {
  const known = useRef<Set<string> | null>(null);
  const fresh = useRef(new Set<string>());
  const newest = useRef<string | undefined>(undefined);
  const seen = useRef<Entry[] | null>(null);
  if (seen.current === lines) return fresh.current;
  seen.current = lines;
  if (known.current === null) {
    if (lines.length > 0) known.current = new Set(lines.map((line) => line.key));
  } else {
    const at = lines.findIndex((line) => line.key === newest.current);
    lines.forEach((line, index) => {
      if (line.kind !== "part" || known.current?.has(line.key)) return;
      known.current?.add(line.key);
      // What is older came by scrolling; an own message that the server named anew is only the same one again.
      if (index > at && (line.part.seq === 0 || !isOwn(line.part))) fresh.current.add(line.key);
    });
  }
  newest.current = lastWhere(lines, (line) => line.kind === "part")?.key;
  return fresh.current;
}

/** How many messages of others came below what is in sight. */
function useBelow(lines: Entry[], end: boolean): number {
  const others = useMemo(() => lines.filter((line) => line.kind === "part" && !isOwn(line.part)), [lines]);
  const newest = last(others)?.key;
  const [read, setRead] = useState(newest);
  useEffect(() => {
    if (end) setRead(newest);
  }, [end, newest]);
  if (end) return 0;
  const at = others.findIndex((line) => line.key === read);
  return at < 0 ? 0 : others.length - 1 - at;
}
