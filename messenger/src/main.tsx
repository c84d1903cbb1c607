// The page on a phone or in an iframe: waits for the port of whoever holds it, then shows what the core or the twin says.

import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/shell.css";
import "./styles/rows.css";
import "./styles/content.css";
import "./styles/conversation.css";
import "./styles/composer.css";
import "./styles/forms.css";
import "./styles/proactive.css";
import "./styles/checklist.css";
import "./styles/floating.css";

import { effect } from "@preact/signals";
import { render } from "preact";
import { App } from "./app";
import { Bridge } from "./contract/bridge";
import { hostPort } from "./host/native";
import { webPort } from "./host/web";
import { speak } from "./i18n/words";
import { Desk } from "./state/desk";
import { followLook } from "./theme/apply";
import { followKeyboard } from "./ui/viewport";

const root = document.querySelector("#app");
const port = await (window.parent === window ? hostPort(window) : webPort(window));
const desk = new Desk(new Bridge(port));
await desk.refreshState();
followLook(desk, document.documentElement);
followKeyboard(document.documentElement);
await speak(desk.state.value?.languages ?? ["en"], document.documentElement);
let spoken = desk.state.value?.languages.join() ?? "";
effect(() => {
  const wishes = desk.state.value?.languages;
  if (!wishes || wishes.join() === spoken) return;
  spoken = wishes.join();
  void speak(wishes, document.documentElement);
});
if (root) render(<App desk={desk} />, root);
