// The page of `npm run dev`: the messenger in a panel of its usual size, beside a few switches, with the demo host
// on the other end of the port.

import { GRACE } from "./data";
import { DemoHost } from "./host";

const frame = document.createElement("iframe");
frame.src = "./index.html";
frame.title = "Messenger";
frame.className = "panel";
const channel = new MessageChannel();
const host = new DemoHost((text) => channel.port1.postMessage(text));
channel.port1.onmessage = (event) => void host.receive(String(event.data));
frame.addEventListener("load", () => frame.contentWindow?.postMessage("frontdesk.port", "*", [channel.port2]));

/** Every language there is, in its own name. */
const LANGUAGES_SHOWN = {
  English: "en",
  Deutsch: "de",
  Español: "es",
  Français: "fr",
  Italiano: "it",
  Nederlands: "nl",
  Polski: "pl",
  "Português (Brasil)": "pt-BR",
  Türkçe: "tr",
  简体中文: "zh-Hans",
  日本語: "ja",
  العربية: "ar",
};

const switches: Record<string, () => void> = {
  "Light / dark": () => host.change({ theme_mode: host.state.theme_mode === "light" ? "dark" : "light" }),
  "On / offline": () => {
    host.change({ online: !host.state.online });
    if (host.state.online) host.settle("delivered");
  },
  ...Object.fromEntries(Object.entries(LANGUAGES_SHOWN).map(([name, tag]) => [name, () => host.change({ languages: [tag, "en"] })])),
  "Grace is typing": () => host.event({ event: "typing", data: { conversation_id: "42", author: GRACE } }),
  "Grace writes": () => host.arrive("42", GRACE, "<p>One more thing: the labels are in.</p>"),
  "Refuse messages": () => {
    host.deliver = host.deliver === "delivered" ? { code: "too_long", message: "refused", temporary: false } : "delivered";
  },
  Open: () => host.present({ name: "home" }),
  Survey: () => host.present({ name: "survey", id: "2001" }),
  Carousel: () => host.present({ name: "carousel", id: "3001" }),
  "In-app card": () => host.change({ visible: false, in_app: { kind: "in_app_message", id: "6001", display: "card", priority: 0 } }),
};
const bar = document.createElement("p");
for (const [name, act] of Object.entries(switches)) {
  const button = document.createElement("button");
  button.textContent = name;
  button.addEventListener("click", act);
  bar.append(button);
}
document.body.append(bar, frame);
