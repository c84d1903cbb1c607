// A conversation: what was said, and where one goes on.

import type { VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { asBridgeError } from "../../contract/bridge";
import type { Part } from "../../contract/types";
import { sentence } from "../../i18n/errors";
import { t } from "../../i18n/words";
import { useDesk, useMessenger, useSettings } from "../../state/context";
import type { Thread } from "../../state/thread";
import { Avatar } from "../../ui/Avatar";
import { Header } from "../../ui/Header";
import { Loading } from "../../ui/Loading";
import { Problem } from "../../ui/Problem";
import { otherSide, preview } from "../messages/Messages";
import { Composer } from "./Composer";
import { EmailAsk } from "./EmailAsk";
import { entries, isOwn } from "./entries";
import { PartList } from "./PartList";
import { last, lastWhere } from "../../state/last";

/** See the module. The thread stays when the conversation gets its id on the server. */
export function Conversation({ id, thread }: { id: string; thread: Thread }): VNode {
  const desk = useDesk();
  const { online } = useMessenger();
  const settings = useSettings();
  const [atEnd, setAtEnd] = useState(true);
  useEffect(() => void thread.newest.open(), [thread, online]);

  const conversation = thread.newest.data.value;
  const parts = thread.parts.value;
  const typing = desk.typing.value[conversation?.id ?? id] ?? desk.typing.value[id];
  const complete = conversation !== undefined && thread.previous.value === null;
  const lines = useMemo(() => entries(parts, complete, typing), [parts, complete, typing]);
  const who = conversation ? otherSide(conversation, settings.brand?.name ?? "") : undefined;
  const error = thread.newest.error.value;

  useReading(id, conversation?.unread_count ?? 0, last(parts)?.id, atEnd);
  const said = useArrivals(parts, () => desk.typingEnded(conversation?.id ?? id));
  const newestPart = last(parts);

  return (
    <div class="screen">
      <Header
        title={conversation?.title ?? who?.name ?? t("conversation.new")}
        below={settings.reply_time}
        face={who && <Avatar of={who} size={32} />}
      />
      <main class="conversation">
        {conversation ? (
          <PartList thread={thread} lines={lines} atEnd={setAtEnd} />
        ) : error ? (
          <Problem error={error} online={online} retry={() => void thread.newest.open()} />
        ) : (
          <div class="parts">
            <Loading like="bubbles" />
          </div>
        )}
        <div class="unseen" role="status">
          {said}
        </div>
        {newestPart && !isOwn(newestPart) && newestPart.quick_replies && newestPart.quick_replies.length > 0 && <QuickReplies id={id} of={newestPart} />}
        <EmailAsk parts={parts} />
        {conversation?.state === "closed" && <p class="closed">{t("conversation.closed")}</p>}
        <Composer
          id={id}
          autofocus
          send={(body, attachments) => desk.ask("conversation.reply", attachments.length ? { id, body, attachments } : { id, body })}
        />
      </main>
    </div>
  );
}

function QuickReplies({ id, of }: { id: string; of: Part }): VNode {
  const desk = useDesk();
  const [busy, setBusy] = useState(false);
  const choose = async (reply: string): Promise<void> => {
    setBusy(true);
    try {
      await desk.ask("conversation.quick_reply", { id, quick_reply_id: reply });
    } catch (error) {
      desk.tell(sentence(asBridgeError(error), desk.state.value?.online));
      setBusy(false);
    }
  };
  return (
    <div class="quick-replies" role="group" aria-label={t("conversation.quick_replies")}>
      {of.quick_replies?.map((reply) => (
        <button key={reply.id} type="button" class="chip" disabled={busy} dir="auto" onClick={() => void choose(reply.id)}>
          {reply.text}
        </button>
      ))}
    </div>
  );
}

/** What is in sight was read; a page in the background reads nothing. */
function useReading(id: string, unread: number, newest: string | undefined, atEnd: boolean): void {
  const desk = useDesk();
  const told = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (unread === 0 || !atEnd) return;
    const read = (): void => {
      if (document.visibilityState !== "visible" || told.current === newest) return;
      told.current = newest;
      void desk.ask("conversation.read", { id }).catch(() => {
        told.current = undefined;
      });
    };
    read();
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [desk, id, unread, newest, atEnd]);
}

/** What others say while one is here, for the screen reader. */
function useArrivals(parts: Part[], arrived: () => void): string {
  const known = useRef<string | null>(null);
  const [said, setSaid] = useState("");
  const newest = lastWhere(parts, (part) => !isOwn(part));
  useEffect(() => {
    if (parts.length === 0) return;
    if (newest && known.current !== null && known.current !== newest.id) {
      arrived();
      setSaid(t("conversation.arrived", { name: newest.author.name ?? t("conversation.someone"), text: preview(newest) }));
    }
    known.current = newest?.id ?? "";
  }, [newest?.id, parts.length === 0]);
  return said;
}
