// A file dropped anywhere on the form is as good as one chosen: a .zip goes to the pictures, everything else to the file.
for (const form of document.querySelectorAll("[data-drop]")) {
  const over = (on) => form.toggleAttribute("data-over", on);
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    over(true);
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) over(false);
  });
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    over(false);
    for (const file of event.dataTransfer.files) {
      const one = new DataTransfer();
      one.items.add(file);
      const name = file.name.toLowerCase().endsWith(".zip") ? "zip" : "file";
      form.elements[name].files = one.files;
    }
  });
}
