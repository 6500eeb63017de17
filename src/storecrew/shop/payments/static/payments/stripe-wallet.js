// Apple Pay, Google Pay, Link …: Stripe's Express Checkout Element. `seller` is what checkout/keys.js tells of the bag.
import { library, locale } from "./stripe-library.js";

const REASONS = { address: "invalid_shipping_address", other: "fail" };

export async function mount(place, seller) {
  const Stripe = await library();
  const stripe = Stripe(seller.key, { locale: locale(seller.language) });
  const elements = stripe.elements({
    mode: "payment",
    amount: Number(seller.amount),
    currency: seller.currency.toLowerCase(),
  });
  const keys = elements.create("expressCheckout");
  const sheet = { place: null, methods: null, costs: null };

  // the amount first: a sheet's lines may not come to more than it
  function shown(costs) {
    sheet.costs = costs;
    elements.update({ amount: costs.total });
    return {
      lineItems: costs.lines,
      shippingRates: costs.ways.map((way) => ({ id: way.id, displayName: way.name, amount: way.amount })),
    };
  }

  async function again(event, change) {
    Object.assign(sheet, change);
    const costs = await seller.ask(sheet.place, sheet.methods).catch(() => null);
    if (!costs || costs.error || !costs.ways.length) { event.reject(); return; }
    event.resolve(shown(costs));
  }

  keys.on("click", async (event) => {
    seller.say("");
    const costs = await seller.ask(null, null).catch(() => null);
    if (!costs) { event.reject?.(); seller.say(seller.trouble); return; }
    const first = shown(costs);
    if (!first.shippingRates.length) {
      first.shippingRates = [{ id: "later", displayName: seller.later, amount: 0 }];
    }
    event.resolve({
      ...first,
      business: { name: seller.name },
      emailRequired: true,
      phoneNumberRequired: true,
      shippingAddressRequired: true,
    });
  });
  keys.on("shippingaddresschange", (event) => again(event, { place: placed(event.address), methods: null }));
  keys.on("shippingratechange", (event) => again(event, { methods: JSON.parse(event.shippingRate.id) }));
  keys.on("confirm", async (event) => {
    const { error: unfit } = await elements.submit();
    if (unfit) { seller.say(unfit.message); return; }
    const address = event.shippingAddress ?? {};
    const rate = event.shippingRate?.id;
    let done;
    try {
      done = await seller.order({
        email: event.billingDetails?.email ?? "",
        phone: event.billingDetails?.phone ?? "",
        address: { ...placed(address.address ?? {}), name: address.name ?? "", phone: event.billingDetails?.phone ?? "" },
        methods: rate && rate !== "later" ? JSON.parse(rate) : null,
        fingerprint: sheet.costs?.fingerprint ?? "",
      });
    } catch (refusal) {
      event.paymentFailed({ reason: refusal.field === "address" ? REASONS.address : REASONS.other });
      seller.say(refusal.message);
      return;
    }
    const { error } = await stripe.confirmPayment({
      elements,
      clientSecret: done.secret,
      confirmParams: { return_url: done.back },
    });
    if (error) { location.assign(done.order); } // it is ordered: its page offers another try
  });

  return new Promise((resolve) => {
    keys.on("ready", ({ availablePaymentMethods }) => resolve(Boolean(availablePaymentMethods)));
    keys.on("loaderror", () => resolve(false));
    keys.mount(place);
  });
}

function placed(address) {
  return {
    country: address.country ?? "",
    region: address.state ?? "",
    city: address.city ?? "",
    postal_code: address.postal_code ?? "",
    line1: address.line1 ?? "",
    line2: address.line2 ?? "",
  };
}
