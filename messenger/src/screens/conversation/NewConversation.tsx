// A conversation that is not begun yet.
//
// The core answers a start when the server has it, or after ten seconds; the conversation is on the device long
// before. Its first change says so, and the screen goes on at once.

import { Clock } from "lucide";
import type { VNode } from "preact";
import { t } from "../../i18n/words";
import { useDesk, useSettings } from "../../state/context";
import type { Desk } from "../../state/desk";
import { Faces } from "../../ui/Avatar";
import { Header } from "../../ui/Header";
import { Icon } from "../../ui/Icon";
import { Composer } from "./Composer";

const OWN_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/i;

/** See the module. `text` is what the app put into the composer. */
export function NewConversation({ text }: { text: string | null }): VNode {
  const desk = useDesk();
  const settings = useSettings();
  return (
    <div class="screen">
      <Header title={settings.brand?.name ?? t("conversation.new")} />
      <main class="conversation">
        <div class="conversation-new">
        <Faces of={settings.team ?? []} size={40} />
        <p class="lead" dir="auto">
          {settings.introduction ?? t("conversation.start")}
        </p>
        {settings.reply_time && (
          <p class="hint">
            <Icon of={Clock} size={16} />
            <span dir="auto">{settings.reply_time}</span>
          </p>
        )}
        </div>
        <Composer id="new" prefill={text} autofocus send={(body, attachments) => start(desk, body, attachments)} />
      </main>
    </div>
  );
}

async function start(desk: Desk, body: string, attachments: string[]): Promise<void> {
  let stop = (): void => undefined;
  // One that waited before this one is not it.
  const known = new Set(desk.conversations().items?.flatMap((one) => [one.id, one.client_id]));
  const onDevice = new Promise<string>((resolve) => {
    stop = desk.on("conversation.changed", ({ id }) => {
      if (OWN_ID.test(id) && !known.has(id)) resolve(id);
    });
  });
  try {
    const answer = desk.ask("conversation.start", attachments.length ? { body, attachments } : { body });
    // Refused later, it says so in the conversation itself.
    answer.catch(() => undefined);
    const id = await Promise.race([answer.then((sent) => sent.conversation_id), onDevice]);
    await desk.inOne(async () => {
      // The empty composer is nothing to come back to.
      if (desk.state.value?.can_go_back) await desk.ask("back", {});
      else await desk.ask("navigate", { view: { name: "messages" } });
      await desk.ask("navigate", { view: { name: "conversation", id } });
    });
  } finally {
    stop();
  }
}
