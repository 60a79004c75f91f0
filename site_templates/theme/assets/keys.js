// @ts-check
// A slash typed anywhere but into a field leads to the page's search box: its own, or the one in the header; where a
// narrow page shows neither, to the search page.

(() => {
  const BOXES = "#search-box, #home-search, .mulu-quick-search input";
  const FIELDS = "input, select, textarea, [contenteditable]";

  /** @param {KeyboardEvent} event */
  function key(event) {
    const target = /** @type {Element} */ (event.target);
    if (event.key !== "/" || event.isComposing || event.ctrlKey || event.altKey || event.metaKey || target.closest(FIELDS)) return;
    const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(BOXES));
    const seen = [...boxes].filter((box) => box.offsetParent !== null);
    const box = seen.find((one) => one.id) ?? seen[0];
    event.preventDefault();
    if (box) box.select();
    else if (boxes[0]?.form) location.assign(boxes[0].form.action);
  }

  document.addEventListener("keydown", key);
})();
