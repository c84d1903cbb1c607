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

const LAMPS = [
  { name: "Desk lamp", price: "49 €", shade: "M120 62 h80 l-18 44 h-44z", foot: "M160 106 v70 M128 178 h64" },
  { name: "Floor lamp", price: "129 €", shade: "M124 34 h72 l14 42 h-100z", foot: "M160 76 v104 M136 182 h48" },
  { name: "Reading lamp", price: "39 €", shade: "M186 52 l36 30 l-40 22 l-22 -20z", foot: "M170 82 l-44 40 l26 54 M124 178 h56" },
];
const PAGES = {
  "/": { title: "Light for every corner", text: "Small lamps, made to last. Ask us anything with the button above.", lamps: LAMPS },
  "/lamps": { title: "Lamps", text: "Warm light, 2700 kelvin, dimmable. Bulbs are included.", lamps: LAMPS },
  "/delivery": { title: "Delivery", text: "Two days within the country. Returns are free for a month." },
};

/** A drawing: a shade, its light, a foot. */
function picture({ shade, foot }) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 320 200");
  svg.setAttribute("aria-hidden", "true");
  const part = (name, attributes) => {
    const node = document.createElementNS(svg.namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    svg.append(node);
  };
  part("rect", { width: 320, height: 200, fill: "#e9dfd2" });
  part("circle", { cx: 160, cy: 112, r: 74, fill: "#f7e8c6" });
  part("path", { d: foot, fill: "none", stroke: "#3a3129", "stroke-width": 6, "stroke-linecap": "round", "stroke-linejoin": "round" });
  part("path", { d: shade, fill: "#c8643c" });
  return svg;
}

function card(lamp) {
  const item = document.createElement("li");
  const words = document.createElement("div");
  const name = document.createElement("h2");
  name.textContent = lamp.name;
  const price = document.createElement("span");
  price.textContent = lamp.price;
  words.append(name, price);
  item.append(picture(lamp), words);
  return item;
}

/** A route of this page; the messenger notices the change of the address by itself. */
function show(path) {
  const { title, text, lamps } = PAGES[path] ?? { title: "Not found", text: "There is no such page." };
  const heading = document.createElement("h1");
  heading.textContent = title;
  const words = document.createElement("p");
  words.className = "lead";
  words.textContent = text;
  $("#main").replaceChildren(heading, words);
  if (lamps) {
    const list = document.createElement("ul");
    list.className = "lamps";
    list.append(...lamps.map(card));
    $("#main").append(list);
  }
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
