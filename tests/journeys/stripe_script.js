// A likeness of Stripe's script: what our modules call, checked as Stripe checks it; cards are paid by `likenessPays`.
window.Stripe = (key, { locale }) => {
  if (!key.startsWith("pk_")) { throw new Error("no publishable key"); }
  if (!["zh", "en", "auto"].includes(locale)) { throw new Error(`unknown locale ${locale}`); }
  return { elements: (options) => new Elements(options), confirmPayment };
};

class Elements {
  constructor(options) { this.options = options; }
  update(change) { Object.assign(this.options, change); }
  async submit() { return {}; }
  create(kind) {
    if (kind === "payment" && !this.options.clientSecret) { throw new Error("a payment element wants a client secret"); }
    return new Element(kind, this);
  }
}

class Element {
  constructor(kind, elements) { Object.assign(this, { kind, elements, heard: {} }); }
  on(name, act) { this.heard[name] = act; }
  mount(place) {
    if (!place || !place.isConnected) { throw new Error("nowhere to mount"); }
    const shown = document.createElement(this.kind === "payment" ? "input" : "button");
    shown.type = this.kind === "payment" ? "text" : "button";
    shown.setAttribute("aria-label", this.kind);
    shown.addEventListener("click", () => this.kind === "expressCheckout" && sheet(this));
    place.append(shown);
    setTimeout(() => this.heard.ready?.({ availablePaymentMethods: { googlePay: true } }), 0);
  }
}

// What a phone's sheet does after its key was pressed.
async function sheet(element) {
  const ask = (name, event) => new Promise((resolve, reject) => element.heard[name]({ ...event, resolve, reject }));
  const first = await ask("click", { expressPaymentType: "google_pay" });
  if (!first.shippingAddressRequired || !first.shippingRates.length) { throw new Error("an address wants rates"); }
  const address = { country: "CN", state: "上海市", city: "", postal_code: "200030" };
  const known = await ask("shippingaddresschange", { name: "万晓舟", address });
  fits(element, known);
  const rate = known.shippingRates.at(-1);
  fits(element, await ask("shippingratechange", { shippingRate: rate }));
  await element.heard.confirm({
    billingDetails: { email: "wan@wan.example", phone: "+8613800138000", name: "万晓舟" },
    shippingAddress: { name: "万晓舟", address: { ...address, line1: "天平路 8 号 201", line2: "" } },
    shippingRate: rate,
    paymentFailed() { throw new Error("the shop refused"); },
  });
}

function fits(element, sheet) {
  const sum = sheet.lineItems.reduce((total, line) => total + line.amount, 0);
  if (sum > element.elements.options.amount) { throw new Error("the lines come to more than the amount"); }
}

async function confirmPayment({ elements, clientSecret, confirmParams }) {
  const secret = clientSecret ?? elements.options.clientSecret;
  const said = await window.likenessPays(secret, clientSecret ? elements.options.amount : null);
  if (said) { return { error: { message: said } }; }
  location.assign(confirmParams.return_url);
  return {};
}
