// Speaks the operator's API through `serve.mjs`, which alone holds the token.

const $ = (selector) => document.querySelector(selector);
let open = null;

async function ask(path, body) {
  const answer = await fetch(`/operator${path}`, body ? { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : undefined);
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

const plain = (html) => new DOMParser().parseFromString(html ?? "", "text/html").body.textContent;

function line(text, className) {
  const made = document.createElement("p");
  made.textContent = text;
  made.className = className;
  return made;
}

async function look() {
  const { conversations } = await ask("/conversations?per_page=20");
  $("#list").replaceChildren(
    ...conversations.map((one) => {
      const button = document.createElement("button");
      button.textContent = `${one.source?.author?.name || "Visitor"}: ${plain(one.source?.body).slice(0, 80)}`;
      button.onclick = () => {
        open = one.id;
        void show();
      };
      return button;
    }),
  );
  await show();
}

async function show() {
  if (!open) return;
  const one = await ask(`/conversations/${open}`);
  const parts = one.conversation_parts.conversation_parts.filter((part) => part.body);
  $("#conversation").replaceChildren(...[one.source, ...parts].map((part) => line(`${part.author?.name || "Visitor"}: ${plain(part.body)}`, "said")));
  $("#answer").hidden = false;
}

$("#answer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const words = new FormData(event.target).get("words");
  const { id } = await ask("/me");
  await ask(`/conversations/${open}/reply`, { message_type: "comment", type: "admin", admin_id: id, body: words });
  event.target.reset();
  await show();
});

await look();
setInterval(look, 2000);
