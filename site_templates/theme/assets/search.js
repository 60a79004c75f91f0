// @ts-check
// The search page: what is asked and the place in the list stand in the address, what is found comes from
// search-worker.js. Contributed text only ever becomes text nodes.

import { RowList } from "./search-list.js";
import * as paper from "./search-paper.js";
import { HEADS, cardFrame, dayOf, element, linkTo, marked, tableFrame } from "./search-rows.js";
import { folded } from "./search-text.js";

/** @typedef {import("./search-answer.js").Answer} Answer */
/** @typedef {import("./search-answer.js").FacetAnswer} FacetAnswer */
/** @typedef {import("./search-answer.js").Row} Row */
/** @typedef {{box: HTMLDetailsElement, list: HTMLUListElement, note: HTMLElement, lookup: HTMLInputElement | null,
 *   isWhole: boolean, last: FacetAnswer}} Group */
/** @typedef {{query: string, chosen: Record<string, string[]>, sort: string, view: string, at: number}} State */

const OPEN_AT_FIRST = ["kind", "provider", "sharing"];
const FEW = 10;
const LOOKUP = "provider";
const BLANK = /** @type {Record<string, string>} */ ({ deadline: "没有时限" });
const NOT_FILLED_IN = "未填写";
const FAILED = "检索数据没有取到，请刷新后再试。";
const TYPES = {
  csv: "text/csv;charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** @template {HTMLElement} T @param {string} id @returns {T} */
const byId = (id) => /** @type {T} */ (document.getElementById(id));

const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-search]"));
const box = /** @type {HTMLInputElement} */ (byId("search-box"));
const status = byId("search-status");
const foundPlace = byId("search-found");
const found = /** @type {HTMLElement} */ (foundPlace.parentElement);
const sortBox = /** @type {HTMLSelectElement} */ (byId("search-sort"));
const byHead = new Option("表格列标题");
const facetPanel = /** @type {HTMLDetailsElement} */ (byId("facets"));
const facetGroups = byId("facet-groups");
const root = form.dataset.root ?? "";
const worker = new Worker(form.dataset.worker ?? "", { type: "module" });
/** @type {Map<string, Group>} */
const groups = new Map();
/** @type {RowList<Row>} */
const list = new RowList({
  ask: (from) => worker.postMessage({ number: shown, from }),
  tell: (at) => shown === number && at !== state.at && place(at),
  top: () => covered(),
});
let state = stateOf(location.search);
let number = 0; // of the newest question
let shown = 0; // of the question whose answer is shown
let counted = "";

// The address.

/** How much of the screen's top the header and the heads of a table cover. */
function covered() {
  const heads = foundPlace.querySelector(".mulu-sortable thead th");
  const isStuck = heads && getComputedStyle(heads).position === "sticky";
  const header = document.querySelector(".md-header")?.getBoundingClientRect().bottom ?? 0;
  return header + (isStuck ? heads.getBoundingClientRect().height : 0);
}

/** Whether the box of orders or a head of the table sorts so. @param {string} sort */
function isOrder(sort) {
  return [...sortBox.options].some(({ value }) => value === sort) || HEADS.some(([, key]) => key === sort.replace(/^-/, ""));
}

