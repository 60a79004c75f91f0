// @ts-check
// The public calculator: any start day and rule, answered in the reader's browser. Needs workdays.js.

(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);

  /** @param {string} day */
  function inWords(day) {
    const [year, month, date] = day.split("-").map(Number);
    return `${year}年${month}月${date}日`;
  }

  /** @param {string} name @param {string} text */
  function cell(name, text) {
    const made = document.createElement("td");
    made.dataset.label = name;
    made.textContent = text;
    return made;
  }

  /** @param {string} day */
  function time(day) {
    const made = document.createElement("time");
    made.dateTime = day;
    made.textContent = inWords(day);
    return made;
  }

  /** @param {string} name @param {string} day */
  function dayCell(name, day) {
    const made = cell(name, "");
    made.append(time(day));
    return made;
  }

  /** A sentence in which every day is readable by programs too. @param {string} text */
  function dated(text) {
    return text.split(/(\d{4}年\d{1,2}月\d{1,2}日)/).map((part) => {
      const [, year, month, date] = part.match(/^(\d+)年(\d+)月(\d+)日$/) || [];
      return year ? time(`${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`) : part;
    });
  }

  /** The answer in one sentence. @param {import("./workdays.js").Due} due @param {string} start */
  function told(due, start) {
    if (due.due_on) return `自${inWords(start)}起算，到期日为${inWords(due.due_on)}。`;
    const from = due.not_before ? `，不早于${inWords(due.not_before)}` : "";
    return `自${inWords(start)}起算，到期日暂定${from}：推算到的年份还没有放假通知。`;
  }

  async function begin() {
    const form = /** @type {HTMLFormElement | null} */ (document.getElementById("calculator"));
    if (!form) return;
    const answer = await fetch(new URL("workdays.json", script.src));
    const calendar = await answer.json();
    const start = /** @type {HTMLInputElement} */ (form.elements.namedItem("start"));
    const rule = /** @type {HTMLSelectElement} */ (form.elements.namedItem("rule"));
    const days = /** @type {HTMLInputElement} */ (form.elements.namedItem("days"));
    const output = /** @type {HTMLOutputElement} */ (document.getElementById("calculator-answer"));
    const table = /** @type {HTMLTableElement} */ (document.getElementById("calculator-days"));

    function reckon() {
      const chosen = rule.selectedOptions[0];
      const { unit = "workday", amount = "", from = "" } = chosen.dataset;
      const isFree = rule.value === "";
      days.disabled = !isFree;
      if (!isFree) days.value = unit === "workday" ? amount : "";
      table.hidden = true;
      const count = Number(isFree ? days.value : amount);
      if (!muluWorkdays.isDay(start.value)) return "请填写起算日期。";
      if (start.value < start.min || start.value > start.max) return `起算日期请填${inWords(start.min)}至${inWords(start.max)}之间的日期。`;
      if (from && start.value < from) return `${chosen.dataset.cited}自${inWords(from)}起施行，起算日期在此以前，不适用这一条。`;
      if (unit === "none") return `条文${chosen.dataset.word ? `只写“${chosen.dataset.word}”，` : ""}没有规定期限，不作推算。`;
      if (!Number.isInteger(count) || count < 1 || count > 1000) return "工作日数请填 1 至 1000 的整数。";
      const due = (unit === "month" ? muluWorkdays.addMonths : muluWorkdays.addWorkingDays)(calendar, start.value, count);
      const rows = due.explanation.map(({ day, kind, reason }) => {
        const row = document.createElement("tr");
        const counts = kind === "未知" ? "未知" : kind === "调休上班" || kind === "工作日" ? "计入" : "不计入";
        row.append(dayCell("日期", day), cell("是否计入", counts), cell("原因", reason && reason !== kind ? `${kind}：${reason}` : kind));
        return row;
      });
      table.tBodies[0].replaceChildren(...rows);
      table.hidden = rows.length === 0;
      return told(due, start.value);
    }

    function update() {
      output.replaceChildren(...dated(reckon()));
    }

    const asked = new URLSearchParams(location.search);
    const given = asked.get("start") || "";
    start.value = muluWorkdays.isDay(given) ? given : muluWorkdays.dayInChina(new Date());
    if ([...rule.options].some((option) => option.value === asked.get("rule"))) rule.value = asked.get("rule") || "";
    if (/^[0-9]{1,4}$/.test(asked.get("days") || "")) days.value = asked.get("days") || "";
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => {
      update();
      const wanted = new URLSearchParams({ start: start.value, rule: rule.value, ...(rule.value ? {} : { days: days.value }) });
      history.replaceState(null, "", `?${wanted}`);
    });
    update();
  }

  document.addEventListener("DOMContentLoaded", () => void begin());
})();
