// A checklist as a screen of the messenger: asked for, loading, or why there is none.

import type { VNode } from "preact";
import { t } from "../../i18n/words";
import { useMessenger, useQuery } from "../../state/context";
import { Header } from "../../ui/Header";
import { Loading } from "../../ui/Loading";
import { Problem } from "../../ui/Problem";
import { Checklist } from "./Checklist";

/** See the module. */
export function ChecklistScreen({ id }: { id: string }): VNode {
  const { online } = useMessenger();
  const query = useQuery(`checklist ${id}`, (desk) => ({ fresh: () => desk.ask("checklist.open", { id }) }));
  const content = query.data.value;
  const error = query.error.value;
  if (content) return <Checklist key={id} of={content} />;
  return (
    <div class="screen">
      <Header title={t("tab.home")} />
      <main class="scroll">{error ? <Problem error={error} online={online} retry={() => void query.open()} /> : <Loading like="text" />}</main>
    </div>
  );
}
