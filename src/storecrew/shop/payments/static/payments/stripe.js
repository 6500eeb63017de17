/* Stripe's own form on our page. The page marks a place with what Begun.next says:

   <form data-stripe data-key="pk_…" data-secret="pi_…_secret_…" data-return="https://…" data-language="zh"
         data-wait="Paying…" data-trouble="Stripe's form could not be loaded. …">
     <div data-stripe-form></div><p data-stripe-error role="alert" hidden></p><button>Pay</button>
   </form>

   Card numbers go to Stripe from Stripe's frames; this module never sees them. */

const SOURCE = "https://js.stripe.com/v3/";

for (const form of document.querySelectorAll("form[data-stripe]")) {
  mount(form).catch(() => say(form, form.dataset.trouble));
}

async function mount(form) {
  const Stripe = await load();
  const stripe = Stripe(form.dataset.key, { locale: form.dataset.language || "auto" });
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

function load() {
  return new Promise((resolve, reject) => {
    if (window.Stripe) {
      resolve(window.Stripe);
      return;
    }
    const script = document.createElement("script");
    script.src = SOURCE;
    script.onload = () => resolve(window.Stripe);
    script.onerror = reject;
    document.head.append(script);
  });
}
