// @ts-check
// The search page: what is asked stands in the address, what is found comes from search-worker.js.
// Contributed text only ever becomes text nodes.

/** @typedef {import("./search-worker.js").Answer} Answer */
/** @typedef {import("./search-worker.js").FacetAnswer} FacetAnswer */
/** @typedef {import("./search-worker.js").Pieces} Pieces */
/** @typedef {import("./search-worker.js").Row} Row */
/** @typedef {{address: string, name: string, code: string, items: number, facets: string[]}} Exported */
/** @typedef {{box: HTMLDetailsElement, list: HTMLUListElement, note: HTMLElement, lookup: HTMLInputElement | null,
 *   isWhole: boolean, last: FacetAnswer}} Group */
/** @typedef {{query: string, chosen: Record<string, string[]>, sort: string, view: string, page: number}} State */

const TONES = /** @type {Record<string, string>} */ ({
  无条件共享: "open", 有条件共享: "terms", 不予共享: "closed", 无条件开放: "open", 有条件开放: "terms", 不予开放: "closed",
});
const OPEN_AT_FIRST = ["kind", "provider", "sharing"];
const FEW = 10;
const LOOKUP = "provider";
const BLANK = "未填写";

/** @template {keyof HTMLElementTagNameMap} K @param {K} tag @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children @returns {HTMLElementTagNameMap[K]} */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** @template {HTMLElement} T @param {string} id @returns {T} */
const byId = (id) => /** @type {T} */ (document.getElementById(id));

/** @param {Pieces} pieces */
const marked = (pieces) => pieces.map(({ text, isHit }) => (isHit ? element("mark", {}, text) : text));

/** @param {string} text */
const tag = (text) => element("span", { class: `mulu-tag mulu-tag--${TONES[text] ?? "plain"}` }, text);

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-search]"));
const box = /** @type {HTMLInputElement} */ (byId("search-box"));
const status = byId("search-status");
const foundPlace = byId("search-found");
const sortBox = /** @type {HTMLSelectElement} */ (byId("search-sort"));
const facetPanel = /** @type {HTMLDetailsElement} */ (byId("facets"));
const facetGroups = byId("facet-groups");
const root = form.dataset.root ?? "";
const worker = new Worker(form.dataset.worker ?? "");
/** @type {Map<string, Group>} */
const groups = new Map();
let state = stateOf(location.search);
let number = 0;

// The address.

/** @param {string} search @returns {State} */
function stateOf(search) {
  const given = new URLSearchParams(search);
  /** @type {State} */
  const read = { query: given.get("q") ?? "", chosen: {}, sort: given.get("sort") ?? "", view: given.get("view") ?? "", page: 1 };
  read.page = Number(given.get("page")) || 1;
  for (const key of new Set(given.keys())) {
    if (!["q", "sort", "view", "page"].includes(key)) read.chosen[key] = given.getAll(key);
  }
  return read;
}

/** @param {State} some */
function addressOf(some) {
  const given = new URLSearchParams();
  if (some.query.trim()) given.set("q", some.query.trim());
  for (const [key, values] of Object.entries(some.chosen)) values.forEach((value) => given.append(key, value));
  if (some.sort) given.set("sort", some.sort);
  if (some.view) given.set("view", some.view);
  if (some.page > 1) given.set("page", String(some.page));
  const text = given.toString();
  return text ? `?${text}` : location.pathname;
}

/** @param {Partial<State>} change @param {boolean} [isTyping] */
function go(change, isTyping = false) {
  state = { ...state, page: 1, ...change };
  history[isTyping ? "replaceState" : "pushState"](null, "", addressOf(state));
  ask();
}

/** @param {string} key @param {string} value @param {boolean} isChosen */
function choose(key, value, isChosen) {
  const values = (state.chosen[key] ?? []).filter((one) => one !== value);
  if (isChosen) values.push(value);
  const chosen = { ...state.chosen, [key]: values };
  if (values.length === 0) delete chosen[key];
  go({ chosen });
}

// Asking and showing.

function question() {
  const { query, chosen, sort, page } = state;
  const open = [...groups].filter(([, group]) => group.box.open).map(([key]) => key);
  return { query, chosen, sort, page, open: groups.size ? open : OPEN_AT_FIRST };
}

function ask() {
  number += 1;
  worker.postMessage({ number, question: question() });
}

