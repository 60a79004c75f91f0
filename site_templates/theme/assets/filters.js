// @ts-check
// Filters over a table: each select names a data attribute of its rows; the choice stands in the address.
// And folded lists unfold for the printer, for browsers whose styles cannot do it.

(() => {
  /** @param {HTMLFormElement} form */
  function begin(form) {
    const table = document.getElementById(form.dataset.filters || "");
    if (!table) return;
    const selects = [...form.querySelectorAll("select")];
    const output = form.querySelector("output");

    function apply() {
      const rows = /** @type {NodeListOf<HTMLTableRowElement>} */ (table?.querySelectorAll("tbody > tr"));
      let shown = 0;
      for (const row of rows) {
        const fits = selects.every(({ name, value }) => !value || (row.dataset[name] || "").split("、").includes(value));
        row.hidden = !fits;
        if (fits) shown += 1;
      }
      if (output) output.textContent = `显示 ${shown} 条，共 ${rows.length} 条`;
    }

    function remember() {
      const wanted = new URLSearchParams(location.search);
      for (const { name, value } of selects) value ? wanted.set(name, value) : wanted.delete(name);
      const query = wanted.toString();
      history.replaceState(null, "", query ? `?${query}${location.hash}` : location.pathname + location.hash);
    }

    const asked = new URLSearchParams(location.search);
    for (const select of selects) {
      const value = asked.get(select.name) || "";
      if ([...select.options].some((option) => option.value === value)) select.value = value;
    }
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", () => {
      apply();
      remember();
    });
    document.addEventListener("mulu-clocks-corrected", apply);
    apply();
  }

  /** @type {HTMLDetailsElement[]} */
  let unfolded = [];
  addEventListener("beforeprint", () => {
    unfolded = [.../** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("article details:not([open])"))];
    for (const folded of unfolded) folded.open = true;
  });
  addEventListener("afterprint", () => {
    for (const folded of unfolded) folded.open = false;
  });

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("form[data-filters]")) begin(/** @type {HTMLFormElement} */ (form));
  });
})();
