// Hearts: put something on the wish list without leaving the page. Without this the form goes to the list itself.
const form = document.getElementById("wish");

form?.addEventListener("submit", async (event) => {
  const heart = event.submitter;
  if (!heart) return;
  event.preventDefault();
  const body = new URLSearchParams({ [heart.name]: heart.value });
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const { said } = await answer.json();
    say(said);
    if (!answer.ok) return;
    heart.setAttribute("aria-pressed", "true");
    heart.textContent = heart.textContent.replace("♡", "♥");
  } catch {
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: heart.name, value: heart.value }));
    form.submit();
  }
});

function say(text) {
  let line = document.getElementById("wish-said");
  if (!line) {
    line = Object.assign(document.createElement("p"), { id: "wish-said", className: "vh" });
    line.setAttribute("role", "status");
    document.body.append(line);
  }
  line.textContent = text;
}
