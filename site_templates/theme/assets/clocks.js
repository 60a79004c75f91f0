// @ts-check
// Open deadlines as they stand on the reader's day, not the build's: the badges of a page opened days later are
// corrected from the calendar that the build wrote, and say so. Needs workdays.js and edition.js.

(() => {
  /** @type {Record<string, string>} */
  const TONES = { 已逾期: "late", 今日到期: "terms", 即将到期: "terms" };
  const ORDER = ["已逾期", "今日到期", "即将到期", "已延期", "未到期", "暂定", "未规定期限"];
  const BOARD = "open-deadlines";
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);

  /** @param {string} day */
  function inWords(day) {
    const [year, month, date] = day.split("-").map(Number);
    return `${year}年${month}月${date}日`;
  }

  /** A badge and its row brought up to the day; whether anything changed.
   * @param {HTMLElement} badge @param {import("./workdays.js").WorkCalendar} calendar @param {string} today */
  function correct(badge, calendar, today) {
    const last = badge.dataset.due || "";
    const standing = muluWorkdays.standing(calendar, last, "extended" in badge.dataset, today);
    if (standing.text === badge.textContent) return false;
    badge.textContent = standing.text;
    for (const name of [...badge.classList]) if (name.startsWith("mulu-tag--")) badge.classList.remove(name);
    badge.classList.add(`mulu-tag--${TONES[standing.state] || "plain"}`);
    const row = badge.closest("tr");
    if (row && "state" in row.dataset) row.dataset.state = standing.state;
    return true;
  }

  /** Say once that badges were corrected: before the list or table they stand in, or after a badge that stands alone.
   * @param {HTMLElement} badge @param {string} built @param {string} today */
  function say(badge, built, today) {
    const listed = badge.closest("table, ul, ol");
    if (listed?.previousElementSibling?.classList.contains("mulu-corrected")) return;
    const note = document.createElement(listed ? "p" : "span");
    note.className = "mulu-corrected";
    const told = `已按${inWords(today)}更新`;
    note.textContent = listed ? `以下时限状态${told}（网站生成于${inWords(built)}）。` : `（${told}）`;
    if (listed) listed.before(note);
    else badge.after(note);
  }

  /** The board keeps its order, overdue first, and its figures count its rows. */
  function arrange() {
    const body = /** @type {HTMLTableElement | null} */ (document.getElementById(BOARD))?.tBodies[0];
    if (!body) return;
    /** @param {HTMLTableRowElement} row */
    const rank = (row) => ORDER.indexOf(row.dataset.state || "");
    const rows = [...body.rows].sort((one, other) => rank(one) - rank(other));
    body.append(...rows);
    for (const tile of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-count-of]"))) {
      const count = rows.filter((row) => row.dataset.state === tile.dataset.countOf).length;
      const figure = tile.querySelector("strong");
      if (figure) figure.textContent = String(count);
      tile.hidden = count === 0;
    }
  }

  async function correctAll() {
    const badges = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".mulu-tag[data-due]"));
    if (!badges.length) return;
    const built = (await muluEdition)?.today;
    const today = muluWorkdays.dayInChina(new Date());
    if (!built || today <= built) return;
    const answer = await fetch(new URL("workdays.json", script.src));
    if (!answer.ok) return;
    const calendar = await answer.json();
    for (const badge of badges) if (correct(badge, calendar, today)) say(badge, built, today);
    arrange();
    document.dispatchEvent(new Event("mulu-clocks-corrected"));
  }

  document.addEventListener("DOMContentLoaded", () => void correctAll());
})();
