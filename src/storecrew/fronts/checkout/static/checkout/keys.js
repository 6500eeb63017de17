// Keys that need no form, such as Apple Pay. Each provider's module shows its own where the device has any; the form below
// the keys does the same for everybody else.
for (const section of document.querySelectorAll("[data-keys]")) {
  show(section).catch(() => section.remove());
}

async function show(section) {
  const { mount } = await import(section.dataset.script);
  section.hidden = false;
  section.classList.add("waiting"); // a provider's own frames want a place while they find out what there is
  const able = await mount(section.querySelector("[data-place]"), sellerOf(section));
  if (able) { section.classList.remove("waiting"); } else { section.remove(); }
}

function sellerOf(section) {
  const { provider, cart, ask } = section.dataset;
  return {
    ...section.dataset,
    ask: (address, methods) => tell(ask, { address, methods }),
    order: (said) => tell(`${ask}order/`, { ...said, provider, cart }),
    say(text) {
      const place = section.querySelector("[data-said]");
      place.textContent = text;
      place.hidden = !text;
    },
  };
}

async function tell(url, body) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) { throw Object.assign(new Error(said.error), { field: said.field }); }
  return said;
}
