"use strict";
(() => {
  const value = (row, column) => {
    const cell = row.cells[column];
    const number = cell.dataset.value;
    return number === undefined ? cell.textContent : number === "" ? null : Number(number);
  };
  const compare = (left, right) => {
    if (left === right) return 0;
    if (left === null) return 1;
    if (right === null) return -1;
    if (typeof left === "number") return left - right;
    return left.localeCompare(right, document.documentElement.lang);
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    const body = table.tBodies[0];
    const rows = Array.from(body.rows);
    Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
      // A browser does not print real buttons in a head that is repeated on each page.
      const button = document.createElement("span");
      button.setAttribute("role", "button");
      button.tabIndex = 0;
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") if (event.key !== " ") return;
        event.preventDefault();
        button.click();
      });
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const sign = down ? -1 : 1;
        const empty = (row) => value(row, column) === null;
        rows.sort((left, right) => {
          if (empty(left) || empty(right)) return compare(value(left, column), value(right, column));
          return sign * compare(value(left, column), value(right, column));
        });
        body.append(...rows);
      });
    });
    if (rows.length > 8) {
      const label = document.createElement("label");
      const field = document.createElement("input");
      label.className = "filter";
      field.type = "search";
      label.append(document.body.dataset.filter + " ", field);
      const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
      field.addEventListener("input", () => {
        const wanted = fold(field.value.trim());
        for (const row of rows) row.hidden = !fold(row.textContent).includes(wanted);
      });
      table.parentNode.before(label);
    }
  }
})();
