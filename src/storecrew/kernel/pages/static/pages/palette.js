// Search over the page: asks /crew/search for its list of hits as one types, and moves through them by keyboard.
const palette = document.getElementById("palette");
let asked = 0;

export function openPalette() {
  if (!palette || !palette.showModal) return false;
  if (!palette.open) {
    palette.showModal();
    palette.querySelector("input").select();
    ask();
  }
  return true;
}

async function ask() {
  const form = palette.querySelector("form");
  const turn = ++asked;
  const address = `${form.getAttribute("action")}?${new URLSearchParams({ q: form.q.value, part: "hits" })}`;
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (turn !== asked || !answer.ok) return; // a later question has overtaken this one
  document.getElementById("palette-hits").innerHTML = await answer.text();
  choose(0);
}

function hits() { return [...palette.querySelectorAll(".palette__hit")]; }

function choose(index) {
  const all = hits();
  all.forEach((hit, at) => {
    if (at === index) { hit.setAttribute("aria-current", "true"); hit.scrollIntoView({ block: "nearest" }); }
    else hit.removeAttribute("aria-current");
  });
}

function chosen() { return hits().findIndex((hit) => hit.hasAttribute("aria-current")); }

if (palette) {
  let waiting;
  palette.querySelector("input").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 120); });
  palette.addEventListener("keydown", (event) => {
    const count = hits().length;
    if (event.key === "ArrowDown" && count) { choose((chosen() + 1) % count); event.preventDefault(); }
    if (event.key === "ArrowUp" && count) { choose((chosen() - 1 + count) % count); event.preventDefault(); }
    if (event.key === "Enter" && chosen() >= 0 && !event.isComposing) { hits()[chosen()].click(); event.preventDefault(); }
  });
  palette.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });
}
