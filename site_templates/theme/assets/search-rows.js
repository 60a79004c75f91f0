// @ts-check
// How a resource that was found looks: as a card, and as a row of the table. Text only ever becomes text nodes.

/** @typedef {import("./search-answer.js").Row} Row */
/** @typedef {import("./search-text.js").Pieces} Pieces */
/** @typedef {import("./search-list.js").Frame<Row>} Frame */

const TONES = /** @type {Record<string, string>} */ ({
  无条件共享: "open", 有条件共享: "terms", 不予共享: "closed", 无条件开放: "open", 有条件开放: "terms", 不予开放: "closed",
  已逾期: "late", 今日到期: "terms", 即将到期: "terms", 暂定: "open-ended", 未规定期限: "open-ended",
});
const PRESSING = ["已逾期", "今日到期", "即将到期"];
export const HEADS = /** @type {[string, string][]} */ ([
  ["资源名称", "name"], ["提供方", "provider"], ["共享类型", "sharing"], ["开放类型", "opening"], ["更新周期", "cycle"],
  ["时限状态", "urgency"], ["信息项", "items"],
]);
const BLANK = "未填写";

/** @template {keyof HTMLElementTagNameMap} K @param {K} tag @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children @returns {HTMLElementTagNameMap[K]} */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** @param {Pieces} pieces */
export const marked = (pieces) => pieces.map(({ text, isHit }) => (isHit ? element("mark", {}, text) : text));

/** @param {string} root @param {Row} row */
export const linkTo = (root, row) => element("a", { href: root + row.address, "data-result": "" }, ...marked(row.name));

/** @param {string} text */
const tag = (text) => element("span", { class: `mulu-tag mulu-tag--${TONES[text] ?? "plain"}` }, text);

/** A day as officials write it. @param {string} day */
export function dayOf(day) {
  const [year, month, date] = day.split("-").map(Number);
  return element("time", { datetime: day }, `${year}年${month}月${date}日`);
}

/** @param {Row} row */
function marksOf(row) {
  const marks = row.faulty ? [element("span", { class: "mulu-tag mulu-tag--fault" }, "未通过校验")] : [];
  if (row.facets.status?.[0] === "已注销") marks.push(tag("已注销"));
  return marks.flatMap((mark) => [" ", mark]);
}

/** @param {Row} row */
function excerptOf(row) {
  const label = row.from === "items" ? [element("span", { class: "mulu-place" }, "信息项：")] : [];
  return element("p", { class: "mulu-results__excerpt" }, ...label, ...marked(row.excerpt));
}

/** @param {number} height @param {"div" | "tbody"} kind */
function gapOf(height, kind) {
  const gap = element(kind, { class: "mulu-gap", "aria-hidden": "true" });
  const filling = kind === "tbody" ? element("td", { colspan: String(HEADS.length) }) : gap;
  filling.style.height = `${height}px`;
  if (filling !== gap) gap.append(element("tr", {}, filling));
  return gap;
}

/** Cards below each other. @param {string} root @returns {Frame} */
export function cardFrame(root) {
  return {
    box: element("div", { id: "search-results", class: "mulu-results", role: "list", "aria-label": "检索结果" }),
    block: (rows, from, total) => element("div", { role: "none" }, ...rows.map((row, at) => cardOf(root, row, from + at, total))),
    gap: (height) => gapOf(height, "div"),
  };
}

/** @param {string} root @param {Row} row @param {number} at @param {number} total */
function cardOf(root, row, at, total) {
  const place = { role: "listitem", "data-at": String(at), "aria-posinset": String(at + 1), "aria-setsize": String(total) };
  const card = element("div", { class: "mulu-card", ...place }, linkTo(root, row), ...marksOf(row));
  const { sharing = [], opening = [], cycle = [], deadline = [] } = row.facets;
  const tags = element("p", { class: "mulu-tags" }, ...[...sharing, ...opening].map(tag));
  if (PRESSING.includes(deadline[0])) tags.append(tag(deadline[0]));
  const facts = element("p", { class: "mulu-results__facts" }, element("span", {}, ...(row.provider.length ? marked(row.provider) : ["提供方未填写"])));
  if (cycle.length) facts.append(element("span", {}, `${cycle[0]}更新`));
  facts.append(element("span", {}, `${row.items} 个信息项`));
  if (PRESSING.includes(deadline[0]) && row.due) facts.append(element("span", {}, dayOf(row.due), "到期"));
  if (row.updated) facts.append(element("span", {}, dayOf(row.updated), "变更"));
  if (row.code.length) facts.append(element("code", {}, ...marked(row.code)));
  card.append(tags, facts);
  if (row.excerpt.length) card.append(excerptOf(row));
  return card;
}

/** A table that its heads sort. @param {string} root @param {string} sort @param {number} total
 * @param {(sort: string) => void} onSort @returns {Frame} */
export function tableFrame(root, sort, total, onSort) {
  const heads = HEADS.map(([label, key]) => {
    const direction = sort === key ? "ascending" : sort === `-${key}` ? "descending" : "";
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", () => onSort(direction === "ascending" ? `-${key}` : key));
    return element("th", { scope: "col", ...(direction && { "aria-sort": direction }) }, button);
  });
  const attributes = { id: "search-results", class: "mulu-table mulu-sortable", "aria-rowcount": String(total + 1) };
  const caption = element("caption", { class: "mulu-unseen" }, "检索结果；按列标题排序");
  const head = element("thead", {}, element("tr", { "aria-rowindex": "1" }, ...heads));
  return {
    box: element("table", attributes, caption, head),
    block: (rows, from) => element("tbody", {}, ...rows.map((row, at) => lineOf(root, row, from + at))),
    gap: (height) => gapOf(height, "tbody"),
  };
}

/** @param {string} root @param {Row} row @param {number} at */
function lineOf(root, row, at) {
  const name = element("td", { "data-label": HEADS[0][0] }, linkTo(root, row), ...marksOf(row));
  name.append(element("br"), element("code", {}, ...(row.code.length ? marked(row.code) : ["代码未填写"])));
  if (!row.name.some(({ isHit }) => isHit) && row.excerpt.some(({ isHit }) => isHit)) name.append(excerptOf(row));
  const cells = HEADS.slice(1, 5).map(([label, key]) => {
    const value = row.facets[key]?.[0] ?? "";
    return element("td", { "data-label": label }, value ? (key in { sharing: 0, opening: 0 } ? tag(value) : value) : BLANK);
  });
  const clock = element("td", { "data-label": HEADS[5][0] }, row.facets.deadline?.length ? tag(row.facets.deadline[0]) : "—");
  if (row.due) clock.append(element("br"), dayOf(row.due));
  const items = element("td", { "data-label": HEADS[6][0] }, `${row.items} 项`);
  return element("tr", { "data-at": String(at), "aria-rowindex": String(at + 2) }, name, ...cells, clock, items);
}
