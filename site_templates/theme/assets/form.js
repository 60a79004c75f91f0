// @ts-check
// The clerks' form: blanks to the text of a file in canonical form, as generator/form writes it, and back from the
// site's own downloads. The blanks, their hints and bounds stand in the page; nothing leaves the browser.

/** What a file says. @typedef {string | string[] | Said | Said[]} Value */
/** @typedef {{[key: string]: Value}} Said */

const muluForm = (() => {
  const UNPLAIN_START = /^[-?:,[\]{}#&*!|>'"%@`]/;
  const UNPLAIN = /[:\s]#|:\s|:$|\t/;
  const LIKE_SOMETHING_ELSE = new RegExp(
    [
      "y|n|yes|no|true|false|on|off|null|~|=|<<|\\.{3}",
      "[-+]?0[0-9_]+|[-+]?[0-9][0-9_]*_[0-9_]*|[-+][0-9_]+|[-+]?0[xob][0-9a-f_]+",
      "[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?",
      "[-+]?(?:[0-9][0-9_]*\\.[0-9_]*|\\.[0-9_]+|[0-9][0-9_]*\\.?)(?:e[-+]?[0-9]+)",
      "[-+]?(?:[0-9][0-9_]*\\.[0-9_]*|\\.[0-9_]+|\\.inf)|\\.nan",
      "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[t\\s].*",
    ]
      .map((part) => `^(?:${part})$`)
      .join("|"),
    "i",
  );

  /** The text as it is written: no space at its ends or at the ends of its lines. @param {string} text */
  function tidy(text) {
    return text.replace(/\r\n?/g, "\n").trim().split("\n").map((line) => line.trimEnd()).join("\n");
  }

  /** A tidy text as it stands after its key or dash. @param {string} text @param {string} pad */
  function scalar(text, pad) {
    if (text.includes("\n")) return `|\n${text.split("\n").map((line) => (line ? `${pad}  ${line}` : "")).join("\n")}`;
    if (UNPLAIN_START.test(text) || UNPLAIN.test(text) || LIKE_SOMETHING_ELSE.test(text)) return `'${text.replaceAll("'", "''")}'`;
    return text;
  }

  /** The lines of a record, its keys in their order. @param {Said} said @param {string} pad @returns {string[]} */
  function linesOf(said, pad) {
    return Object.entries(said).flatMap(([key, value]) => {
      if (typeof value === "string") return [`${pad}${key}: ${scalar(value, pad)}`];
      if (!Array.isArray(value)) return [`${pad}${key}:`, ...linesOf(value, `${pad}  `)];
      return [`${pad}${key}:`, ...value.flatMap((one) => entryOf(one, `${pad}  `))];
    });
  }

  /** The lines of one entry of a list. @param {string | Said} one @param {string} pad */
  function entryOf(one, pad) {
    if (typeof one === "string") return [`${pad}- ${scalar(one, pad)}`];
    const [first, ...rest] = linesOf(one, `${pad}  `);
    return [`${pad}- ${first.slice(pad.length + 2)}`, ...rest];
  }

  /** The text of a file. @param {Said} said @param {string[]} header */
  function textOf(said, header) {
    return [...header, ...linesOf(said, "")].map((line) => `${line}\n`).join("");
  }

  return { tidy, scalar, textOf };
})();

if (typeof module === "object") module.exports = muluForm;

if (typeof document === "object") {
  (() => {
    const site = new URL("..", /** @type {HTMLScriptElement} */ (document.currentScript).src);
    const HIDDEN = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/u;
    const FILE_NAME = /^[0-9A-Za-z\u3400-\u9fff·（）-]{1,50}$/;
    const CODE = /^[1-3][0-9]{5}[0-9A-Za-z]{0,20}\/[0-9A-Za-z]{1,20}$/;
    const NUMBER = /^[0-9]{4}-[0-9]{4}$/;

    /** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */
    /** What is wrong with a blank. @typedef {{message: string, at: HTMLElement}} Fault */
    /** What was loaded: its file, and the lines above its first field. @typedef {{file: string, header: string[]}} Loaded */

    /** @template {HTMLElement} T @param {string} id @param {{new(): T}} kind @returns {T} */
    function byId(id, kind) {
      const found = document.getElementById(id);
      if (!(found instanceof kind)) throw new Error(id);
      return found;
    }

    /** @param {string} id */
    const dataIn = (id) => JSON.parse(byId(id, HTMLScriptElement).text);

    /** The blanks and records directly below an element. @param {Element} container @returns {HTMLElement[]} */
    function blanksIn(container) {
      return /** @type {HTMLElement[]} */ ([...container.children].filter((child) => child instanceof HTMLElement && child.dataset.key));
    }

    /** @param {HTMLElement} blank */
    const controlOf = (blank) => /** @type {Control} */ (blank.querySelector("input, select, textarea"));

    /** @param {HTMLElement} record @returns {HTMLElement[]} */
    const entriesOf = (record) => [.../** @type {NodeListOf<HTMLElement>} */ (record.querySelectorAll(":scope > .mulu-entries > .mulu-entry"))];

    let wired = 0;

    /** Name every control by its label and describe it by its hint. @param {ParentNode} container */
    function wire(container) {
      for (const blank of /** @type {NodeListOf<HTMLElement>} */ (container.querySelectorAll(".mulu-blank[data-key]"))) {
        const [control, label, hint] = [controlOf(blank), blank.querySelector("label"), blank.querySelector(".mulu-hint")];
        control.id = `blank-${(wired += 1)}`;
        if (label) label.htmlFor = control.id;
        if (hint) hint.id = `${control.id}-hint`;
        control.setAttribute("aria-describedby", `${control.id}-hint`);
        if (blank.dataset.required !== undefined) control.setAttribute("aria-required", "true");
      }
    }

    /** @param {HTMLElement} record */
    function renumber(record) {
      entriesOf(record).forEach((entry, place) => {
        const number = entry.querySelector(":scope > legend > .mulu-number");
        if (number) number.textContent = ` ${place + 1}`;
      });
    }

    /** One more entry at the end of a list. @param {HTMLElement} record @returns {HTMLElement} */
    function addEntry(record) {
      const template = /** @type {HTMLTemplateElement} */ (record.querySelector(":scope > template"));
      const entry = /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
      wire(entry);
      record.querySelector(":scope > .mulu-entries")?.append(entry);
      renumber(record);
      return entry;
    }

    /** What the blanks below an element say; what is empty is left out. @param {Element} container @returns {Said} */
    function read(container) {
      /** @type {Said} */
      const said = {};
      for (const blank of blanksIn(container)) {
        const value = readBlank(blank);
        if (typeof value === "string" || Array.isArray(value) ? value.length : Object.keys(value).length) said[String(blank.dataset.key)] = value;
      }
      return said;
    }

    /** @param {HTMLElement} blank @returns {Value} */
    function readBlank(blank) {
      if (blank.dataset.shape === "record") return read(blank);
      if (blank.dataset.shape === "records") return entriesOf(blank).map(read).filter((one) => Object.keys(one).length);
      const text = muluForm.tidy(controlOf(blank).value);
      return blank.dataset.shape === "texts" ? text.split("\n").map((line) => line.trim()).filter(Boolean) : text;
    }

    /** Let the blanks below an element say this and nothing else. @param {Element} container @param {Record<string, any>} said */
    function fill(container, said) {
      for (const blank of blanksIn(container)) fillBlank(blank, said[String(blank.dataset.key)] ?? "");
    }

    /** @param {HTMLElement} blank @param {any} value */
    function fillBlank(blank, value) {
      if (blank.dataset.shape === "record") return fill(blank, value || {});
      if (blank.dataset.shape === "records") {
        for (const entry of entriesOf(blank)) entry.remove();
        for (const one of value || []) fill(addEntry(blank), one);
        if (!value && blank.dataset.required !== undefined) addEntry(blank);
        return;
      }
      const control = controlOf(blank);
      const text = Array.isArray(value) ? value.join("\n") : String(value);
      if (control instanceof HTMLSelectElement && ![...control.options].some((option) => option.value === text)) {
        control.append(new Option(text, text));
      }
      control.value = text;
    }

    /** @type {Record<string, string>} */
    const messages = dataIn("form-messages");

    /** @param {string} name @param {Record<string, string | number | undefined>} values */
    const words = (name, values) => messages[name].replace(/\{(\w+)\}/g, (_, key) => String(values[key] ?? ""));

    /** What is wrong below an element. @param {Element} container @returns {Fault[]} */
    function faultsIn(container) {
      return blanksIn(container).flatMap((blank) => {
        const value = readBlank(blank);
        const field = String(blank.dataset.key);
        const size = typeof value === "string" || Array.isArray(value) ? value.length : Object.keys(value).length;
        const at = blank.dataset.shape?.startsWith("record") ? blank : controlOf(blank);
        if (!size && blank.dataset.required !== undefined) return [{ message: words("missing", { field }), at }];
        if (!size) return [];
        if (Array.isArray(value) && value.length > Number(blank.dataset.most || Infinity)) {
          return [{ message: words("many", { field, bound: `最多 ${blank.dataset.most} 条`, length: value.length }), at }];
        }
        if (blank.dataset.shape === "record") return faultsIn(blank);
        if (blank.dataset.shape === "records") return entriesOf(blank).filter((entry) => Object.keys(read(entry)).length).flatMap(faultsIn);
        return textFaults(blank, field, /** @type {string | string[]} */ (value)).map((message) => ({ message, at }));
      });
    }

    /** @param {HTMLElement} blank @param {string} field @param {string | string[]} value @returns {string[]} */
    function textFaults(blank, field, value) {
      const { shape, pattern, longest } = blank.dataset;
      return [value].flat().flatMap((text) => {
        const hidden = HIDDEN.exec(text);
        if (hidden) return [words("hidden", { field, character: `U+${Number(hidden[0].codePointAt(0)).toString(16).toUpperCase().padStart(4, "0")}` })];
        const length = [...text].length;
        if (longest && length > Number(longest)) return [words("long", { field, limit: longest, length })];
        if (pattern && !new RegExp(pattern).test(text)) return [words("code", { field, value: text })];
        if (shape === "number" && !/^[0-9]{1,9}$/.test(text)) return [words("number", { field })];
        const control = controlOf(blank);
        if (control instanceof HTMLSelectElement && !control.selectedOptions[0]?.defaultSelected && control.selectedIndex >= Number(control.dataset.words)) {
          return [words("word", { field, value: text })];
        }
        return [];
      });
    }

    const chooser = byId("form-task", HTMLFormElement);
    const task = byId("task", HTMLSelectElement);
    const number = byId("number", HTMLInputElement);
    const folder = byId("folder", HTMLSelectElement);
    const said = byId("form-said", HTMLParagraphElement);
    const answer = byId("form-answer", HTMLElement);
    const forms = /** @type {HTMLFormElement[]} */ ([...document.querySelectorAll("form.mulu-form")]);
    /** @type {Loaded | null} */
    let loaded = null;

    const chosen = () => task.selectedOptions[0].dataset;
    const form = () => byId(`form-${chosen().form}`, HTMLFormElement);

    /** @param {HTMLElement} container @param {string} key */
    const blankNamed = (container, key) => /** @type {HTMLElement} */ (blanksIn(container).find((blank) => blank.dataset.key === key));

    /** @param {string} text */
    function tell(text) {
      said.textContent = text;
      said.hidden = !text;
    }

    /** Show what the chosen task needs: first which file, or an empty form. */
    function begin() {
      const loads = chosen().loads;
      byId("wanted", HTMLDivElement).hidden = byId("load", HTMLButtonElement).hidden = !loads;
      const label = chooser.querySelector("label[for=number]");
      if (label) label.textContent = loads || "";
      loaded = null;
      answer.hidden = true;
      tell("");
      for (const one of forms) one.hidden = one !== form() || Boolean(loads);
      keepCode();
      if (!loads) fill(form(), {});
      byId("form-folder", HTMLDivElement).hidden = task.value !== "new";
      folder.value = "";
    }

    /** A code in use is never changed. */
    function keepCode() {
      for (const input of document.querySelectorAll("#form-resource > [data-key=资源代码] input")) if (input instanceof HTMLInputElement) input.readOnly = loaded !== null;
    }

    /** The record of a file that the site has, or why there is none. @param {string} wanted */
    async function load(wanted) {
      const isResource = chosen().form === "resource";
      const page = isResource ? `resources/${wanted}/` : `ledgers/${chosen().form}/${wanted}/`;
      if (!(isResource ? CODE : NUMBER).test(wanted)) return tell(`「${wanted}」不是${chosen().loads}。`);
      const [record, text] = await Promise.all(["resource.json", "resource.yml"].map((file) => fetch(new URL(page + (isResource ? file : file.replace("resource", "record")), site))));
      if (!record.ok || !text.ok) return tell(`登记册中没有「${wanted}」。`);
      const { file, elements, errors } = await record.json();
      const lines = (await text.text()).split("\n");
      const end = lines.findIndex((line) => line && !line.startsWith("#"));
      loaded = { file, header: lines.slice(0, end) };
      keepCode();
      if (elements["状态"] === "有效") delete elements["状态"];
      fill(form(), elements);
      form().hidden = false;
      const notes = [`已载入 ${file}。`];
      if (errors) notes.push("该文件没有通过校验，读不出的内容没有载入，请对照登记文件原文补上。");
      if (lines.slice(end).some((line) => /(^|\s)#/.test(line))) notes.push("文件中的注释不会带入新的全文；需要保留的，请直接改文件或者用 Excel 填报表。");
      if (task.value === "retire") {
        fillBlank(blankNamed(form(), "状态"), "已注销");
        notes.push("请填写“注销”中的理由和“变更依据”。");
        controlOf(blankNamed(blankNamed(form(), "注销"), "理由")).focus();
      }
      tell(notes.join(""));
    }

    /** Where the file goes. @param {Said} data */
    function pathOf(data) {
      if (loaded) return loaded.file;
      const { folder: ledger, number: next } = form().dataset;
      if (ledger) return `${ledger}/${next}.yml`;
      const name = String(data["资源名称"] || "");
      return `${folder.value}/${FILE_NAME.test(name) ? name : String(data["资源代码"]).split("/")[1]}.yml`;
    }

    /** Check, and show either what is wrong or the text. */
    function finish() {
      for (const control of form().querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
      const faults = faultsIn(form());
      if (task.value === "new" && !folder.value) faults.unshift({ message: words("missing", { field: "所在目录" }), at: folder });
      if (task.value === "retire" && !read(form())["注销"]) faults.push({ message: words("missing", { field: "注销" }), at: blankNamed(form(), "注销") });
      byId("form-faults", HTMLUListElement).replaceChildren(...faults.map(faultLine));
      byId("form-text", HTMLDivElement).hidden = faults.length > 0;
      if (!faults.length) show(read(form()));
      answer.hidden = false;
      byId("answer", HTMLHeadingElement).textContent = faults.length ? `有 ${faults.length} 处需要改正` : "结果";
      byId("answer", HTMLHeadingElement).focus();
    }

    /** @param {Fault} fault */
    function faultLine({ message, at }) {
      const control = at.matches("input, select, textarea") ? at : /** @type {HTMLElement} */ (at.querySelector("input, select, textarea, button"));
      if (control.matches("input, select, textarea")) control.setAttribute("aria-invalid", "true");
      const [line, link] = [document.createElement("li"), document.createElement("a")];
      link.href = `#${control.id || "answer"}`;
      link.textContent = message;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        control.focus();
      });
      line.append(link);
      return line;
    }

    /** @param {Said} data */
    function show(data) {
      const path = pathOf(data);
      const text = muluForm.textOf(data, loaded ? loaded.header : chosen().form === "resource" ? [dataIn("form-header")] : []);
      byId("form-path", HTMLElement).textContent = path;
      byId("form-yaml", HTMLTextAreaElement).value = text;
      byId("form-copied", HTMLElement).textContent = "";
      const save = byId("save", HTMLAnchorElement);
      if (save.href.startsWith("blob:")) URL.revokeObjectURL(save.href);
      save.href = URL.createObjectURL(new Blob([text], { type: "text/yaml" }));
      save.download = path.split("/").pop() || "";
    }

    /** Copy by hand where the browser lets no script at the clipboard, as over plain http. */
    async function copy() {
      const text = byId("form-yaml", HTMLTextAreaElement);
      let isDone = false;
      try {
        await navigator.clipboard.writeText(text.value);
        isDone = true;
      } catch {
        text.select();
        isDone = document.execCommand("copy");
      }
      byId("form-copied", HTMLElement).textContent = isDone ? "已复制" : "请在全文框内按 Ctrl+C 复制";
    }

    function takeFolder() {
      const { code = "", lead = "" } = folder.selectedOptions[0].dataset;
      fillBlank(blankNamed(form(), "资源代码"), code);
      fillBlank(blankNamed(form(), "提供方"), lead);
      fillBlank(blankNamed(form(), "采集方"), lead);
    }

    document.addEventListener("DOMContentLoaded", () => {
      for (const select of document.querySelectorAll("form.mulu-form select")) {
        if (select instanceof HTMLSelectElement) select.dataset.words = String(select.options.length);
      }
      for (const template of document.querySelectorAll("form.mulu-form template")) {
        if (!(template instanceof HTMLTemplateElement)) continue;
        for (const select of template.content.querySelectorAll("select")) select.dataset.words = String(select.options.length);
      }
      wire(document);
      for (const one of forms) {
        one.addEventListener("submit", (event) => {
          event.preventDefault();
          finish();
        });
        one.addEventListener("input", () => (answer.hidden = true));
        one.addEventListener("click", (event) => {
          const button = event.target instanceof HTMLButtonElement ? event.target : null;
          const record = button?.closest(".mulu-record");
          if (!button || !(record instanceof HTMLElement)) return;
          if (button.matches(".mulu-add")) controlOf(addEntry(record)).focus();
          if (button.matches(".mulu-remove")) {
            button.closest(".mulu-entry")?.remove();
            renumber(record);
            /** @type {HTMLElement | null} */ (record.querySelector(":scope > .mulu-add"))?.focus();
          }
        });
      }
      task.addEventListener("change", begin);
      folder.addEventListener("change", takeFolder);
      byId("copy", HTMLButtonElement).addEventListener("click", () => void copy());
      chooser.addEventListener("submit", (event) => {
        event.preventDefault();
        void load(number.value.trim());
      });
      const asked = new URLSearchParams(location.search);
      if ([...task.options].some((option) => option.value === asked.get("task"))) task.value = asked.get("task") || "";
      chooser.hidden = false;
      begin();
      number.value = asked.get("number") || "";
      if (number.value && chosen().loads) void load(number.value);
    });
  })();
}