/** @param {Answer} answer */
function show(answer) {
  byId("browse").hidden = false;
  const isAsked = state.query.trim() !== "" || Object.keys(state.chosen).length > 0;
  const total = answer.total === 0 ? nothing(answer) : isAsked ? `找到 ${answer.total} 项` : `共 ${answer.total} 项资源`;
  const pages = Math.max(1, Math.ceil(answer.total / answer.size));
  status.textContent = total + (answer.page > 1 ? `，第 ${answer.page} 页，共 ${pages} 页` : "");
  const plain = sortBox.options[0];
  plain.textContent = (state.query.trim() ? plain.dataset.query : plain.dataset.plain) ?? "";
  sortBox.value = state.sort;
  for (const button of document.querySelectorAll("[data-view]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("data-view") === (state.view || "list")));
  }
  foundPlace.replaceChildren(...(answer.total ? [state.view === "table" ? tableOf(answer.rows) : listOf(answer.rows)] : []));
  for (const id of ["search-export", "search-sort"]) byId(id).toggleAttribute("disabled", answer.total === 0);
  showPages(answer.page, pages);
  showAlso(answer);
  showChosen(answer.facets);
  answer.facets.forEach(showFacet);
}

/** @param {Answer} answer */
function nothing(answer) {
  if (answer.all === 0) return "登记册中还没有资源。";
  if (Object.keys(state.chosen).length > 0) return "没有符合条件的资源。请减少筛选条件，或者换一个词。";
  return answer.pages.length ? "没有找到资源。下面是相关网页。" : "没有找到。请换一个词，或者只写其中一部分。";
}

/** @param {Row[]} rows */
function listOf(rows) {
  return element("ol", { id: "search-results", class: "mulu-results" }, ...rows.map((row) => {
    const item = element("li", {}, linkTo(row));
    if (row.faulty) item.append(" ", element("span", { class: "mulu-tag mulu-tag--fault" }, "未通过校验"));
    if (row.facets.status?.[0] === "已注销") item.append(" ", tag("已注销"));
    const { sharing = [], opening = [], cycle = [] } = row.facets;
    const facts = element("p", { class: "mulu-results__facts" }, element("span", {}, ...(row.provider.length ? marked(row.provider) : ["提供方未填写"])));
    if (cycle.length) facts.append(element("span", {}, `${cycle[0]}更新`));
    facts.append(element("span", {}, `${row.items} 个信息项`));
    if (row.code.length) facts.append(element("code", {}, ...marked(row.code)));
    item.append(element("p", { class: "mulu-tags" }, ...[...sharing, ...opening].map(tag)), facts);
    if (row.excerpt.length) item.append(excerptOf(row));
    return item;
  }));
}

/** @param {Row} row */
function excerptOf(row) {
  const label = row.from === "items" ? [element("span", { class: "mulu-place" }, "信息项：")] : [];
  return element("p", { class: "mulu-results__excerpt" }, ...label, ...marked(row.excerpt));
}

/** @param {Row} row */
function linkTo(row) {
  return element("a", { href: root + row.address, "data-result": "" }, ...marked(row.name));
}

/** @param {Row[]} rows */
function tableOf(rows) {
  /** @type {[string, string][]} */
  const heads = [["资源名称", "name"], ["提供方", "provider"], ["共享类型", "sharing"], ["开放类型", "opening"], ["更新周期", "cycle"], ["信息项", "items"]];
  const head = element("tr", {}, ...heads.map(([label, key]) => {
    const direction = state.sort === key ? "ascending" : state.sort === `-${key}` ? "descending" : "";
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", () => go({ sort: direction === "ascending" ? `-${key}` : key }));
    return element("th", { scope: "col", ...(direction && { "aria-sort": direction }) }, button);
  }));
  const body = element("tbody", {}, ...rows.map((row) => {
    const name = element("td", { "data-label": heads[0][0] }, linkTo(row));
    if (row.faulty) name.append(" ", element("span", { class: "mulu-tag mulu-tag--fault" }, "未通过校验"));
    name.append(element("br"), element("code", {}, ...(row.code.length ? marked(row.code) : ["代码未填写"])));
    if (!row.name.some(({ isHit }) => isHit) && row.excerpt.some(({ isHit }) => isHit)) name.append(excerptOf(row));
    const cells = heads.slice(1, 5).map(([label, key]) => {
      const value = row.facets[key]?.[0] ?? "";
      return element("td", { "data-label": label }, value ? (key in { sharing: 0, opening: 0 } ? tag(value) : value) : BLANK);
    });
    return element("tr", {}, name, ...cells, element("td", { "data-label": heads[5][0] }, `${row.items} 项`));
  }));
  const caption = element("caption", { class: "mulu-unseen" }, "检索结果；按列标题排序");
  return element("table", { id: "search-results", class: "mulu-table mulu-sortable" }, caption, element("thead", {}, head), body);
}

/** @param {number} page @param {number} last */
function showPages(page, last) {
  const place = byId("search-pages");
  place.hidden = last === 1;
  const near = [1, page - 1, page, page + 1, last].filter((one) => one >= 1 && one <= last);
  const numbers = [...new Set(near)].sort((one, other) => one - other);
  /** @type {Node[]} */
  const parts = [];
  /** @param {number} to @param {string} text @param {Record<string, string>} more */
  const link = (to, text, more = {}) => {
    const made = element("a", { href: addressOf({ ...state, page: to }), "data-page": String(to), ...more }, text);
    parts.push(made);
  };
  if (page > 1) link(page - 1, "上一页", { rel: "prev" });
  numbers.forEach((one, at) => {
    if (at > 0 && one - numbers[at - 1] > 1) parts.push(element("span", { "aria-hidden": "true" }, "…"));
    link(one, String(one), { "aria-label": `第 ${one} 页`, ...(one === page && { "aria-current": "page" }) });
  });
  if (page < last) link(page + 1, "下一页", { rel: "next" });
  place.replaceChildren(...(last > 1 ? parts : []));
}

/** @param {Answer} answer */
function showAlso(answer) {
  const place = byId("search-also");
  place.hidden = answer.pages.length === 0;
  const isNamed = answer.pages[0]?.name.length === 1 && answer.pages[0].name[0].isHit;
  if (isNamed) foundPlace.before(place);
  else byId("search-pages").after(place);
  const items = answer.pages.map((row) => {
    const item = element("li", {}, linkTo(row));
    if (row.excerpt.some(({ isHit }) => isHit)) item.append(element("p", {}, ...marked(row.excerpt)));
    return item;
  });
  if (answer.morePages) items.push(element("li", { class: "mulu-place" }, `另有 ${answer.morePages} 个网页，写得更具体些可以缩小范围。`));
  /** @type {HTMLElement} */ (place.querySelector("ul")).replaceChildren(...items);
}

/** @param {FacetAnswer[]} facets */
function showChosen(facets) {
  const place = byId("search-chosen");
  const labels = new Map(facets.map(({ key, label }) => [key, label]));
  const items = Object.entries(state.chosen).flatMap(([key, values]) => values.map((value) => {
    const text = `${labels.get(key) ?? key}：${value || BLANK}`;
    const button = element("button", { type: "button", "aria-label": `去掉条件 ${text}` }, text, element("span", { "aria-hidden": "true" }, " ×"));
    button.addEventListener("click", () => {
      choose(key, value, false);
      status.focus();
    });
    return element("li", {}, button);
  }));
  if (items.length > 0) {
    const all = element("button", { type: "button", class: "mulu-quiet-button" }, "全部清除");
    all.addEventListener("click", () => go({ chosen: {} }));
    items.push(element("li", {}, all));
  }
  place.hidden = items.length === 0;
  place.replaceChildren(...items);
  const summary = /** @type {HTMLElement} */ (facetPanel.querySelector("summary"));
  summary.textContent = items.length ? `筛选条件（已选 ${items.length - 1} 个）` : "筛选条件";
}

// Facets.

/** @param {FacetAnswer} facet @returns {Group} */
function groupOf(facet) {
  const known = groups.get(facet.key);
  if (known) return known;
  const list = element("ul");
  const note = element("p", { class: "mulu-place" });
  const place = element("details", { class: "mulu-facet", "data-facet": facet.key }, element("summary", {}, facet.label));
  const lookup = facet.key === LOOKUP && facet.values.length > FEW
    ? element("input", { type: "search", "aria-label": `在${facet.label}中查找`, placeholder: "输入部门名称", autocomplete: "off" }) : null;
  place.append(...(lookup ? [lookup] : []), list, note);
  /** @type {Group} */
  const made = { box: place, list, note, lookup, isWhole: false, last: facet };
  place.open = OPEN_AT_FIRST.includes(facet.key) || facet.key in state.chosen;
  place.addEventListener("toggle", () => place.open && !made.last.isCounted && ask());
  lookup?.addEventListener("input", () => showFacet(made.last));
  groups.set(facet.key, made);
  facetGroups.append(place);
  return made;
}

/** @param {FacetAnswer} facet */
function showFacet(facet) {
  const group = groupOf(facet);
  group.last = facet;
  const chosen = state.chosen[facet.key] ?? [];
  group.box.hidden = facet.values.length < 2 && chosen.length === 0;
  if (!facet.isCounted) return;
  const typed = group.lookup?.value.trim().normalize("NFKC").toLowerCase() ?? "";
  const isChosen = (/** @type {string} */ value) => chosen.includes(value);
  const fitting = facet.values.filter(([value, count]) => isChosen(value) || (count > 0 && value.toLowerCase().includes(typed)));
  if (facet.values.length > FEW) {
    fitting.sort((one, other) => Number(isChosen(other[0])) - Number(isChosen(one[0])) || other[1] - one[1]);
  }
  const shown = group.isWhole ? fitting : fitting.slice(0, Math.max(FEW, chosen.length));
  const focused = document.activeElement?.id;
  group.list.replaceChildren(...shown.map(([value, count]) => choiceOf(facet, value, count, isChosen(value))));
  const hasFocus = focused && group.list.querySelector(`[id="${CSS.escape(focused)}"]`);
  if (hasFocus instanceof HTMLElement) hasFocus.focus();
  showRest(group, facet, fitting.length, shown.length);
}

/** @param {FacetAnswer} facet @param {string} value @param {number} count @param {boolean} isChosen */
function choiceOf(facet, value, count, isChosen) {
  const id = `facet-${facet.key}-${facet.values.findIndex(([one]) => one === value)}`;
  const choice = element("input", { type: "checkbox", id });
  choice.checked = isChosen;
  choice.addEventListener("change", () => choose(facet.key, value, choice.checked));
  const label = element("label", { for: id }, element("span", {}, value || BLANK), element("span", { class: "mulu-place" }, String(count)));
  return element("li", {}, choice, label);
}

/** @param {Group} group @param {FacetAnswer} facet @param {number} all @param {number} shown */
function showRest(group, facet, all, shown) {
  group.note.replaceChildren();
  if (all === 0) group.note.append("没有符合的选项。");
  if (all > shown || group.isWhole) {
    const more = element("button", { type: "button", class: "mulu-quiet-button" }, group.isWhole ? "收起" : `显示全部 ${all} 个`);
    more.addEventListener("click", () => {
      group.isWhole = !group.isWhole;
      showFacet(facet);
      group.note.querySelector("button")?.focus();
    });
    group.note.append(more);
  }
}

// Export.

/** A cell of a table no spreadsheet takes for a formula. @param {string} text */
function cell(text) {
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** @param {{labels: string[], rows: Exported[]}} table */
function save({ labels, rows }) {
  const lines = [["资源名称", "资源代码", ...labels, "信息项数", "网址"]];
  for (const row of rows) {
    const address = new URL(root + row.address, location.href).href;
    lines.push([row.name, row.code, ...row.facets, String(row.items), address]);
  }
  const text = lines.map((line) => `${line.map(cell).join(",")}\r\n`).join("");
  const file = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  element("a", { href: file, download: "资源目录检索结果.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(file), 10_000);
  status.textContent = `已导出 ${rows.length} 项`;
}

// What people do.

/** @param {KeyboardEvent} event */
function key(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const isWriting = target.matches("input, select, textarea");
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "/" && !isWriting) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.key === "Escape" && target === box && box.value) {
    event.preventDefault();
    box.value = "";
    go({ query: "" }, true);
  } else if (event.key === "Escape" && target.matches("[data-result]")) {
    box.focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const links = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-result]")]);
    const at = links.indexOf(target);
    if (target !== box && at < 0) return;
    event.preventDefault();
    const to = event.key === "ArrowDown" ? at + 1 : at - 1;
    (to < 0 ? box : links[Math.min(to, links.length - 1)] ?? box).focus();
  }
}

worker.addEventListener("message", ({ data }) => {
  if (data.failure) status.textContent = "检索数据没有取到，请刷新后再试。";
  else if (data.table) save(data.table);
  else if (data.number === number) show(data.answer);
  if (data.failure) byId("browse").hidden = false;
});
worker.addEventListener("error", () => (status.textContent = "检索数据没有取到，请刷新后再试。"));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  go({ query: box.value });
});
box.addEventListener("input", (event) => {
  if (!(/** @type {InputEvent} */ (event).isComposing)) go({ query: box.value }, true);
});
box.addEventListener("compositionend", () => go({ query: box.value }, true));
sortBox.addEventListener("change", () => go({ sort: sortBox.value }));
for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-view]"))) {
  button.addEventListener("click", () => go({ view: button.dataset.view === "table" ? "table" : "", page: state.page }));
}
byId("search-export").addEventListener("click", () => worker.postMessage({ number, question: question(), isExport: true }));
byId("search-pages").addEventListener("click", (event) => {
  const to = /** @type {HTMLElement} */ (event.target).dataset.page;
  if (!to || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go({ page: Number(to) });
  status.focus();
  byId("browse").scrollIntoView();
});
document.querySelector(".mulu-skip")?.addEventListener("click", (event) => {
  event.preventDefault();
  foundPlace.focus();
});
addEventListener("popstate", () => {
  state = stateOf(location.search);
  box.value = state.query;
  ask();
});
document.addEventListener("keydown", key);

status.tabIndex = -1;
box.value = state.query;
facetPanel.open = matchMedia("(min-width: 60em)").matches;
ask();
if (facetPanel.open && /^(\?q=[^&]*)?$/.test(location.search)) box.focus();
