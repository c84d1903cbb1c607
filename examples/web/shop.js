// The shop. Everything about the messenger is in the calls of `Intercom`.

const { app_id } = window.frontdesk;
const $ = (selector) => document.querySelector(selector);
const person = () => JSON.parse(localStorage.getItem("person") ?? "null");

/** Who is logged in goes to `boot`; a visitor has nothing but the workspace. */
function boot() {
  const who = person();
  window.Intercom("boot", {
    app_id,
    ...(who ? { user_id: who.id, name: who.name } : {}),
    hide_default_launcher: true,
    custom_launcher_selector: "#ask",
  });
  $("#login").hidden = who !== null;
  $("#person").hidden = who === null;
  $("#who").textContent = who?.name ?? "";
}

$("#login").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = new FormData(event.target).get("name").trim();
  localStorage.setItem("person", JSON.stringify({ id: `shop-${name.toLowerCase()}`, name }));
  boot();
  window.Intercom("trackEvent", "logged-in");
});

// Nothing of the person is left in the browser before the next one comes.
$("#logout").addEventListener("click", async () => {
  localStorage.removeItem("person");
  await window.Intercom("shutdown");
  boot();
});

window.Intercom("onUnreadCountChange", (count) => {
  $("#unread").textContent = count;
  $("#unread").hidden = count === 0;
});

const PAGES = {
  "/": ["Light for every corner", "Small lamps, made to last. Ask us anything with the button above."],
  "/lamps": ["Lamps", "Desk lamp, 49 €. Floor lamp, 129 €. Reading lamp, 39 €."],
  "/delivery": ["Delivery", "Two days within the country. Returns are free for a month."],
};

/** A route of this page; the messenger notices the change of the address by itself. */
function show(path) {
  const [title, text] = PAGES[path] ?? ["Not found", "There is no such page."];
  const heading = document.createElement("h1");
  heading.textContent = title;
  const words = document.createElement("p");
  words.textContent = text;
  $("#main").replaceChildren(heading, words);
  document.title = `${title} · Lamp shop`;
  if (path === "/lamps") window.Intercom("trackEvent", "looked-at-lamps");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='/']");
  if (!link || link.target || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  show(location.pathname);
});
addEventListener("popstate", () => show(location.pathname));

boot();
show(location.pathname);
