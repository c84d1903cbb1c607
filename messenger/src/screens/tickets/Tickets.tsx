// The person's tickets, and one of them with how far it has come.

import { Check, MessageCircle, Plus, Ticket as TicketIcon } from "lucide";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import type { Ticket, TicketTypes } from "../../contract/types";
import { date, t, when } from "../../i18n/words";
import { useDesk, useMessenger, useQuery } from "../../state/context";
import { Header } from "../../ui/Header";
import { Icon } from "../../ui/Icon";
import { LoadMore, Loading } from "../../ui/lists";
import { Problem } from "../../ui/Problem";
import { Screen } from "../../ui/Screen";

const STATES = ["submitted", "in_progress", "waiting_on_customer", "resolved"] as const;

/** See the module. */
export function Tickets(): VNode {
  const desk = useDesk();
  const { online } = useMessenger();
  const list = desk.tickets();
  useEffect(() => void list.first.open(), [list, online]);
  const items = list.items;
  const error = list.first.error.value;
  return (
    <Screen name="tickets" header={<Header title={t("tab.tickets")} />} footer={items?.length ? <NewButton /> : undefined}>
      {!items && (error ? <Problem error={error} online={online} retry={() => void list.first.open()} /> : <Loading like="rows" />)}
      {items?.length === 0 && (
        <div class="empty">
          <span class="empty-icon">
            <Icon of={TicketIcon} size={28} />
          </span>
          <p>{t("tickets.empty")}</p>
          <NewButton />
        </div>
      )}
      {items && items.length > 0 && (
        <ul class="rows">
          {items.map((ticket) => (
            <li key={ticket.id}>
              <Row of={ticket} />
            </li>
          ))}
        </ul>
      )}
      <LoadMore of={list} />
    </Screen>
  );
}

function NewButton(): VNode {
  const desk = useDesk();
  return (
    <button type="button" class="button button-wide" onClick={() => desk.go({ name: "new_ticket" })}>
      <Icon of={Plus} size={16} />
      {t("tickets.new")}
    </button>
  );
}

function Row({ of }: { of: Ticket }): VNode {
  const desk = useDesk();
  return (
    <button type="button" class="row" onClick={() => desk.go({ name: "ticket", id: of.id })}>
      <span class="row-words">
        <span class="row-top">
          <strong dir="auto">{of.title ?? of.ticket_type.name}</strong>
          <time dateTime={new Date(of.updated_at * 1000).toISOString()}>{when(of.updated_at)}</time>
        </span>
        <span class="row-bottom">
          <span class="row-preview" dir="auto">
            {of.ticket_type.name}
          </span>
          <StatePill of={of.state} />
        </span>
      </span>
    </button>
  );
}

function StatePill({ of }: { of: Ticket["state"] }): VNode {
  return <span class={`state state-${of}`}>{t(`tickets.${of}`)}</span>;
}

/** One ticket. */
export function TicketScreen({ id }: { id: string }): VNode {
  const desk = useDesk();
  const { online } = useMessenger();
  const query = useQuery(`ticket ${id}`, (asked) => ({ fresh: () => asked.ask("ticket.open", { id }) }));
  const types = useQuery("ticket types", (asked) => ({ fresh: () => asked.ask("ticket_types.list", {}) }));
  const ticket = query.data.value;
  const error = query.error.value;
  return (
    <Screen name={`ticket ${id}`} header={<Header title={ticket?.ticket_type.name ?? t("tickets.untitled")} />}>
      {!ticket && (error ? <Problem error={error} online={online} retry={() => void query.open()} /> : <Loading like="text" />)}
      {ticket && (
        <div class="ticket">
          <h2 dir="auto">{ticket.title ?? ticket.ticket_type.name}</h2>
          <Track of={ticket} />
          {ticket.description && (
            <p class="ticket-text" dir="auto">
              {ticket.description}
            </p>
          )}
          <Attributes of={ticket} types={types.data.value} />
          {ticket.conversation_id && (
            <button
              type="button"
              class="button button-quiet"
              onClick={() => desk.go({ name: "conversation", id: ticket.conversation_id ?? "" })}
            >
              <Icon of={MessageCircle} size={16} />
              {t("tickets.conversation")}
            </button>
          )}
        </div>
      )}
    </Screen>
  );
}

function Track({ of }: { of: Ticket }): VNode {
  const reached = STATES.indexOf(of.state);
  return (
    <ol class="track" aria-label={t("tickets.progress")}>
      {STATES.map((state, index) => (
        <li
          key={state}
          class={index < reached || of.state === "resolved" ? "track-done" : index === reached ? "track-now" : "track-next"}
          aria-current={index === reached ? "step" : undefined}
        >
          <span class="track-mark">{(index < reached || of.state === "resolved") && <Icon of={Check} size={14} />}</span>
          <span class="track-words">
            {t(`tickets.${state}`)}
            {index === 0 && <small>{date(of.created_at)}</small>}
            {index === reached && index > 0 && <small>{date(of.updated_at)}</small>}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Attributes({ of, types }: { of: Ticket; types: TicketTypes | undefined }): VNode | null {
  const type = types?.data.find((one) => one.id === of.ticket_type.id);
  const shown = (type?.attributes ?? []).filter((one) => !one.name.startsWith("_default_") && of.attributes[one.name as never] != null);
  if (shown.length === 0) return null;
  return (
    <dl class="facts">
      {shown.map((one) => (
        <div key={one.name}>
          <dt dir="auto">{one.label}</dt>
          <dd dir="auto">{inWords(of.attributes[one.name as never], one.type)}</dd>
        </div>
      ))}
    </dl>
  );
}

function inWords(value: unknown, type: string): string {
  if (typeof value === "boolean") return t(value ? "tickets.yes" : "tickets.no");
  if (type !== "date") return String(value);
  const seconds = typeof value === "number" ? value : Date.parse(`${String(value)}T12:00:00`) / 1000;
  return Number.isFinite(seconds) ? date(seconds) : String(value);
}
