// @ts-check
// What was found, on paper. The list holds only the rows in sight and no printer waits for others, so the first hundreds
// are laid out before one prints; who prints by the browser's own menu gets the rows in sight, and the paper says so.

/** @typedef {import("./search-answer.js").Row} Row */
/** @typedef {import("./search-list.js").Frame<Row>} Frame */

export const MOST = 500; // rows
const ROWS = "[data-at]";

const [seen, paper, note] = ["search-found", "search-paper", "search-printed"].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));

/** Rows to be printed instead of those in sight. @param {Frame} frame @param {Row[]} rows @param {number} total */
export function lay({ box, block }, rows, total) {
  box.removeAttribute("id");
  box.append(block(rows, 0, total));
  paper.replaceChildren(box);
}

/** Print the rows in sight again. */
export const clear = () => paper.replaceChildren();

/** Let the paper say which words were searched, and how many of all rows it has, unless it has all.
 * @param {number} total @param {string} query */
export function count(total, query) {
  const laid = paper.querySelectorAll(ROWS).length;
  const printed = laid || seen.querySelectorAll(ROWS).length;
  const more = laid ? "" : `按检索网页上的“打印”按钮，可以印出 ${Math.min(total, MOST)} 项；`;
  const asked = query.trim() ? `检索词：${query.trim()}。` : "";
  const fewer = `共 ${total} 项，此处只印出 ${printed} 项。${more}全部结果可以在检索网页上导出 Excel 或者 CSV。`;
  note.textContent = asked + (printed < total ? fewer : "");
}
