// The plain page of the messenger: what it shows is the core's state, what it does is a request of
// contract/bridge.schema.json. Words of people are set as text and never as markup.
(() => {
  "use strict";

  const $ = (id) => document.getElementById(id);
  const waiting = new Map();
  const beginning = Array.from(crypto.getRandomValues(new Uint32Array(2)), (n) => n.toString(36)).join("");
  let port = null;
  let count = 0;
  let view = { name: "home" };
  let drawing = 0;

  // One request, one answer. The deadline only ends a wait for a host that is gone.
  const ask = (type, data = {}) =>
    new Promise((done, failed) => {
      const id = `${beginning}.${++count}`;
      const deadline = setTimeout(() => settle(id, { ok: false, error: { code: "no_answer" } }), 60000);
      waiting.set(id, { done, failed, deadline });
      port.postMessage(JSON.stringify({ id, type, data }));
    });

  const settle = (id, answer) => {
    const call = waiting.get(id);
    if (!call) return;
    waiting.delete(id);
    clearTimeout(call.deadline);
    if (answer.ok) call.done(answer.result);
    else call.failed(answer.error);
  };

  const hear = (text) => {
    const message = JSON.parse(text);
    if ("event" in message) tellApart(message);
    else settle(message.id, message);
  };

  const tellApart = ({ event, data }) => {
    if (event === "state.changed") draw();
    if (event === "conversation.changed" && (view.name !== "conversation" || view.id === data.id)) draw();
  };

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  };

  const notice = (text) => {
    $("notice").textContent = text ?? "";
    $("notice").hidden = !text;
  };

  const sentence = (error) => error.user_message ?? "That did not work. Please try again.";

  const when = (seconds) => new Date(seconds * 1000).toLocaleString([], { dateStyle: "short", timeStyle: "short" });

  const words = (part) => part.body_text || (part.attachments.length ? part.attachments[0].name : "");

  const navigate = (to) => ask("navigate", { view: to }).catch((error) => notice(sentence(error)));

  async function draw() {
    // A later question may be answered sooner: only the newest drawing reaches the screen.
    const mine = ++drawing;
    try {
      const state = await ask("state");
      const last = view;
      const next = state.view;
      const page = next.name === "conversation" ? await conversation(next.id) : null;
      const list = page || next.name === "composer" ? null : await ask("conversations.list");
      if (mine !== drawing) return;
      view = next;
      $("back").hidden = !state.can_go_back;
      $("composer").hidden = !page && next.name !== "composer";
      notice(state.online ? "" : "You're offline. Messages will be sent when you're back.");
      if (page) drawConversation(page);
      else if (next.name === "composer") drawComposer(next, last);
      else drawList(list);
    } catch (error) {
      if (mine === drawing) notice(sentence(error));
    }
  }

  async function conversation(id) {
    const page = await ask("conversation.open", { id });
    if (page && page.unread_count > 0) ask("conversation.read", { id }).catch(() => {});
    return page;
  }

  const drawList = (list) => {
    $("title").textContent = "Messages";
    const rows = list.data.map((item) => {
      const row = element("button", item.unread_count > 0 ? "row unread" : "row");
      row.type = "button";
      row.append(element("span", "", (item.last_part && words(item.last_part)) || item.title || "Conversation"));
      row.append(element("small", "", when(item.updated_at)));
      row.addEventListener("click", () => navigate({ name: "conversation", id: item.id }));
      return row;
    });
    if (!rows.length) rows.push(element("p", "empty", "No messages yet."));
    const start = element("button", "primary", "Send us a message");
    start.type = "button";
    start.addEventListener("click", () => navigate({ name: "composer", text: null }));
    $("main").replaceChildren(...rows, start);
  };

  const drawConversation = (page) => {
    $("title").textContent = page.title || "Conversation";
    const bubbles = page.parts.map((part) => {
      const own = part.author.type === "user";
      const bubble = element("div", `part${own ? " own" : ""} ${part.delivery?.status ?? ""}`);
      bubble.append(element("p", "", words(part)));
      const state = part.delivery?.status === "pending" ? "Sending" : part.delivery ? "Not sent" : when(part.created_at);
      bubble.append(element("small", "", own ? state : `${part.author.name ?? ""} ${state}`));
      return bubble;
    });
    $("main").replaceChildren(...bubbles);
    $("main").scrollTop = $("main").scrollHeight;
  };

  const drawComposer = (next, last) => {
    $("title").textContent = "New message";
    $("main").replaceChildren();
    if (last.name !== "composer" && next.text) $("text").value = next.text;
    $("text").focus();
  };

  const send = async (event) => {
    event.preventDefault();
    const body = $("text").value.trim();
    if (!body) return;
    $("send").disabled = true;
    try {
      if (view.name === "conversation") {
        await ask("conversation.reply", { id: view.id, body });
        $("text").value = "";
        draw();
      } else {
        const sent = await ask("conversation.start", { body });
        $("text").value = "";
        await navigate({ name: "conversation", id: sent.conversation_id });
        draw();
      }
    } catch (error) {
      notice(sentence(error));
    } finally {
      $("send").disabled = false;
    }
  };

  $("composer").addEventListener("submit", send);
  $("back").addEventListener("click", () => ask("back").catch(() => {}));
  $("close").addEventListener("click", () => ask("hide").catch(() => {}));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") ask("back").catch(() => {});
  });

  // The host hands over the port once: from this window, with one port and nothing else.
  window.addEventListener("message", (event) => {
    if (port || event.data !== "frontdesk.port" || event.ports.length !== 1) return;
    port = event.ports[0];
    port.onmessage = (message) => hear(message.data);
    draw();
  });
})();
