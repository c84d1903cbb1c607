// A survey or a carousel as a screen of the messenger: opened by the app, or by itself.

import type { VNode } from "preact";
import { t } from "../../i18n/words";
import { useMessenger, useQuery } from "../../state/context";
import { Header } from "../../ui/Header";
import { Loading } from "../../ui/Loading";
import { Problem } from "../../ui/Problem";
import { Carousel } from "../carousel/Carousel";
import { Survey } from "../survey/Survey";

/** See the module. `leave` closes whatever shows it. */
export function ContentScreen({ kind, id, leave }: { kind: "survey" | "carousel"; id: string; leave: () => void }): VNode {
  const { online } = useMessenger();
  const query = useQuery(`${kind} ${id}`, (desk) => ({ fresh: () => desk.ask("content.open", { kind, id }) }));
  const content = query.data.value;
  const error = query.error.value;
  if (content && kind === "survey") return <Survey of={content} leave={leave} />;
  if (content) return <Carousel of={content} leave={leave} />;
  return (
    <div class="screen">
      <Header title={t("tab.home")} />
      <main class="scroll">{error ? <Problem error={error} online={online} retry={() => void query.open()} /> : <Loading like="text" />}</main>
    </div>
  );
}
