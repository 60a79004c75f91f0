// @ts-check
// Any two versions of a resource side by side: field by field from the page's own timeline, and the files as they were
// published, line by line. Which two stands in the address.

(() => {
  /** @typedef {{label: string, old: string, new: string, direction: string}} Field */
  /** @typedef {{kind: "same" | "gone" | "come", text: string}} Line */
  const CONTEXT = 3;
  const MOST_CELLS = 4_000_000;
  const ITEM = "信息项";

  /** An element with its words or parts.
   * @param {string} name @param {string} className @param {...(string | Node)} parts */
  function made(name, className, ...parts) {
    const node = document.createElement(name);
    if (className) node.className = className;
    node.append(...parts);
    return node;
  }

  /** A table's head with these titles.
   * @param {string[]} titles */
  function headed(titles) {
    const cells = titles.map((title) => {
      const cell = /** @type {HTMLTableCellElement} */ (made("th", "", title));
      cell.scope = "col";
      return cell;
    });
    return made("thead", "", made("tr", "", ...cells));
  }

  /** The words of a cell's value, line by line; nothing where the field is not there.
   * @param {Element | null} value */
  function words(value) {
    if (!value) return "";
    const copy = /** @type {Element} */ (value.cloneNode(true));
    for (const line of copy.querySelectorAll("br")) line.replaceWith("\n");
    return copy.textContent || "";
  }

  /** What one revision of the timeline changed.
   * @param {number} number @returns {Field[]} */
  function fieldsOf(number) {
    const rows = document.querySelectorAll(`.mulu-timeline > li[data-version="${number}"] .mulu-changes tbody tr`);
    return [...rows].map((row) => ({
      label: row.children[0].textContent || "",
      old: words(row.children[1].querySelector("del")),
      new: words(row.children[2].querySelector("ins")),
      direction: row.children[3].textContent || "",
    }));
  }

  /** What the revisions after one version, up to another, did together; what came back as it was is no difference.
   * @param {number} from @param {number} to */
  function between(from, to) {
    /** @type {Map<string, Field>} */
    const found = new Map();
    for (let number = from + 1; number <= to; number += 1) {
      for (const field of fieldsOf(number)) {
        const first = found.get(field.label);
        const directions = new Set([...(first ? first.direction.split("、") : []), field.direction]);
        const direction = [...directions].join("、");
        found.set(field.label, first ? { ...field, old: first.old, direction } : field);
      }
    }
    return [...found.values()].filter((one) => one.old !== one.new || (one.old && one.label.endsWith(ITEM)));
  }

  /** The lines of two texts in one order: the longest common ones stay, the others go or come.
   * @param {string[]} old @param {string[]} now @returns {Line[]} */
  function aligned(old, now) {
    let start = 0;
    while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
    let [end, other] = [old.length, now.length];
    while (end > start && other > start && old[end - 1] === now[other - 1]) [end, other] = [end - 1, other - 1];
    /** @param {Line["kind"]} kind @param {string[]} lines @returns {Line[]} */
    const as = (kind, lines) => lines.map((text) => ({ kind, text }));
    const changed = middle(old.slice(start, end), now.slice(start, other), as);
    return [...as("same", old.slice(0, start)), ...changed, ...as("same", old.slice(end))];
  }

  /** @param {string[]} old @param {string[]} now @param {(kind: Line["kind"], lines: string[]) => Line[]} as */
  function middle(old, now, as) {
    const width = now.length + 1;
    if (old.length * now.length > MOST_CELLS) return [...as("gone", old), ...as("come", now)];
    const common = new Uint32Array((old.length + 1) * width);
    for (let row = old.length - 1; row >= 0; row -= 1) {
      for (let column = now.length - 1; column >= 0; column -= 1) {
        const here = row * width + column;
        const isSame = old[row] === now[column];
        common[here] = isSame ? common[here + width + 1] + 1 : Math.max(common[here + width], common[here + 1]);
      }
    }
    /** @type {Line[]} */
    const lines = [];
    let [row, column] = [0, 0];
    while (row < old.length || column < now.length) {
      const here = row * width + column;
      if (row < old.length && column < now.length && old[row] === now[column]) {
        lines.push({ kind: "same", text: old[row] });
        [row, column] = [row + 1, column + 1];
      } else if (column >= now.length || (row < old.length && common[here + width] >= common[here + 1])) {
        lines.push({ kind: "gone", text: old[row] });
        row += 1;
      } else {
        lines.push({ kind: "come", text: now[column] });
        column += 1;
      }
    }
    return lines;
  }

  /** Rows of old and new side by side: lines that go stand beside those that come in their place.
   * @param {Line[]} lines @returns {[Line | null, Line | null][]} */
  function sides(lines) {
    /** @type {[Line | null, Line | null][]} */
    const rows = [];
    /** @type {[Line | null, Line | null][]} */
    let waiting = []; // rows with nothing new beside what goes
    for (const line of lines) {
      const beside = line.kind === "come" ? waiting.shift() : undefined;
      if (beside) beside[1] = line;
      else rows.push([line.kind === "come" ? null : line, line.kind === "gone" ? null : line]);
      if (line.kind === "gone") waiting.push(rows[rows.length - 1]);
      if (line.kind === "same") waiting = [];
    }
    return rows;
  }

  /** @param {Line | null} line @param {"gone" | "come"} side */
  function cell(line, side) {
    if (!line) return made("td", "mulu-sides__none");
    if (line.kind === "same") return made("td", "mulu-sides__same", line.text || "\u00a0");
    return made("td", "", made(side === "gone" ? "del" : "ins", "", line.text || "\u00a0"));
  }

  /** The two files side by side, what is the same for long left out.
   * @param {string} old @param {string} now @param {[string, string]} titles */
  function beside(old, now, titles) {
    /** @param {string} text */
    const lines = (text) => text.replace(/\n$/, "").split("\n");
    const rows = sides(aligned(lines(old), lines(now)));
    const isSame = rows.map(([left]) => left?.kind === "same");
    const body = made("tbody", "");
    let left = 0;
    /** @param {number} at */
    const isNear = (at) => isSame.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).includes(false);
    rows.forEach(([one, other], at) => {
      if (isNear(at)) body.append(made("tr", isSame[at] ? "mulu-sides__both" : "", cell(one, "gone"), cell(other, "come")));
      else left += 1;
      if (left && (at === rows.length - 1 || isNear(at + 1))) {
        const told = /** @type {HTMLTableCellElement} */ (made("td", "mulu-place", `（${left} 行相同，略）`));
        told.colSpan = 2;
        body.append(made("tr", "mulu-sides__left", told));
        left = 0;
      }
    });
    return made("table", "mulu-sides", headed(titles), body);
  }

  /** @param {Field[]} fields */
  function fieldTable(fields) {
    if (!fields.length) return made("p", "", "登记的各个字段没有差别。");
    const titles = ["字段", "原内容", "新内容", "对使用部门"];
    /** @param {string} text @param {string} name @param {string} className */
    const value = (text, name, className) => (text ? made(name, className, text) : "—");
    const rows = fields.map((field) => {
      const parts = [field.label, value(field.old, "del", "mulu-gone"), value(field.new, "ins", ""), field.direction];
      const cells = parts.map((part, at) => {
        const cell = made("td", "", part);
        cell.dataset.label = titles[at];
        return cell;
      });
      return made("tr", "", ...cells);
    });
    return made("table", "mulu-table mulu-changes", headed(titles), made("tbody", "", ...rows));
  }

  /** A version's file as it was published: from the page of the version, or the current file itself.
   * @param {HTMLOptionElement} version @returns {Promise<string | null>} */
  async function textOf(version) {
    const address = version.dataset.text;
    if (!address) return null;
    const answer = await fetch(new URL(address, location.href.replace(/[?#].*/, "")));
    if (!answer.ok) return null;
    const text = await answer.text();
    if (!address.endsWith("/")) return text;
    return new DOMParser().parseFromString(text, "text/html").querySelector(".mulu-source")?.textContent ?? null;
  }

  /** @param {HTMLFormElement} form */
  function begin(form) {
    const [from, to] = /** @type {HTMLSelectElement[]} */ ([...form.querySelectorAll("select")]);
    const answer = /** @type {HTMLElement} */ (document.getElementById("compare-answer"));
    let asked = 0;

    async function show() {
      const turn = (asked += 1);
      const chosen = [from, to].map((select) => select.selectedOptions[0]);
      const [old, now] = Number(from.value) <= Number(to.value) ? chosen : chosen.reverse();
      const titles = /** @type {[string, string]} */ ([old, now].map((version) => version.label));
      const fields = fieldTable(between(Number(old.value), Number(now.value)));
      const [before, after] = await Promise.all([textOf(old), textOf(now)]);
      if (turn !== asked) return;
      const files =
        before === null || after === null
          ? made("p", "", `${before === null ? titles[0] : titles[1]}没有可以公布的登记文件，不能逐行比较。`)
          : before === after
            ? made("p", "", "登记文件逐字相同。")
            : beside(before, after, titles);
      const said = made("p", "", made("strong", "", `${titles[0]}与${titles[1]}的差别`));
      answer.replaceChildren(said, fields, made("p", "mulu-place", "登记文件逐行比较："), files);
    }

    function follow() {
      const wanted = new URLSearchParams(location.search);
      for (const select of [from, to]) {
        const value = wanted.get(select.name);
        if ([...select.options].some((option) => option.value === value)) select.value = value || "";
      }
      if (wanted.has(from.name) && wanted.has(to.name)) void show();
      else answer.replaceChildren();
    }

    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      history.pushState(null, "", `?${new URLSearchParams({ from: from.value, to: to.value })}#compare`);
      void show();
    });
    window.addEventListener("popstate", follow);
    follow();
  }

  document.addEventListener("DOMContentLoaded", () => {
    const form = /** @type {HTMLFormElement | null} */ (document.getElementById("compare"));
    if (form) begin(form);
  });
})();
