// What the console adds when JavaScript is there. Every page works without it.
import { openPalette } from "./palette.js";
import { listenForKeys } from "./keys.js";
import { watchSelections } from "./selection.js";
import { bringBackWhatWasRefused, keepWhatIsSent } from "./kept.js";

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-palette]");
  if (!opener || event.metaKey || event.ctrlKey || event.shiftKey) return;
  if (openPalette()) event.preventDefault();
});

// one open menu at a time, and none after a press elsewhere
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// a refusal stays until it is put away
for (const close of document.querySelectorAll(".toast [data-away]")) {
  close.hidden = false;
  close.addEventListener("click", () => close.closest(".toast").remove());
}

// other toasts say what happened and leave; whoever reads or points at one keeps it
for (const toast of document.querySelectorAll(".toast:not(.toast--bad)")) {
  let left = setTimeout(() => toast.remove(), 6000);
  toast.addEventListener("pointerenter", () => clearTimeout(left));
  toast.addEventListener("focusin", () => clearTimeout(left));
  toast.addEventListener("pointerleave", () => { left = setTimeout(() => toast.remove(), 3000); });
}

// a form is sent once
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  setTimeout(() => { delete form.dataset.sent; }, 4000);
});

bringBackWhatWasRefused();
keepWhatIsSent();
listenForKeys();
watchSelections(document);
document.addEventListener("htmx:load", (event) => watchSelections(event.target));
