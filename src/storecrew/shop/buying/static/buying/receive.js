// Counts pieces by scanning them: each scan of a line's SKU or barcode adds one to what came. Without this module one types.

const form = document.querySelector("[data-goods]");
const heard = document.querySelector("[data-heard]");
const lines = [...document.querySelectorAll("[data-line]")];

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const field = form.querySelector("input[name=code]");
  count(field.value.trim().toLowerCase());
  field.value = "";
  field.focus({ preventScroll: true });
});

function count(code) {
  if (!code) return;
  const line = lines.find((one) => one.dataset.codes.toLowerCase().split(" ").includes(code));
  for (const one of lines) one.classList.toggle("is-found", one === line);
  if (!line) {
    heard.textContent = `${heard.dataset.unknown}: ${code}`;
    return;
  }
  const field = line.querySelector("[data-came]");
  field.value = String((Number.parseInt(field.value, 10) || 0) + 1);
  heard.textContent = `${line.querySelector("b").textContent}: ${field.value}`;
  line.scrollIntoView({ block: "nearest" });
}

const all = document.querySelector("[data-all]");
if (all) {
  all.hidden = false;
  all.addEventListener("click", () => {
    for (const one of lines) one.querySelector("[data-came]").value = one.dataset.missing;
  });
}