/** @param {string} search @returns {State} */
function stateOf(search) {
  const given = new URLSearchParams(search);
  /** @type {State} */
  const read = { query: given.get("q") ?? "", chosen: {}, sort: given.get("sort") ?? "", view: "", at: 0 };
  if (!isOrder(read.sort)) read.sort = "";
  if (given.get("view") === "table") read.view = "table";
  read.at = Math.max(1, Math.floor(Number(given.get("at"))) || 1) - 1;
  for (const key of new Set(given.keys())) {
    if (!["q", "sort", "view", "at"].includes(key)) read.chosen[key] = [...new Set(given.getAll(key))];
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
  if (some.at > 0) given.set("at", String(some.at + 1));
  const text = given.toString();
  return text ? `?${text}` : location.pathname;
}

/** @param {Partial<State>} change @param {boolean} [isTyping] */
function go(change, isTyping = false) {
  state = { ...state, at: 0, ...change };
  ask();
  const address = addressOf(state);
  const isNew = !isTyping && address !== addressOf(stateOf(location.search));
  history[isNew ? "pushState" : "replaceState"](null, "", address);
}

/** Keep the place in the list, so that an address and the way back lead there. @param {number} at */
function place(at) {
  state = { ...state, at };
  history.replaceState(null, "", addressOf(state));
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
  const { query, chosen, sort, at } = state;
  const open = [...groups].filter(([, group]) => group.box.open).map(([key]) => key);
  return { query, chosen, sort, from: at, open: groups.size ? open : OPEN_AT_FIRST };
}

function ask() {
  number += 1;
  worker.postMessage({ number, question: question() });
}

/** @param {Answer} answer */
function show(answer) {
  byId("browse").hidden = false;
  forgetUnknown(answer.facets);
  const isAsked = state.query.trim() !== "" || Object.keys(state.chosen).length > 0;
  counted = answer.total === 0 ? nothing(answer) : isAsked ? `找到 ${answer.total} 项` : `共 ${answer.total} 项资源`;
  status.textContent = counted;
  showOrder();
  for (const button of document.querySelectorAll("[data-view]")) {
    button.setAttribute("aria-pressed", String(button.getAttribute("data-view") === (state.view || "list")));
  }
  byId("search-tools").hidden = answer.total === 0;
  showAlso(answer);
  showChosen(answer.facets);
  answer.facets.forEach(showFacet);
  showList(answer);
}

/** The box says by what is sorted; of an order that only a head of the table gives it says that. */
function showOrder() {
  const plain = sortBox.options[0];
  plain.textContent = (state.query.trim() ? plain.dataset.query : plain.dataset.plain) ?? "";
  byHead.remove();
  sortBox.value = state.sort;
  if (sortBox.selectedIndex >= 0) return;
  byHead.value = state.sort;
  sortBox.append(byHead);
  byHead.selected = true;
}

/** An address may name what is no facet, which then is no condition. @param {FacetAnswer[]} facets */
function forgetUnknown(facets) {
  const known = Object.entries(state.chosen).filter(([name]) => facets.some(({ key }) => key === name));
  state.chosen = Object.fromEntries(known);
}

function fail() {
  byId("browse").hidden = false;
  status.textContent = FAILED;
  list.missed();
}

const heads = () => /** @type {HTMLElement[]} */ ([...foundPlace.querySelectorAll("thead button")]);

/** @param {number} total */
const frameOf = (total) => (state.view === "table" ? tableFrame(root, state.sort, total, (sort) => go({ sort })) : cardFrame(root));

/** @param {Answer} answer */
function showList(answer) {
  const frame = frameOf(answer.total);
  const focused = heads().findIndex((head) => head === document.activeElement);
  foundPlace.replaceChildren(...(answer.total ? [frame.box] : []));
  heads()[focused]?.focus({ preventScroll: true });
  list.show(frame, answer);
  paper.clear();
  if (state.at > 0) list.go(state.at, false);
  else if (found.getBoundingClientRect().top < 0) byId("browse").scrollIntoView();
}

/** @param {Answer} answer */
function nothing(answer) {
  if (answer.all === 0) return "登记册中还没有资源。";
  if (Object.keys(state.chosen).length > 0) return "没有符合条件的资源。请减少筛选条件，或者换一个词。";
  return answer.pages.length ? "没有找到资源。下面是相关网页。" : "没有找到。请换一个词，或者只写其中一部分。";
}

/** @param {Answer} answer */
function showAlso(answer) {
  const box = /** @type {HTMLDetailsElement} */ (byId("search-also"));
  const isNamed = answer.pages[0]?.name.length === 1 && answer.pages[0].name[0].isHit;
  const items = answer.pages.map((row) => {
    const item = element("li", {}, linkTo(root, row));
    if (row.excerpt.some(({ isHit }) => isHit)) item.append(element("p", {}, ...marked(row.excerpt)));
    return item;
  });
  if (answer.morePages) items.push(element("li", { class: "mulu-place" }, `另有 ${answer.morePages} 个网页，写得更具体些可以缩小范围。`));
  box.hidden = items.length === 0;
  box.open = isNamed || answer.total === 0;
  const title = /** @type {HTMLElement} */ (box.querySelector("summary"));
  title.textContent = `相关网页（${answer.pages.length + answer.morePages}）`;
  /** @type {HTMLElement} */ (box.querySelector("ul")).replaceChildren(...items);
}

/** @param {FacetAnswer[]} facets */
function showChosen(facets) {
  const place = byId("search-chosen");
  const labels = new Map(facets.map(({ key, label }) => [key, label]));
  const items = Object.entries(state.chosen).flatMap(([key, values]) => values.map((value) => {
    const text = `${labels.get(key) ?? key}：${value || blank(key)}`;
    const button = element("button", { type: "button", "aria-label": `去掉条件 ${text}` }, text, element("span", { "aria-hidden": "true" }, " ×"));
    button.addEventListener("click", () => {
      choose(key, value, false);
      status.focus();
    });
    return element("li", {}, button);
  }));
  if (items.length > 0) {
    const all = element("button", { type: "button", class: "mulu-quiet-button" }, "全部清除");
    all.addEventListener("click", () => {
      go({ chosen: {} });
      status.focus();
    });
    items.push(element("li", {}, all));
  }
  place.hidden = items.length === 0;
  place.replaceChildren(...items);
  const summary = /** @type {HTMLElement} */ (facetPanel.querySelector("summary"));
  summary.textContent = items.length ? `筛选条件（已选 ${items.length - 1} 个）` : "筛选条件";
}

// Facets.

/** @param {string} key */
const blank = (key) => BLANK[key] ?? NOT_FILLED_IN;

/** @param {FacetAnswer} facet @returns {Group} */
function groupOf(facet) {
  const known = groups.get(facet.key);
  if (known) return known;
  const list = element("ul");
  const note = element("p", { class: "mulu-place" });
  const place = element("details", { class: "mulu-facet", "data-facet": facet.key }, element("summary", {}, facet.label));
  const lookup = facet.key === LOOKUP && facet.values.length > FEW
    ? element("input", { type: "search", "aria-label": `在${facet.label}中查找`, placeholder: "输入部门名称", autocomplete: "off" }) : null;
  if (facet.key === "deadline") place.append(element("p", { class: "mulu-place" }, "截至", dayOf(form.dataset.day ?? "")));
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
  const typed = folded(group.lookup?.value ?? "");
  const isChosen = (/** @type {string} */ value) => chosen.includes(value);
  const isFitting = (/** @type {string} */ value, /** @type {number} */ at) => [value, facet.names[at]].some((name) => folded(name).includes(typed));
  const fitting = facet.values.filter(([value, count], at) => isChosen(value) || (count > 0 && isFitting(value, at)));
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
  const label = element("label", { for: id }, element("span", {}, value || blank(facet.key)), element("span", { class: "mulu-place" }, String(count)));
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

/** @param {HTMLElement} button */
function wantFile(button) {
  const wanted = { form: button.dataset.export, root: new URL(root, location.href).href };
  worker.postMessage({ number, question: question(), wanted });
  status.textContent = "正在生成文件……";
}

/** @param {{file: Uint8Array, form: keyof TYPES, count: number}} made */
function save({ file, form, count }) {
  const address = URL.createObjectURL(new Blob([/** @type {BlobPart} */ (file)], { type: TYPES[form] }));
  element("a", { href: address, download: `资源目录检索结果.${form}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  status.textContent = `已导出 ${count} 项`;
}

// Paper.

function wantPaper() {
  worker.postMessage({ number: shown, from: 0, count: paper.MOST });
  status.textContent = "正在准备打印……";
}

/** @param {Row[]} rows */
function printed(rows) {
  paper.lay(frameOf(list.total), rows, list.total);
  status.textContent = counted;
  print();
}

// What people do.

/** @param {KeyboardEvent} event */
function key(event) {
  const target = /** @type {HTMLElement} */ (event.target);
  const isToPrint = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "p";
  if (isToPrint && list.total > 0) {
    event.preventDefault();
    wantPaper();
  }
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape" && target === box && box.value) {
    event.preventDefault();
    box.value = "";
    go({ query: "" }, true);
  } else if (event.key === "Escape" && target.matches("[data-result]")) {
    box.focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const at = list.rowOf(target);
    if (list.total === 0 || (target !== box && at < 0)) return;
    event.preventDefault();
    const to = event.key === "ArrowDown" ? at + 1 : at - 1;
    if (to < 0) box.focus();
    else list.go(to, true);
  }
}

worker.addEventListener("message", ({ data }) => {
  if (data.failure) fail();
  else if (data.file) save(data);
  else if (data.answer && data.number === number) {
    shown = number;
    show(data.answer);
  } else if (data.count && data.number === shown) {
    printed(data.rows);
  } else if (data.rows && data.number === shown) {
    list.put(data.from, data.rows);
    if (status.textContent === FAILED) status.textContent = counted;
  }
});
worker.addEventListener("error", fail);
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
  button.addEventListener("click", () => go({ view: button.dataset.view === "table" ? "table" : "" }));
}
for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-export]"))) {
  button.addEventListener("click", () => wantFile(button));
}
byId("search-print").addEventListener("click", wantPaper);
addEventListener("beforeprint", () => paper.count(list.total, state.query));
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

history.scrollRestoration = "manual";
status.tabIndex = -1;
box.value = state.query;
const isWide = matchMedia("(min-width: 60em)"); // then the panel has no switch, as in search.css
isWide.addEventListener("change", () => (facetPanel.open = isWide.matches));
facetPanel.open = isWide.matches;
byId("search-idle").remove();
ask();
if (facetPanel.open && /^(\?q=[^&]*)?$/.test(location.search)) box.focus();
