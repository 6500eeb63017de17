/* Stripe's own form on our page. The page marks a place with what Begun.next says:

   <form data-stripe data-key="pk_…" data-secret="pi_…_secret_…" data-return="https://…" data-language="zh-Hans"
         data-wait="Paying…" data-trouble="Stripe's form could not be loaded. …">
     <div data-stripe-form></div><p data-stripe-error role="alert" hidden></p><button>Pay</button>
   </form>

   Card numbers go to Stripe from Stripe's frames; this module never sees them. */

import { library, locale } from "./stripe-library.js";

for (const form of document.querySelectorAll("form[data-stripe]")) {
  mount(form).catch(() => say(form, form.dataset.trouble));
}

async function mount(form) {
  const Stripe = await library();
  const stripe = Stripe(form.dataset.key, { locale: locale(form.dataset.language) });
  const elements = stripe.elements({ clientSecret: form.dataset.secret });
  elements.create("payment").mount(form.querySelector("[data-stripe-form]"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await pay(form, stripe, elements);
  });
}

async function pay(form, stripe, elements) {
  const button = form.querySelector("button");
  const label = button.textContent;
  button.disabled = true;
  button.textContent = form.dataset.wait || label;
  say(form, "");
  // on success the browser leaves for the return address, with 3-D Secure, Alipay or WeChat Pay in between
  const { error } = await stripe.confirmPayment({ elements, confirmParams: { return_url: form.dataset.return } });
  say(form, error ? error.message || form.dataset.trouble : "");
  button.disabled = false;
  button.textContent = label;
}

function say(form, text) {
  const place = form.querySelector("[data-stripe-error]");
  place.textContent = text || "";
  place.hidden = !text;
}
