// The scan field of the walk and of the packing table. Hardware scanners type and press Enter: the field keeps the focus for them.
// Where the browser can read barcodes itself (BarcodeDetector), a button opens the camera. Without this module one types.

const HOLD_MS = 1200; // the same code again within this time is the same glance of the camera

for (const form of document.querySelectorAll("[data-scan]")) {
  const field = form.querySelector("input[name=code]");
  if (!field) continue;
  field.focus({ preventScroll: true });
  document.addEventListener("keydown", (event) => {
    const at = document.activeElement;
    const typing = at instanceof HTMLInputElement || at instanceof HTMLSelectElement || at instanceof HTMLTextAreaElement;
    if (!typing && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) field.focus({ preventScroll: true });
  });
  offerCamera(form, field);
}

async function offerCamera(form, field) {
  const button = form.querySelector("[data-camera]");
  if (!button || !("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return;
  const formats = await window.BarcodeDetector.getSupportedFormats().catch(() => []);
  const wanted = ["code_128", "ean_13", "ean_8", "upc_a", "upc_e", "code_39", "qr_code"].filter((name) => formats.includes(name));
  if (wanted.length === 0) return;
  button.hidden = false;
  button.addEventListener("click", () => look(form, field, button, new window.BarcodeDetector({ formats: wanted })));
}

async function look(form, field, button, detector) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    button.disabled = true; // no camera, or it was refused: one types
    return;
  }
  const video = document.createElement("video");
  video.className = "fulfilment-camera";
  video.playsInline = true;
  video.muted = true;
  video.srcObject = stream;
  form.after(video);
  button.hidden = true;
  await video.play();
  const started = performance.now();
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
    video.remove();
    button.hidden = false;
  };
  const tick = async () => {
    if (!video.isConnected) return;
    const [found] = await detector.detect(video).catch(() => []);
    if (found && performance.now() - started > HOLD_MS / 2) {
      field.value = found.rawValue;
      stop();
      form.requestSubmit();
      return;
    }
    requestAnimationFrame(tick);
  };
  window.addEventListener("pagehide", stop, { once: true });
  tick();
}

// On the packing table a scan counts one piece of the line it belongs to, without asking the server.
for (const table of document.querySelectorAll("[data-count]")) {
  const form = document.querySelector("[data-count-scan]");
  const said = document.querySelector("[data-said]");
  if (!form) continue;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const field = form.querySelector("input[name=code]");
    const code = field.value.trim().toLowerCase();
    const row = [...table.querySelectorAll("tr[data-codes]")].find((one) => one.dataset.codes.toLowerCase().split("\n").includes(code));
    field.value = "";
    if (!row) return tell(form.dataset.unknown);
    const seen = row.querySelector("[data-seen]");
    const wanted = Number(row.querySelector("input[name^=line-]").value);
    const count = Number(seen.textContent) + 1;
    if (count > wanted) return tell(form.dataset.toomany);
    seen.textContent = String(count);
    row.toggleAttribute("data-complete", count === wanted);
    tell(`${row.dataset.title}: ${count} / ${wanted}`);
  });
  const tell = (text) => {
    if (said) said.textContent = text;
  };
}
