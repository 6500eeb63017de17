// Forms that ask for an address: places below others are offered while one types; another country, or a pasted address, sends
// the form's own button "fill" early where it has one. Everything here is also reached without this module.
for (const form of document.querySelectorAll("form[data-regions]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-refill]")) {
      form.requestSubmit(form.querySelector("button[value=fill]"));
      return;
    }
    for (const list of form.querySelectorAll("input[data-after]")) {
      if (list.dataset.after.split(" ").includes(event.target.name)) { offer(form, list); }
    }
  });
}

async function offer(form, list) {
  const above = list.dataset.after.split(" ").map((name) => form.elements[name]?.value ?? "");
  if (above.some((value) => !value)) { return; }
  const query = new URLSearchParams([["country", form.elements.country.value], ...above.map((value) => ["above", value])]);
  const answer = await fetch(`${form.dataset.regions}?${query}`);
  if (!answer.ok) { return; }
  const { names } = await answer.json();
  list.list.replaceChildren(...names.map((name) => Object.assign(document.createElement("option"), { value: name })));
}
