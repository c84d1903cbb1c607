// A new ticket: first what it is about, then the form of that kind.

import { ChevronDown, ChevronRight } from "lucide";
import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import { asBridgeError, type BridgeError } from "../../contract/bridge";
import type { TicketTypes } from "../../contract/types";
import { sentence } from "../../i18n/errors";
import { t } from "../../i18n/words";
import { useDesk, useMessenger, useQuery } from "../../state/context";
import { Header } from "../../ui/Header";
import { Icon } from "../../ui/Icon";
import { Loading } from "../../ui/Loading";
import { Problem } from "../../ui/Problem";
import { Screen } from "../../ui/Screen";
import { iconOf } from "../help/icons";
import { attributes, type Fault, faults, type Field, type Filled } from "./form";

type TicketType = TicketTypes["data"][number];

/** See the module. */
export function NewTicket({ type }: { type: string | undefined }): VNode {
  const { online } = useMessenger();
  const query = useQuery("ticket types", (desk) => ({ fresh: () => desk.ask("ticket_types.list", {}) }));
  const types = query.data.value?.data;
  const error = query.error.value;
  const chosen = types?.find((one) => one.id === type) ?? (types?.length === 1 ? types[0] : undefined);
  return (
    <Screen name={`new ticket ${type ?? ""}`} header={<Header title={chosen?.name ?? t("tickets.new")} />}>
      {!types && (error ? <Problem error={error} online={online} retry={() => void query.open()} /> : <Loading like="rows" />)}
      {types && (chosen ? <Form key={chosen.id} of={chosen} /> : <Choice of={types} />)}
    </Screen>
  );
}

function Choice({ of }: { of: TicketType[] }): VNode {
  const desk = useDesk();
  return (
    <section class="section">
      <h2>{t("tickets.choose")}</h2>
      <ul class="rows">
        {of.map((type) => (
          <li key={type.id}>
            <button type="button" class="row" onClick={() => desk.go({ name: "new_ticket", ticket_type_id: type.id })}>
              <span class="row-icon">
                <Icon of={iconOf(type.icon)} />
              </span>
              <span class="row-words">
                <strong dir="auto">{type.name}</strong>
                {type.description && (
                  <span class="row-summary" dir="auto">
                    {type.description}
                  </span>
                )}
              </span>
              <Icon of={ChevronRight} size={18} flip />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Form({ of }: { of: TicketType }): VNode {
  const desk = useDesk();
  const form = useRef<HTMLFormElement>(null);
  const [filled, setFilled] = useState<Filled>({});
  const [wrong, setWrong] = useState<Record<string, Fault>>({});
  const [error, setError] = useState<BridgeError | null>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const found = faults(of.attributes, filled);
    setWrong(found);
    const first = of.attributes.findIndex((field) => field.name in found);
    if (first >= 0) {
      form.current?.querySelector<HTMLElement>(`#field-${first}`)?.focus();
      return;
    }
    setBusy(true);
    setError(null);
    try {
      const made = await desk.ask("ticket.create", { ticket_type_id: of.id, attributes: attributes(of.attributes, filled) });
      if (made.delivery === "queued") desk.tell(t("tickets.queued"));
      // The form is nothing to come back to; the list is.
      await desk.inOne(async () => {
        await desk.ask("navigate", { view: { name: "tickets" } });
        if (made.delivery === "delivered") await desk.ask("navigate", { view: { name: "ticket", id: made.ticket_id } });
      });
    } catch (failure) {
      setError(asBridgeError(failure));
      setBusy(false);
    }
  };

  return (
    <form ref={form} class="form" noValidate onSubmit={(event) => void submit(event)}>
      {of.description && (
        <p class="lead" dir="auto">
          {of.description}
        </p>
      )}
      {of.attributes.map((field, index) => (
        <FieldRow
          key={field.name}
          id={`field-${index}`}
          of={field}
          value={filled[field.name]}
          fault={wrong[field.name]}
          change={(value) => {
            setFilled({ ...filled, [field.name]: value });
            if (wrong[field.name]) setWrong(faults(of.attributes, { ...filled, [field.name]: value }));
          }}
        />
      ))}
      {error && (
        <p class="field-error" role="alert">
          {sentence(error, desk.state.value?.online)}
        </p>
      )}
      <button type="submit" class="button button-wide" aria-busy={busy} disabled={busy}>
        {t("tickets.create")}
      </button>
    </form>
  );
}

interface RowProps {
  id: string;
  of: Field;
  value: string | boolean | undefined;
  fault: Fault | undefined;
  change: (value: string | boolean) => void;
}

function FieldRow({ id, of, value, fault, change }: RowProps): VNode {
  const below = [of.description && `${id}-hint`, fault && `${id}-fault`].filter(Boolean).join(" ") || undefined;
  const named = { id, "aria-describedby": below, "aria-invalid": fault !== undefined, "aria-required": of.required };
  const label = (
    <label for={id} dir="auto">
      {of.label}
      {!of.required && of.type !== "boolean" && <small> ({t("tickets.optional")})</small>}
    </label>
  );
  const text = typeof value === "string" ? value : "";
  return (
    <div class={of.type === "boolean" ? "field field-tick" : "field"}>
      {of.type !== "boolean" && label}
      {of.type === "long_text" && (
        <textarea {...named} class="input" rows={4} dir="auto" maxLength={16_384} value={text} onInput={(event) => change(event.currentTarget.value)} />
      )}
      {of.type === "list" && (
        <span class="select">
          <select {...named} class="input" value={text} onChange={(event) => change(event.currentTarget.value)}>
            <option value="">{t("tickets.pick")}</option>
            {of.options?.map((option) => (
              <option key={option} value={option}>
                {option}
              </option>
            ))}
          </select>
          <Icon of={ChevronDown} size={18} />
        </span>
      )}
      {of.type === "boolean" && (
        <>
          <input {...named} type="checkbox" checked={value === true} onChange={(event) => change(event.currentTarget.checked)} />
          {label}
        </>
      )}
      {of.type === "date" && (
        <input {...named} class="input" type="date" value={text} onInput={(event) => change(event.currentTarget.value)} />
      )}
      {(of.type === "text" || of.type === "number") && (
        <input
          {...named}
          class="input"
          type="text"
          dir="auto"
          inputMode={of.type === "number" ? "decimal" : "text"}
          maxLength={1_024}
          value={text}
          onInput={(event) => change(event.currentTarget.value)}
        />
      )}
      {of.description && (
        <p id={`${id}-hint`} class="field-hint" dir="auto">
          {of.description}
        </p>
      )}
      {fault && (
        <p id={`${id}-fault`} class="field-error">
          {t(`tickets.${fault}`)}
        </p>
      )}
    </div>
  );
}
