// One-hand keyboard: `/` search, `g` and a letter to go, `j` and `k` through rows and jobs, `x` to select, `?` for help.
import { openPalette } from "./palette.js";

const GO = { t: "/crew/", n: "/crew/notices/", s: "/crew/search" };
let going = 0;

export function listenForKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
    if (Date.now() - going < 1500) { going = 0; if (go(event.key)) event.preventDefault(); return; }
    switch (event.key) {
      case "/": if (openPalette()) event.preventDefault(); break;
      case "?": location.assign("/crew/keys/"); break;
      case "g": going = Date.now(); break;
      case "j": case "k": step(event.key === "j" ? 1 : -1); break;
      case "x": select(); break;
    }
  });
}

function isTyping(target) {
  return target.closest?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog[open]");
}

function go(key) {
  const seats = [...document.querySelectorAll(".nav a[href^='/crew/seat/']")];
  const address = GO[key] ?? seats[Number(key) - 1]?.getAttribute("href");
  if (address) location.assign(address);
  return Boolean(address);
}

function stops() {
  return [...document.querySelectorAll(".main .job h3 a, .main .table tbody .first")];
}

function step(by) {
  const all = stops();
  if (!all.length) return;
  const row = document.activeElement?.closest?.("tr, .job");
  const at = all.findIndex((stop) => stop === document.activeElement || (row && row.contains(stop)));
  all[Math.min(Math.max(at + by, 0), all.length - 1)].focus();
}

function select() {
  document.activeElement?.closest?.("tr")?.querySelector(".tick")?.click();
}
