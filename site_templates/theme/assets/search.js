// @ts-check
// The search page: scans every resource, so that no match is missed. Contributed text only ever becomes text nodes.

/** @typedef {{columns: string[], rows: (string | number)[][]}} SearchData */
/** @typedef {Record<string, string>} Entry */

const MOST_SHOWN = 200;

/** Full width to half width, lower case, spaces folded: the form in which queries and texts are compared.
 * @param {string} text */
function folded(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}

/** Rank of an entry for the words of a query, 0 the best; -1 when a word is nowhere in it.
 * @param {Entry} entry @param {string[]} words @param {string} query */
function rank(entry, words, query) {
  if (!words.every((word) => entry.all.includes(word))) return -1;
  if (entry.foldedName === query || entry.code === query) return 0;
  if (entry.foldedName.startsWith(query)) return 1;
  if (words.every((word) => entry.foldedName.includes(word))) return 2;
  if (words.every((word) => entry.foldedProvider.includes(word))) return 3;
  if (words.every((word) => entry.foldedItems.includes(word))) return 4;
  return 5;
}

/** The text with every word of the query in a <mark>.
 * @param {string} text @param {string[]} words */
function marked(text, words) {
  const fragment = document.createDocumentFragment();
  const lower = text.toLowerCase();
  let from = 0;
  while (from < text.length) {
    const hits = words
      .map((word) => ({ at: lower.indexOf(word, from), length: word.length }))
      .filter((hit) => hit.at >= 0)
      .sort((a, b) => a.at - b.at || b.length - a.length);
    if (hits.length === 0 || lower.length !== text.length) break;
    const { at, length } = hits[0];
    const mark = document.createElement("mark");
    mark.textContent = text.slice(at, at + length);
    fragment.append(text.slice(from, at), mark);
    from = at + length;
  }
  fragment.append(text.slice(from));
  return fragment;
}

/** The part of a long text around the first word found in it.
 * @param {string} text @param {string[]} words */
function excerpt(text, words) {
  const at = Math.max(0, ...words.map((word) => text.toLowerCase().indexOf(word)));
  const start = at > 40 ? at - 30 : 0;
  const end = start + 110;
  return (start > 0 ? "…" : "") + text.slice(start, end) + (end < text.length ? "…" : "");
}

/** @param {Entry} entry @param {string[]} words @param {string} root */
function resultItem(entry, words, root) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = root + entry.address;
  link.append(marked(entry.name, words));
  const facts = document.createElement("p");
  facts.className = "mulu-results__facts";
  facts.append(marked([entry.provider, entry.sharing, entry.cycle, entry.code].filter(Boolean).join(" · "), words));
  const text = document.createElement("p");
  const inSummary = words.some((word) => folded(entry.summary).includes(word));
  const shown = inSummary || !entry.items ? entry.summary : `信息项：${entry.items.split(" ").join("、")}`;
  text.append(marked(excerpt(shown, words), words));
  item.append(link, facts, text);
  return item;
}

/** @param {SearchData} data @returns {Entry[]} */
function entriesOf(data) {
  return data.rows.map((row) => {
    /** @type {Entry} */
    const entry = Object.fromEntries(data.columns.map((column, index) => [column, String(row[index])]));
    entry.foldedName = folded(entry.name);
    entry.foldedProvider = folded(entry.provider);
    entry.foldedItems = folded(entry.items);
    entry.all = folded(data.columns.map((column) => (column === "address" ? "" : entry[column])).join("\n"));
    return entry;
  });
}

function start() {
  const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-search]"));
  const box = /** @type {HTMLInputElement} */ (document.getElementById("search-box"));
  const status = /** @type {HTMLElement} */ (document.getElementById("search-status"));
  const results = /** @type {HTMLElement} */ (document.getElementById("search-results"));
  const root = form.dataset.root ?? "";
  /** @type {Promise<Entry[]> | undefined} */
  let loading;

  function load() {
    loading ??= fetch(form.dataset.search ?? "").then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json().then(entriesOf);
    });
    return loading;
  }

  async function show() {
    const query = folded(box.value);
    history.replaceState(null, "", query ? `?q=${encodeURIComponent(box.value.trim())}` : location.pathname);
    if (!query) {
      results.replaceChildren();
      status.textContent = "";
      return;
    }
    const words = query.split(" ");
    let entries;
    try {
      entries = await load();
    } catch {
      loading = undefined;
      status.textContent = "检索数据没有取到，请刷新后再试。";
      return;
    }
    if (query !== folded(box.value)) return;
    const found = entries
      .map((entry) => ({ entry, rank: rank(entry, words, query) }))
      .filter((hit) => hit.rank >= 0)
      .sort((a, b) => a.rank - b.rank);
    results.replaceChildren(...found.slice(0, MOST_SHOWN).map((hit) => resultItem(hit.entry, words, root)));
    const more = found.length > MOST_SHOWN ? `，列出前 ${MOST_SHOWN} 项` : "";
    status.textContent = found.length ? `找到 ${found.length} 项${more}` : "没有找到。请换一个词，或者只写其中一部分。";
  }

  box.value = new URLSearchParams(location.search).get("q") ?? "";
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void show();
  });
  box.addEventListener("input", (event) => {
    if (!(/** @type {InputEvent} */ (event).isComposing)) void show();
  });
  box.addEventListener("compositionend", () => void show());
  void show();
  if (!box.value) box.focus();
}

start();
