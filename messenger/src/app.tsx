// The messenger: one screen at a time, as the core says.
//
// Guarantees: the focus follows the screen when what had it is gone; Escape and the system's way back go one screen
// up and close from the last; nothing of a person stays in the page when the messenger hides.

import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { View } from "./contract/types";
import { language } from "./i18n/words";
import { emailLeft } from "./screens/conversation/EmailAsk";
import { Conversation } from "./screens/conversation/Conversation";
import { NewConversation } from "./screens/conversation/NewConversation";
import { Article } from "./screens/help/Article";
import { CollectionsScreen, HelpCenter } from "./screens/help/HelpCenter";
import { term } from "./screens/help/Results";
import { Home } from "./screens/home/Home";
import { ChecklistScreen } from "./screens/checklist/ChecklistScreen";
import { ContentScreen } from "./screens/inapp/ContentScreen";
import { InApp } from "./screens/inapp/InApp";
import { Messages } from "./screens/messages/Messages";
import { News, NewsItemScreen } from "./screens/news/News";
import { NewTicket } from "./screens/tickets/NewTicket";
import { Tickets, TicketScreen } from "./screens/tickets/Tickets";
import { DeskProvider, useDesk, useMessenger } from "./state/context";
import type { Desk } from "./state/desk";
import { Overlays, picture } from "./ui/Overlays";
import { Problem } from "./ui/Problem";
import { TabBar } from "./ui/TabBar";
import { last } from "./state/last";

const SPACES = ["home", "messages", "help_center", "tickets", "news"];

/** See the module. */
export function App({ desk }: { desk: Desk }): VNode | null {
  const state = desk.state.value;
  const failure = desk.failure.value;
  useEffect(() => {
    if (state?.visible) return;
    term.value = "";
    picture.value = null;
    emailLeft.value = false;
  }, [state?.visible, state?.session.role]);
  if (!state) {
    if (!failure) return null;
    return (
      <main class="messenger">
        <Problem error={failure} online retry={() => void desk.refreshState()} />
      </main>
    );
  }
  if (!state.visible && !state.in_app) return null;
  return (
    // A new language draws everything anew.
    <DeskProvider value={desk} key={language.value}>
      {state.visible ? <Messenger /> : state.in_app && <InApp of={state.in_app} />}
      <Overlays />
    </DeskProvider>
  );
}

function Messenger(): VNode {
  const desk = useDesk();
  const { view } = useMessenger();
  const box = useRef<HTMLDivElement>(null);
  const thread = view.name === "conversation" ? desk.thread(view.id) : null;
  const key = thread ? `conversation ${thread.number}` : JSON.stringify(view);
  const way = useWay(key);

  useLayoutEffect(() => {
    const active = document.activeElement;
    if (active && active !== document.body && active.isConnected) return;
    box.current?.querySelector<HTMLElement>("[data-heading]")?.focus({ preventScroll: true });
  }, [key]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      desk.back();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [desk]);

  return (
    <div ref={box} class="messenger">
      <div key={key} class={`page page-${way}`}>
        {screenOf(view, desk)}
      </div>
      {SPACES.includes(view.name) && <TabBar current={view.name} />}
    </div>
  );
}

function screenOf(view: View, desk: Desk): VNode {
  switch (view.name) {
    case "home":
      return <Home />;
    case "messages":
      return <Messages />;
    case "help_center":
      return <HelpCenter />;
    case "tickets":
      return <Tickets />;
    case "news":
      return <News />;
    case "collections":
      return <CollectionsScreen ids={view.ids} />;
    case "article":
      return <Article id={view.id} />;
    case "conversation":
      return <Conversation id={view.id} thread={desk.thread(view.id)} />;
    case "composer":
      return <NewConversation text={view.text ?? null} />;
    case "ticket":
      return <TicketScreen id={view.id} />;
    case "new_ticket":
      return <NewTicket type={view.ticket_type_id} />;
    case "news_item":
      return <NewsItemScreen id={view.id} />;
    case "checklist":
      return <ChecklistScreen id={view.id} />;
    case "survey":
    case "carousel":
      return <ContentScreen kind={view.name} id={view.id} leave={() => desk.back()} />;
  }
}

/** Whether one goes on or comes back, for the motion. */
function useWay(key: string): "still" | "on" | "back" {
  const trail = useRef<{ keys: string[]; way: "still" | "on" | "back" }>({ keys: [], way: "still" });
  const { keys } = trail.current;
  if (last(keys) !== key) {
    const at = keys.indexOf(key);
    const space = key.startsWith('{"name"') && SPACES.includes((JSON.parse(key) as View).name);
    trail.current = {
      keys: at >= 0 ? keys.slice(0, at + 1) : [...(space ? [] : keys.slice(-31)), key],
      way: keys.length === 0 ? "still" : at >= 0 ? "back" : space ? "still" : "on",
    };
  }
  return trail.current.way;
}
