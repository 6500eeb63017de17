// Remembers, in this browser alone, which products were looked at, and shows them again. Nothing is sent anywhere.
const KEY = "recently-viewed";
const KEPT = 8;
const SHOWN = 4;

const shelf = document.getElementById("recent");
const product = document.querySelector("[data-recent]");
const now = product ? JSON.parse(product.dataset.recent) : null;
const language = document.documentElement.lang;

function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY)) ?? [];
    return Array.isArray(kept) ? kept.filter((entry) => typeof entry?.href === "string" && entry.href.startsWith("/")) : [];
  } catch {
    return []; // a browser that keeps nothing, or somebody else's value
  }
}

function remember(entry, others) {
  try {
    localStorage.setItem(KEY, JSON.stringify([entry, ...others].slice(0, KEPT)));
  } catch {
    // private windows may refuse: then there is nothing to show next time
  }
}

function card(entry) {
  const item = document.createElement("li");
  item.className = "card";
  if (entry.src) {
    const image = document.createElement("img");
    Object.assign(image, { src: entry.src, width: 800, height: 1000, alt: "", loading: "lazy", decoding: "async" });
    item.append(image);
  }
  const heading = document.createElement("h3");
  const link = document.createElement("a");
  link.href = entry.href;
  link.textContent = entry.name;
  heading.append(link);
  item.append(heading);
  return item;
}

const others = remembered().filter((entry) => entry.id !== now?.id);
const inThisLanguage = others.filter((entry) => entry.language === language).slice(0, SHOWN);
if (shelf && inThisLanguage.length > 0) {
  shelf.querySelector("ul").append(...inThisLanguage.map(card));
  shelf.hidden = false;
}
if (now) remember({ ...now, language }, others);
