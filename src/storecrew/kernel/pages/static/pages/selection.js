// The head's tick of a table selects its rows, and the bulk bar says how many are selected.
const watched = new WeakSet();

export function watchSelections(part) {
  for (const form of part.querySelectorAll("form[data-bulk]")) {
    if (!watched.has(form)) watch(form);
    watched.add(form);
  }
}

function watch(form) {
  const head = form.querySelector("[data-all]");
  const bar = form.querySelector(".bulk");
  const rows = () => [...form.querySelectorAll("tbody .tick")];
  let last = null;

  const show = () => {
    const all = rows();
    const chosen = all.filter((tick) => tick.checked).length;
    if (head) {
      head.checked = chosen > 0 && chosen === all.length;
      head.indeterminate = chosen > 0 && chosen < all.length;
    }
    if (!bar) return;
    const every = form.querySelector("[name=every]");
    bar.hidden = chosen === 0;
    const whole = bar.querySelector("[data-whole]");
    if (whole) whole.hidden = chosen === 0 || chosen < all.length;
    if (every && chosen < all.length) every.checked = false;
    for (const count of bar.querySelectorAll("[data-count]")) count.textContent = String(chosen);
  };

  form.addEventListener("click", (event) => {
    const tick = event.target.closest("tbody .tick");
    if (tick && event.shiftKey && last && last !== tick) {
      const all = rows();
      const [from, to] = [all.indexOf(last), all.indexOf(tick)].sort((one, two) => one - two);
      all.slice(from, to + 1).forEach((between) => { between.checked = tick.checked; });
    }
    if (tick) last = tick;
    if (event.target.closest("[data-none]")) { rows().forEach((row) => { row.checked = false; }); show(); }
  });
  form.addEventListener("change", (event) => {
    if (event.target === head) rows().forEach((row) => { row.checked = head.checked; });
    show();
  });
  if (head) head.hidden = false;
  show();
}
