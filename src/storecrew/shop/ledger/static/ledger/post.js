// Adds up debit and credit while somebody types, and adds rows without a round trip. The server reads and checks every amount
// itself: what stands here is a hint, and without this module the page works the same.

const amountOf = (text) => {
  const plain = text.normalize("NFKC").replace(/[\s'’]/g, "").replace(/,(?=\d{3}(\D|$))/g, "").replace(",", ".");
  const value = Number(plain);
  return plain && Number.isFinite(value) ? value : 0;
};

for (const table of document.querySelectorAll("[data-lines]")) {
  const form = table.closest("form");
  const output = form.querySelector("[data-sums]");
  const money = (value, currency) => new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency }).format(value);

  const addUp = () => {
    const sums = new Map();
    let filled = false;
    for (const row of table.tBodies[0].rows) {
      const currency = row.querySelector("[name=currency]").value;
      const [debit, credit] = ["debit", "credit"].map((side) => amountOf(row.querySelector(`[name=${side}]`).value));
      filled ||= debit !== 0 || credit !== 0;
      sums.set(currency, (sums.get(currency) ?? 0) + debit - credit);
    }
    const apart = [...sums].filter(([, rest]) => Math.abs(rest) > 1e-6);
    output.dataset.state = !filled ? "" : apart.length ? "apart" : "equal";
    output.textContent = !filled
      ? ""
      : apart.length
        ? apart
            .map(([currency, rest]) => (rest > 0 ? table.dataset.moreDebit : table.dataset.moreCredit).replace("{amount}", money(Math.abs(rest), currency)))
            .join(" · ")
        : table.dataset.balanced;
  };

  table.addEventListener("input", addUp);
  form.querySelector("[data-more]").addEventListener("click", (event) => {
    event.preventDefault();
    const last = table.tBodies[0].rows[table.tBodies[0].rows.length - 1];
    const fresh = last.cloneNode(true);
    fresh.classList.remove("ledger-wrong");
    fresh.querySelectorAll(".field__error").forEach((line) => line.remove());
    fresh.querySelectorAll("input").forEach((input) => (input.value = ""));
    fresh.querySelector("[name=account]").value = "";
    fresh.querySelector("[name=currency]").value = last.querySelector("[name=currency]").value;
    last.after(fresh);
    fresh.querySelector("[name=account]").focus();
  });
  addUp();
}
