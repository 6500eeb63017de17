// The grid under the hands of somebody who knows spreadsheets: arrows and Enter move, a block of cells can be pasted, what has
// changed is tinted, and leaving with unsaved cells is asked about. Without this module it is a form of plain inputs.

for (const grid of document.querySelectorAll("[data-grid]")) {
  const rows = [...grid.querySelectorAll("tbody tr")].map((row) =>
    [...row.querySelectorAll("td")].filter((cell) => !cell.classList.contains("c-tick")).map((cell) => cell.querySelector("input")),
  );
  const form = grid.closest("form");
  let saved = false;

  const place = (input) => {
    const row = rows.findIndex((cells) => cells.includes(input));
    return row < 0 ? null : [row, rows[row].indexOf(input)];
  };

  const go = (row, column, step) => {
    for (let next = row; rows[next]; next += step) {
      const input = rows[next][column];
      if (input) {
        input.focus();
        input.select();
        return true;
      }
    }
    return false;
  };

  const mark = (input) => {
    input.toggleAttribute("data-changed", input.value !== input.defaultValue);
  };

  grid.addEventListener("keydown", (event) => {
    const at = place(event.target);
    if (!at || event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const [row, column] = at;
    const input = event.target;
    const atStart = input.selectionStart === 0 && input.selectionEnd === 0;
    const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    const atEnd = input.selectionStart === input.value.length;
    const side = (step) => {
      for (let next = column + step; next >= 0 && next < rows[row].length; next += step) {
        if (rows[row][next]) {
          rows[row][next].focus();
          rows[row][next].select();
          return true;
        }
      }
      return false;
    };
    let moved = false;
    if (event.key === "ArrowDown") moved = go(row + 1, column, 1);
    else if (event.key === "ArrowUp") moved = go(row - 1, column, -1);
    else if (event.key === "Enter") moved = go(row + (event.shiftKey ? -1 : 1), column, event.shiftKey ? -1 : 1) || true;
    else if (event.key === "ArrowLeft" && (atStart || whole)) moved = side(-1);
    else if (event.key === "ArrowRight" && (atEnd || whole)) moved = side(1);
    else if (event.key === "Escape") {
      input.value = input.defaultValue;
      mark(input);
    }
    if (moved) event.preventDefault();
  });

  grid.addEventListener("paste", (event) => {
    const at = place(event.target);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!at || !/[\t\n]/.test(text.trim()) || event.target.readOnly) return;
    event.preventDefault();
    const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
    lines.forEach((line, down) => {
      line.split("\t").forEach((value, across) => {
        const input = rows[at[0] + down]?.[at[1] + across];
        if (!input) return;
        input.value = value.trim();
        mark(input);
      });
    });
  });

  grid.addEventListener("input", (event) => mark(event.target));
  form?.addEventListener("submit", () => {
    saved = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!saved && grid.querySelector("[data-changed]")) event.preventDefault();
  });
}
