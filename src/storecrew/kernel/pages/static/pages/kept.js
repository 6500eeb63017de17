// What was typed into a form that was then refused stands in it again: nobody types twice. Secrets and files are not kept.

const PLACE = "refused";
const LEFT_OUT = new Set(["password", "file", "hidden", "submit", "button"]);

export function keepWhatIsSent() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    const fields = [...form.elements].filter((one) => one.name && !LEFT_OUT.has(one.type));
    const kept = fields.map((one) => ({ name: one.name, value: one.value, type: one.type, on: one.checked ?? null }));
    sessionStorage.setItem(PLACE, JSON.stringify({ page: location.pathname, action: form.action, kept }));
  });
}

export function bringBackWhatWasRefused() {
  const left = JSON.parse(sessionStorage.getItem(PLACE) || "null");
  sessionStorage.removeItem(PLACE);
  if (!left || left.page !== location.pathname || !document.querySelector(".toast--bad")) return;
  const form = [...document.forms].find((one) => one.action === left.action);
  for (const one of form ? left.kept : []) fill(form, one);
  form?.closest("details")?.setAttribute("open", "");
}

function fill(form, { name, value, type, on }) {
  const fields = [...form.elements].filter((one) => one.name === name && one.type === type);
  const ticks = type === "checkbox" || type === "radio";
  if (ticks) fields.filter((one) => one.value === value).forEach((one) => { one.checked = on; });
  else if (fields.length === 1) fields[0].value = value;
}
