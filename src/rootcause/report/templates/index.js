(() => {
  const table = document.querySelector(".idx"), body = table.tBodies[0];
  const box = document.getElementById("q"), hits = document.getElementById("hits");
  const key = (row, column) => row.cells[column].dataset.s ?? row.cells[column].textContent.trim();
  const sort = button => {
    const head = button.parentElement, column = head.cellIndex;
    const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    table.querySelectorAll("th").forEach(one => one.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
    [...body.rows]
      .sort((a, b) => way * key(a, column).localeCompare(key(b, column), "en", {numeric: true}))
      .forEach(row => body.append(row));
  };
  table.querySelectorAll("th button").forEach(button => button.onclick = () => sort(button));
  box.oninput = () => {
    const wanted = box.value.toLowerCase();
    let shown = 0;
    for (const row of body.rows) {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      shown += !row.hidden;
    }
    hits.textContent = shown + " of " + body.rows.length + " cases";
  };
  document.querySelector(".find").hidden = false;
})();
