// A wallet that does not exist, for trials: a key, a sheet that knows an address and a card, and the same questions that
// real wallets ask of a shop. What it knows can be typed over, so that every address can be tried.
const KNOWN = {
  name: "万晓舟", email: "wan@wallet.example", phone: "13800138000", country: "CN",
  region: "上海市", city: "", district: "徐汇区", line1: "天平路 8 号 201", postal_code: "",
};
const NAMES = {
  zh: { name: "收货人", email: "邮箱", phone: "手机", country: "国家", region: "省", city: "市", district: "区县",
    line1: "街道和门牌", postal_code: "邮编" },
  en: { name: "Name", email: "E-mail", phone: "Telephone", country: "Country", region: "State", city: "City",
    district: "District", line1: "Street", postal_code: "Postal code" },
};

export async function mount(place, seller) {
  const zh = seller.language.startsWith("zh");
  const words = zh
    ? { language: "zh", key: "试用钱包", title: "试用钱包", pay: "付款", close: "不付了", how: "怎么送" }
    : { language: "en", key: "Trial wallet", title: "Trial wallet", pay: "Pay", close: "Not now", how: "Delivery" };
  const key = made("button", { type: "button", className: "button plain", textContent: words.key });
  key.addEventListener("click", () => open(seller, words));
  place.append(key);
  return true;
}

async function open(seller, words) {
  const sheet = made("dialog", { className: "wallet" });
  const form = made("form", { method: "dialog" });
  const fields = Object.entries(KNOWN).map(([name, value]) => {
    const field = made("input", { name, value, autocomplete: "off" });
    field.placeholder = NAMES[words.language][name];
    field.setAttribute("aria-label", field.placeholder);
    return field;
  });
  const how = made("select", { name: "way" });
  how.setAttribute("aria-label", words.how);
  const total = made("p", { className: "total num" });
  total.setAttribute("aria-live", "polite");
  const said = made("p", { className: "error" });
  said.setAttribute("role", "alert");
  const pay = made("button", { type: "submit", className: "button wide", textContent: words.pay, value: "pay" });
  const close = made("button", { type: "button", className: "button plain slim", textContent: words.close });
  form.append(made("h2", { textContent: words.title }), ...fields, how, total, said, pay, close);
  sheet.append(form);
  document.body.append(sheet);
  sheet.addEventListener("close", () => sheet.remove());
  close.addEventListener("click", () => sheet.close());

  let costs = null;
  const value = (name) => form.elements[name].value;
  const address = () => Object.fromEntries(Object.keys(KNOWN).filter((name) => name !== "email").map((name) => [name, value(name)]));
  const chosen = () => (how.value ? JSON.parse(how.value) : null);

  async function show(methods) {
    pay.disabled = true;
    said.textContent = "";
    try {
      costs = await seller.ask(address(), methods);
    } catch {
      said.textContent = seller.trouble;
      return;
    }
    how.replaceChildren(...costs.ways.map((way) => made("option", { value: way.id, textContent: `${way.name} · ${way.price}` })));
    total.textContent = `${costs.currency} ${(costs.total / 100).toFixed(2)}`;
    said.textContent = costs.error ?? "";
    pay.disabled = Boolean(costs.error) || !costs.ways.length;
  }

  for (const name of ["country", "region", "city", "postal_code"]) {
    form.elements[name].addEventListener("change", () => show(null));
  }
  how.addEventListener("change", () => show(chosen()));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    pay.disabled = true;
    try {
      const done = await seller.order({
        email: value("email"), phone: value("phone"), address: address(), methods: chosen(), fingerprint: costs.fingerprint,
      });
      location.assign(done.next === "redirect" ? done.url : done.order);
    } catch (refusal) {
      said.textContent = refusal.message;
      pay.disabled = false;
    }
  });
  sheet.showModal();
  await show(null);
}

function made(tag, values) {
  return Object.assign(document.createElement(tag), values);
}
