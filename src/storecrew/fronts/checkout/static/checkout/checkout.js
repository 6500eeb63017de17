// The checkout fills itself in: another country brings its own fields, a complete address brings its parcels and price.
// Everything here is also reached by the form's own buttons. What a province brings is offered by address.js.
const form = document.getElementById("checkout");
const FRESH = ["delivery", "bill", "payment"];
const ADDRESS = ["country", "region", "city", "district", "postal_code", "line1"];
let waiting;
let asking = new AbortController();

async function page(body) {
  asking.abort();
  asking = new AbortController();
  const answer = await fetch(form.action, { method: "POST", body, signal: asking.signal });
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function take(fresh) {
  const theirs = fresh.getElementById("checkout");
  if (!theirs) { location.reload(); return; }
  form.elements.fingerprint.value = theirs.elements.fingerprint.value;
  for (const id of FRESH) {
    const mine = document.getElementById(id);
    const other = fresh.getElementById(id);
    if (mine && other) { mine.replaceWith(other); }
  }
  const phone = document.querySelector("details.sum");
  const other = fresh.querySelector("details.sum");
  if (phone && other) { other.open = phone.open; phone.replaceWith(other); }
}

// What a pasted address was taken apart into.
function spread(fresh) {
  for (const name of [...ADDRESS.slice(1), "name", "phone"]) {
    const theirs = fresh.getElementById(`a-${name}`);
    const mine = document.getElementById(`a-${name}`);
    if (mine && theirs?.value && !mine.value) { mine.value = theirs.value; }
  }
  form.elements.pasted.value = "";
}

async function refresh(pasted) {
  const body = new URLSearchParams(new FormData(form));
  body.set("do", "fill");
  form.setAttribute("aria-busy", "true");
  try {
    const fresh = await page(body);
    if (pasted) { spread(fresh); }
    take(fresh);
  } catch { /* the form's own button does the same */ } finally { form.removeAttribute("aria-busy"); }
}

form?.addEventListener("change", (event) => {
  const name = event.target.name;
  if (name === "country") {
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "fill");
    page(body).catch(() => null).then(() => location.assign(`?country=${encodeURIComponent(event.target.value)}`));
    return;
  }
  if (name === "pasted" || name.startsWith("method.") || ADDRESS.includes(name)) {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, 150, name === "pasted");
  }
});

form?.addEventListener("submit", (event) => {
  const pressed = event.submitter;
  if (form.dataset.sent && pressed?.value === "pay") { event.preventDefault(); return; }
  clearTimeout(waiting);
  asking.abort(); // an answer that comes now would lead away from where the order leads
  if (pressed?.value === "pay") { form.dataset.sent = "yes"; setTimeout(() => { delete form.dataset.sent; }, 8000); }
});
