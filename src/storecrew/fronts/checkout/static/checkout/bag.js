// Putting something into the bag without leaving the page. Without this module the form does the same by a full page.
const form = document.getElementById("add");

function shown(html) {
  document.querySelector("dialog.in-bag")?.remove();
  const dialog = new DOMParser().parseFromString(html, "text/html").querySelector("dialog");
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) { dialog.close(); }
  });
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

function counted(pieces) {
  for (const link of document.querySelectorAll(".to-bag")) {
    let count = link.querySelector(".count");
    if (!count) {
      count = document.createElement("span");
      count.className = "count";
      link.append(" ", count);
    }
    count.textContent = pieces;
  }
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const buttons = [...document.querySelectorAll("button[form=add]"), form.querySelector("button")];
  for (const button of buttons) { button.disabled = true; }
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" },
    });
    if (!answer.headers.get("Content-Type")?.startsWith("application/json")) { throw new Error(answer.status); }
    const said = await answer.json();
    if (said.pieces !== undefined) { counted(said.pieces); }
    shown(said.html);
  } catch {
    form.submit();
  } finally {
    for (const button of buttons) { button.disabled = false; }
  }
});
