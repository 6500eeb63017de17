// Stripe's own script, which Stripe wants loaded from its own address; once, and only on pages where somebody pays.
const SOURCE = "https://js.stripe.com/v3/";

export function library() {
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

// The language of a page (zh-Hans, en) as Stripe names it.
export function locale(language) {
  const [name, script] = (language || "").toLowerCase().split("-");
  return name === "zh" && script === "hant" ? "zh-TW" : name || "auto";
}
